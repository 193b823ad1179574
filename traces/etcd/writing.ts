/** What servers write. */
import * as Result from "effect/Result"
import type { Server as State } from "../../protocols/raft/state.ts"
import { applyRest } from "./applying.ts"
import { fold } from "./folding.ts"
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
  const next = written(run, server)
  if (!isSame(next, server.written.at(-1)!)) server.written.push(next)
  server.readies += 1
  applyRest(run, server)
  fold(server)
}

/** Does a Ready hand over nothing that was not handed over before? */
const isSame = (a: Written, b: Written): boolean =>
  a.durable.currentTerm === b.durable.currentTerm &&
  a.durable.votedFor === b.durable.votedFor &&
  a.durable.commitIndex === b.durable.commitIndex &&
  a.durable.snapshot === b.durable.snapshot &&
  a.durable.log === b.durable.log

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
  const least = lazily ? before.least : durable.commitIndex
  return { ready: server.readies, durable, least }
}
