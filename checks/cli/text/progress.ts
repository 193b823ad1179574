/** The one line that tells how far a search is. */
import type { Progress } from "../../explorer/explore.ts"
import { count, duration, megabytes, rate } from "./figures.ts"

/** What an engine can tell of its progress. */
export type Far = Pick<Progress, "generated" | "distinct" | "queue" | "depth"> &
  Partial<Pick<Progress, "memory" | "elapsed">>

export const progressLine = (what: string, far: Far): string => {
  const { generated, distinct, queue, depth, memory, elapsed } = far
  return [
    `${what}: ${count(distinct)} states`,
    `${count(generated)} generated`,
    `${count(queue)} queued`,
    `depth ${depth}`,
    ...(elapsed === undefined ? [] : [rate(distinct, elapsed)]),
    ...(memory === undefined ? [] : [megabytes(memory)]),
    ...(elapsed === undefined ? [] : [duration(elapsed)])
  ].join(", ")
}
