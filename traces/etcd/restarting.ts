/** A server that has crashed comes back with what was on disk. */
import type { Entry, Server as State } from "../../protocols/raft/state.ts"
import { lastIndex, termAt } from "../../protocols/raft/log.ts"
import type { Line } from "./lines.ts"
import { breaks } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server, Written } from "./server.ts"
import { applyTo } from "./configuring.ts"
import { appliedAtStart } from "./recovery.ts"
import { begin, bootstrap, configured, unloaded } from "./starting.ts"
import { compacted, compactTo } from "./writing.ts"

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
  /** The number of the Ready that was written last. */
  readonly i: number
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
const disks = ({ written: all }: Server, length: number): ReadonlyArray<Disk> =>
  all.flatMap((written, i): ReadonlyArray<Disk> => {
    const { durable } = written
    if (lastIndex(durable) === length) {
      return [{ written, i, torn: durable.log, kept: 0 }]
    }
    const entries = length - durable.snapshot.index
    const later = all
      .slice(i + 1)
      .map((each) => each.durable.log)
      .find(
        (log) => log.length >= entries && common(log, durable.log) < entries
      )
    if (later === undefined) return []
    const kept = entries - common(later, durable.log)
    return [{ written, i, torn: later, kept }]
  })

/** The commit index that is written lazily: as it is shown, if it can be. */
const recovered = (
  { durable: { commitIndex }, least }: Written,
  snapshot: number,
  shown: number | undefined
): number => {
  const low = Math.max(least, snapshot)
  const high = Math.max(commitIndex, snapshot)
  return shown !== undefined && shown >= low && shown <= high ? shown : high
}

const voteOf = ({ durable: { votedFor } }: Written): string =>
  votedFor === "none" ? "0" : votedFor

/** The disk that fits what the server shows of itself when it is back. */
const diskOf = (
  server: Server,
  init: Line,
  follower: Line | undefined
): Disk => {
  const snapshot = init.state.commit
  const possible = disks(server, init.log).filter(
    ({ written }) => written.durable.snapshot.index <= snapshot
  )
  const { durable } = server.written[0]!
  const last = lastIndex(durable)
  if (possible.length === 0) {
    breaks(
      init,
      "AcknowledgedStays",
      `it comes back with ${init.log} entries`,
      `it acknowledged ${last}, the last of term ${termAt(durable, last)}`
    )
  }
  if (follower === undefined) return possible.at(-1)!
  const { term, vote, commit } = follower.state
  const fits = ({ written }: Disk): boolean =>
    term === written.durable.currentTerm && vote === voteOf(written)
  const found =
    possible.findLast(
      (disk) =>
        fits(disk) && recovered(disk.written, snapshot, commit) === commit
    ) ?? possible.findLast(fits)
  if (found === undefined && follower.name === "BecomeFollower") {
    const best = possible[0]!.written
    const { currentTerm: answered } = best.durable
    return breaks(
      follower,
      "AcknowledgedStays",
      `it comes back in term ${term}, with a vote for ${vote}`,
      `it answered in term ${answered}, with a vote for ${voteOf(best)}`
    )
  }
  return found ?? possible.at(-1)!
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

const restart = (
  run: Run,
  server: Server,
  init: Line,
  follower: Line | undefined
): void => {
  const snapshot = init.state.commit
  server.does("Crash")
  const { written, i, torn, kept } = diskOf(server, init, follower)
  if (snapshot > server.state.snapshot.index) compactTo(run, server, snapshot)
  const durable = compacted(written.durable, server.state.snapshot)
  const log = torn.slice(
    durable.snapshot.index - written.durable.snapshot.index
  )
  const state = { ...server.state, snapshot: durable.snapshot, durable, log }
  run.act(server, init, "Crash", { state, choice: { kept } })
  const commitIndex = recovered(written, snapshot, follower?.state.commit)
  server.state = { ...server.state, commitIndex }
  const most = Math.min(server.handed, commitIndex)
  const applied = appliedAtStart(run, server, most)
  server.votes.clear()
  server.flows.clear()
  server.heard.clear()
  forget(server, server.forgotten + i)
  server.take("InitState", unloaded(server, snapshot))
  server.handed = applied
  applyTo(run, server, applied)
  configured(run, server, snapshot)
  server.changed = applied
  server.handed = applied
  server.take("BecomeFollower")
  server.forgotten += server.written.length
  server.written = [{ durable: found(server.state), least: written.least }]
  server.state = { ...server.state, durable: server.written[0]!.durable }
}

/** What was on disk, as far as it was found there. */
const found = (state: State): Written["durable"] => ({
  currentTerm: state.currentTerm,
  votedFor: state.votedFor,
  snapshot: state.snapshot,
  log: state.log,
  commitIndex: state.commitIndex
})
