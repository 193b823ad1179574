/**
 * Every history that transactions could have if no store kept any rule: the
 * executable twin of `spec/snapshot-isolation/AnyHistory.tla`. It is there to
 * ask whether two descriptions of snapshot isolation are the same.
 */
import { actor, step } from "../kernel/action.ts"
import {
  type Protocol,
  protocol,
  type World as WorldOf
} from "../kernel/protocol.ts"
import { functionOf, insert, record, set } from "../kernel/value.ts"
import { commitsFirst, committed, PLSI, readsSnapshot } from "./phenomena.ts"
import {
  Absent,
  Constants,
  everyWrite,
  fresh,
  Initial,
  lastGiven,
  Message,
  Oracle,
  operations,
  Transaction
} from "./state.ts"

const types = { message: Message, constants: Constants }
const transaction = actor("transaction", { ...types, state: Transaction })
const oracle = actor("oracle", { ...types, state: Oracle })

/** A transaction begins. */
export const Begin = transaction.joint(
  { oracle },
  {
    meets: () => ({ oracle: ["oracle"] }),
    guards: {
      New: (self) => self.status === "new"
    },
    step: (self, met) =>
      step({ ...self, status: "open", start: lastGiven(met.oracle) })
  }
)

/** All that could be found. */
const everyRead = (constants: Constants) =>
  [...constants.Transaction, Initial].flatMap((writer) =>
    [...constants.Value, Absent].flatMap((value) =>
      constants.Key.map((key) => ({ key, writer, value }))
    )
  )

/**
 * It reads a key that it has not written, and finds whatever any other has
 * written there, or what was there at first.
 */
export const Read = transaction.choosing(everyRead).joint(
  { writer: transaction },
  {
    meets: (_self, { writer }) => ({
      writer: writer === Initial ? [] : [writer]
    }),
    guards: {
      Open: (self) => self.status === "open",
      Unwritten: (self, { key }) => !(key in self.writes),
      Written: (_self, { key, writer, value }, met) =>
        writer === Initial
          ? value === Absent
          : met.writer.every((t) => key in t.writes) && value !== Absent
    },
    step: (self, choice) => step({ ...self, reads: insert(self.reads, choice) })
  }
)

/** It writes a key. */
export const Write = transaction.choosing(everyWrite).local({
  guards: {
    Open: (self) => self.status === "open"
  },
  step: (self, { key, value }) =>
    step({ ...self, writes: { ...self.writes, [key]: value } })
})

/** It commits. */
export const Commit = transaction.joint(
  { oracle },
  {
    meets: () => ({ oracle: ["oracle"] }),
    guards: {
      Open: (self) => self.status === "open"
    },
    step: (self, met) => {
      const commit = lastGiven(met.oracle) + 1
      return {
        ...step({ ...self, status: "committed", commit }),
        others: { oracle: met.oracle.map((o) => ({ ...o, now: commit })) }
      }
    }
  }
)

/** It gives up. */
export const Abort = transaction.local({
  guards: {
    Open: (self) => self.status === "open"
  },
  step: (self) => step({ ...fresh(self.id), status: "aborted" })
})

export const Next = { Begin, Read, Write, Commit, Abort }

type World = WorldOf<
  { readonly transaction: Transaction; readonly oracle: Oracle },
  never
>

/**
 * The two descriptions are the same: those that committed have kept the rules
 * of snapshot isolation just when Adya finds nothing to object to. Why: a
 * version outside the snapshot is too new (G1, G-SIa) or too old (G-SIb), who
 * is not the first to commit interferes (G-SIa), and where neither happens
 * every dependency points from a commit to a later start.
 */
export const FormulationsAgree = ({ transaction }: World): boolean => {
  const all = committed(transaction)
  const keepsRules = all.every(
    (t) => readsSnapshot(all, t) && commitsFirst(all, t)
  )
  return keepsRules === PLSI(transaction)
}

/** Each reads and writes two times at most, all in all. */
export const FewOperations = ({ transaction }: World): boolean =>
  Object.values(transaction).every((t) => operations(t) <= 2)

/**
 * The rules of snapshot isolation are kept: what is left are the states of
 * SnapshotIsolation, bounded likewise.
 */
export const RulesAreKept = ({ transaction }: World): boolean => {
  const all = committed(transaction)
  return Object.values(transaction).every(
    (t) =>
      readsSnapshot(all, t) &&
      (t.status !== "committed" || commitsFirst(all, t))
  )
}

export const AnyHistory: Protocol = protocol<
  World,
  Constants,
  keyof typeof Next
>({
  module: "AnyHistory",
  constants: Constants,
  actors: {
    transaction: {
      state: Transaction,
      ids: (constants) => constants.Transaction,
      init: fresh
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
  invariants: { FormulationsAgree },
  actionProperties: {},
  liveness: {},
  refinements: {},
  witnesses: {},
  bounds: {
    FewOperations,

    RulesAreKept
  },
  variables: ({ transaction, oracle }) => ({
    status: functionOf(transaction, (t) => t.status),
    start: functionOf(transaction, (t) => t.start),
    commit: functionOf(transaction, (t) => t.commit),
    reads: functionOf(transaction, (t) => set(t.reads.map(record))),
    writes: functionOf(transaction, (t) => record(t.writes)),
    now: lastGiven(Object.values(oracle))
  })
})
