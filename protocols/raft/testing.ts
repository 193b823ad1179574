/** A cluster with everything switched off that a machine can do without. */
import type { Constants } from "./state.ts"

export const Server = ["s1", "s2", "s3"]

export const constants: Constants = {
  Server,
  Value: [],
  InitialVoters: Server,
  Campaigning: Server,
  Crashing: [],
  PreVote: true,
  CheckQuorum: false,
  Refusals: true,
  EntryAtElection: true,
  MinBatch: 0,
  MaxBatch: 10,
  Pipelining: true,
  Heartbeats: false,
  ExplicitApply: true,
  ExplicitPersist: true,
  MaxTorn: 0,
  Compacting: [],
  Changes: [],
  ConfigurationAt: "append",
  Targets: [],
  Learners: [],
  Transferees: [],
  Reads: [],
  ElectionTimeout: 0,
  LeaseDuration: 0,
  MaxDrift: 0,
  Sessions: false,
  MaxLogLength: 0,
  MaxTerm: 0,
  Timely: [],
  MaxMessages: 0,
  MaxRounds: 0,
  MaxClock: 0
}
