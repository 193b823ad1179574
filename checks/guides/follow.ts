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

/** Follows a guide in a workshop. */
export interface Follower {
  /** What the stage's commands print; nothing if they need TLC in vain. */
  readonly take: (stage: Stage) => Promise<ReadonlyArray<string> | undefined>
  /** Takes back what is still there for now. */
  readonly restore: () => void
}

/** What is there for now is taken back before the next file or edit. */
export const follower = (workshop: Workshop, withoutTlc: boolean): Follower => {
  let undo: ReadonlyArray<() => void> = []
  const restore = () => {
    for (const one of undo.toReversed()) one()
    undo = []
  }
  const change = (step: File | Edit): ReadonlyArray<() => void> => {
    if (step._tag === "Edit") {
      const back = workshop.edit(step)
      return step.forNow ? [back] : []
    }
    workshop.write(step)
    return []
  }
  return {
    restore,
    take: async ({ changes, session }) => {
      if (changes.length > 0) {
        restore()
        undo = changes.flatMap(change)
      }
      return session.needsTlc && withoutTlc
        ? undefined
        : await workshop.follow(session)
    }
  }
}

/** What is the same on every machine: how long something took is not. */
export const steady = (output: string): string =>
  output
    .replace(/\d[\d,.]* (?:ms|s|min|MB|GB)\b/g, "some time or memory")
    .replace(/ +/g, " ")
