/**
 * What went wrong in a recorded run of transactions, by the names that
 * anomalies have (Berenson et al. 1995; Adya 1999), found by another way than
 * the twin's properties: from the log alone, with no timestamp but those of
 * commits, which order versions.
 */
import type { History } from "../../protocols/snapshot-isolation/phenomena.ts"
import {
  type Read,
  Transaction
} from "../../protocols/snapshot-isolation/state.ts"
import type { Event } from "../../traces/format.ts"

/** Each transaction, by its id, as the last of its events tells of it. */
export const historyOf = (events: ReadonlyArray<Event>): History =>
  Object.fromEntries(
    events.map(({ actor, state }) => [
      actor,
      Transaction.make({ id: actor, ...state } as Transaction)
    ])
  )

type Transactions = ReadonlyArray<Transaction>

/** One transaction has to come before another, and why. */
interface Edge {
  readonly from: Transaction
  readonly to: Transaction
  /** Write-write, write-read, or read-write: an anti-dependency. */
  readonly kind: "ww" | "wr" | "rw"
}

const commitOf = (all: Transactions, writer: string): number =>
  all.find(({ id }) => id === writer)?.commit ?? 0

const kindsOf = (
  all: Transactions,
  a: Transaction,
  b: Transaction
): ReadonlyArray<Edge["kind"]> => {
  const first = a.commit < b.commit
  const shared = Object.keys(a.writes).some((key) => key in b.writes)
  const replaced = ({ key, writer }: Read) =>
    key in b.writes && commitOf(all, writer) < b.commit
  return [
    ...(first && shared ? (["ww"] as const) : []),
    ...(b.reads.some((r) => r.writer === a.id) ? (["wr"] as const) : []),
    ...(a.reads.some(replaced) ? (["rw"] as const) : [])
  ]
}

const edgesOf = (all: Transactions): ReadonlyArray<Edge> =>
  all.flatMap((from) =>
    all.flatMap((to) =>
      from === to
        ? []
        : kindsOf(all, from, to).map((kind): Edge => ({ from, to, kind }))
    )
  )

type Pair = readonly [from: Transaction, to: Transaction]

/** Do the pairs lead from somebody back to themselves? */
const circular = (pairs: ReadonlyArray<Pair>): boolean =>
  pairs.some(([start]) => {
    const reached = new Set([start])
    for (const at of reached) {
      for (const [from, to] of pairs) {
        if (from !== at) continue
        if (to === start) return true
        reached.add(to)
      }
    }
    return false
  })

/**
 * A cycle of dependencies in which no two anti-dependencies follow each other.
 * Snapshot isolation allows none (Fekete et al. 2005, theorem 2.1), and just
 * that distinguishes it (Cerone and Gotsman 2018).
 */
const loneAntiDependencies = (edges: ReadonlyArray<Edge>): boolean => {
  const pairs = (only: (edge: Edge) => boolean) =>
    edges.filter(only).map(({ from, to }): Pair => [from, to])
  const dependencies = pairs(({ kind }) => kind !== "rw")
  const anti = pairs(({ kind }) => kind === "rw")
  const both = anti.flatMap(([from, between]) =>
    dependencies
      .filter(([at]) => at === between)
      .map(([, to]): Pair => [from, to])
  )
  return circular([...dependencies, ...both])
}

const readsTwice = ({ reads }: Transaction): boolean =>
  new Set(reads.map(({ key }) => key)).size < reads.length

/** Reads what nobody has committed under this key, or not in the end. */
const readsDirty =
  (all: Transactions) =>
  ({ reads }: Transaction): boolean =>
    reads.some(({ key, writer, value }) => {
      if (writer === "initial") return value !== "absent"
      const from = all.find(({ id }) => id === writer)
      return from?.status !== "committed" || from.writes[key] !== value
    })

/** Both read a version of a key, and both replaced it. */
const losesUpdate = (all: Transactions): boolean =>
  all.some((a) =>
    a.reads.some(
      ({ key, writer }) =>
        key in a.writes &&
        all.some(
          (b) =>
            b !== a &&
            key in b.writes &&
            b.reads.some((r) => r.key === key && r.writer === writer)
        )
    )
  )

/** Two missed each what the other wrote. */
const skewsWrites = (edges: ReadonlyArray<Edge>): boolean =>
  edges.some(
    ({ from, to, kind }) =>
      kind === "rw" &&
      edges.some((e) => e.kind === "rw" && e.from === to && e.to === from)
  )

/** Two see the writes of two others in opposite orders. */
const forks = (edges: ReadonlyArray<Edge>): boolean => {
  const sees = edges.filter(({ kind }) => kind === "wr")
  const misses = edges.filter(({ kind }) => kind === "rw")
  return sees.some((one) =>
    misses
      .filter(({ from }) => from === one.to)
      .some((missed) =>
        sees
          .filter(({ from }) => from === missed.to)
          .some((other) =>
            misses.some((m) => m.from === other.to && m.to === one.from)
          )
      )
  )
}

const pairsOf = (edges: ReadonlyArray<Edge>): ReadonlyArray<Pair> =>
  edges.map(({ from, to }) => [from, to])

/** One that only reads closes a circle that is none without it. */
const readOnlyAnomaly = (all: Transactions): boolean =>
  circular(pairsOf(edgesOf(all))) &&
  all.some(
    (t) =>
      Object.keys(t.writes).length === 0 &&
      !circular(pairsOf(edgesOf(all.filter((u) => u !== t))))
  )

/** The anomalies of a history, by their names. */
export const anomaliesOf = (history: History): ReadonlySet<string> => {
  const everyone = Object.values(history)
  const all = everyone.filter(({ status }) => status === "committed")
  const edges = edgesOf(all)
  const found = {
    "dirty read": all.some(readsDirty(everyone)),
    "non-repeatable read": everyone.some(readsTwice),
    "lost update": losesUpdate(all),
    "long fork": forks(edges),
    "lone anti-dependency": loneAntiDependencies(edges),
    "write skew": skewsWrites(edges),
    "read-only anomaly": readOnlyAnomaly(all),
    "not serializable": circular(pairsOf(edges))
  }
  return new Set(
    Object.entries(found).flatMap(([name, there]) => (there ? [name] : []))
  )
}

/** What snapshot isolation allows. */
export const allowed: ReadonlySet<string> = new Set([
  "write skew",
  "read-only anomaly",
  "not serializable"
])
