/**
 * Random systems for liveness: movers that go from number to number, each by
 * itself, with fairness of every kind, and a formula about where they are.
 */
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { actor, step } from "../../../protocols/kernel/action.ts"
import {
  alwaysEventually,
  type Condition,
  eventually,
  eventuallyAlways,
  leadsTo,
  type Liveness
} from "../../../protocols/kernel/liveness.ts"
import {
  type Protocol,
  protocol,
  type World
} from "../../../protocols/kernel/protocol.ts"
import { promisesNothing } from "../../../protocols/kernel/testing.ts"

export const ACTIONS = ["A", "B", "C"] as const

/** What a condition says about a state, with the numbers in one digit each. */
export interface Said {
  /** True where this is: one per state. */
  readonly holds: ReadonlyArray<boolean>
  /** Or where this action of the first mover is possible. */
  readonly enabled: (typeof ACTIONS)[number] | undefined
}

export interface Case {
  /** How many movers there are, and numbers that they can be at. */
  readonly movers: number
  readonly size: number
  /** For each action its ways: from each number to where; -1: nowhere. */
  readonly moves: ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>>
  readonly fair: ReadonlyArray<"weak" | "strong" | "none">
  readonly form:
    | "Eventually"
    | "LeadsTo"
    | "EventuallyAlways"
    | "AlwaysEventually"
  readonly from: Said
  readonly to: Said
}

const times = <A>(count: number, one: fc.Arbitrary<A>) =>
  fc.array(one, { minLength: count, maxLength: count })

/** Nowhere, to a neighbour or anywhere: cycles of all lengths are likely. */
const wayOf = (size: number) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, at) =>
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(-1) },
        {
          weight: 2,
          arbitrary: fc.constantFrom((at + 1) % size, (at + size - 1) % size)
        },
        { weight: 1, arbitrary: fc.nat(size - 1) }
      )
    )
  )

const saidOf = (states: number): fc.Arbitrary<Said> =>
  fc.record(
    {
      holds: times(states, fc.boolean()),
      enabled: fc.option(fc.constantFrom(...ACTIONS), {
        nil: undefined,
        freq: 3
      })
    },
    { noNullPrototype: true }
  )

const caseOf = (movers: number, size: number): fc.Arbitrary<Case> =>
  fc.record(
    {
      movers: fc.constant(movers),
      size: fc.constant(size),
      moves: times(
        ACTIONS.length,
        fc.array(wayOf(size), { minLength: 1, maxLength: 2 })
      ),
      fair: times(
        ACTIONS.length,
        fc.constantFrom("weak" as const, "strong" as const, "none" as const)
      ),
      form: fc.constantFrom(
        "Eventually" as const,
        "LeadsTo" as const,
        "EventuallyAlways" as const,
        "AlwaysEventually" as const
      ),
      from: saidOf(size ** movers),
      to: saidOf(size ** movers)
    },
    { noNullPrototype: true }
  )

export const anyCase = fc.oneof(caseOf(1, 3), caseOf(1, 6), caseOf(2, 3))

const Constants = Schema.Struct({ Movers: Schema.Array(Schema.String) })
const Mover = Schema.Struct({ id: Schema.String, at: Schema.Int })
type Movers = World<{ readonly mover: typeof Mover.Type }, never>
type Constants = typeof Constants.Type

const mover = actor("mover", {
  state: Mover,
  message: Schema.Never,
  constants: Constants
})

export const idsOf = ({ movers }: Case): ReadonlyArray<string> =>
  Array.from({ length: movers }, (_, i) => `m${i}`)

/** The number of a state: the digits are where the movers are. */
export const stateOf = (
  { size }: Case,
  places: ReadonlyArray<number>
): number => places.reduce((state, at) => state * size + at, 0)

const conditionOf =
  (given: Case, { holds, enabled }: Said): Condition<Movers, Constants> =>
  (world, { Movers }, isEnabled) =>
    holds[
      stateOf(
        given,
        Movers.map((id) => world.mover[id]!.at)
      )
    ]! ||
    (enabled !== undefined && isEnabled(enabled, "m0"))

export const formulaOf = (given: Case): Liveness<Movers, Constants> => {
  const from = conditionOf(given, given.from)
  const to = conditionOf(given, given.to)
  return {
    Eventually: eventually(to),
    LeadsTo: leadsTo(from, to),
    EventuallyAlways: eventuallyAlways(to),
    AlwaysEventually: alwaysEventually(to)
  }[given.form]
}

/** The moves of a case as actions, each of which chooses its way. */
const actionsOf = ({ moves }: Case) =>
  Object.fromEntries(
    ACTIONS.map((name, a) => [
      name,
      mover
        .choosing(() => moves[a]!.map((_, way) => ({ way })))
        .local({
          guards: {
            Somewhere: ({ at }, { way }) => moves[a]![way]![at]! >= 0
          },
          step: (self, { way }) =>
            step({ ...self, at: moves[a]![way]![self.at]! })
        })
    ])
  )

/** The protocol whose steps are the moves of a case. */
export const protocolOf = (given: Case): Protocol => {
  const fair = (strength: "weak" | "strong") =>
    ACTIONS.filter((_, a) => given.fair[a] === strength)
  return protocol<Movers, Constants, string>({
    module: "Movers",
    constants: Constants,
    actors: {
      mover: {
        state: Mover,
        ids: ({ Movers }) => Movers,
        init: (id) => ({ id, at: 0 })
      }
    },
    network: { semantics: "set", message: Schema.Never, part: () => "" },
    next: actionsOf(given),
    ...promisesNothing,
    weaklyFair: fair("weak"),
    stronglyFair: fair("strong"),
    liveness: { Live: formulaOf(given) }
  })
}
