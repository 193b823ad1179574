import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { breachesOf, fairnessOf, instancesOf } from "../breaches.ts"
import type { Label } from "../attempt.ts"
import { findLasso, type Lasso } from "../liveness.ts"
import { regionOf } from "../region.ts"
import { Search } from "../search.ts"
import { Twin } from "../twin.ts"
import {
  breaks,
  hasShorterCycle,
  isFair,
  type Moves,
  movesOf,
  nearestBreaches
} from "./definition.ts"
import { anyCase, type Case, idsOf, protocolOf, stateOf } from "./movers.ts"

const searched = (twin: Twin) => {
  const search = new Search<Label>(
    twin,
    {
      invariants: {},
      refinements: {},
      bounds: [],
      deadlock: false,
      initialBreaks: []
    },
    {
      limits: {},
      gauges: { memory: () => 0, elapsed: () => 0 },
      cached: true
    }
  )
  while (!search.advance(1 << 10)) continue
  return search
}

const prepared = (given: Case) => {
  const twin = new Twin(protocolOf(given), { Movers: idsOf(given) })
  return { twin, search: searched(twin) }
}

/** Where the movers are. */
const placesIn = (twin: Twin, search: Search<Label>, row: number) => {
  const ids = search.idsOf(row)
  return twin.actors.map(
    ({ cell }) => (twin.value(cell, ids[cell]!) as { at: number }).at
  )
}

/** The lasso that the explorer finds, as states of the case. */
const found = (given: Case, budget?: number): Lasso | undefined => {
  const { twin, search } = prepared(given)
  const { Live } = twin.protocol.liveness
  const [instance] = instancesOf(Live!, twin.constants)
  const breaches = breachesOf(twin, search, instance!.formula)
  const fairness = fairnessOf(twin, search)
  const lasso = findLasso(search, breaches, fairness, budget)
  const state = (row: number) => stateOf(given, placesIn(twin, search, row))
  return lasso && { stem: lasso.stem.map(state), cycle: lasso.cycle.map(state) }
}

/** Is it a behaviour, fair, and one that breaks the formula? */
const expectBreach = (given: Case, moves: Moves, { stem, cycle }: Lasso) => {
  const end = stem.at(-1)!
  const again = cycle.length === 0 ? [end] : cycle
  const walk = [...stem, ...cycle.slice(1)]
  expect(walk[0]).toBe(0)
  walk.slice(1).forEach((to, i) => {
    const from = walk[i]!
    expect(moves.all).toContainEqual(expect.objectContaining({ from, to }))
  })
  expect([again[0], again.at(-1)]).toEqual([end, end])
  const made = (from: number, to: number) =>
    cycle.some((state, i) => state === from && cycle[i + 1] === to)
  expect(isFair(moves, new Set(again), made)).toBe(true)
  expect(breaks(given, moves, stem.slice(0, -1), again)).toBe(true)
}

/** Steps of a cycle; to look at all longer ones takes too long. */
const LONGEST = 8

describe("the rows whose steps are stored", () => {
  it("are those on cycles and between them", () => {
    const to = (moves: Readonly<Record<number, number>>) =>
      Array.from({ length: 9 }, (_, at) => moves[at] ?? -1)
    // 0 to 3 lead to the cycle of 4 and 5; 6, 7 and 8 are beside and behind it.
    const moves = [
      [to({ 0: 1, 1: 2, 2: 3, 3: 4, 4: 5, 5: 4 })],
      [to({ 3: 6, 6: 7, 5: 8 })],
      [to({})]
    ]
    const nothing = { holds: [], enabled: undefined }
    const { twin, search } = prepared({
      movers: 1,
      size: 9,
      moves,
      fair: ["weak", "none", "none"],
      form: "Eventually",
      from: nothing,
      to: nothing
    })
    const always = () => true
    const everywhere = { begins: always, stays: always, returns: always }
    const { core } = regionOf(search, everywhere, fairnessOf(twin, search))
    expect([...core.rows].map((row) => placesIn(twin, search, row))).toEqual([
      [4],
      [5]
    ])
  })
})

describe("liveness of random systems", () => {
  it("is as the definition says, refuted by the shortest lasso", () => {
    const lengths = new Map<number | undefined, number>()
    const test = (given: Case) => {
      const moves = movesOf(given)
      const lasso = found(given)
      const ways = nearestBreaches(given, moves)
      expect(lasso?.stem.length).toBe(ways[0]?.length)
      const steps = lasso && Math.max(lasso.cycle.length - 1, 1)
      lengths.set(steps, (lengths.get(steps) ?? 0) + 1)
      if (lasso === undefined || steps === undefined) return
      expectBreach(given, moves, lasso)
      const most = Math.min(steps, LONGEST)
      for (const way of ways) {
        expect(hasShorterCycle(given, moves, way, most)).toBe(false)
      }
    }
    fc.assert(fc.property(anyCase, test), { numRuns: 2_000 })
    // It holds, is broken by stuttering, or by cycles of many lengths.
    for (const steps of [undefined, 1, 2, 3, 4, 5]) {
      expect(lengths.get(steps)).toBeGreaterThan(5)
    }
  })

  it("is refuted by a fair cycle, though a longer one, without a budget", () => {
    const test = (given: Case) => {
      const [best, any] = [found(given), found(given, 0)]
      expect(any?.stem.length).toBe(best?.stem.length)
      if (any === undefined) return
      expectBreach(given, movesOf(given), any)
      expect(any.cycle.length).toBeGreaterThanOrEqual(best!.cycle.length)
    }
    fc.assert(fc.property(anyCase, test), { numRuns: 500 })
  })
})
