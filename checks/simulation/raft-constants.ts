/** Raft with nothing switched on: three servers of which each may do all. */
import type { Constants } from "../../protocols/raft/state.ts"

/** `s1`, `s2`, ... */
export const servers = (count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, i) => `s${i + 1}`)

/** The constants of a cluster, but for what is given. */
export const raftWith = (
  given: Partial<Constants>,
  Server: ReadonlyArray<string> = servers(3)
): Constants => ({
  Server,
  Value: ["x", "y"],
  InitialVoters: Server,
  Campaigning: Server,
  Crashing: Server,
  PreVote: false,
  CheckQuorum: false,
  Refusals: false,
  EntryAtElection: false,
  MinBatch: 0,
  MaxBatch: 2,
  Pipelining: false,
  Heartbeats: false,
  ExplicitApply: false,
  ExplicitPersist: false,
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
  MaxLogLength: 6,
  MaxTerm: 6,
  Timely: [],
  MaxMessages: 1000,
  MaxRounds: 6,
  MaxClock: 6,
  ...given
})
