/** Raft as one value: the twin of `Raft.tla`. */
import { type Protocol, protocol } from "../kernel/protocol.ts"
import { functionOf, record, set } from "../kernel/value.ts"
import { Environment, Next } from "./actions.ts"
import { Client } from "./client.ts"
import { certain } from "./certain.ts"
import {
  ElectionsGoOn,
  EntriesAreApplied,
  JointIsLeft,
  lasting,
  LastTermIsLed,
  RemovedLeadersRetire,
  SurvivalGoal
} from "./liveness-properties.ts"
import {
  CommittedSurvives,
  ConfigurationsOverlap,
  OneChangeInFlight,
  TransferringLeadersWait
} from "./membership-properties.ts"
import {
  AppliedIsCommitted,
  CommittedIsDurable,
  CommittedLogsOnlyGrow,
  ElectionSafety,
  LeaderCompleteness,
  LeadersAppendOnly,
  LogMatching,
  MatchIndexOnlyGrows,
  StateMachineSafety,
  VotesAreFinal,
  type World
} from "./properties.ts"
import { ReplicatedLog } from "./replicated-log.ts"
import {
  ExactlyOnce,
  LeasesAreDisjoint,
  ReadsAreLinearizable
} from "./reads-properties.ts"
import {
  AskTheNext,
  FewRounds,
  FirstIsCutOff,
  FirstIsSlow,
  NobodyReads,
  NobodyReadsInVain,
  NoLeaseEnds,
  NothingIsAskedTwice,
  OneLateRead,
  SecondAsksOnce,
  ShortTime,
  TellTheNext,
  TimeBeginsLate,
  TimeBeginsWithNews
} from "./reads-witnesses.ts"
import { Constants, fresh, Message, Server } from "./state.ts"
import { entries, indexes, message, of, snapshot, tuple } from "./values.ts"
import {
  EntriesOnly,
  FewMessages,
  FewTerms,
  LogsAgree,
  NobodyElseApplies,
  NobodyIsRefused,
  NobodyLeads,
  NobodyStepsDown,
  NobodySucceeds,
  NothingIsCommitted,
  NothingIsTorn,
  OneLeader,
  OwnVotes,
  Rivals,
  ShortLogs,
  TakeTurns,
  NobodyInstalls,
  NothingFollowsASnapshot,
  NobodyIsAdded,
  NobodyIsRemoved,
  NobodyIsJoint,
  JointIsNeverLeft,
  NobodyRetires,
  LearnersKnowNothing,
  NobodyIsWanted,
  NobodyIsToldInVain,
  ThirdIsBehind
} from "./witnesses.ts"

