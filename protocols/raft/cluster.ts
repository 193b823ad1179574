/** Servers and a network in memory: how a program drives the machine. */
import { handle, type Input } from "./machine.ts"
import { type Constants, type Entry, fresh, type Message } from "./state.ts"

/** A cluster in which all messages arrive and all disks work. */
export const cluster = (constants: Constants) => {
  const states = new Map(
    constants.Server.map((id) => [id, fresh(id, constants)] as const)
  )
  const applied = new Map<string, ReadonlyArray<Entry>>()
  const network: Array<Message> = []

  const tell = (id: string, input: Input): void => {
    const state = states.get(id) ?? fresh(id, constants)
    const output = handle(state, input, constants)
    states.set(id, output.state)
    network.push(...output.messages)
    if (output.write !== undefined) {
      return tell(id, { _tag: "Written", write: output.write })
    }
    const [entry] = output.apply
    if (entry === undefined) return
    applied.set(id, [...(applied.get(id) ?? []), entry])
    tell(id, { _tag: "Applied" })
  }

  /** Delivers all messages, and those that are sent because of them. */
  const deliver = (): void => {
    for (let m = network.shift(); m !== undefined; m = network.shift()) {
      tell(m.to, { _tag: "Received", message: m })
    }
  }
  return { states, applied, network, tell, deliver }
}
