/** Why a corruption was not found out. */
import type { Verdict } from "../validator/verdict.ts"
import type { Mutant } from "./mutants.ts"

const ofField: Readonly<Record<string, string>> = {
  at: "a clock may run ahead: as nothing follows from this step soon enough, the greater value is a Lamport clock's, too",
  "(line dropped)":
    "the step changed nothing that the lines after it depend on",
  "(line twice)":
    "the step may be repeated: a message stays in the network and can be received again",
  "(lines swapped)": "the steps could have happened in either order"
}

/** A reason in a sentence. */
export const survival = ({ field }: Mutant, verdict: Verdict): string =>
  verdict._tag === "Undecided"
    ? `undecided: the corrupted log leaves too much open (${verdict.budget} states)`
    : `the corrupted log tells of another behaviour: ${ofField[field] ?? "the step that it now names is possible as well, and all that follows"}`
