/**
 * What servers promise together, under the names of
 * `spec/raft/RaftProperties.tla`.
 */
import type { World as WorldOf } from "../kernel/protocol.ts"
import { key } from "../kernel/value.ts"
import type { Client } from "./client.ts"
import { configuration, isMember, isQuorum } from "./configuration.ts"
import { lastIndex, matchOf, termAt } from "./log.ts"
import {
  type Configuration,
  type Constants,
  type Durable,
  type Entry,
  type Message,
  None,
  type Server
} from "./state.ts"

export type World = WorldOf<
  { readonly server: Server; readonly client: Client },
  Message
>

type Log = Pick<Durable, "snapshot" | "log">

const all = ({ server }: World): ReadonlyArray<Server> => Object.values(server)

export const entryAt = (
  { snapshot, log }: Log,
  index: number
): Entry | undefined => log[index - snapshot.index - 1]

const isSame = (one?: Configuration, other?: Configuration): boolean =>
  one === other || key(one ?? null) === key(other ?? null)

const sameEntry = (a: Log, b: Log, index: number): boolean => {
  const [one, other] = [entryAt(a, index), entryAt(b, index)]
  return (
    one?.term === other?.term &&
    one?.value === other?.value &&
    isSame(one?.configuration, other?.configuration)
  )
}

/** Is the entry the same at each index, from where both begin to this one? */
export const sameUpTo = (a: Log, b: Log, index: number): boolean => {
  const first = Math.max(a.snapshot.index, b.snapshot.index) + 1
  for (let n = first; n <= index; n++) if (!sameEntry(a, b, n)) return false
  return true
}

/** What a crash would leave, if nothing else is on disk. */
export const kept = (self: Server, { ExplicitPersist }: Constants) =>
  ExplicitPersist ? self.durable : self

/**
 * No two servers ever lead the same term. Why: a leader has the votes of a
 * quorum, a server votes once a term, and two quorums have a server in common.
 */
export const ElectionSafety = (world: World): boolean => {
  const led = all(world).flatMap(({ termsLed }) => termsLed)
  return new Set(led).size === led.length
}

/**
 * Logs that have the same term at an index are the same up to there. Why: a
 * leader gives an index one entry, and a follower takes it over only if the
 * entry before is the same.
 */
export const LogMatching = (world: World): boolean => {
  const servers = all(world)
  return servers.every((a, i) =>
    servers.slice(i + 1).every((b) => {
      let last = Math.min(lastIndex(a), lastIndex(b))
      while (last > 0 && termAt(a, last) !== termAt(b, last)) last--
      return sameUpTo(a, b, last)
    })
  )
}

/**
 * A leader has everything that anybody who is not ahead of it knows to be
 * committed. Why: a committed entry is on a quorum, so one of those who voted
 * for the leader had it, and votes only for a log that is no older.
 */
export const LeaderCompleteness = (world: World): boolean =>
  all(world).every(
    (leader) =>
      leader.role !== "leader" ||
      all(world).every(
        (other) =>
          other.currentTerm > leader.currentTerm ||
          sameUpTo(leader, other, other.commitIndex)
      )
  )

/**
 * Nobody commits another entry at the same index. Why: whoever commits in a
 * later term has it from a leader that has all that was committed before.
 */
export const StateMachineSafety = (world: World): boolean => {
  const servers = all(world)
  return servers.every((a, i) =>
    servers
      .slice(i + 1)
      .every((b) => sameUpTo(a, b, Math.min(a.commitIndex, b.commitIndex)))
  )
}

/**
 * While all keep their configuration, what is committed is on the disks of a
 * quorum. Why: a server says that it has an entry when that is written, and a
 * leader counts itself no earlier.
 */
export const CommittedIsDurable = (
  world: World,
  constants: Constants
): boolean =>
  all(world).every((one) => {
    const having = all(world).filter((other) =>
      sameUpTo(kept(other, constants), one, one.commitIndex)
    )
    const ids = having.map(({ id }) => id)
    return isQuorum(one, ids, constants)
  })

/**
 * What a server applies is committed, and what is committed is in its log. Why:
 * a server commits no more than it was sent, applies no more than that, and has
 * written both before.
 */
export const AppliedIsCommitted = (
  world: World,
  constants: Constants
): boolean =>
  all(world).every(
    (self) =>
      self.applied <= kept(self, constants).commitIndex &&
      self.commitIndex <= lastIndex(self)
  )

/**
 * A server never goes back to an earlier term, nor gives another vote in the
 * same one. Why: both are on disk before anybody hears of them.
 */
export const VotesAreFinal = {
  actor: "server",
  holds: (before: Server, after: Server, constants: Constants): boolean => {
    const [old, now] = [kept(before, constants), kept(after, constants)]
    return (
      now.currentTerm > old.currentTerm ||
      (now.currentTerm === old.currentTerm &&
        (old.votedFor === None || now.votedFor === old.votedFor))
    )
  }
}

/**
 * What a server has committed stays as it is, and what it has written of that
 * does not become less. Why: only what differs from the leader's log is taken
 * away, and a leader has all that is committed.
 */
export const CommittedLogsOnlyGrow = {
  actor: "server",
  holds: (before: Server, after: Server, constants: Constants): boolean =>
    sameUpTo(before, after, Math.min(before.commitIndex, after.commitIndex)) &&
    kept(before, constants).commitIndex <= after.commitIndex
}

const goesOn = (before: Server, after: Server): boolean =>
  before.role === "leader" &&
  after.role === "leader" &&
  before.currentTerm === after.currentTerm

/**
 * A leader takes nothing away from its log. Why: only followers do as they are
 * told, and nobody else leads its term.
 */
export const LeadersAppendOnly = {
  actor: "server",
  holds: (before: Server, after: Server): boolean =>
    !goesOn(before, after) ||
    (lastIndex(before) <= lastIndex(after) &&
      sameUpTo(before, after, lastIndex(before)))
}

/**
 * What a leader knows a server to have does not become less. Why: in one term a
 * follower never loses what it has said that it has.
 */
export const MatchIndexOnlyGrows = {
  actor: "server",
  holds: (before: Server, after: Server, constants: Constants): boolean => {
    const members = configuration(after, constants)
    return (
      !goesOn(before, after) ||
      Object.entries(before.matchIndex).every(
        ([id, match]) => !isMember(members, id) || match <= matchOf(after, id)
      )
    )
  }
}
