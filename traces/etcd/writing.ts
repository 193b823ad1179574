/** What servers write, and what they need no more. */
import * as Result from "effect/Result"
import { termAt } from "../../protocols/raft/log.ts"
import type { Durable, Server as State } from "../../protocols/raft/state.ts"
import { applyRest } from "./applying.ts"
import type { Line } from "./lines.ts"
import type { Run } from "./run.ts"
import type { Server, Written } from "./server.ts"

/** The application took what there was to write, to send and to apply. */
export const ready = (run: Run, server: Server): void => {
  server.does("Ready")
  const line = server.take("Ready")
  for (const sent of server.unreleased) {
    if (sent.released === 0) sent.released = line.line
  }
  server.unreleased = []
  server.handed = server.commit
  server.written.push(written(run, server))
  applyRest(run, server)
  forgetEntries(run, server, line)
}

/** What is on disk once the server has written what it knows now. */
const written = (run: Run, server: Server): Written => {
  const before = server.written.at(-1)!
  const result = run.would(server, "Persist")
  const durable = Result.isSuccess(result)
    ? (result.success.state as State).durable
    : server.state.durable
  const lazily =
    durable.currentTerm === before.durable.currentTerm &&
    durable.votedFor === before.durable.votedFor
  return { durable, least: lazily ? before.least : durable.commitIndex }
}

/** What is on disk, with a snapshot that stands for more of it. */
export const compacted = (
  durable: Durable,
  snapshot: Durable["snapshot"]
): Durable => {
  const more = snapshot.index - durable.snapshot.index
  if (more <= 0 || termAt(durable, snapshot.index) !== snapshot.term) {
    return durable
  }
  return { ...durable, snapshot, log: durable.log.slice(more) }
}

const MANY = 64

/**
 * No later line shows anything of the oldest entries: a snapshot may stand for
 * them, so that the logs stay short.
 */
const forgetEntries = (run: Run, server: Server, line: Line): void => {
  const { state, written } = server
  const index = Math.min(
    server.needs[server.at] ?? Infinity,
    state.applied,
    written[0]!.durable.commitIndex
  )
  if (index - state.snapshot.index < MANY) return
  compactTo(run, server, line, index)
}

/** A snapshot stands for all up to an index. */
export const compactTo = (
  run: Run,
  server: Server,
  line: Line,
  index: number
): void => {
  run.act(server, line, "Compact", { choice: { index } })
  const { snapshot } = server.state
  server.written = server.written.map(({ durable, least }) => ({
    durable: compacted(durable, snapshot),
    least
  }))
  const { durable } = server.written[0]!
  server.state = { ...server.state, durable }
}
