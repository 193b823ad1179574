/**
 * Does something good always happen in the end? Looks in a finished search for
 * a fair behaviour in which it does not: a way to a cycle on which every weakly
 * fair action is taken or is, somewhere, impossible, and every strongly fair
 * one is taken or is impossible throughout. Every state may stutter.
 */
import { shortestCycle } from "./cycles.ts"
import { fairComponents } from "./fair-components.ts"
import { type Breach, type Fairness, type Region, regionOf } from "./region.ts"
import type { Search } from "./search.ts"

/** A behaviour: rows up to the loop, then the rows that it repeats for ever. */
export interface Lasso {
  readonly stem: ReadonlyArray<number>
  /** Starts and ends with the stem's last row; empty: it stutters there. */
  readonly cycle: ReadonlyArray<number>
}

/** What the shortest cycle may cost; a place takes about 300 bytes. */
const BUDGET = 1 << 19

/**
 * A fair behaviour that breaks the property in one of these ways, or none. No
 * other has a shorter stem, and none with a stem as short has a shorter cycle;
 * the cycle may be longer where it is too costly to find (`shortestCycle`).
 *
 * @param breaches none is possible if the first is not
 */
export const findLasso = <Label>(
  search: Search<Label>,
  breaches: ReadonlyArray<Breach>,
  fairness: Fairness,
  budget: number = BUDGET
): Lasso | undefined => {
  let best: Lasso | undefined
  for (const breach of breaches) {
    const lasso = nearestLasso(search, breach, fairness, budget)
    if (best === undefined && lasso === undefined) return undefined
    best = shorter(best, lasso)
  }
  return best
}

const shorter = (a?: Lasso, b?: Lasso): Lasso | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  const less = b.stem.length - a.stem.length || b.cycle.length - a.cycle.length
  return less < 0 ? b : a
}

const nearestLasso = <Label>(
  search: Search<Label>,
  breach: Breach,
  fairness: Fairness,
  budget: number
): Lasso | undefined => {
  const region = regionOf(search, breach, fairness)
  const { distance, stutters, core } = region
  const { components, of } = fairComponents(core, fairness.strengths)
  const away = (node: number) => distance[core.rows[node]!]!
  const nodes = components.flat()
  const least = nodes.reduce((least, n) => Math.min(least, away(n)), Infinity)
  if (stutters !== -1 && distance[stutters]! <= least) {
    return { stem: stemTo(search, region, stutters), cycle: [] }
  }
  if (components.length === 0) return undefined
  const nearest = nodes.filter((node) => away(node) === least)
  const cycle = shortestCycle(
    core,
    nearest,
    of,
    fairness.strengths,
    budget
  ).map((node) => core.rows[node]!)
  return { stem: stemTo(search, region, cycle[0]!), cycle }
}

const stemTo = <Label>(
  search: Search<Label>,
  { from }: Region,
  last: number
): ReadonlyArray<number> => {
  const path = [last]
  let row = last
  while (from[row] !== -1) path.push((row = from[row]!))
  while (search.rows.parents[row] !== -1) {
    path.push((row = search.rows.parents[row]!))
  }
  return path.toReversed()
}
