/**
 * What servers know, and what they say to each other: the constants, variables
 * and `TypeOK` of `spec/raft/RaftState.tla`.
 */
import * as Schema from "effect/Schema"
import { SetOf } from "../kernel/set.ts"
import { setOf } from "../kernel/value.ts"
import { Asked, Read } from "./client.ts"
import { idle, Machine } from "./sessions.ts"

const Natural = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const servers = Schema.Array(Schema.String)

export const Constants = Schema.Struct({
  /** The servers. */
  Server: servers.check(Schema.isNonEmpty()),
  /** What clients may ask for. */
  Value: servers,
  /** Those whose votes count at the beginning. */
  InitialVoters: servers.check(Schema.isNonEmpty()),
  /** The servers that may begin an election, */
  Campaigning: servers,
  /** and those that may crash. */
  Crashing: servers,
  /** Does a server ask for votes only if it would get them? */
  PreVote: Schema.Boolean,
  /** Do leaders need to hear of a quorum, and followers keep to a leader? */
  CheckQuorum: Schema.Boolean,
  /** Is a candidate told that it does not get a vote? */
  Refusals: Schema.Boolean,
  /** Does a new leader append an entry of its own term? */
  EntryAtElection: Schema.Boolean,
  /** How many entries go into one message at least, */
  MinBatch: Natural,
  /** and at most. */
  MaxBatch: Natural,
  /** May a leader send entries before the ones before them are accepted? */
  Pipelining: Schema.Boolean,
  /** Does a leader send messages without entries of a type of their own? */
  Heartbeats: Schema.Boolean,
  /** Is to apply a committed entry a step of its own? */
  ExplicitApply: Schema.Boolean,
  /** Is to write to disk a step of its own? */
  ExplicitPersist: Schema.Boolean,
  /** How many entries of a write may be kept that a crash interrupts. */
  MaxTorn: Natural,
  /** The servers that may put a snapshot in the place of entries. */
  Compacting: servers,
  /** How a configuration may follow another: at once, through a joint one. */
  Changes: Schema.Array(Schema.Literals(["single", "joint"])),
  /** Does a configuration hold when it is in the log, or when applied? */
  ConfigurationAt: Schema.Literals(["append", "apply"]),
  /** The voters of configurations that may be asked for, */
  Targets: Schema.Array(servers.check(Schema.isNonEmpty())),
  /** and who may be told everything without a vote. */
  Learners: servers,
  /** The servers that a leader may hand over to. */
  Transferees: servers,
  /** How a leader may read: ask a quorum, or trust in a lease. */
  Reads: Schema.Array(Schema.Literals(["index", "lease"])),
  /** How long a server waits for its leader, by its own clock. */
  ElectionTimeout: Natural,
  /** How long a leader trusts that others wait, by its own. */
  LeaseDuration: Natural,
  /** How far a clock may be ahead of another. */
  MaxDrift: Natural,
  /** Is done once what is asked for twice? */
  Sessions: Schema.Boolean,
  /** No log is longer than this, */
  MaxLogLength: Natural,
  /** and no term is greater. */
  MaxTerm: Natural,
  /** Who may begin that one, if no timer runs out in it; nobody: one does. */
  Timely: servers,
  /** No more messages are sent. */
  MaxMessages: Natural,
  /** No leader begins more rounds, */
  MaxRounds: Natural,
  /** and no clock shows more. */
  MaxClock: Natural
})
export type Constants = typeof Constants.Type

/** Nobody: a vote that is not given, a leader that is not known. */
export const None = "none"

/** Whose votes count; of a joint configuration, of what it comes from too. */
const Configuration = Schema.Struct({
  voters: SetOf(Schema.String),
  outgoing: SetOf(Schema.String),
  /** They are told everything, and are asked for nothing. */
  learners: SetOf(Schema.String)
})
export type Configuration = typeof Configuration.Type

/** What a log holds; an entry with its term alone is a leader's first. */
const Entry = Schema.Struct({
  term: Natural,
  value: Schema.optionalKey(Schema.String),
  configuration: Schema.optionalKey(Configuration)
})
export type Entry = typeof Entry.Type

/** The last entry of what is no more in the log; 0: nothing is missing. */
const Snapshot = Schema.Struct({
  index: Natural,
  term: Natural,
  /** The latest configuration up to there, */
  configuration: Configuration,
  /** and with Sessions the state machine as it was there. */
  machine: Machine
})

const addressed = {
  term: Natural,
  from: Schema.String,
  to: Schema.String
}