export const Raft: Protocol = protocol<World, Constants, keyof typeof Next>({
  module: "Raft",
  constants: Constants,
  actors: {
    server: {
      state: Server,
      ids: (constants) => constants.Server,
      init: fresh
    },
    client: {
      state: Client,
      ids: () => ["client"],
      init: (id) => ({ id, acknowledged: 0, answers: [] })
    }
  },
  network: {
    semantics: "set",
    message: Message,
    part: (m) => m.from,
    to: (m) => [m.to]
  },
  next: Next,
  environment: Environment,
  weaklyFair: [
    "LoseContact",
    "BecomePreCandidate",
    "GrantVote",
    "ReceiveVote",
    "BecomeLeader",
    "AppendEntries",
    "AcceptEntries",
    "RefuseEntries",
    "AnswerStaleLeader",
    "ReceiveAccepted",
    "ReceiveRefused",
    "AdvanceCommitIndex",
    "Heartbeat",
    "AnswerHeartbeat",
    "Apply",
    "LeaveJoint",
    "Retire"
  ],
  stronglyFair: ["GrantPreVote", "ReceivePreVote", "Timeout", "UpdateTerm"],
  fairActors: lasting,
  invariants: {
    ElectionSafety,
    LogMatching,
    LeaderCompleteness,
    StateMachineSafety,
    CommittedIsDurable,
    AppliedIsCommitted,
    ConfigurationsOverlap,
    CommittedSurvives,
    OneChangeInFlight,
    ReadsAreLinearizable,
    LeasesAreDisjoint,
    ExactlyOnce,
    SurvivalGoal
  },
  actionProperties: {
    VotesAreFinal,
    CommittedLogsOnlyGrow,
    LeadersAppendOnly,
    MatchIndexOnlyGrows,
    TransferringLeadersWait
  },
  liveness: {
    ElectionsGoOn,
    LastTermIsLed,
    EntriesAreApplied,
    JointIsLeft,
    RemovedLeadersRetire
  },
  refinements: {
    /**
     * Seen without messages, terms and disks, this is one log that only grows.
     * Why: what is committed stays so, in every server's log that has it, and
     * is applied in its order.
     */
    RefinesReplicatedLog: { abstract: ReplicatedLog, map: certain }
  },
  witnesses: {
    NobodyLeads,
    NobodySucceeds,
    OneLeader,
    NobodyStepsDown,
    NobodyIsRefused,
    NothingIsCommitted,
    NobodyElseApplies,
    LogsAgree,
    NothingIsTorn,
    NobodyInstalls,
    NothingFollowsASnapshot,
    NobodyIsAdded,
    NobodyIsRemoved,
    NobodyIsJoint,
    JointIsNeverLeft,
    NobodyRetires,
    LearnersKnowNothing,
    NobodyIsWanted,
    NobodyIsToldInVain,
    NobodyReads,
    NobodyReadsInVain,
    NoLeaseEnds,
    NothingIsAskedTwice
  },
  bounds: {
    FewTerms,
    ShortLogs,
    FewMessages,
    TakeTurns,
    Rivals,
    EntriesOnly,
    OwnVotes,
    FewRounds,
    ShortTime,
    TimeBeginsLate,
    FirstIsSlow,
    FirstIsCutOff,
    AskTheNext,
    TellTheNext,
    SecondAsksOnce,
    TimeBeginsWithNews,
    OneLateRead,
    ThirdIsBehind
  },
  variables: ({ server, client, network }) => ({
    currentTerm: functionOf(server, (s) => s.currentTerm),
    votedFor: functionOf(server, (s) => s.votedFor),
    role: functionOf(server, (s) => s.role),
    leader: functionOf(server, (s) => s.leader),
    votesGranted: functionOf(server, (s) => set(s.votesGranted)),
    votesRefused: functionOf(server, (s) => set(s.votesRefused)),
    recentlyHeard: functionOf(server, (s) => set(s.recentlyHeard)),
    termsLed: functionOf(server, (s) => set(s.termsLed)),
    snapshot: functionOf(server, (s) => snapshot(s.snapshot)),
    log: functionOf(server, (s) => entries(s.log)),
    commitIndex: functionOf(server, (s) => s.commitIndex),
    applied: functionOf(server, (s) => s.applied),
    nextIndex: functionOf(server, (s) => indexes(s.nextIndex)),
    matchIndex: functionOf(server, (s) => indexes(s.matchIndex)),
    transferee: functionOf(server, (s) => s.transferee),
    durable: functionOf(server, ({ durable }) =>
      record({
        ...durable,
        snapshot: snapshot(durable.snapshot),
        log: entries(durable.log)
      })
    ),
    outbox: functionOf(server, (s) => set(s.outbox.map(message))),
    round: functionOf(server, (s) => s.round),
    answered: functionOf(server, (s) => indexes(s.answered)),
    reads: functionOf(server, (s) => tuple(s.reads.map(record))),
    clock: functionOf(server, (s) => s.clock),
    contact: functionOf(server, (s) => s.contact),
    heardAt: functionOf(server, (s) => indexes(s.heardAt)),
    leaseVoid: functionOf(server, (s) => s.leaseVoid),
    acknowledged: Math.max(...of(client, (c) => c.acknowledged)),
    answers: set(of(client, (c) => c.answers.map(record)).flat()),
    msgs: set(network.map(message))
  })
})
