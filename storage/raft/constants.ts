/** Which parts of the protocol are switched on for programs. */
import type { Constants } from "../../protocols/raft/state.ts"

/** A cluster of these servers, but for what is given; nothing is bounded. */
export const clusterOf = (
  Server: ReadonlyArray<string>,
  given: Partial<Constants> = {}
): Constants => ({
  Server,
  Value: [],
  InitialVoters: Server,
  Campaigning: Server,
  Crashing: Server,
  PreVote: true,
  CheckQuorum: true,
  Refusals: true,
  EntryAtElection: true,
  MinBatch: 0,
  MaxBatch: 64,
  Pipelining: true,
  Heartbeats: true,
  ExplicitApply: true,
  ExplicitPersist: true,
  MaxTorn: 0,
  Compacting: Server,
  Changes: ["single", "joint"],
  ConfigurationAt: "append",
  Targets: [],
  Learners: [],
  Transferees: Server,
  Reads: ["index"],
  ElectionTimeout: 0,
  LeaseDuration: 0,
  MaxDrift: 0,
  Sessions: true,
  MaxLogLength: 0,
  MaxTerm: 0,
  Timely: [],
  MaxMessages: 0,
  MaxRounds: 0,
  MaxClock: 0,
  ...given
})
