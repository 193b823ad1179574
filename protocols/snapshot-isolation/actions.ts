/**
 * How transactions that run at the same time read and write several keys
 * without waiting for each other: action for action, guard for guard, the
 * executable twin of `spec/snapshot-isolation/SnapshotIsolation.tla`.
 */
import { actor, step } from "../kernel/action.ts"
import { insert, setOf } from "../kernel/value.ts"
import {
  Absent,
  Constants,
  everyWrite,
  fresh,
  Key,
  lastGiven,
  Message,
  Oracle,
  type Read as ReadRecord,
  Transaction,
  type Version
} from "./state.ts"

const types = { message: Message, constants: Constants }
const transaction = actor("transaction", { ...types, state: Transaction })
const key = actor("key", { ...types, state: Key })
const oracle = actor("oracle", { ...types, state: Oracle })

/** The last version of the key that was committed by then. */
export const versionAt = (timestamp: number, { versions }: Key): Version =>
  versions
    .filter((v) => v.timestamp <= timestamp)
    .reduce((a, b) => (a.timestamp < b.timestamp ? b : a))

/** What the key holds for the transaction: what it wrote, or its snapshot. */
const view = (self: Transaction, stored: Key): string =>
  self.writes[stored.id] ?? versionAt(self.start, stored).value

/** What is recorded when it finds this value: nothing of its own writes. */
export const readOf = (
  self: Transaction,
  stored: Key,
  value: string
): ReadonlyArray<ReadRecord> => {
  if (self.writes[stored.id] !== undefined) return []
  const { writer } = versionAt(self.start, stored)
  return [{ key: stored.id, writer, value }]
}

/** A transaction begins: its snapshot is everything committed so far. */
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

/** It reads a key, and finds what it wrote itself, or else its snapshot. */
export const Read = transaction
  .choosing((constants) =>
    constants.Key.flatMap((id) =>
      [...constants.Value, Absent].map((value) => ({ key: id, value }))
    )
  )
  .joint(
    { key },
    {
      meets: (_self, choice) => ({ key: [choice.key] }),
      guards: {
        Open: (self) => self.status === "open",
        OwnWriteOrSnapshot: (self, { value }, met) =>
          met.key.every((stored) => value === view(self, stored))
      },
      step: (self, { value }, met) =>
        step({
          ...self,
          reads: setOf([
            ...self.reads,
            ...met.key.flatMap((stored) => readOf(self, stored, value))
          ])
        })
    }
  )

/** It gives a key a value that has none. Nobody else sees that yet. */
export const Insert = transaction.choosing(everyWrite).joint(
  { key },
  {
    meets: (_self, choice) => ({ key: [choice.key] }),
    guards: {
      Open: (self) => self.status === "open",
      Missing: (self, _choice, met) =>
        met.key.every((stored) => view(self, stored) === Absent)
    },
    step: (self, choice) =>
      step({ ...self, writes: { ...self.writes, [choice.key]: choice.value } })
  }
)

/** It gives a key another value. Nobody else sees that yet. */
export const Update = transaction.choosing(everyWrite).joint(
  { key },
  {
    meets: (_self, choice) => ({ key: [choice.key] }),
    guards: {
      Open: (self) => self.status === "open",
      Present: (self, _choice, met) =>
        met.key.every((stored) => view(self, stored) !== Absent)
    },
    step: (self, choice) =>
      step({ ...self, writes: { ...self.writes, [choice.key]: choice.value } })
  }
)

/** It takes the value of a key away. Nobody else sees that yet. */
export const Remove = transaction
  .choosing((constants) => constants.Key.map((id) => ({ key: id })))
  .joint(
    { key },
    {
      meets: (_self, choice) => ({ key: [choice.key] }),
      guards: {
        Open: (self) => self.status === "open",
        Present: (self, _choice, met) =>
          met.key.every((stored) => view(self, stored) !== Absent)
      },
      step: (self, choice) =>
        step({ ...self, writes: { ...self.writes, [choice.key]: Absent } })
    }
  )

/**
 * It commits: nobody has committed one of its keys since it began, and all that
 * it wrote becomes visible in one step, under one timestamp.
 */
export const Commit = transaction.joint(
  { key, oracle },
  {
    meets: (self) => ({ key: Object.keys(self.writes), oracle: ["oracle"] }),
    guards: {
      Open: (self) => self.status === "open",
      FirstCommitter: (self, met) =>
        met.key.every(({ versions }) =>
          versions.every((v) => v.timestamp <= self.start)
        )
    },
    step: (self, met) => {
      const commit = lastGiven(met.oracle) + 1
      const installed = (stored: Key): Key => ({
        ...stored,
        versions: insert(stored.versions, {
          timestamp: commit,
          writer: self.id,
          value: view(self, stored)
        })
      })
      return {
        ...step({ ...self, status: "committed", commit }),
        others: {
          key: met.key.map(installed),
          oracle: met.oracle.map((o) => ({ ...o, now: commit }))
        }
      }
    }
  }
)

/** It gives up, for whatever reason. Nobody has seen what it wrote. */
export const Abort = transaction.local({
  guards: {
    Open: (self) => self.status === "open"
  },
  step: (self) => step({ ...fresh(self.id), status: "aborted" })
})

/** The `Next` of the spec: everything that can happen, in the same order. */
export const Next = { Begin, Read, Insert, Update, Remove, Commit, Abort }
