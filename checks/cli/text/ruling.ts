/** What TLC says of a log, beside what the twin says. */
import type { Arbitration } from "../../../traces/arbiter/arbitrate.ts"
import { plural } from "./figures.ts"

type Judged = Pick<Arbitration, "ruling" | "verdict">

export const rulingText = ({ ruling, verdict }: Judged): string => {
  if (ruling._tag === "Undecided") {
    return `TLC leaves it undecided: ${ruling.cause}.`
  }
  const effort = `(${plural(ruling.distinct, "state")} of the spec looked at)`
  if (ruling._tag === "Rejected") {
    const after = plural(ruling.consumed, "event")
    return `TLC rejects it as well, after ${after} ${effort}.`
  }
  // Numbers, clocks and ids are the log's own affair.
  return verdict._tag === "Rejected"
    ? `TLC accepts what is before that line ${effort}.`
    : `TLC accepts it as well ${effort}.`
}
