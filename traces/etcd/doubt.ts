/**
 * Two crashes can leave logs of the same length and of other terms, where some
 * of the entries that were to replace others were written. Which it was, a
 * later step of the server shows.
 */
import type { Durable, Entry } from "../../protocols/raft/state.ts"
import { Refused } from "./refused.ts"
import type { Server } from "./server.ts"

type Log = ReadonlyArray<Entry>

/** What may be on disk of a log: that which is gone by, and others. */
export interface Doubt {
  /** The index of the first entry of each. */
  readonly first: number
  readonly logs: readonly [Log, ...ReadonlyArray<Log>]
}

/** What a step may have changed of a server. */
const saved = (server: Server): Partial<Server> => ({
  at: server.at,
  state: server.state,
  doing: server.doing,
  received: server.received,
  own: [...server.own],
  votes: new Map(server.votes),
  changed: server.changed,
  handed: server.handed,
  flows: new Map(server.flows),
  heard: new Set(server.heard),
  written: [...server.written],
  readies: server.readies,
  unreleased: [...server.unreleased],
  promises: [...server.promises]
})

/** The server with other entries, where it still has those of its crash. */
const exchange = (server: Server, first: number, was: Log, is: Log): void => {
  const other = <A extends Pick<Durable, "snapshot" | "log">>(one: A): A => {
    const offset = one.snapshot.index + 1 - first
    const log = one.log.map((entry, i) =>
      entry === was[offset + i] ? is[offset + i]! : entry
    )
    return { ...one, log }
  }
  const { state } = server
  server.state = { ...other(state), durable: other(state.durable) }
  server.written = server.written.map((one) => ({
    ...one,
    durable: other(one.durable)
  }))
}

/** Takes a step, with one after the other of the logs that there may be. */
export const inDoubt = (server: Server, step: () => void): void => {
  if (server.doubt === undefined) return step()
  const before = saved(server)
  try {
    step()
  } catch (cause) {
    const { first, logs } = server.doubt
    const [was, is, ...others] = logs
    if (!(cause instanceof Refused) || is === undefined) throw cause
    Object.assign(server, before)
    exchange(server, first, was, is)
    server.doubt = { first, logs: [is, ...others] }
    try {
      inDoubt(server, step)
    } catch {
      throw cause
    }
  }
}
