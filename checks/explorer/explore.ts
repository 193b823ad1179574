/** Checks one model with the explorer. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { totalmem } from "node:os"
import { getHeapStatistics } from "node:v8"
import { BadInput } from "../models/bad-input.ts"
import type { Config } from "../models/config.ts"
import type { Model } from "../models/models.ts"
import { Alike } from "./alike.ts"
import { breachesOf, fairnessOf, instancesOf } from "./breaches.ts"
import { type Counterexample, pathTo, stepsAlong } from "./counterexample.ts"
import { running } from "./faults.ts"
import type { Order } from "./frontier.ts"
import { findLasso, type Lasso } from "./liveness.ts"
import { type Asked, asked } from "./properties.ts"
import type { Limit, Limits, Properties } from "./run.ts"
import { Search } from "./search.ts"
import type { Label } from "./attempt.ts"
import type { Fairness } from "./region.ts"
import { simulation } from "./simulation.ts"
import { Twin } from "./twin.ts"
import { vacuous } from "./vacuity.ts"

export interface ExploreOptions {
  readonly limits: Limits
  /** False: evaluate every action in every state anew. */
  readonly cached: boolean
  /** Left out: breadth first. */
  readonly order?: Order | undefined
  /** Told how far the search is, every so many states. */
  readonly onProgress: (progress: Progress) => Effect.Effect<void>
}

/** How far a search is; bytes and milliseconds. */
export interface Progress {
  readonly generated: number
  readonly distinct: number
  readonly queue: number
  readonly depth: number
  readonly memory: number
  readonly elapsed: number
}

export type Finding =
  | { readonly _tag: "Holds" }
  | { readonly _tag: "Incomplete"; readonly limit: Limit }
  /** Nothing is violated, but a property says nothing of any state. */
  | { readonly _tag: "Vacuous"; readonly property: string }
  | {
      readonly _tag: "Violated"
      readonly kind: "deadlock" | "safety" | "liveness"
      readonly property: string
      /** For which values of its parameters. */
      readonly of?: ReadonlyArray<string | number>
      readonly counterexample: Counterexample
    }

export interface Explored extends Progress {
  readonly finding: Finding
  /** Times that protocol code was asked what can happen. */
  readonly evaluations: number
}

/** States between two looks at the outside world, at most. */
const MOST = 1 << 15

/** Milliseconds between them: a state may take as long. */
const SLICE = 50

/** The share of what there is at which a search ends, before it must swap. */
const MOST_OF_ALL = 0.75

/** Bytes at which a search ends if nothing else is said. */
const mostMemory = (): number =>
  MOST_OF_ALL * Math.min(totalmem(), process.constrainedMemory() || Infinity)

/** Explores all states of a model and checks what its configuration names. */
export const explore = Effect.fnUntraced(function* (
  model: Model,
  options: ExploreOptions
) {
  const names = yield* askedOf(model)
  if (options.order === "depth-first") yield* mustBeSafety(model, names)
  const clock = yield* Clock.Clock
  const began = clock.currentTimeMillisUnsafe()
  const elapsed = () => clock.currentTimeMillisUnsafe() - began
  const { memory = mostMemory(), ...others } = options.limits
  const limits = { ...others, memory }
  const run = <A>(step: () => A) => running(model, step)
  const { twin, search } = yield* run(() =>
    prepare(model, names, { ...options, limits }, elapsed)
  )
  let states = 1
  let before = 0
  while (!(yield* run(() => search.advance(states)))) {
    const now = elapsed()
    states = Math.min(now - before < SLICE ? states * 2 : states / 2, MOST)
    before = now
    yield* options.onProgress(progressOf(search, now))
    yield* Effect.yieldNow
  }
  if (search.rows.count === 0 && search.ending?._tag === "Complete") {
    return yield* withoutStates(model)
  }
  yield* run(() => twin.tryAgain())
  const finding = yield* run(() => conclude(twin, search, names))
  const explored: Explored = {
    ...progressOf(search, elapsed()),
    finding,
    evaluations: search.steps.asked
  }
  return explored
})

const progressOf = (search: Search<Label>, elapsed: number): Progress => ({
  generated: search.generated,
  distinct: search.rows.count,
  queue: search.queue,
  depth: search.depth,
  memory: memoryInUse(),
  elapsed
})

/** Nothing but a bound can leave a model without a state. */
export const withoutStates = ({ configPath, config }: Model) =>
  new BadInput({
    file: configPath,
    line: config.constraints[0]?.line ?? 0,
    problem: "there is no state: the initial one is out of bounds"
  })

/** Where behaviours come back is looked for level by level. */
const mustBeSafety = ({ config, configPath }: Model, { liveness }: Asked) => {
  const [name] = liveness[0] ?? []
  if (name === undefined) return Effect.void
  const { line } = config.properties.find((p) => p.name === name)!
  const problem = `${name} is liveness, which is not decided depth first`
  return Effect.fail(new BadInput({ file: configPath, line, problem }))
}

