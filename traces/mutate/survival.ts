/** Why a corruption was not found out. */
import type { Verdict } from "../validator/verdict.ts"
import type { Mutant } from "./mutants.ts"

const ofField: Readonly<Record<string, string>> = {
  at: "a clock may run ahead, and nothing follows from this step soon enough",
  "(line dropped)": "nothing after the line depends on the step",
  "(line twice)": "the step may be repeated: its message can come again",
  "(lines swapped)": "the steps could have happened in either order"
}

const otherwise = "the step that it now names is possible, and all that follows"

/** A reason in a sentence. */
export const survival = ({ field }: Mutant, verdict: Verdict): string => {
  if (verdict._tag === "Undecided") {
    const states = `${verdict.budget} states`
    return `undecided: the corrupted log leaves too much open (${states})`
  }
  const why = ofField[field] ?? otherwise
  return `the corrupted log tells of another behaviour: ${why}`
}
