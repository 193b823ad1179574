/** What happens in the example traces that are as they should be. */
import {
  type Actions,
  asked,
  elected,
  replicated,
  type Turn,
  turns
} from "./runs.ts"

/** A server leads, and a client's value is committed by two of three. */
export const firstTurns: ReadonlyArray<Turn> = [
  ...elected("s1", "s2"),
  asked("s1", "x"),
  ...replicated("s1", "s2"),
  ["s1", "AdvanceCommitIndex"],
  ...replicated("s1", "s2", 0)
]

export const firstElection = turns(firstTurns)

export const splitVote = turns(
  [
    ["s1", "Timeout"],
    ["s2", "Timeout"],
    ["s3", "Timeout"],
    ["s2", "RefuseVote", "s1"],
    ["s3", "RefuseVote", "s1"],
    ["s1", "ReceiveRefusal", "s2"],
    ["s1", "ReceiveRefusal", "s3"],
    ["s1", "Concede"],
    ...elected("s2", "s1", "s3")
  ],
  { constants: { Refusals: true } }
)

export const staleLeader = turns([
  ...elected("s1", "s2"),
  ...elected("s2", "s3"),
  ["s1", "AppendEntries", { to: "s3", count: 0 }],
  ["s2", "AppendEntries", { to: "s1", count: 0 }],
  ["s1", "UpdateTerm", "s2", 2],
  ["s1", "AcceptEntries", "s2"]
])

/** Up to (c): the first entry is on s1, s2 and s3, and s1 leads again. */
export const untilC: ReadonlyArray<Turn> = [
  ...elected("s1", "s2", "s3"),
  asked("s1", "x"),
  ["s1", "AppendEntries", { to: "s2", count: 1 }],
  ["s2", "AcceptEntries", "s1"],
  ["s1", "Crash", { kept: 0 }],
  ["s5", "Timeout"],
  ...elected("s5", "s3", "s4"),
  asked("s5", "y"),
  ["s5", "Crash", { kept: 0 }],
  ["s1", "Timeout"],
  ...elected("s1", "s2", "s3"),
  ...replicated("s1", "s2", 0),
  ["s1", "AppendEntries", { to: "s3", count: 0 }],
  ["s3", "RefuseEntries", "s1"],
  ["s1", "ReceiveRefused", "s3"],
  ...replicated("s1", "s3")
]

const five = { servers: 5, constants: { Refusals: true } }

export const figureEight = turns(untilC, five)

/** The server that has the other entry leads again. */
const untilD: ReadonlyArray<Turn> = [
  ...untilC,
  ["s1", "Crash", { kept: 0 }],
  ["s5", "Timeout"],
  ...elected("s5", "s2", "s3"),
  ["s5", "AppendEntries", { to: "s3", count: 0 }],
  ["s3", "RefuseEntries", "s5"],
  ["s5", "ReceiveRefused", "s3"],
  ...replicated("s5", "s3")
]

export const overwritten = turns(untilD, five)

export const safeAtLast = turns(
  [
    ...untilC,
    asked("s1", "x"),
    ...replicated("s1", "s2"),
    ...replicated("s1", "s3"),
    ["s1", "AdvanceCommitIndex"],
    ["s1", "Crash", { kept: 0 }],
    ["s5", "Timeout"],
    ["s5", "Timeout"],
    ["s3", "UpdateTerm", "s5"],
    ["s3", "RefuseVote", "s5"],
    ["s5", "ReceiveRefusal", "s3"]
  ],
  five
)

export const fork = turns([
  ...elected("s1", "s2"),
  asked("s1", "x"),
  ...elected("s2", "s3"),
  asked("s2", "y"),
  ...replicated("s2", "s3"),
  ["s2", "AdvanceCommitIndex"],
  ["s2", "AppendEntries", { to: "s1", count: 1 }],
  ["s1", "UpdateTerm", "s2", 2],
  ["s1", "AcceptEntries", "s2"],
  ["s2", "ReceiveAccepted", "s1"]
])

export const quiet = turns(
  [
    ["s1", "BecomePreCandidate"],
    ["s2", "GrantPreVote", "s1"],
    ["s1", "ReceivePreVote", "s2"],
    ...elected("s1", "s2"),
    ["s1", "Heartbeat", { to: "s3" }],
    ["s3", "UpdateTerm", "s1", 1],
    ["s3", "AnswerHeartbeat", "s1"],
    ["s1", "Heartbeat", { to: "s2" }],
    ["s2", "AnswerHeartbeat", "s1"],
    ["s1", "ReceiveHeartbeatAnswer", "s2"],
    ["s3", "LoseContact"],
    ["s3", "BecomePreCandidate"],
    ["s1", "KeepLeading"],
    ["s3", "BecomePreCandidate"],
    ["s1", "Heartbeat", { to: "s3" }],
    ["s3", "AnswerHeartbeat", "s1"]
  ],
  { constants: { PreVote: true, CheckQuorum: true, Heartbeats: true } }
)

