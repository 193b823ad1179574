/** Entries are applied, and with them changes of the configuration. */
import * as Result from "effect/Result"
import { isConfiguration } from "../../protocols/raft/configuration.ts"
import type { Server as State } from "../../protocols/raft/state.ts"
import { addBeginner, showsVoters } from "./beginning.ts"
import { members } from "./configuration.ts"
import { retire } from "./electing.ts"
import { unknown } from "./flow.ts"
import { lookForCommit } from "./leading.ts"
import { broadcast, probeAll } from "./sending.ts"
import { breaks } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

/** Is the entry at an index a change, of the first ones or a later one? */
export const isChange = (
  run: Run,
  { state }: Server,
  index: number
): boolean => {
  if (index <= run.beginners.length) return true
  const entry = state.log[index - state.snapshot.index - 1]
  return entry !== undefined && isConfiguration(entry)
}

/** The index of the next change that was handed over to be applied. */
const nextChange = (run: Run, server: Server): number | undefined => {
  const { state, changed, handed } = server
  for (
    let index = Math.max(changed, state.applied) + 1;
    index <= handed;
    index++
  ) {
    if (isChange(run, server, index)) return index
  }
  return undefined
}

/**
 * A server applies what was handed over, up to an index. The commit index is
 * written lazily: it may be applied before it is on disk.
 */
export const applyTo = (run: Run, server: Server, index: number): void => {
  if (server.state.applied >= index) return
  const { durable } = server.state
  const written = { ...durable, commitIndex: server.handed }
  let state: State = { ...server.state, durable: written }
  while (state.applied < index) {
    const applied = run.would(server, "Apply", { state })
    if (Result.isFailure(applied)) break
    state = applied.success.state as State
    run.count("Apply")
  }
  server.state = { ...state, durable }
}

/** Entries that change nothing are applied as soon as they can be. */
export const applyRest = (run: Run, server: Server): void => {
  const next = nextChange(run, server) ?? Infinity
  applyTo(run, server, Math.min(server.handed, next - 1))
}

/** A server applies the next change of its log. */
export const change = (run: Run, server: Server): void => {
  server.does("Apply")
  const line = server.peek()!
  const index = nextChange(run, server)
  if (index === undefined) {
    return breaks(line, "AppliedAreCommitted", `handed over: ${server.handed}`)
  }
  const view = { conf: server.conf }
  applyTo(run, server, index)
  server.changed = index
  if (index <= run.beginners.length) addBeginner(run, server, line, index)
  showsVoters(server, line)
  server.take("ApplyConfChange", view)
  if (server.role === "StateLeader") switched(run, server)
  applyRest(run, server)
}

/** What a leader does at once when the configuration has changed. */
const switched = (run: Run, server: Server): void => {
  const { configuration, id, last, flows } = server
  const there = members(configuration)
  for (const peer of flows.keys()) if (!there.includes(peer)) flows.delete(peer)
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
