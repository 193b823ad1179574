/**
 * Mistakes that are easily made in a store with snapshots: each is put back
 * into spec and twin, and a property must notice it.
 */
import { step } from "../kernel/action.ts"
import { type Bug, type Bugs, type Edit, unguarded } from "../kernel/bug.ts"
import { setOf } from "../kernel/value.ts"
import { Commit, Read, readOf, versionAt } from "./actions.ts"
import {
  Absent,
  type Constants,
  type Key,
  lastGiven,
  type Oracle,
  type Transaction
} from "./state.ts"

const model = "MCSnapshotIsolation"

const edits = (...texts: ReadonlyArray<readonly [string, string]>) =>
  texts.map(([from, to]): Edit => ({ module: "SnapshotIsolation", from, to }))

const CHECK = "\\A v \\in versions[key] : v.timestamp <= start[t]"

interface Chosen {
  readonly value: string
}

interface Met {
  readonly key: ReadonlyArray<Key>
  readonly oracle: ReadonlyArray<Oracle>
}

const unchecked = unguarded(Commit, "FirstCommitter")

interface Reading {
  readonly value: (self: Transaction, stored: Key) => string
  readonly record: (
    self: Transaction,
    stored: Key,
    value: string
  ) => Transaction["reads"]
}

/** A read that finds other values, and keeps another record. */
const readingBy = ({ value, record }: Reading): Bug["actions"] => ({
  Read: {
    ...Read,
    guards: {
      ...Read.guards,
      OwnWriteOrSnapshot: (self: Transaction, choice: Chosen, met: Met) =>
        met.key.every((stored) => choice.value === value(self, stored))
    },
    step: (self: Transaction, choice: Chosen, met: Met) => {
      const found = met.key.flatMap((k) => record(self, k, choice.value))
      return step<Transaction, never>({
        ...self,
        reads: setOf([...self.reads, ...found])
      })
    }
  }
})

export const SnapshotIsolationBugs: Bugs = {
  I1: {
    sentence: "Commits without looking whether another was first.",
    actions: { Commit: unchecked },
    spec: edits([CHECK, "TRUE"]),
    model,
    kills: "NoLostUpdate"
  },
  I2: {
    sentence: "Reads the last version that was committed, not its snapshot.",
    actions: readingBy({
      value: (self, stored) =>
        self.writes[stored.id] ?? versionAt(Infinity, stored).value,
      record: (self, stored, value) =>
        readOf({ ...self, start: Infinity }, stored, value)
    }),
    spec: edits(
      [
        "value = View(t, key)",
        "value = IF Wrote(t, key) THEN writes[t][key] " +
          "ELSE VersionAt(now, key).value"
      ],
      ["LET v == VersionAt(start[t], key)", "LET v == VersionAt(now, key)"]
    ),
    model,
    kills: "ReadsItsSnapshot"
  },
  I3: {
    sentence: "Reads its snapshot even where it has written itself.",
    actions: readingBy({
      value: (self, stored) => versionAt(self.start, stored).value,
      record: (self, stored, value) =>
        readOf({ ...self, writes: {} }, stored, value)
    }),
    spec: edits(
      ["value = View(t, key)", "value = VersionAt(start[t], key).value"],
      ["IN  IF Wrote(t, key) THEN {}", "IN  IF FALSE THEN {}"]
    ),
    model,
    kills: "ReadsItsOwnWrites"
  },
  I4: {
    sentence: "Does not install that a key was taken away.",
    actions: {
      Commit: {
        ...Commit,
        step: (self: Transaction, met: Met, constants: Constants) => {
          const done = Commit.step(self, met, constants)
          const left = (stored: Key) => self.writes[stored.id] === Absent
          const key = met.key.map((stored, i) =>
            left(stored) ? stored : (done.others?.key?.[i] ?? stored)
          )
          return { ...done, others: { ...done.others, key } }
        }
      }
    },
    spec: edits([
      "IF Wrote(t, key)\n           THEN versions",
      "IF Wrote(t, key) /\\ writes[t][key] # Absent\n           THEN versions"
    ]),
    model,
    kills: "CommitIsAtomic"
  },
  I5: {
    sentence: "Takes its commit timestamp when it begins.",
    actions: {
      Commit: {
        ...Commit,
        step: (self: Transaction, met: Met, constants: Constants) => {
          const then = met.oracle.map((o) => ({ ...o, now: self.start }))
          const done = Commit.step(self, { ...met, oracle: then }, constants)
          const late = self.start < lastGiven(met.oracle)
          const oracle = late ? met.oracle : done.others?.oracle
          return { ...done, others: { ...done.others, oracle } }
        }
      }
    },
    spec: edits(
      ["![t] = now + 1]", "![t] = start[t] + 1]"],
      ["timestamp |-> now + 1", "timestamp |-> start[t] + 1"],
      ["now' = now + 1", "now' = IF start[t] = now THEN now + 1 ELSE now"]
    ),
    model: `${model}_Three`,
    kills: "ReadsItsSnapshot"
  },
  I6: {
    sentence:
      "Instead of losing moves its snapshot on, and reads nothing again.",
    actions: {
      Commit: {
        ...unchecked,
        step: (self: Transaction, met: Met, constants: Constants) =>
          Commit.step({ ...self, start: lastGiven(met.oracle) }, met, constants)
      }
    },
    spec: edits(
      [CHECK, "TRUE"],
      [
        "UNCHANGED <<start, reads, writes>>",
        "start' = [start EXCEPT ![t] = now] /\\ UNCHANGED <<reads, writes>>"
      ]
    ),
    model,
    kills: "ReadsItsSnapshot"
  }
}
