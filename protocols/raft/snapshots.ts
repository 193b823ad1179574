/**
 * How a snapshot stands for the beginning of a log, and how a leader sends it
 * instead of entries: action for action, guard for guard, the executable twin
 * of `spec/raft/Snapshots.tla`.
 */
import { type Step, step } from "../kernel/action.ts"
import { configurationAsOf, isMember } from "./configuration.ts"
import { server } from "./elections.ts"
import {
  entriesFrom,
  following,
  lastIndex,
  nextOf,
  sending,
  termAt
} from "./log.ts"
import { hasMember, isLeader } from "./replication.ts"
import { idle, machineAt } from "./sessions.ts"
import type { Constants, Durable, Message, Server } from "./state.ts"

type Log = Pick<Durable, "snapshot" | "log">

/** All up to an index, without the entries. */
const snapshotOf = (
  log: Log,
  index: number,
  constants: Constants
): Durable["snapshot"] => ({
  index,
  term: termAt(log, index),
  configuration: configurationAsOf(log, index),
  machine: constants.Sessions ? machineAt(log, index, constants) : idle
})

const compacted = (log: Log, index: number, constants: Constants): Log => ({
  snapshot: snapshotOf(log, index, constants),
  log: entriesFrom(log, index + 1, lastIndex(log))
})

/** Up to where a server can tell on its own what the entries have made. */
const settledIndex = (
  { applied, commitIndex, durable }: Server,
  { ExplicitApply, ExplicitPersist }: Constants
): number => {
  if (ExplicitApply) return applied
  return ExplicitPersist ? durable.commitIndex : commitIndex
}

const indexes = ({
  MaxLogLength
}: Constants): ReadonlyArray<{ readonly index: number }> =>
  Array.from({ length: MaxLogLength }, (_, i) => ({ index: i + 1 }))

/**
 * A server puts a snapshot on disk, and then forgets the entries before (5.1).
 */
export const Compact = server.choosing(indexes).local({
  guards: {
    MayCompact: (self, _choice, { Compacting }) => Compacting.includes(self.id),
    Further: (self, { index }) => index > self.snapshot.index,
    Settled: (self, { index }, constants) =>
      index <= settledIndex(self, constants)
  },
  step: (self, { index }, constants) =>
    step({
      ...self,
      ...compacted(self, index, constants),
      durable: constants.ExplicitPersist
        ? { ...self.durable, ...compacted(self.durable, index, constants) }
        : self.durable
    })
})

/**
 * The leader sends a snapshot to a server that needs entries before it
 * (5.1; etcd).
 */
export const InstallSnapshot = server
  .choosing((constants) =>
    constants.Server.flatMap((to) =>
      indexes(constants).map(({ index }) => ({ to, index }))
    )
  )
  .local({
    guards: {
      MayCompact: (self, _choice, { Compacting }) =>
        Compacting.includes(self.id),
      Leader: isLeader,
      ToAnother: (self, { to }) => to !== self.id,
      Member: hasMember,
      Behind: (self, { to, index }) => nextOf(self, to) <= index,
      Taken: (self, { index }, constants) =>
        index === self.snapshot.index ||
        (index > self.snapshot.index && index <= settledIndex(self, constants))
    },
    step: (self, { to, index }, constants) => {
      const { term, configuration, machine } = snapshotOf(
        self,
        index,
        constants
      )
      return step(
        { ...self, nextIndex: { ...self.nextIndex, [to]: index + 1 } },
        {
          _tag: "InstallSnapshot",
          term: self.currentTerm,
          from: self.id,
          to,
          lastIndex: index,
          lastTerm: term,
          configuration,
          machine
        }
      )
    }
  })

type Snapshot = Extract<Message, { readonly _tag: "InstallSnapshot" }>

const isNews = (self: Server, m: Snapshot): boolean =>
  m.lastIndex > self.commitIndex

/** A snapshot from before a server was added does not tell it whom to ask. */
const isIncluded = (
  self: Server,
  m: Snapshot,
  { ConfigurationAt }: Constants
): boolean => ConfigurationAt === "append" || isMember(m.configuration, self.id)

/** The server answers up to where it now agrees with the leader. */
const accepting = (
  self: Server,
  m: Snapshot,
  constants: Constants
): Step<Server, Message> =>
  sending(following(self, m.from, constants), constants, {
    _tag: "AppendAccepted",
    term: m.term,
    from: self.id,
    to: m.from,
    index: self.commitIndex
  })

/**
 * A follower that lacks what a snapshot tells has it instead of its log (5.1).
 */
export const AcceptSnapshot = server.receiving("InstallSnapshot", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    NotCommitted: isNews,
    Included: isIncluded,
    Differs: (self, m) => termAt(self, m.lastIndex) !== m.lastTerm
  },
  step: (self, m, constants) => {
    const { lastIndex, lastTerm, configuration, machine } = m
    const snapshot = {
      index: lastIndex,
      term: lastTerm,
      configuration,
      machine
    }
    const found = { ...self, snapshot, log: [], commitIndex: lastIndex }
    return accepting(found, m, constants)
  }
})

/**
 * A follower that has the snapshot's last entry knows that it is committed
 * (5.1; etcd).
 */
export const FastForward = server.receiving("InstallSnapshot", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    NotCommitted: isNews,
    Included: isIncluded,
    Matches: (self, m) => termAt(self, m.lastIndex) === m.lastTerm
  },
  step: (self, m, constants) =>
    accepting({ ...self, commitIndex: m.lastIndex }, m, constants)
})

/**
 * A follower that has no use for a snapshot says what it has committed
 * (5.1; etcd).
 */
export const AnswerOldSnapshot = server.receiving("InstallSnapshot", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    NoUse: (self, m, constants) =>
      !isNews(self, m) || !isIncluded(self, m, constants)
  },
  step: accepting
})
