/**
 * What a history of transactions may look like, told by the order of start and
 * commit points alone, not by how a store works: the phenomena of Adya (1999,
 * chapters 3 and 4), as in `spec/snapshot-isolation/Phenomena.tla`.
 */
import { Absent, Initial, type Read, type Transaction } from "./state.ts"

/** Transactions by their ids: what they did, and when. */
export type History = Readonly<Record<string, Transaction>>

type Transactions = ReadonlyArray<Transaction>
type Edge = (i: Transaction, j: Transaction) => boolean

export const committed = (history: History): Transactions =>
  Object.values(history).filter(({ status }) => status === "committed")

export const wrote = (t: Transaction, key: string): boolean => key in t.writes

const bothWrote = (i: Transaction, j: Transaction): boolean =>
  Object.keys(i.writes).some((key) => wrote(j, key))

/** The point at which a version came to be. */
export const point = (history: History, writer: string): number =>
  history[writer]?.commit ?? 0

/** Both wrote a key, i first. */
const writeDepends: Edge = (i, j) => i.commit < j.commit && bothWrote(i, j)

/** What i wrote was read by j. */
export const readDepends: Edge = (i, j) =>
  j.reads.some(({ writer }) => writer === i.id)

const depends: Edge = (i, j) => writeDepends(i, j) || readDepends(i, j)

/** When j started i had committed. */
const startDepends: Edge = (i, j) => i.commit <= j.start

/** What i read was replaced by j. */
export const antiDepends =
  (history: History): Edge =>
  (i, j) =>
    i !== j &&
    i.reads.some(
      ({ key, writer }) => wrote(j, key) && point(history, writer) < j.commit
    )

/** A path of such edges leads through the transactions. */
const path = (
  among: Transactions,
  edge: Edge,
  from: Transaction,
  to: Transaction
): boolean => {
  const reached = new Set([from])
  for (const i of reached) {
    for (const j of among) {
      if (!edge(i, j)) continue
      if (j === to) return true
      reached.add(j)
    }
  }
  return false
}

/** Aborted read: of what was written by one that has not committed. */
export const G1a = (history: History, all = committed(history)): boolean =>
  all.some(({ reads }) =>
    reads.some(
      ({ writer }) =>
        writer !== Initial && history[writer]?.status !== "committed"
    )
  )

/** Intermediate read: of what its writer replaced itself. */
export const G1b = (history: History, all = committed(history)): boolean =>
  all.some(({ reads }) =>
    reads.some(({ key, writer, value }) => {
      const from = history[writer]
      return from?.status === "committed" && from.writes[key] !== value
    })
  )

/** Circular flow of information: a cycle of dependencies. */
export const G1c = (history: History, all = committed(history)): boolean =>
  all.some((t) => path(all, depends, t, t))

/** Interference: to depend on one that had not committed at the start. */
export const GSIa = (history: History, all = committed(history)): boolean =>
  all.some((i) =>
    all.some((j) => i !== j && depends(i, j) && !startDepends(i, j))
  )

/** Missed effects: a cycle with just one anti-dependency. */
export const GSIb = (history: History, all = committed(history)): boolean => {
  const anti = antiDepends(history)
  const edge: Edge = (i, j) => depends(i, j) || startDepends(i, j)
  return all.some((i) => all.some((j) => anti(i, j) && path(all, edge, j, i)))
}

/** Aborted, intermediate or circular: what no level above PL-1 allows. */
export const G1 = (history: History, all = committed(history)): boolean =>
  G1a(history, all) || G1b(history, all) || G1c(history, all)

/** Snapshot isolation as Adya defines it (PL-SI): no G1, no G-SI. */
export const PLSI = (history: History, all = committed(history)): boolean =>
  !G1(history, all) && !GSIa(history, all) && !GSIb(history, all)

/**
 * These could have run one after the other: no dependencies of any kind run in
 * a circle (with no G1, this is PL-3).
 */
export const serializable = (
  history: History,
  among: Transactions
): boolean => {
  const anti = antiDepends(history)
  const edge: Edge = (i, j) => depends(i, j) || anti(i, j)
  return !among.some((t) => path(among, edge, t, t))
}

/**
 * What a transaction that started then finds of others under a key: the last
 * version that was committed at its start.
 */
const snapshot = (all: Transactions, t: Transaction, key: string): Read => {
  const last = all
    .filter((u) => wrote(u, key) && u.commit <= t.start)
    .reduce<Transaction | undefined>(
      (a, b) => (a === undefined || a.commit < b.commit ? b : a),
      undefined
    )
  return {
    key,
    writer: last?.id ?? Initial,
    value: last?.writes[key] ?? Absent
  }
}

/** Given all that committed. */
export const readsSnapshot = (all: Transactions, t: Transaction): boolean =>
  t.reads.every(({ key, writer, value }) => {
    const found = snapshot(all, t, key)
    return found.writer === writer && found.value === value
  })

/**
 * Nobody else committed one of its keys between its start and its commit, given
 * all that did commit.
 */
export const commitsFirst = (all: Transactions, t: Transaction): boolean =>
  all.every(
    (u) => !bothWrote(t, u) || u.commit <= t.start || u.commit >= t.commit
  )
