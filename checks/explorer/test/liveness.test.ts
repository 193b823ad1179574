import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { actor, step } from "../../../protocols/kernel/action.ts"
import { protocol, type World } from "../../../protocols/kernel/protocol.ts"
import { findLasso, type Lasso } from "../liveness.ts"
import { Search } from "../search.ts"
import type { Label } from "../attempt.ts"
import { Twin } from "../twin.ts"

/**
 * One actor that moves from number to number: for each action and number where
 * it goes, -1 for nowhere. Numbers from 0 up to SIZE.
 */
interface Case {
  readonly moves: ReadonlyArray<ReadonlyArray<number>>
  readonly fair: ReadonlyArray<boolean>
  readonly from: ReadonlyArray<boolean> | undefined
  readonly to: ReadonlyArray<boolean>
}

const SIZE = 5
const ACTIONS = ["A", "B", "C"] as const
const numbers = Array.from({ length: SIZE }, (_, n) => n)

const perNumber = <A>(value: fc.Arbitrary<A>) =>
  fc.array(value, { minLength: SIZE, maxLength: SIZE })

const anyCase: fc.Arbitrary<Case> = fc.record(
  {
    moves: fc.tuple(
      ...ACTIONS.map(() => perNumber(fc.integer({ min: -1, max: SIZE - 1 })))
    ),
    fair: fc.tuple(...ACTIONS.map(() => fc.boolean())),
    from: fc.option(perNumber(fc.boolean()), { nil: undefined }),
    to: perNumber(fc.boolean())
  },
  { noNullPrototype: true }
)

const Constants = Schema.Struct({})
const Mover = Schema.Struct({ id: Schema.String, at: Schema.Int })
type Movers = World<{ readonly mover: typeof Mover.Type }, never>

const searchOf = ({ moves }: Pick<Case, "moves">) => {
  const mover = actor("mover", {
    state: Mover,
    message: Schema.Never,
    constants: Constants
  })
  const next = Object.fromEntries(
    ACTIONS.map((name, i) => [
      name,
      mover.local({
        guards: { Somewhere: ({ at }) => moves[i]![at]! >= 0 },
        step: (self) => step({ ...self, at: moves[i]![self.at]! })
      })
    ])
  )
  const twin = new Twin(
    protocol<Movers, object, string>({
      module: "Mover",
      constants: Constants,
      actors: {
        mover: {
          state: Mover,
          ids: () => ["m"],
          init: (id) => ({ id, at: 0 })
        }
      },
      network: { semantics: "set", message: Schema.Never, part: () => "" },
      next,
      environment: {},
      weaklyFair: [],
      invariants: {},
      actionProperties: {},
      liveness: {},
      refinements: {},
      witnesses: {},
      bounds: {},
      variables: () => ({})
    }),
    {}
  )
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
  const at = (row: number): number =>
    (twin.value(0, search.idsOf(row)[0]!) as { readonly at: number }).at
  return { search, at }
}

/** The lasso that the checker finds, in numbers. */
const found = (given: Case): Lasso | undefined => {
  const { search, at } = searchOf(given)
  const { from } = given
  const lasso = findLasso(
    search,
    {
      from: from && ((row) => from[at(row)]!),
      to: (row) => given.to[at(row)]!
    },
    {
      actions: ACTIONS.length,
      of: (outcome) => {
        const { action } = search.steps.outcomes[outcome]!.label
        const index = ACTIONS.indexOf(action as "A")
        return given.fair[index] ? index : -1
      }
    }
  )
  return lasso && { stem: lasso.stem.map(at), cycle: lasso.cycle.map(at) }
}

const goes = ({ moves }: Case, action: number, from: number): number =>
  moves[action]![from] === from ? -1 : moves[action]![from]!

/** Numbers reached from the given ones, without entering forbidden ones. */
const reach = (
  given: Case,
  starts: ReadonlyArray<number>,
  allowed: (n: number) => boolean
): ReadonlySet<number> => {
  const seen = new Set(starts.filter(allowed))
  for (const at of seen) {
    for (const a of ACTIONS.keys()) {
      const to = goes(given, a, at)
      if (to >= 0 && allowed(to)) seen.add(to)
    }
  }
  return seen
}

/** Is a behaviour fair that stays within these numbers, meeting all of them? */
const fairWithin = (given: Case, inside: ReadonlyArray<number>): boolean =>
  [...ACTIONS.keys()]
    .filter((a) => given.fair[a])
    .every((a) =>
      inside.some((n) => {
        const to = goes(given, a, n)
        return to === -1 || inside.includes(to)
      })
    )

/** By definition: some set of numbers in which a fair behaviour can stay. */
const violatedByDefinition = (given: Case): boolean => {
  const waits = (n: number) => !given.to[n]
  const all = reach(given, [0], () => true)
  const { from } = given
  const begins = from ? [...all].filter((n) => from[n]) : [0]
  const waiting = reach(given, begins, waits)
  for (let bits = 1; bits < 2 ** SIZE; bits++) {
    const inside = numbers.filter((n) => bits & (2 ** n))
    if (!inside.every((n) => waiting.has(n))) continue
    const connected = inside.every(
      (n) => reach(given, [n], (m) => inside.includes(m)).size === inside.length
    )
    if (connected && fairWithin(given, inside)) return true
  }
  return false
}

describe("liveness", () => {
  it("agrees with the definition on random systems", () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        expect(found(given) !== undefined).toBe(violatedByDefinition(given))
      }),
      { numRuns: 3_000 }
    )
  })

  it("gives a lasso that is a fair behaviour which waits for ever", () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const lasso = found(given)
        fc.pre(lasso !== undefined)
        const { stem, cycle } = lasso
        const walk = [...stem, ...cycle.slice(1)]
        expect(walk[0]).toBe(0)
        walk.slice(1).forEach((to, i) => {
          const steps = ACTIONS.map((_, a) => goes(given, a, walk[i]!))
          expect(steps).toContain(to)
        })
        const loop = cycle.length === 0 ? [stem.at(-1)!] : cycle
        expect(loop.at(-1)).toBe(stem.at(-1))
        expect(loop.every((n) => !given.to[n])).toBe(true)
        expect(fairWithin(given, loop)).toBe(true)
      }),
      { numRuns: 1_000 }
    )
  })

  it.each<[string, Omit<Case, "to">, ReadonlyArray<number>, Lasso | undefined]>(
    [
      [
        "an unfair action need not happen",
        { moves: [[1, -1]], fair: [false], from: undefined },
        [1],
        { stem: [0], cycle: [] }
      ],
      [
        "a fair action that stays possible happens",
        { moves: [[1, -1]], fair: [true], from: undefined },
        [1],
        undefined
      ],
      [
        "a fair action may be missed if it is possible now and then",
        {
          moves: [
            [2, -1, -1],
            [1, 0, -1]
          ],
          fair: [true, true],
          from: undefined
        },
        [2],
        { stem: [0], cycle: [0, 1, 0] }
      ]
    ]
  )("%s", (_, given, goals, lasso) => {
    const moves = ACTIONS.map((__, a) =>
      numbers.map((n) => given.moves[a]?.[n] ?? -1)
    )
    const to = numbers.map((n) => goals.includes(n))
    expect(found({ ...given, moves, to })).toEqual(lasso)
  })
})
