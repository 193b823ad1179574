/** Mistakes of a store that only its reads and commits can show. */
import type { Action } from "../../protocols/kernel/protocol.ts"
import { SnapshotIsolationBugs } from "../../protocols/snapshot-isolation/bugs.ts"
import { Commit } from "../../protocols/snapshot-isolation/actions.ts"

type Actions = Readonly<Record<string, Action>>

/** Of all keys that it wrote a transaction installs the first one only. */
export const tornCommit: Actions = {
  Commit: {
    ...Commit,
    step: (self, met, constants) => {
      const done = Commit.step(self, met, constants)
      const key = met.key.map((stored, i) =>
        i === 0 ? (done.others?.key?.[0] ?? stored) : stored
      )
      return { ...done, others: { ...done.others, key } }
    }
  } satisfies typeof Commit
}

/** Nobody looks whether another was first. */
export const noFirstCommitter: Actions = SnapshotIsolationBugs["I1"]!.actions

/** Reads find the last version, whatever the snapshot is. */
export const readsTheLatest: Actions = SnapshotIsolationBugs["I2"]!.actions
