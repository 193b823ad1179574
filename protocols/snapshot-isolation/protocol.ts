/** Snapshot isolation as one value: the twin of `SnapshotIsolation.tla`. */
import { type Protocol, protocol } from "../kernel/protocol.ts"
import { functionOf, record, set } from "../kernel/value.ts"
import { Next } from "./actions.ts"
import {
  AlwaysSerializable,
  CommitIsAtomic,
  EndsAreFinal,
  EveryoneIsFirst,
  FewOperations,
  FirstCommitterWins,
  NobodyReadsAnother,
  NoG1,
  NoGSIa,
  NoGSIb,
  NoLongFork,
  NoLostUpdate,
  NoReadOnlyAnomaly,
  NothingRemoved,
  NoWriteSkew,
  ReadersGoOn,
  ReadersOnlyRead,
  ReadsItsOwnWrites,
  ReadsItsSnapshot,
  VisibleAtOnce,
  type World,
  WritersOnlyWrite
} from "./properties.ts"
import {
  Constants,
  FirstVersion,
  fresh,
  Key,
  lastGiven,
  Message,
  Oracle,
  Transaction
} from "./state.ts"

export const SnapshotIsolation: Protocol = protocol<
  World,
  Constants,
  keyof typeof Next
>({
  module: "SnapshotIsolation",
  constants: Constants,
  actors: {
    transaction: {
      state: Transaction,
      ids: (constants) => constants.Transaction,
      init: fresh
    },
    key: {
      state: Key,
      ids: (constants) => constants.Key,
      init: (id) => ({ id, versions: [FirstVersion] })
    },
    oracle: {
      state: Oracle,
      ids: () => ["oracle"],
      init: (id) => ({ id, now: 0 })
    }
  },
  network: { semantics: "set", message: Message, part: () => "" },
  next: Next,
  environment: {},
  weaklyFair: [],
  invariants: {
    ReadsItsSnapshot,
    CommitIsAtomic,
    VisibleAtOnce,
    FirstCommitterWins,
    NoLostUpdate,
    NoG1,
    NoGSIa,
    NoGSIb,
    NoLongFork
  },
  actionProperties: { ReadsItsOwnWrites, EndsAreFinal },
  liveness: {},
  refinements: {},
  witnesses: {
    NobodyReadsAnother,
    EveryoneIsFirst,
    NoWriteSkew,
    AlwaysSerializable,
    NoReadOnlyAnomaly
  },
  bounds: {
    FewOperations,
    NothingRemoved,
    ReadersOnlyRead,
    ReadersGoOn,
    WritersOnlyWrite
  },
  variables: ({ transaction, key, oracle }) => ({
    status: functionOf(transaction, (t) => t.status),
    start: functionOf(transaction, (t) => t.start),
    commit: functionOf(transaction, (t) => t.commit),
    reads: functionOf(transaction, (t) => set(t.reads.map(record))),
    writes: functionOf(transaction, (t) => record(t.writes)),
    versions: functionOf(key, (k) => set(k.versions.map(record))),
    now: lastGiven(Object.values(oracle))
  })
})
