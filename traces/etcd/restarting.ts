/** A server that has crashed comes back with what was on disk. */
import * as Result from "effect/Result"
import type { Entry, Server as State } from "../../protocols/raft/state.ts"
import { lastIndex, termAt } from "../../protocols/raft/log.ts"
import type { Line } from "./lines.ts"
import { breaks } from "./refused.ts"
import type { Run, With } from "./run.ts"
import type { Server, Written } from "./server.ts"
import { applyTo, settle } from "./applying.ts"
import type { Doubt } from "./doubt.ts"
import { beginOf, from, rebase } from "./folding.ts"
import { appliedAtStart } from "./recovery.ts"
import { begin, bootstrap, configured, unloaded } from "./starting.ts"

/** A server starts, for the first time or after a crash. */
export const start = (run: Run, server: Server): void => {
  const [init, , follower] = server.lines.slice(server.at, server.at + 3)
  if (server.started) restart(run, server, init!, follower)
  else begin(run, server, init!, follower)
  server.started = true
  bootstrap(run, server)
}

/** One way in which the disk can be. */
interface Disk {
  readonly written: Written
  /** The number of the last Ready that may have been written. */
  readonly last: number
  /** The log that a later Ready was to write, and how much of it is there. */
  readonly torn: ReadonlyArray<Entry>
  readonly kept: number
}

/** How many entries two logs share, from the first on. */
const common = (a: ReadonlyArray<Entry>, b: ReadonlyArray<Entry>): number => {
  const most = Math.min(a.length, b.length)
  let same = 0
  while (same < most && a[same]!.term === b[same]!.term) same += 1
  return same
}

/** What can be on disk of a server that comes back with a log so long. */
const disks = ({ written: all }: Server, length: number): Array<Disk> =>
  all.flatMap((written, i): ReadonlyArray<Disk> => {
    const { durable } = written
    const { index } = durable.snapshot
    const last = (all[i + 1]?.ready ?? Infinity) - 1
    const torn = all
      .slice(i + 1)
      .filter((other) => other.durable.snapshot.index === index)
      .map((other) => other.durable.log)
      .find(
        (log) =>
          index + log.length >= length &&
          index + common(log, durable.log) < length
      )
    const disk = { written, last, torn: durable.log, kept: 0 }
    const whole = lastIndex(durable) === length ? [disk] : []
    if (torn === undefined) return whole
    const kept = length - index - common(torn, durable.log)
    return [{ ...disk, torn, kept }, ...whole]
  })

/**
 * The commit index that is written lazily: as it is shown, if it can be. It
 * rises to that of a snapshot, which may be of all that was handed over.
 */
const recovered = (
  { handed }: Server,
  { durable: { commitIndex }, least }: Written,
  snapshot: number,
  shown: number | undefined
): number => {
  const low = Math.max(least, snapshot)
  const high = Math.max(commitIndex, snapshot)
  const most = Math.max(high, handed)
  return shown !== undefined && shown >= low && shown <= most ? shown : high
}

const voteOf = ({ durable: { votedFor } }: Written): string =>
  votedFor === "none" ? "0" : votedFor

/** A server is back without what others know it to have. */
const forgets = (at: Line, has: string, had: string): never =>
  breaks(at, "AcknowledgedStays", `it comes back ${has}`, had)

/** The disks that fit what the server shows of itself when it is back. */
const disksOf = (
  server: Server,
  init: Line,
  follower: Line | undefined
): ReadonlyArray<Disk> => {
  const snapshot = init.state.commit
  const long = disks(server, init.log).reverse()
  if (long.length === 0) {
    const { durable } = server.written[0]!
    const last = lastIndex(durable)
    const had = `it acknowledged ${last}, the last of term ${termAt(durable, last)}`
    return forgets(init, `with ${init.log} entries`, had)
  }
  const possible = long.filter(
    ({ written }) => beginOf(server, written.durable) <= snapshot
  )
  const least = possible.at(-1)?.written
  if (least === undefined) {
    const before = beginOf(server, long.at(-1)!.written.durable)
    return breaks(init, "SnapshotOfApplied", `there was one of ${before}`)
  }
  if (follower === undefined) return possible
  const { term, vote, commit } = follower.state
  const fits = possible.filter(
    ({ written }) =>
      term === written.durable.currentTerm && vote === voteOf(written)
  )
  const shows = fits.filter(
    ({ written }) => recovered(server, written, snapshot, commit) === commit
  )
  if (fits.length === 0 && follower.name === "BecomeFollower") {
    const answered = least.durable.currentTerm
    const had = `it answered in term ${answered}, with a vote for ${voteOf(least)}`
    return forgets(follower, `in term ${term}, with a vote for ${vote}`, had)
  }
  return [shows, fits, possible].find((some) => some.length > 0)!
}

