/** Changes of the configuration are applied. */
import { configurationAsOf } from "../../protocols/raft/configuration.ts"
import { applyRest, applyTo, nextChange } from "./applying.ts"
import { addBeginner, showsVoters } from "./beginning.ts"
import { members, sorted } from "./configuration.ts"
import { retire } from "./electing.ts"
import { unknown } from "./flow.ts"
import { lookForCommit } from "./leading.ts"
import { broadcast, probeAll } from "./sending.ts"
import { breaks } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

type Ids = ReadonlyArray<string>

const same = (a: Ids, b: Ids): boolean => a.join() === b.join()

/** The configuration that the change at an index leads to. */
const leadsTo = (run: Run, { state, conf }: Server, index: number) => {
  const added = run.beginners[index - 1]
  if (added !== undefined) return [sorted([...conf[0], added]), []] as const
  const { voters, outgoing } = configurationAsOf(state, index)
  return [sorted(voters), sorted(outgoing)] as const
}

/** Does the change at an index lead to what a line and the next one tell? */
const isTold = (run: Run, server: Server, index: number): boolean => {
  const { lines, at } = server
  const [voters, outgoing] = leadsTo(run, server, index)
  const next = lines[at + 1]
  const crashes = next === undefined || next.name === "InitState"
  return (
    same(lines[at]?.prop?.cc?.newconf ?? [], voters) &&
    (crashes || same(next.conf[1], outgoing))
  )
}

/** A server applies the next change of its log. */
export const change = (run: Run, server: Server): void => {
  server.does("Apply")
  const line = server.peek()!
  const nexts = server.changed.flatMap(
    (after) => nextChange(run, server, after, server.handed) ?? []
  )
  const fit = nexts.filter((index) => isTold(run, server, index))
  const [index = nexts[0]] = fit
  if (index === undefined) {
    return breaks(line, "AppliedAreCommitted", `handed over: ${server.handed}`)
  }
  const view = { conf: server.conf }
  applyTo(run, server, index)
  server.changed = fit.length === 0 ? [index] : [...new Set(fit)]
  if (index <= run.beginners.length) addBeginner(run, server, line, index)
  showsVoters(server, line)
  server.take("ApplyConfChange", view)
  if (server.role === "StateLeader") switched(run, server, index)
  applyRest(run, server)
}

/** A leader knows nothing any more of whom a change removes and adds. */
const renew = (run: Run, server: Server, index: number): void => {
  const { state, flows, last } = server
  const renewed = run.renewed.get(`${server.termAt(index)} ${index}`) ?? []
  if (renewed.length === 0) return
  const all = (number: number) =>
    Object.fromEntries(renewed.map((peer) => [peer, number]))
  for (const peer of renewed) flows.delete(peer)
  server.state = {
    ...state,
    nextIndex: { ...state.nextIndex, ...all(Math.max(last, 1)) },
    matchIndex: { ...state.matchIndex, ...all(0) }
  }
}

/** What a leader does at once when the configuration has changed. */
const switched = (run: Run, server: Server, index: number): void => {
  const { configuration, id, last, flows } = server
  const there = members(configuration)
  for (const peer of flows.keys()) if (!there.includes(peer)) flows.delete(peer)
  renew(run, server, index)
  for (const peer of there) {
    if (flows.has(peer)) continue
    flows.set(peer, [unknown(Math.max(last, 1))])
    server.heard.add(peer)
  }
  const { voters, outgoing } = configuration
  if (!voters.includes(id) && !outgoing.includes(id)) {
    return retire(run, server)
  }
  if (lookForCommit(run, server)) broadcast(run, server)
  else probeAll(run, server)
}
