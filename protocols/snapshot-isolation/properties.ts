/**
 * What snapshot isolation promises, under the names of
 * `spec/snapshot-isolation/SnapshotIsolation.tla` and its models.
 */
import type { World as WorldOf } from "../kernel/protocol.ts"
import { key as textOf } from "../kernel/value.ts"
import {
  antiDepends,
  commitsFirst,
  committed,
  G1,
  GSIa,
  GSIb,
  point,
  readDepends,
  readsSnapshot,
  serializable,
  wrote
} from "./phenomena.ts"
import {
  Absent,
  Initial,
  type Key,
  lastGiven,
  type Oracle,
  operations,
  type Transaction
} from "./state.ts"

export type World = WorldOf<
  {
    readonly transaction: Transaction
    readonly key: Key
    readonly oracle: Oracle
  },
  never
>

/**
 * What a transaction reads of others is its snapshot. Why: no version comes
 * into a snapshot later, since commits take timestamps after it.
 */
export const ReadsItsSnapshot = ({ transaction }: World): boolean => {
  const all = committed(transaction)
  return Object.values(transaction).every((t) => readsSnapshot(all, t))
}

/**
 * A transaction that has written a key reads its own write. Why: the view of a
 * key looks there first.
 */
export const ReadsItsOwnWrites = {
  actor: "transaction",
  holds: (before: Transaction, after: Transaction): boolean =>
    after.reads.every(
      (r) =>
        !wrote(before, r.key) ||
        before.reads.some((other) => textOf(other) === textOf(r))
    )
}

/**
 * A committed transaction is installed as a whole: each key has its first
 * version and, of every transaction that wrote it and committed, what was
 * written last. Why: a commit meets all these keys in one step.
 */
export const CommitIsAtomic = ({ transaction, key }: World): boolean => {
  const all = committed(transaction)
  return Object.values(key).every(({ id, versions }) => {
    const writers = [
      Initial,
      ...all.filter((t) => wrote(t, id)).map((t) => t.id)
    ]
    return (
      versions.length === writers.length &&
      versions.every(({ timestamp, writer, value }) => {
        const t = transaction[writer]
        return (
          writers.includes(writer) &&
          timestamp === (t?.commit ?? 0) &&
          value === (t?.writes[id] ?? Absent)
        )
      })
    )
  })
}

/**
 * Who begins now sees all that is committed. Why: the oracle moves on in the
 * step that commits.
 */
export const VisibleAtOnce = ({ transaction, oracle }: World): boolean =>
  committed(transaction).every(
    ({ commit }) => commit <= lastGiven(Object.values(oracle))
  )

/**
 * Of two that wrote the same key and ran at the same time only one commits.
 * Why: the second finds a version that is newer than its snapshot.
 */
export const FirstCommitterWins = ({ transaction }: World): boolean => {
  const all = committed(transaction)
  return all.every((t) => commitsFirst(all, t))
}

/**
 * Nobody replaces what it has not seen after it has looked: between the version
 * that it read and its own there is no third. Why: that would have been
 * committed after its start, and be the first.
 */
export const NoLostUpdate = ({ transaction: history }: World): boolean => {
  const all = committed(history)
  return all.every((t) =>
    t.reads.every(
      ({ key, writer }) =>
        !wrote(t, key) ||
        !all.some(
          (u) =>
            wrote(u, key) &&
            point(history, writer) < u.commit &&
            u.commit < t.commit
        )
    )
  )
}

/**
 * Adya's G1: nobody reads what is not committed, or not for good, and no two
 * see each other's writes. Why: only commits make versions.
 */
export const NoG1 = ({ transaction }: World): boolean => !G1(transaction)

/**
 * Adya's G-SIa: whoever depends on another started after that one had
 * committed. Why: it read it in its snapshot, or found it first on a key of its
 * own.
 */
export const NoGSIa = ({ transaction }: World): boolean => !GSIa(transaction)

