/**
 * The runs behind the example traces: who does what, in this order, over the
 * version store as it is or with a mistake.
 */
import * as Effect from "effect/Effect"
import { commitOrAbort, recorded } from "../../checks/simulation/store.ts"
import type { Action } from "../../protocols/kernel/protocol.ts"
import { SnapshotIsolation } from "../../protocols/snapshot-isolation/protocol.ts"
import {
  type Ending,
  type Operation,
  perform
} from "../../storage/versions/operation.ts"
import {
  type OpenTransaction,
  VersionStore
} from "../../storage/versions/store.ts"
import type { Performance } from "../story.ts"
import { noFirstCommitter, readsTheLatest, tornCommit } from "./mistakes.ts"

/** What is written: a value, or what becomes of the one last read. */
type Written = string | ((read: string) => string)

/** A turn of a transaction; who is not the first to commit aborts instead. */
export type Turn =
  | readonly [transaction: string, action: "Begin" | "Commit" | "Abort"]
  | readonly [transaction: string, action: "Read" | "Remove", key: string]
  | readonly [
      transaction: string,
      action: "Insert" | "Update",
      key: string,
      value: Written
    ]

/** What the transaction wants to do, given what it has read last. */
const wanted = ([, action, key, value]: Turn, read: string) =>
  ({
    _tag: action,
    key,
    value: typeof value === "function" ? value(read) : value
  }) as Operation | Ending

const taking = (turns: ReadonlyArray<Turn>) =>
  Effect.gen(function* () {
    const { begin } = yield* VersionStore
    const open = new Map<string, OpenTransaction>()
    const read = new Map<string, string>()
    for (const turn of turns) {
      const [id, action] = turn
      const transaction = open.get(id)
      if (transaction === undefined) open.set(id, yield* begin(id))
      else if (action === "Commit") yield* commitOrAbort(transaction)
      else {
        const operation = wanted(turn, read.get(id) ?? "")
        const found = yield* perform(transaction, operation)
        if (found !== undefined) read.set(id, found)
      }
    }
  }).pipe(Effect.orDie)

const named = (names: Iterable<unknown>): ReadonlyArray<string> =>
  [...new Set(names)].filter((name) => typeof name === "string")

interface TurnsOptions {
  /** A mistake of the store. */
  readonly actions?: Readonly<Record<string, Action>>
  /** All values; left out: those that the turns name. */
  readonly values?: ReadonlyArray<string>
}

/** The run of these turns, in their order; a transaction's first begins it. */
export const turns = (
  all: ReadonlyArray<Turn>,
  { actions = {}, values }: TurnsOptions = {}
): Performance => ({
  protocol: SnapshotIsolation,
  perform: (spec) =>
    recorded(
      {
        spec,
        actions,
        constants: {
          Transaction: named(all.map(([transaction]) => transaction)),
          Key: named(all.map(([, , key]) => key)),
          Value: values ?? named(all.map(([, , , value]) => value))
        }
      },
      taking(all)
    )
})

/** The first transaction gives keys their values. */
export const opening = (
  values: Readonly<Record<string, string>>
): ReadonlyArray<Turn> => [
  ["opening", "Begin"],
  ...Object.entries(values).map(([key, value]): Turn => [
    "opening",
    "Insert",
    key,
    value
  ]),
  ["opening", "Commit"]
]

export const byItself = turns([
  ["t1", "Begin"],
  ["t1", "Read", "x"],
  ["t1", "Insert", "x", "a"],
  ["t1", "Read", "x"],
  ["t1", "Update", "x", "b"],
  ["t1", "Read", "x"],
  ["t1", "Commit"]
])

/** A reader looks twice, and a writer commits in between. */
const looksTwice: ReadonlyArray<Turn> = [
  ...opening({ x: "old" }),
  ["reader", "Begin"],
  ["reader", "Read", "x"],
  ["writer", "Begin"],
  ["writer", "Update", "x", "new"],
  ["writer", "Commit"],
  ["reader", "Read", "x"],
  ["reader", "Commit"],
  ["later", "Begin"],
  ["later", "Read", "x"],
  ["later", "Commit"]
]

export const snapshotRead = turns(looksTwice)

export const latestRead = turns(looksTwice, { actions: readsTheLatest })

/** Both add to a counter: the first one to 1, the second one to 1 as well. */
const bothCount: ReadonlyArray<Turn> = [
  ...opening({ count: "0" }),
  ["t1", "Begin"],
  ["t1", "Read", "count"],
  ["t2", "Begin"],
  ["t2", "Read", "count"],
  ["t2", "Update", "count", "1"],
  ["t1", "Update", "count", "1"],
  ["t2", "Commit"],
  ["t1", "Commit"]
]

export const firstCommitter = turns(bothCount)

export const lostUpdate = turns(bothCount, { actions: noFirstCommitter })

/** Somebody must be on call; each sees the other there, and leaves. */
export const writeSkew = turns([
  ...opening({ alice: "on call", bob: "on call" }),
  ["alice leaves", "Begin"],
  ["bob leaves", "Begin"],
  ["alice leaves", "Read", "bob"],
  ["bob leaves", "Read", "alice"],
  ["alice leaves", "Remove", "alice"],
  ["bob leaves", "Remove", "bob"],
  ["alice leaves", "Commit"],
  ["bob leaves", "Commit"]
])

/**
 * Fekete, O'Neil and O'Neil 2004: a withdrawal of 10 is charged 1 because both
 * accounts are empty; the report shows that the deposit of 20 came first.
 */
export const readOnlyAnomaly = turns([
  ...opening({ checking: "0", savings: "0" }),
  ["withdrawal", "Begin"],
  ["withdrawal", "Read", "checking"],
  ["withdrawal", "Read", "savings"],
  ["deposit", "Begin"],
  ["deposit", "Read", "savings"],
  ["deposit", "Update", "savings", "20"],
  ["deposit", "Commit"],
  ["report", "Begin"],
  ["report", "Read", "checking"],
  ["report", "Read", "savings"],
  ["report", "Commit"],
  ["withdrawal", "Update", "checking", "-11"],
  ["withdrawal", "Commit"]
])

export const insertedAgain = turns([
  ...opening({ x: "a" }),
  ["removal", "Begin"],
  ["removal", "Remove", "x"],
  ["removal", "Read", "x"],
  ["reader", "Begin"],
  ["removal", "Commit"],
  ["return", "Begin"],
  ["return", "Read", "x"],
  ["return", "Insert", "x", "b"],
  ["reader", "Read", "x"],
  ["return", "Commit"],
  ["reader", "Commit"],
  ["later", "Begin"],
  ["later", "Read", "x"],
  ["later", "Commit"]
])

/** A reader looks while a writer has not committed yet, and then aborts. */
export const uncommitted = turns([
  ...opening({ x: "old" }),
  ["writer", "Begin"],
  ["writer", "Update", "x", "new"],
  ["reader", "Begin"],
  ["reader", "Read", "x"],
  ["reader", "Commit"],
  ["writer", "Abort"]
])

/** The writer writes two keys; by mistake only one of them is installed. */
export const torn = turns(
  [
    ["writer", "Begin"],
    ["writer", "Insert", "x", "new"],
    ["writer", "Insert", "y", "new"],
    ["writer", "Commit"],
    ["reader", "Begin"],
    ["reader", "Read", "x"],
    ["reader", "Read", "y"],
    ["reader", "Commit"]
  ],
  { actions: tornCommit }
)
