/** Two-phase commit as one value: the twin of `TwoPhaseCommit.tla`. */
import { type Protocol, protocol } from "../kernel/protocol.ts"
import { functionOf, messageRecord, set } from "../kernel/value.ts"
import { Environment, Next } from "./actions.ts"
import {
  Consistent,
  DecisionsAreFinal,
  EveryoneDecides,
  NobodyAborts,
  NobodyCommits,
  NoPromiseInVain,
  ParticipantsAreAlike,
  type World
} from "./properties.ts"
import {
  Constants,
  Message,
  ResourceManager,
  TransactionManager
} from "./state.ts"
import { TransactionCommit } from "./transaction-commit.ts"

export const TwoPhaseCommit: Protocol = protocol<
  World,
  Constants,
  keyof typeof Next
>({
  module: "TwoPhaseCommit",
  constants: Constants,
  actors: {
    rm: {
      state: ResourceManager,
      ids: ({ RM }) => RM,
      init: (id) => ({ id, rmState: "working" })
    },
    tm: {
      state: TransactionManager,
      ids: () => ["tm"],
      init: (id) => ({ id, tmState: "init", tmPrepared: [] })
    }
  },
  network: {
    semantics: "set",
    message: Message,
    part: (m) => (m._tag === "Prepared" ? m.rm : "tm")
  },
  next: Next,
  environment: Environment,
  weaklyFair: ["RMPrepare", "TMAbort", "RMRcvCommitMsg", "RMRcvAbortMsg"],
  invariants: { Consistent },
  actionProperties: { DecisionsAreFinal },
  liveness: { EveryoneDecides },
  refinements: {
    /**
     * Seen without coordinator and messages, this is a transaction commit
     * protocol. Why: commit is said only when everyone is prepared, so whoever
     * commits may, and then nobody aborts any more.
     */
    RefinesTransactionCommit: {
      abstract: TransactionCommit,
      map: ({ rm }) => ({ rm, network: [] })
    }
  },
  witnesses: { NobodyCommits, NobodyAborts, NoPromiseInVain },
  bounds: {},
  symmetries: { ParticipantsAreAlike },
  variables: ({ rm, tm, network }) => ({
    rmState: functionOf(rm, (r) => r.rmState),
    ...Object.values(tm).map(({ tmState, tmPrepared }) => ({
      tmState,
      tmPrepared: set(tmPrepared)
    }))[0],
    msgs: set(network.map(messageRecord))
  })
})
