/**
 * How a leader learns what the others have, what is committed then, and how all
 * hear of it: action for action, guard for guard, the executable twin of
 * `spec/raft/Commitment.tla`.
 */
import { step } from "../kernel/action.ts"
import { insert } from "../kernel/value.ts"
import {
  configuration,
  isMember,
  isQuorum,
  regrouped
} from "./configuration.ts"
import { server } from "./elections.ts"
import {
  following,
  lastOfTerm,
  sending,
  termAt,
  nextOf,
  matchOf
} from "./log.ts"
import { hasMember, isLeader } from "./replication.ts"
import type { Constants, Server } from "./state.ts"

const isFromMember = (
  self: Server,
  { from }: { readonly from: string },
  constants: Constants
): boolean => isMember(configuration(self, constants), from)

/** Whom a leader hears of counts where leaders need a quorum. */
const hearing = (
  self: Server,
  from: string,
  { CheckQuorum }: Constants
): Server =>
  CheckQuorum
    ? { ...self, recentlyHeard: insert(self.recentlyHeard, from) }
    : self

/** The leader learns up to where a server's log agrees with its own (3.5). */
export const ReceiveAccepted = server.receiving("AppendAccepted", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    Leader: isLeader,
    Member: isFromMember
  },
  step: (self, m, constants) => {
    const next = Math.max(nextOf(self, m.from), m.index + 1)
    const match = Math.max(matchOf(self, m.from), m.index)
    return step({
      ...hearing(self, m.from, constants),
      nextIndex: { ...self.nextIndex, [m.from]: next },
      matchIndex: { ...self.matchIndex, [m.from]: match }
    })
  }
})

/**
 * The leader learns that a server's log differs, and tries further down
 * (3.5; etcd).
 */
export const ReceiveRefused = server.receiving("AppendRefused", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    Leader: isLeader,
    Member: isFromMember,
    NotStale: (self, m) => m.rejected > matchOf(self, m.from)
  },
  step: (self, m, constants) => {
    const known = lastOfTerm(self, m.hint, m.hintTerm)
    const next = Math.max(
      matchOf(self, m.from) + 1,
      Math.min(m.rejected, known + 1)
    )
    return step({
      ...hearing(self, m.from, constants),
      nextIndex: { ...self.nextIndex, [m.from]: next }
    })
  }
})

/** The greatest index up to which a quorum is known to agree. */
const agreeIndex = (self: Server, constants: Constants): number =>
  Object.values(self.matchIndex).reduce((greatest, index) => {
    const agreeing = Object.entries(self.matchIndex).flatMap(([id, match]) =>
      match >= index ? [id] : []
    )
    return index > greatest && isQuorum(self, agreeing, constants)
      ? index
      : greatest
  }, 0)

/**
 * A quorum has an entry of the leader's own term: up to there all is safe
 * (3.5, 3.6.2).
 */
export const AdvanceCommitIndex = server.local({
  guards: {
    Advances: (self, constants) =>
      agreeIndex(self, constants) > self.commitIndex,
    OwnTerm: (self, constants) =>
      termAt(self, agreeIndex(self, constants)) === self.currentTerm
  },
  step: (self, constants) =>
    step({ ...self, commitIndex: agreeIndex(self, constants) })
})

/**
 * The leader says that it is there, and what a server may commit (3.4; etcd).
 */
export const Heartbeat = server
  .choosing(({ Server }) => Server.map((to) => ({ to })))
  .local({
    guards: {
      HeartbeatsOn: (_self, _choice, { Heartbeats }) => Heartbeats,
      Leader: isLeader,
      ToAnother: (self, { to }) => to !== self.id,
      Member: hasMember
    },
    step: (self, { to }) =>
      step(self, {
        _tag: "Heartbeat",
        term: self.currentTerm,
        from: self.id,
        to,
        commit: Math.min(matchOf(self, to), self.commitIndex),
        round: self.round,
        sent: self.clock
      })
  })

/** A follower hears of its leader (3.4; etcd). */
export const AnswerHeartbeat = server.receiving("Heartbeat", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm
  },
  step: (self, m, constants) =>
    sending(
      {
        ...following(self, m.from, constants),
        commitIndex: Math.max(self.commitIndex, m.commit)
      },
      constants,
      {
        _tag: "HeartbeatAnswered",
        term: m.term,
        from: self.id,
        to: m.from,
        round: m.round,
        sent: m.sent
      }
    )
})

/** The greater of what is known of a server, and what is new. */
const latest = (
  known: Readonly<Record<string, number>>,
  id: string,
  number: number
): Readonly<Record<string, number>> => ({
  ...known,
  [id]: Math.max(known[id] ?? 0, number)
})

/** A leader that needs a quorum hears of a follower (6.2, 6.4). */
export const ReceiveHeartbeatAnswer = server.receiving("HeartbeatAnswered", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    Leader: isLeader,
    Awaited: (_self, _m, { CheckQuorum, Reads }) =>
      CheckQuorum || Reads.length > 0
  },
  step: (self, m, constants) =>
    step({
      ...hearing(self, m.from, constants),
      answered: latest(self.answered, m.from, m.round),
      heardAt: latest(self.heardAt, m.from, m.sent)
    })
})

/** What is applied next: an entry, or all that a snapshot holds. */
const nextApplied = ({ applied, snapshot }: Server): number =>
  Math.max(applied + 1, snapshot.index)

/** A server applies the next committed entry that is so on disk too (3.5). */
export const Apply = server.local({
  guards: {
    ExplicitApplyOn: (_self, { ExplicitApply }) => ExplicitApply,
    Committed: (self) => self.applied < self.commitIndex,
    Written: (self, { ExplicitPersist }) =>
      !ExplicitPersist || nextApplied(self) <= self.durable.commitIndex
  },
  step: (self, constants) =>
    step(regrouped(self, { ...self, applied: nextApplied(self) }, constants))
})