export const Message = Schema.TaggedUnion({
  /** Would you vote for me in this term? */
  RequestPreVote: { ...addressed, lastLogIndex: Natural, lastLogTerm: Natural },
  PreVoteGranted: addressed,
  PreVoteRefused: addressed,
  /** Do you vote for me in this term? */
  RequestVote: {
    ...addressed,
    lastLogIndex: Natural,
    lastLogTerm: Natural,
    /** Does the leader itself want it? */
    transfer: Schema.Boolean
  },
  VoteGranted: addressed,
  VoteRefused: addressed,
  /** What follows a certain entry in the leader's log. */
  AppendEntries: {
    ...addressed,
    prevLogIndex: Natural,
    prevLogTerm: Natural,
    entries: Schema.Array(Entry),
    commit: Natural
  },
  /** Up to this index the log is that of the leader. */
  AppendAccepted: { ...addressed, index: Natural },
  /** The entry before is missing; the hint is where both may still agree. */
  AppendRefused: {
    ...addressed,
    rejected: Natural,
    hint: Natural,
    hintTerm: Natural
  },
  /** The leader is there; so much is committed. */
  Heartbeat: { ...addressed, commit: Natural, ...Asked },
  HeartbeatAnswered: { ...addressed, ...Asked },
  /** All up to this index, without the entries. */
  InstallSnapshot: {
    ...addressed,
    lastIndex: Natural,
    lastTerm: Natural,
    configuration: Configuration,
    machine: Machine
  },
  /** Be the next leader, now. */
  TimeoutNow: addressed
})
export type Message = typeof Message.Type

/** What is read again after a crash. */
export const Durable = Schema.Struct({
  currentTerm: Natural,
  votedFor: Schema.String,
  snapshot: Snapshot,
  log: Schema.Array(Entry),
  commitIndex: Natural
})
export type Durable = typeof Durable.Type

const Indexes = Schema.Record(Schema.String, Natural)

/** What one server knows. */
export const Server = Schema.Struct({
  id: Schema.String,
  /** The latest term that it has heard of. */
  currentTerm: Natural,
  /** Who has its vote of that term. */
  votedFor: Schema.String,
  role: Schema.Literals(["follower", "preCandidate", "candidate", "leader"]),
  /** Whom it follows, or itself; nobody once it has waited too long. */
  leader: Schema.String,
  /** Who has granted it the vote, or pre-vote, that it asks for, */
  votesGranted: SetOf(Schema.String),
  /** and who has refused it. */
  votesRefused: SetOf(Schema.String),
  /** Whom a leader has heard of lately. */
  recentlyHeard: SetOf(Schema.String),
  /** The terms that it was ever a leader of: history, read by nobody. */
  termsLed: SetOf(Natural),
  /** Stands for the entries before the log. */
  snapshot: Snapshot,
  /** The entries; the first has the index after that of the snapshot. */
  log: Schema.Array(Entry),
  /** Up to here the log is committed. */
  commitIndex: Natural,
  /** Up to here it is applied. */
  applied: Natural,
  /** For a leader: the next entry to send to each server. */
  nextIndex: Indexes,
  /** For a leader: up to where each server is known to agree. */
  matchIndex: Indexes,
  /** For a leader: to whom it hands over; nobody: it leads on. */
  transferee: Schema.String,
  /** What is on disk. */
  durable: Durable,
  /** Messages that wait for the next write. */
  outbox: SetOf(Message),
  /** The last round of questions that a leader has begun, */
  round: Natural,
  /** and that each server has answered. */
  answered: Indexes,
  /** The reads that wait for answers, in their order. */
  reads: Schema.Array(Read),
  /** The time, as far as it knows. */
  clock: Natural,
  /** When it has heard of its leader. */
  contact: Natural,
  /** When a leader asked, last of what each server has answered. */
  heardAt: Indexes,
  /** May a leader trust in no lease any more? */
  leaseVoid: Schema.Boolean
})
export type Server = typeof Server.Type

/** The same for each server. */
export const everyone = <A>(
  constants: Constants,
  value: A
): Readonly<Record<string, A>> =>
  Object.fromEntries(constants.Server.map((id) => [id, value]))

/** What a server keeps for others that is no leader: nothing. */
export const noProgress = (constants: Constants) => ({
  nextIndex: everyone(constants, 1),
  matchIndex: everyone(constants, 0)
})

/** Nor for reads. */
export const noReads = (constants: Constants) => ({
  round: 0,
  answered: everyone(constants, 0),
  reads: [],
  heardAt: everyone(constants, 0),
  leaseVoid: false
})

const nobody: Configuration = { voters: [], outgoing: [], learners: [] }

const blank = (
  id: string,
  { InitialVoters, Learners }: Constants
): Durable => ({
  currentTerm: 0,
  votedFor: None,
  snapshot: {
    index: 0,
    term: 0,
    configuration: [...InitialVoters, ...Learners].includes(id)
      ? {
          ...nobody,
          voters: setOf(InitialVoters),
          learners: setOf(Learners.filter((id) => !InitialVoters.includes(id)))
        }
      : nobody,
    machine: idle
  },
  log: [],
  commitIndex: 0
})

/** A server at the very beginning. */
export const fresh = (id: string, constants: Constants): Server => ({
  id,
  ...blank(id, constants),
  role: "follower",
  leader: None,
  votesGranted: [],
  votesRefused: [],
  recentlyHeard: [],
  termsLed: [],
  applied: 0,
  ...noProgress(constants),
  transferee: None,
  durable: blank(id, constants),
  outbox: [],
  ...noReads(constants),
  clock: constants.ElectionTimeout,
  contact: 0
})
