/** A guide, followed from its first step to its last. */
import type { Edit, File, Session, Step } from "./guide.ts"
import type { Workshop } from "./workshop.ts"

/** Commands, and the files and edits that come before them. */
export interface Stage {
  readonly changes: ReadonlyArray<File | Edit>
  readonly session: Session
}

/** Every step belongs to a stage: what is written is used. */
export const stagesOf = (steps: ReadonlyArray<Step>): ReadonlyArray<Stage> => {
  const stages: Array<Stage> = []
  let changes: Array<File | Edit> = []
  for (const step of steps) {
    if (step._tag !== "Session") {
      changes.push(step)
      continue
    }
    stages.push({ changes, session: step })
    changes = []
  }
  const [unused] = changes
  if (unused === undefined) return stages
  throw new Error(`line ${unused.line}: no commands follow`)
}

/** Takes the steps of a stage; what was for now is taken back. */
export const take = async (
  workshop: Workshop,
  { changes, session }: Stage,
  withoutTlc: boolean
): Promise<ReadonlyArray<string> | undefined> => {
  const undone = changes.flatMap((change) => {
    if (change._tag === "File") {
      workshop.write(change)
      return []
    }
    const undo = workshop.edit(change)
    return change.forNow ? [undo] : []
  })
  const skipped = session.needsTlc && withoutTlc
  const outputs = skipped ? undefined : await workshop.follow(session)
  for (const undo of undone.reverse()) undo()
  return outputs
}

/** What is the same on every machine: how long something took is not. */
export const steady = (output: string): string =>
  output
    .replace(/\d[\d,.]* (?:ms|s|min|MB|GB)\b/g, "some time or memory")
    .replace(/ +/g, " ")