const onDisk = {
  constants: { ExplicitPersist: true, MaxTorn: 1, Pipelining: true }
}

/** Two entries reach a follower; nobody's are on disk yet. */
export const unwritten: ReadonlyArray<Turn> = [
  ["s1", "Timeout"],
  ["s1", "Persist"],
  ["s2", "UpdateTerm", "s1"],
  ["s2", "GrantVote", "s1"],
  ["s2", "Persist"],
  ["s1", "ReceiveVote", "s2"],
  ["s1", "BecomeLeader"],
  asked("s1", "x"),
  asked("s1", "y"),
  ["s1", "PipelineEntries", { to: "s2", count: 2 }],
  ["s2", "AcceptEntries", "s1"]
]

export const hasTornWrite = turns(
  [
    ...unwritten,
    ["s2", "Crash", { kept: 1 }],
    ["s1", "AppendEntries", { to: "s2", count: 0 }],
    ["s2", "RefuseEntries", "s1"],
    ["s2", "Persist"],
    ["s1", "ReceiveRefused", "s2"],
    ["s1", "AppendEntries", { to: "s2", count: 1 }],
    ["s2", "AcceptEntries", "s1"],
    ["s2", "Persist"],
    ["s1", "ReceiveAccepted", "s2"],
    ["s1", "Persist"],
    ["s1", "CountItself"],
    ["s1", "AdvanceCommitIndex"]
  ],
  onDisk
)

/** Servers with a mistake. */
export interface Faulty {
  readonly actions: Actions
}

export const writtenTurns = (all: ReadonlyArray<Turn>, other: Faulty) =>
  turns(all, { ...onDisk, ...other })

const change = (voters: ReadonlyArray<string>, kind: string): Turn => [
  "s1",
  "ChangeConfiguration",
  { voters, learners: [], kind }
]

/** Somebody who was not there so far is to take the place of s3. */
const next = ["s1", "s2", "s4"]

/** A leader without an entry of its own term that is committed. */
export const changesAtOnce: ReadonlyArray<Turn> = [
  ...elected("s1", "s2"),
  change(next, "joint")
]

export const fourServers = {
  servers: 4,
  constants: {
    InitialVoters: ["s1", "s2", "s3"],
    EntryAtElection: true,
    Changes: ["joint"],
    Targets: [next]
  }
} as const

export const joint = turns(
  [
    ...elected("s1", "s2"),
    ...replicated("s1", "s2"),
    ["s1", "AdvanceCommitIndex"],
    change(next, "joint"),
    ...replicated("s1", "s2"),
    ["s1", "AppendEntries", { to: "s4", count: 1 }],
    ["s4", "UpdateTerm", "s1"],
    ["s4", "RefuseEntries", "s1"],
    ["s1", "ReceiveRefused", "s4"],
    ...replicated("s1", "s4", 2),
    ["s1", "AdvanceCommitIndex"],
    ["s1", "LeaveJoint"],
    ...replicated("s1", "s4"),
    ["s1", "AdvanceCommitIndex"]
  ],
  fourServers
)

export const learner = turns(
  [
    ...elected("s1", "s2"),
    asked("s1", "x"),
    asked("s1", "y"),
    ...replicated("s1", "s2", 2),
    ["s1", "AdvanceCommitIndex"],
    ["s1", "Compact", { index: 2 }],
    ["s1", "InstallSnapshot", { to: "s4", index: 2 }],
    ["s4", "UpdateTerm", "s1"],
    ["s4", "AcceptSnapshot", "s1"],
    ["s1", "ReceiveAccepted", "s4"],
    asked("s1", "x"),
    ...replicated("s1", "s4")
  ],
  {
    servers: 4,
    constants: {
      InitialVoters: ["s1", "s2", "s3"],
      Learners: ["s4"],
      Compacting: ["s1"]
    }
  }
)

const handingOver: ReadonlyArray<Turn> = [
  ...elected("s1", "s2", "s3"),
  asked("s1", "x"),
  ["s1", "TransferLeadership", { to: "s2" }]
]

export const transferees = { constants: { Transferees: ["s2"] } }

/** The other is told at once, though it lacks an entry. */
export const tooEarly: ReadonlyArray<Turn> = [
  ...handingOver,
  ["s1", "TimeoutNow"],
  ["s2", "CampaignAtOnce", "s1"]
]

export const transfer = turns(
  [
    ...handingOver,
    ...replicated("s1", "s2"),
    ["s1", "TimeoutNow"],
    ["s2", "CampaignAtOnce", "s1"],
    ["s3", "UpdateTerm", "s2"],
    ["s3", "GrantVote", "s2"],
    ["s2", "ReceiveVote", "s3"],
    ["s2", "BecomeLeader"]
  ],
  transferees
)
