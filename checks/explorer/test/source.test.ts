import * as fc from "fast-check"
import { afterEach, describe, expect, it, vi } from "vitest"
import type { Limits } from "../run.ts"
import { Search } from "../search.ts"
import type { Entry, Formula, Source, Unit, Write } from "../source.ts"

const searchOf = (
  source: Source<string>,
  limits: Limits = {},
  holds: Formula = () => 1
) => {
  const search = new Search(
    source,
    {
      invariants: { Holds: holds },
      refinements: {},
      bounds: [],
      deadlock: false,
      initialBreaks: []
    },
    {
      limits,
      gauges: { memory: () => 0, elapsed: () => 0 },
      cached: true
    }
  )
  return search
}

const explored = (source: Source<string>, limits: Limits = {}) => {
  const search = searchOf(source, limits)
  while (!search.advance(1 << 12)) continue
  return search
}

/** Counts up in one cell. */
const counter = (last: number): Source<string> => ({
  cells: ["count"],
  initial: [[0]],
  roots: [
    {
      cell: 0,
      expand: (id) => ({
        outcomes: id < last ? [outcome([{ cell: 0, id: id + 1 }])] : [],
        then: []
      })
    }
  ]
})

const outcome = (writes: ReadonlyArray<Write>, label = "") => ({
  label,
  writes,
  breaks: []
})

const CELLS = 6
const IDS = 3

/** What a unit does per id: steps that it offers, and cells to be read next. */
interface Plan {
  readonly cell: number
  readonly steps: ReadonlyArray<{
    readonly at: number
    readonly cell: number
    /** To this id, or as many up from the id that is there. */
    readonly to: number
    readonly relative: boolean
  }>
  readonly then: ReadonlyArray<Plan>
}

const planOf = (then: fc.Arbitrary<ReadonlyArray<Plan>>) =>
  fc.record(
    {
      cell: fc.nat({ max: CELLS - 1 }),
      steps: fc.array(
        fc.record({
          at: fc.nat({ max: IDS - 1 }),
          cell: fc.nat({ max: CELLS - 1 }),
          to: fc.nat({ max: IDS - 1 }),
          relative: fc.boolean()
        }),
        { maxLength: 3 }
      ),
      then
    },
    { noNullPrototype: true }
  )

const leaves = fc.array(planOf(fc.constant([])), { maxLength: 3 })
const anyPlans = fc.array(planOf(fc.array(planOf(leaves), { maxLength: 2 })), {
  maxLength: 6
})

const unitOf = ({ cell, steps, then }: Plan): Unit<string> => {
  const next = then.map(unitOf)
  const writes = steps.map(({ cell, to, relative }): Write =>
    relative ? { cell, update: (id) => (id + to) % IDS } : { cell, id: to }
  )
  return {
    cell,
    expand: (id): Entry<string> => ({
      outcomes: steps.flatMap(({ at }, i) =>
        at === id ? [outcome([writes[i]!], String(i))] : []
      ),
      then: id === 0 ? [] : next
    })
  }
}

const sourceOf = (plans: ReadonlyArray<Plan>): Source<string> => ({
  cells: Array.from({ length: CELLS }, String),
  initial: [Array.from({ length: CELLS }, () => 0)],
  roots: plans.map(unitOf)
})

type State = ReadonlyArray<number>

/** The steps out of a state as the source tells them. */
const stepsFrom = (
  units: ReadonlyArray<Unit<string>>,
  state: State
): ReadonlyArray<State> =>
  units.flatMap(({ cell, expand }) => {
    const { outcomes, then } = expand(state[cell]!)
    return [
      ...outcomes.map(({ writes }) =>
        writes.reduce<State>(
          (after, write) =>
            after.with(
              write.cell,
              "id" in write ? write.id : write.update(state[write.cell]!)
            ),
          state
        )
      ),
      ...stepsFrom(then, state)
    ]
  })

/** States in the order in which they are met, and where they were met from. */
const explorePlainly = ({ initial, roots }: Source<string>) => {
  const states: Array<State> = [initial[0]!]
  const rows = new Map([[String(states[0]), 0]])
  const parents = [-1]
  let generated = 1
  for (let row = 0; row < states.length; row++) {
    for (const after of stepsFrom(roots, states[row]!)) {
      generated++
      if (rows.has(String(after))) continue
      rows.set(String(after), states.push(after) - 1)
      parents.push(row)
    }
  }
  return { states, parents, generated }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe("a source", () => {
  it("is explored in the order in which it tells its steps", () => {
    fc.assert(
      fc.property(anyPlans, (plans) => {
        const source = sourceOf(plans)
        const search = explored(source)
        const plain = explorePlainly(source)
        const rows = plain.states.map((_, row) => row)
        expect(search.rows.count).toBe(plain.states.length)
        expect(rows.map((row) => [...search.idsOf(row)])).toEqual(plain.states)
        expect(rows.map((row) => search.rows.parents[row])).toEqual(
          plain.parents
        )
        expect(search.generated).toBe(plain.generated)
      }),
      { numRuns: 200 }
    )
  })

  it("may have more values in a cell than 16 bits can tell apart", () => {
    const search = explored(counter(70_000))
    expect([search.rows.count, search.depth]).toEqual([70_001, 70_001])
    expect([...search.idsOf(70_000)]).toEqual([70_000])
  })

  it("may find new cells; a formula reads 0 where they are not written", () => {
    const cells = ["count"]
    const found = (): ReadonlyArray<Write> => {
      cells[1] = "found"
      return [{ cell: 1, update: (id) => id }]
    }
    const counting = counter(20).roots[0]!
    const source: Source<string> = {
      // What comes of 10 waits to be checked when 3 finds a cell.
      initial: [[10], [3]],
      cells,
      roots: [
        counting,
        {
          cell: 0,
          expand: (id) =>
            id === 3
              ? { outcomes: [outcome(found())], then: [] }
              : { outcomes: [], then: [] }
        }
      ]
    }
    const seen: Array<ReadonlyArray<number>> = []
    const search = searchOf(source, {}, (read) => {
      seen.push(cells.map((_, cell) => read(cell)))
      return 1
    })
    while (!search.advance(1 << 12)) continue
    expect(search.rows.count).toBe(18)
    expect(seen).toContainEqual([11, 0])
    expect(seen).not.toContainEqual([11, undefined])
  })

  it("is explored as far as there is memory", () => {
    const most = 1 << 14
    const search = searchOf(counter(70_000))
    class Small extends Int32Array {
      constructor(length: number) {
        if (length > most)
          throw new RangeError("Array buffer allocation failed")
        super(length)
      }
    }
    vi.stubGlobal("Int32Array", Small)
    while (!search.advance(1 << 12)) continue
    expect(search.ending).toEqual({ _tag: "Incomplete", limit: "memory" })
    expect(search.rows.count).toBeGreaterThan(1 << 10)
  })

  it("that fails is not taken for a lack of memory", () => {
    const search = searchOf({
      ...counter(0),
      roots: [
        {
          cell: 0,
          expand: () => {
            throw new RangeError("Maximum call stack size exceeded")
          }
        }
      ]
    })
    expect(() => search.advance(1)).toThrow("Maximum call stack")
  })
})
