/**
 * Everything that can happen, in the order of the story: the twin of
 * `spec/raft/Raft.tla`.
 */
import {
  AdvanceCommitIndex,
  AnswerHeartbeat,
  Apply,
  Heartbeat,
  ReceiveAccepted,
  ReceiveHeartbeatAnswer,
  ReceiveRefused
} from "./commitment.ts"
import { CountItself, Crash, Persist } from "./durability.ts"
import {
  BecomeLeader,
  BecomePreCandidate,
  Concede,
  GrantPreVote,
  GrantVote,
  KeepLeading,
  LoseContact,
  ReceivePreVote,
  ReceiveRefusal,
  ReceiveVote,
  RefusePreVote,
  RefuseVote,
  StepDown,
  Timeout,
  UpdateTerm
} from "./elections.ts"
import {
  Acknowledge,
  AnswerRead,
  LeaseRead,
  RequestRead,
  Tick
} from "./reads.ts"
import {
  AcceptEntries,
  AnswerOldEntries,
  AnswerStaleLeader,
  AppendEntries,
  ClientRequest,
  PipelineEntries,
  RefuseEntries,
  Resend
} from "./replication.ts"

import { ChangeConfiguration, LeaveJoint, Retire } from "./membership.ts"
import {
  AcceptSnapshot,
  AnswerOldSnapshot,
  Compact,
  FastForward,
  InstallSnapshot
} from "./snapshots.ts"
import {
  AbortTransfer,
  CampaignAtOnce,
  TimeoutNow,
  TransferLeadership
} from "./transfer.ts"

/** The `Next` of the spec: everything that can happen, in the same order. */
export const Next = {
  LoseContact,
  BecomePreCandidate,
  GrantPreVote,
  RefusePreVote,
  ReceivePreVote,
  Timeout,
  UpdateTerm,
  GrantVote,
  RefuseVote,
  ReceiveVote,
  ReceiveRefusal,
  Concede,
  BecomeLeader,
  KeepLeading,
  StepDown,
  ClientRequest,
  AppendEntries,
  PipelineEntries,
  Resend,
  AcceptEntries,
  AnswerOldEntries,
  RefuseEntries,
  AnswerStaleLeader,
  ReceiveAccepted,
  ReceiveRefused,
  AdvanceCommitIndex,
  Heartbeat,
  AnswerHeartbeat,
  ReceiveHeartbeatAnswer,
  Apply,
  Persist,
  CountItself,
  Compact,
  InstallSnapshot,
  AcceptSnapshot,
  FastForward,
  AnswerOldSnapshot,
  ChangeConfiguration,
  LeaveJoint,
  Retire,
  TransferLeadership,
  TimeoutNow,
  CampaignAtOnce,
  AbortTransfer,
  Acknowledge,
  RequestRead,
  AnswerRead,
  LeaseRead
}

/** What is done to the servers: the `Environment` of the spec. */
export const Environment = { Crash, Tick }
