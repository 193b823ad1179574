/** Every protocol, under its folder in `spec/`, the abstract ones first. */
import { HybridLogicalClock } from "./hlc/protocol.ts"
import type { Protocol } from "./kernel/protocol.ts"
import { Raft } from "./raft/protocol.ts"
import { ReplicatedLog } from "./raft/replicated-log.ts"
import { AnyHistory } from "./snapshot-isolation/any-history.ts"
import { SnapshotIsolation } from "./snapshot-isolation/protocol.ts"
import { TwoPhaseCommit } from "./two-phase-commit/protocol.ts"
import { TransactionCommit } from "./two-phase-commit/transaction-commit.ts"

export const Protocols: Readonly<Record<string, ReadonlyArray<Protocol>>> = {
  "two-phase-commit": [TransactionCommit, TwoPhaseCommit],
  "snapshot-isolation": [AnyHistory, SnapshotIsolation],
  hlc: [HybridLogicalClock],
  raft: [ReplicatedLog, Raft]
}
