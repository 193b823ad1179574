/**
 * Logs are kept short: once entries are applied and on disk a snapshot stands
 * for them, whether the server made one or not. They are not forgotten: a
 * leader may send them still, and a server may come back with them.
 */
import { configurationAsOf } from "../../protocols/raft/configuration.ts"
import { termAt } from "../../protocols/raft/log.ts"
import type { Durable, Message } from "../../protocols/raft/state.ts"
import type { Line } from "./lines.ts"
import type { ActionName, Run, With } from "./run.ts"
import type { Server } from "./server.ts"

type Log = Pick<Durable, "snapshot" | "log">

/** A log from an index on, which it still has. */
const cut = <A extends Log>(one: A, index: number): A => {
  const { snapshot, log } = one
  const term = termAt(one, index)
  const configuration = configurationAsOf(one, index)
  return {
    ...one,
    snapshot: { ...snapshot, index, term, configuration },
    log: log.slice(index - snapshot.index)
  }
}

/** Was the beginning of a log folded, and nothing else? */
const isFolded = ({ past }: Server, { snapshot }: Log): boolean =>
  past.log.length > 0 &&
  snapshot.index === past.snapshot.index + past.log.length

/** A log from an index on, with the entries that were folded after it. */
const unfolded = <A extends Log>(server: Server, one: A, index: number): A => {
  if (!isFolded(server, one)) return one
  const { snapshot, log } = server.past
  const all = { ...one, snapshot, log: [...log, ...one.log] }
  return index > snapshot.index ? cut(all, index) : all
}

/** A log from an index on, as far as it is known. */
export const from = <A extends Log>(
  server: Server,
  one: A,
  index: number
): A => {
  const { snapshot, log } = one
  if (index === snapshot.index) return one
  if (index < snapshot.index) return unfolded(server, one, index)
  return index > snapshot.index + log.length ? one : cut(one, index)
}

/** Where a log really began: what was folded since is there still. */
export const beginOf = (server: Server, log: Log): number =>
  isFolded(server, log) ? server.past.snapshot.index : log.snapshot.index

const MANY = 64

/** The oldest entries, which are applied and on disk, are folded. */
export const fold = (server: Server): void => {
  const { state, written } = server
  const { index: begin } = state.snapshot
  const { commitIndex } = written[0]!.durable
  const index = Math.min(state.applied, commitIndex)
  if (index - begin < MANY) return
  if (!isFolded(server, state)) {
    server.past = { snapshot: state.snapshot, log: [] }
  }
  server.past.log.push(...state.log.slice(0, index - begin))
  rebase(server, index)
}

/** All that may be on disk, and what is in memory, from an index on. */
export const rebase = (server: Server, index: number): void => {
  server.written = server.written.map((one) => ({
    ...one,
    durable: from(server, one.durable, index)
  }))
  const { durable } = server.written[0]!
  server.state = { ...from(server, server.state, index), durable }
}

/** A leader takes an action that needs the log from an index on. */
export const actFrom = (
  run: Run,
  server: Server,
  line: Line,
  name: ActionName,
  parts: With,
  index: number
): ReadonlyArray<Message> => {
  const { state } = server
  const { snapshot, log } = state
  const first = Math.min(index, snapshot.index)
  const whole = { ...parts, state: from(server, state, first) }
  const messages = run.act(server, line, name, whole)
  server.state = { ...server.state, snapshot, log }
  return messages
}
