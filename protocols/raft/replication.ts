/**
 * How a leader makes the logs of all servers like its own: action for action,
 * guard for guard, the executable twin of `spec/raft/Replication.tla`.
 */
import { step } from "../kernel/action.ts"
import { configuration, isMember } from "./configuration.ts"
import { server } from "./elections.ts"
import {
  entriesFrom,
  following,
  lastIndex,
  lastOfTerm,
  sending,
  termAt,
  nextOf,
  matchOf
} from "./log.ts"
import {
  type Constants,
  type Entry,
  type Message,
  None,
  type Server
} from "./state.ts"

export const isLeader = ({ role }: Server): boolean => role === "leader"

/** Does a leader lead on, and not hand over? */
export const isNotTransferring = ({ transferee }: Server): boolean =>
  transferee === None

/** The leader with one entry more, which it counts when that is on disk. */
export const appended = (
  self: Server,
  entry: Entry,
  { ExplicitPersist }: Constants
): Server => {
  const log = [...self.log, entry]
  const written = ExplicitPersist
    ? matchOf(self, self.id)
    : lastIndex({ ...self, log })
  const matchIndex = { ...self.matchIndex, [self.id]: written }
  return { ...self, log, matchIndex }
}

/** The leader appends what a client asks for (3.5). */
export const ClientRequest = server
  .choosing(({ Value }) => Value.map((value) => ({ value })))
  .local({
    guards: {
      Leader: isLeader,
      NotTransferring: isNotTransferring
    },
    step: (self, { value }, constants) =>
      step(appended(self, { term: self.currentTerm, value }, constants))
  })

type Sent = Readonly<{ to: string; count: number }>

const batches = ({
  Server,
  MinBatch,
  MaxBatch
}: Constants): ReadonlyArray<Sent> =>
  Server.flatMap((to) =>
    Array.from({ length: MaxBatch + 1 }, (_, count) => ({ to, count })).slice(
      MinBatch
    )
  )

/** Is it one of those whom a leader speaks to? */
export const hasMember = (
  self: Server,
  { to }: { readonly to: string },
  constants: Constants
): boolean => isMember(configuration(self, constants), to)

/** Is the entry before those to send known still? */
const isThere = (self: Server, { to }: Sent): boolean =>
  nextOf(self, to) > self.snapshot.index

const isInLog = (self: Server, { to, count }: Sent): boolean =>
  nextOf(self, to) + count - 1 <= lastIndex(self)

const appending = (self: Server, { to, count }: Sent): Message => {
  const next = nextOf(self, to)
  return {
    _tag: "AppendEntries",
    term: self.currentTerm,
    from: self.id,
    to,
    prevLogIndex: next - 1,
    prevLogTerm: termAt(self, next - 1),
    entries: entriesFrom(self, next, next + count - 1),
    commit: self.commitIndex
  }
}

/** The leader sends a server some entries, or asks where it stands (3.5). */
export const AppendEntries = server.choosing(batches).local({
  guards: {
    Leader: isLeader,
    ToAnother: (self, { to }) => to !== self.id,
    Member: hasMember,
    NotCompacted: isThere,
    InLog: isInLog
  },
  step: (self, sent) => step(self, appending(self, sent))
})

/** The leader sends entries, and does not wait to send the next (10.2.2). */
export const PipelineEntries = server.choosing(batches).local({
  guards: {
    PipeliningOn: (_self, _sent, { Pipelining }) => Pipelining,
    Leader: isLeader,
    ToAnother: (self, { to }) => to !== self.id,
    Member: hasMember,
    NotCompacted: isThere,
    SomeEntries: (_self, { count }) => count > 0,
    InLog: isInLog
  },
  step: (self, sent) => {
    const next = nextOf(self, sent.to) + sent.count
    return step(
      { ...self, nextIndex: { ...self.nextIndex, [sent.to]: next } },
      appending(self, sent)
    )
  }
})

/** The leader sends once more what nobody has answered (10.2.2). */
export const Resend = server
  .choosing(({ Server }) => Server.map((to) => ({ to })))
  .local({
    guards: {
      PipeliningOn: (_self, _choice, { Pipelining }) => Pipelining,
      Ahead: (self, { to }) => nextOf(self, to) > matchOf(self, to) + 1
    },
    step: (self, { to }) => {
      const next = matchOf(self, to) + 1
      return step({ ...self, nextIndex: { ...self.nextIndex, [to]: next } })
    }
  })

/** The log with such entries after an index; what agrees is left alone. */
const merged = (
  self: Server,
  previous: number,
  entries: ReadonlyArray<Entry>
): ReadonlyArray<Entry> => {
  const differs = entries.findIndex(
    ({ term }, i) => termAt(self, previous + 1 + i) !== term
  )
  return differs < 0
    ? self.log
    : [
        ...self.log.slice(0, previous + differs - self.snapshot.index),
        ...entries.slice(differs)
      ]
}

/** A follower's log agrees so far: it takes over what follows (3.5). */
export const AcceptEntries = server.receiving("AppendEntries", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    NotCommitted: (self, m) => m.prevLogIndex >= self.commitIndex,
    Matches: (self, m) => termAt(self, m.prevLogIndex) === m.prevLogTerm
  },
  step: (self, m, constants) => {
    const index = m.prevLogIndex + m.entries.length
    return sending(
      {
        ...following(self, m.from, constants),
        log: merged(self, m.prevLogIndex, m.entries),
        commitIndex: Math.max(self.commitIndex, Math.min(m.commit, index))
      },
      constants,
      {
        _tag: "AppendAccepted",
        term: m.term,
        from: self.id,
        to: m.from,
        index
      }
    )
  }
})

/**
 * A follower knows more than the message: it says what it has committed
 * (3.5; etcd).
 */
export const AnswerOldEntries = server.receiving("AppendEntries", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    Committed: (self, m) => m.prevLogIndex < self.commitIndex
  },
  step: (self, m, constants) =>
    sending(following(self, m.from, constants), constants, {
      _tag: "AppendAccepted",
      term: m.term,
      from: self.id,
      to: m.from,
      index: self.commitIndex
    })
})

/**
 * A follower's log does not agree: it says where it still might (3.5; etcd).
 */
export const RefuseEntries = server.receiving("AppendEntries", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    NotCommitted: (self, m) => m.prevLogIndex >= self.commitIndex,
    Differs: (self, m) => termAt(self, m.prevLogIndex) !== m.prevLogTerm
  },
  step: (self, m, constants) => {
    const hint = lastOfTerm(self, m.prevLogIndex, m.prevLogTerm)
    return sending(following(self, m.from, constants), constants, {
      _tag: "AppendRefused",
      term: m.term,
      from: self.id,
      to: m.from,
      rejected: m.prevLogIndex,
      hint,
      hintTerm: termAt(self, hint)
    })
  }
})

/**
 * A server tells the leader of an earlier term in which term it is (3.3; etcd).
 */
export const AnswerStaleLeader = server.receiving(
  ["AppendEntries", "Heartbeat"],
  {
    guards: {
      MayBeStuck: (_self, _m, { PreVote, CheckQuorum }) =>
        PreVote || CheckQuorum,
      Stale: (self, m) => m.term < self.currentTerm
    },
    step: (self, m, constants) =>
      sending(self, constants, {
        _tag: "AppendAccepted",
        term: self.currentTerm,
        from: self.id,
        to: m.from,
        index: 0
      })
  }
)