/** What a model asks for, or why it cannot be answered. */
export const askedOf = ({ protocol, config, constants, configPath }: Model) =>
  Effect.fromResult(
    Result.mapError(
      asked(protocol, config, constants),
      ({ line, cause }) =>
        new BadInput({ file: configPath, line, problem: cause })
    )
  )

/** The model as a search that has not begun yet. */
export const prepare = (
  model: Pick<Model, "protocol" | "constants" | "config">,
  names: Asked,
  options: Pick<ExploreOptions, "limits" | "cached" | "order">,
  elapsed: () => number
): { readonly twin: Twin; readonly search: Search<Label> } => {
  const { protocol, constants, config } = model
  const twin = new Twin(protocol, constants, names)
  const search = new Search<Label>(twin, propertiesOf(twin, names, config), {
    ...options,
    gauges: { memory: memoryGauge(), elapsed },
    symmetry:
      names.alike.length === 0 ? undefined : new Alike(twin, names.alike)
  })
  return { twin, search }
}

/** Bytes in use. */
export const memoryInUse = (): number => process.memoryUsage.rss()

/**
 * Tells the bytes in use, and if JavaScript's heap is nearly full, more than
 * there can be. The system is asked once a slice: that takes its time.
 */
export const memoryGauge = (): (() => number) => {
  let bytes = 0
  let asked = -Infinity
  return () => {
    const { used_heap_size, heap_size_limit } = getHeapStatistics()
    if (used_heap_size > MOST_OF_ALL * heap_size_limit) return Infinity
    const now = performance.now()
    if (now - asked > SLICE) {
      bytes = memoryInUse()
      asked = now
    }
    return bytes
  }
}

/** What is to be checked, in terms of the engine. */
export const propertiesOf = (
  twin: Twin,
  names: Asked,
  { checkDeadlock }: Pick<Config, "checkDeadlock">
): Properties => {
  const { invariants, witnesses, bounds } = twin.protocol
  const refinements = Object.fromEntries(
    names.refinements.map((name) => [name, simulation(twin, name)] as const)
  )
  const predicates = { ...invariants, ...witnesses }
  return {
    invariants: Object.fromEntries(
      names.invariants.map(
        (name) => [name, twin.formula(predicates[name]!)] as const
      )
    ),
    refinements,
    bounds: names.bounds.map((name) => twin.formula(bounds[name]!)),
    deadlock: checkDeadlock,
    initialBreaks: [
      ...twin.initialBreaks,
      ...names.refinements.filter((name) => !refinements[name]!.startsRight)
    ]
  }
}

/** TLC calls invariants safety, and all that is asked of steps liveness. */
export const kindOf = (names: Asked, property: string) => {
  if (property === "deadlock") return "deadlock"
  const { actionProperties, refinements } = names
  return [...actionProperties, ...refinements].includes(property)
    ? "liveness"
    : "safety"
}

const conclude = (twin: Twin, search: Search<Label>, names: Asked): Finding => {
  const { ending } = search
  switch (ending?._tag) {
    case "Incomplete":
      return ending
    case "Violated": {
      const { property, row, ids } = ending
      const deadlock = property === "deadlock"
      const way = pathTo(search, row).map((each) => search.idsOf(each))
      const states = deadlock ? way : [...way, ids]
      return {
        _tag: "Violated",
        kind: kindOf(names, property),
        property,
        counterexample: { steps: stepsAlong(twin, search, states, property) }
      }
    }
    default:
      return unfulfilled(twin, search, names) ?? fulfilled(twin, search, names)
  }
}

const fulfilled = (
  twin: Twin,
  search: Search<Label>,
  names: Asked
): Finding => {
  const property = vacuous(twin, search, names)
  return property === undefined
    ? { _tag: "Holds" }
    : { _tag: "Vacuous", property }
}

const unfulfilled = (
  twin: Twin,
  search: Search<Label>,
  names: Asked
): Finding | undefined => {
  const fairness = names.fair ? fairnessOf(twin, search) : unfair
  for (const [property, whole] of names.liveness) {
    for (const { of, formula } of instancesOf(whole, twin.constants)) {
      const breaches = breachesOf(twin, search, formula)
      const lasso = findLasso(search, breaches, fairness)
      if (lasso === undefined) continue
      return {
        _tag: "Violated",
        kind: "liveness",
        property,
        ...(of.length === 0 ? {} : { of }),
        counterexample: told(twin, search, lasso)
      }
    }
  }
  return undefined
}

/** Nothing has to happen. */
const unfair: Fairness = { strengths: [], of: () => -1 }

const told = (
  twin: Twin,
  search: Search<Label>,
  { stem, cycle }: Lasso
): Counterexample => ({
  steps: stepsAlong(
    twin,
    search,
    [...stem, ...cycle.slice(1)].map((row) => search.idsOf(row))
  ),
  loop: cycle.length === 0 ? "stuttering" : stem.length - 1
})