/** Promises that rest on what was lost have never left. */
const forget = (server: Server, kept: number): void => {
  for (const sent of server.promises) {
    if (sent.readies > kept) sent.lost = true
  }
  for (const sent of server.unreleased) sent.lost = true
  server.promises = []
  server.own = []
  server.unreleased = []
}

/** A crash that leaves a disk like that, with a log from an index on. */
const interrupted = (server: Server, disk: Disk, index: number) => {
  const { written, torn, kept } = disk
  const durable = from(server, written.durable, index)
  const { snapshot } = durable
  const { log } = from(server, { ...written.durable, log: torn }, index)
  return {
    state: { ...server.state, snapshot, durable, log },
    choice: { kept }
  }
}

const termsOf = (log: ReadonlyArray<Entry>): string =>
  log.map(({ term }) => term).join()

/** The logs, of other terms each, that other crashes would leave. */
const doubtOf = (
  run: Run,
  server: Server,
  crashes: ReadonlyArray<With>
): Doubt | undefined => {
  if (crashes.length === 0) return undefined
  const { log, snapshot } = server.state
  const logs = new Map<string, ReadonlyArray<Entry>>()
  for (const crash of crashes) {
    const result = run.would(server, "Crash", crash)
    if (Result.isFailure(result)) continue
    const other = (result.success.state as State).log
    logs.set(termsOf(other), other)
  }
  logs.delete(termsOf(log))
  if (logs.size === 0) return undefined
  return { first: snapshot.index + 1, logs: [log, ...logs.values()] }
}

/** A server is back with a snapshot that is new. */
const compactAt = (run: Run, server: Server, init: Line): void => {
  const { commit: index } = init.state
  settle(run, server, index)
  const { applied } = server.state
  if (applied < index || init.log < index) {
    breaks(init, "SnapshotOfApplied", `applied: up to ${applied}`)
  }
  run.act(server, init, "Compact", { choice: { index } })
  rebase(server, index)
}

/** What is on disk is taken up again. */
const recover = (
  run: Run,
  server: Server,
  init: Line,
  follower: Line | undefined
): Written => {
  const index = init.state.commit
  const possible = disksOf(server, init, follower)
  if (index > server.state.snapshot.index) compactAt(run, server, init)
  const [{ written, last }] = possible as readonly [Disk]
  const [disk, ...others] = possible.map((one) =>
    interrupted(server, one, index)
  )
  run.act(server, init, "Crash", disk)
  server.doubt = doubtOf(run, server, others) ?? server.doubt
  server.past = { snapshot: server.state.snapshot, log: [] }
  const shown = follower?.state.commit
  const commitIndex = recovered(server, written, index, shown)
  server.state = { ...server.state, commitIndex }
  forget(server, last)
  return written
}

const restart = (
  run: Run,
  server: Server,
  init: Line,
  follower: Line | undefined
): void => {
  const snapshot = init.state.commit
  server.does("Crash")
  const { least } = recover(run, server, init, follower)
  const most = Math.min(server.handed, server.commit)
  const changed = appliedAtStart(run, server, most)
  const applied = changed[0]!
  server.votes.clear()
  server.flows.clear()
  server.heard.clear()
  server.take("InitState", unloaded(server, snapshot))
  server.handed = applied
  applyTo(run, server, applied)
  configured(run, server, snapshot)
  server.changed = changed
  server.handed = changed.at(-1)!
  server.take("BecomeFollower")
  const durable = found(server.state)
  server.written = [{ ready: server.readies, durable, least }]
  server.readies += 1
  server.state = { ...server.state, durable }
}

/** What was on disk, as far as it was found there. */
const found = (state: State): Written["durable"] => ({
  currentTerm: state.currentTerm,
  votedFor: state.votedFor,
  snapshot: state.snapshot,
  log: state.log,
  commitIndex: state.commitIndex
})
