/** Known bugs of each protocol, by the module that it is the twin of. */
import { HybridLogicalClockBugs } from "./hlc/bugs.ts"
import type { Bugs } from "./kernel/bug.ts"
import { RaftBugs } from "./raft/bugs.ts"
import { SnapshotIsolationBugs } from "./snapshot-isolation/bugs.ts"

export const AllBugs: Readonly<Record<string, Bugs>> = {
  HybridLogicalClock: HybridLogicalClockBugs,
  Raft: RaftBugs,
  SnapshotIsolation: SnapshotIsolationBugs
}