/**
 * Adya's G-SIb: no cycle has just one anti-dependency. Why: whoever started
 * after a commit misses nothing of it, nor of what it depends on.
 */
export const NoGSIb = ({ transaction }: World): boolean => !GSIb(transaction)

/**
 * No two see two commits in opposite orders. Why: of two snapshots one is the
 * earlier one, and the other has all that it has.
 */
export const NoLongFork = ({ transaction: history }: World): boolean => {
  const anti = antiDepends(history)
  const splits = (r: Transaction, seen: Transaction, missed: Transaction) =>
    readDepends(seen, r) && anti(r, missed)
  const all = Object.values(history)
  const writers = committed(history)
  return !writers.some((w1) =>
    writers.some(
      (w2) =>
        all.some((r1) => splits(r1, w1, w2)) &&
        all.some((r2) => splits(r2, w2, w1))
    )
  )
}

/**
 * A transaction that has ended stays as it is. Why: everything needs an open
 * one.
 */
export const EndsAreFinal = {
  actor: "transaction",
  holds: (before: Transaction, after: Transaction): boolean =>
    !["committed", "aborted"].includes(before.status) ||
    textOf({ ...before, start: 0 }) === textOf({ ...after, start: 0 })
}

/** Refuted by the shortest way to commit what another then reads. */
export const NobodyReadsAnother = ({ transaction }: World): boolean => {
  const all = committed(transaction)
  return !all.some((t) => all.some((u) => readDepends(t, u)))
}

/** Refuted by one that cannot commit any more, because another was first. */
export const EveryoneIsFirst = ({ transaction, key }: World): boolean =>
  Object.values(transaction).every(
    (t) =>
      t.status !== "open" ||
      Object.keys(t.writes).every((written) =>
        key[written]?.versions.every((v) => v.timestamp <= t.start)
      )
  )

/** Refuted by two that committed although each missed the other's write. */
export const NoWriteSkew = ({ transaction: history }: World): boolean => {
  const anti = antiDepends(history)
  const all = committed(history)
  return !all.some((t) => all.some((u) => anti(t, u) && anti(u, t)))
}

/** What serializability adds. Refuted by what snapshot isolation allows. */
export const AlwaysSerializable = ({ transaction: history }: World): boolean =>
  serializable(history, committed(history))

/**
 * Refuted by one that writes nothing, and without which the others could have
 * run one after the other (Fekete, O'Neil and O'Neil 2004).
 */
export const NoReadOnlyAnomaly = ({ transaction: history }: World): boolean => {
  const all = committed(history)
  const without = (t: Transaction) => all.filter((u) => u !== t)
  return (
    serializable(history, all) ||
    !all.some(
      (t) =>
        Object.keys(t.writes).length === 0 && serializable(history, without(t))
    )
  )
}

/** Each reads and writes two keys at most, all in all. */
export const FewOperations = ({ transaction }: World): boolean =>
  Object.values(transaction).every((t) => operations(t) <= 2)

/** No key is taken away. */
export const NothingRemoved = ({ transaction }: World): boolean =>
  Object.values(transaction).every(
    ({ writes }) => !Object.values(writes).includes(Absent)
  )

const isReader = ({ id }: Transaction): boolean =>
  ["reader-1", "reader-2"].includes(id)

/** Whoever is called a reader writes nothing. */
export const ReadersOnlyRead = ({ transaction }: World): boolean =>
  Object.values(transaction).every(
    (t) => !isReader(t) || Object.keys(t.writes).length === 0
  )

/** Readers do not end. */
export const ReadersGoOn = ({ transaction }: World): boolean =>
  Object.values(transaction).every(
    (t) => !isReader(t) || ["new", "open"].includes(t.status)
  )

/** Whoever is called a writer reads nothing, and writes one key. */
export const WritersOnlyWrite = ({ transaction }: World): boolean =>
  Object.values(transaction).every(
    (t) =>
      !["writer-1", "writer-2"].includes(t.id) ||
      (t.reads.length === 0 && Object.keys(t.writes).length <= 1)
  )
