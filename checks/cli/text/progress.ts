/** The one line that tells how far a search is. */
import type { Progress } from "../../explorer/explore.ts"
import { approximate, megabytes, rate } from "./figures.ts"

/** What an engine can tell of its progress. */
export type Far = Pick<Progress, "generated" | "distinct" | "queue" | "depth"> &
  Partial<Pick<Progress, "memory" | "elapsed">>

/** Short, because a line that does not fit is cut. */
export const progressLine = (what: string, far: Far): string => {
  const { generated, distinct, queue, depth, memory, elapsed } = far
  return [
    `${what}: ${approximate(distinct)} states`,
    `${approximate(queue)} queued`,
    `${approximate(generated)} generated`,
    `depth ${depth}`,
    ...(elapsed === undefined ? [] : [rate(distinct, elapsed)]),
    ...(memory === undefined ? [] : [megabytes(memory)])
  ].join(", ")
}
