/** Checks one model with the explorer. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { totalmem } from "node:os"
import { BadInput } from "../models/bad-input.ts"
import type { Model } from "../models/models.ts"
import { breachesOf, fairnessOf, instancesOf } from "./breaches.ts"
import {
  type Counterexample,
  pathTo,
  stepsAlong,
  stepTo
} from "./counterexample.ts"
import { running } from "./faults.ts"
import { findLasso, type Lasso } from "./liveness.ts"
import { type Asked, asked, simulation } from "./properties.ts"
import type { Limit, Limits } from "./run.ts"
import { Search } from "./search.ts"
import type { Label } from "./attempt.ts"
import type { Fairness } from "./region.ts"
import { Twin } from "./twin.ts"
import { vacuous } from "./vacuity.ts"

export interface ExploreOptions {
  readonly limits: Limits
  /** False: evaluate every action in every state anew. */
  readonly cached: boolean
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

/** States between two looks at the outside world. */
const SLICE = 1 << 14

/** Bytes at which a search ends if nothing else is said: it must not swap. */
const mostMemory = (): number =>
  0.75 * Math.min(totalmem(), process.constrainedMemory() || Infinity)

/** Explores all states of a model and checks what its configuration names. */
export const explore = Effect.fnUntraced(function* (
  model: Model,
  options: ExploreOptions
) {
  const names = yield* askedOf(model)
  const began = yield* Clock.currentTimeMillis
  let now = began
  const { memory = mostMemory(), ...others } = options.limits
  const limits = { ...others, memory }
  const run = <A>(step: () => A) => running(model, step)
  const { twin, search } = yield* run(() =>
    prepare(model, names, { ...options, limits }, () => now - began)
  )
  while (!(yield* run(() => search.advance(SLICE)))) {
    now = yield* Clock.currentTimeMillis
    yield* options.onProgress(progressOf(search, now - began))
    yield* Effect.yieldNow
  }
  if (search.rows.count === 0 && search.ending?._tag === "Complete") {
    return yield* withoutStates(model)
  }
  const finding = yield* run(() => conclude(twin, search, names))
  now = yield* Clock.currentTimeMillis
  const explored: Explored = {
    ...progressOf(search, now - began),
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
  memory: process.memoryUsage.rss(),
  elapsed
})

/** Nothing but a bound can leave a model without a state. */
const withoutStates = ({ configPath, config }: Model) =>
  new BadInput({
    file: configPath,
    line: config.constraints[0]?.line ?? 0,
    problem: "there is no state: the initial one is out of bounds"
  })

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
  options: Pick<ExploreOptions, "limits" | "cached">,
  elapsed: () => number
): { readonly twin: Twin; readonly search: Search<Label> } => {
  const { protocol, constants, config } = model
  const twin = new Twin(protocol, constants, names)
  const refinements = Object.fromEntries(
    names.refinements.map((name) => [name, simulation(twin, name)] as const)
  )
  const predicates = { ...protocol.invariants, ...protocol.witnesses }
  const search = new Search<Label>(
    twin,
    {
      invariants: Object.fromEntries(
        names.invariants.map(
          (name) => [name, twin.formula(predicates[name]!)] as const
        )
      ),
      refinements,
      bounds: names.bounds.map((name) => twin.formula(protocol.bounds[name]!)),
      deadlock: config.checkDeadlock,
      initialBreaks: [
        ...twin.initialBreaks,
        ...names.refinements.filter((name) => !refinements[name]!.startsRight)
      ]
    },
    {
      limits: options.limits,
      gauges: { memory: () => process.memoryUsage.rss(), elapsed },
      cached: options.cached
    }
  )
  return { twin, search }
}

const conclude = (twin: Twin, search: Search<Label>, names: Asked): Finding => {
  const { ending } = search
  switch (ending?._tag) {
    case "Incomplete":
      return ending
    case "Violated": {
      const { property, row, ids } = ending
      const rows = pathTo(search, row)
      const steps = stepsAlong(twin, search, rows)
      const deadlock = property === "deadlock"
      const last =
        row === -1 || deadlock ? [] : [stepTo(twin, search, row, ids)]
      return {
        _tag: "Violated",
        kind: deadlock
          ? "deadlock"
          : [...names.actionProperties, ...names.refinements].includes(property)
            ? "liveness"
            : "safety",
        property,
        counterexample: { steps: [...steps, ...last] }
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
  steps: stepsAlong(twin, search, [...stem, ...cycle.slice(1)]),
  loop: cycle.length === 0 ? "stuttering" : stem.length - 1
})
