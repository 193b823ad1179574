/** Checks one model with the explorer. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { totalmem } from "node:os"
import type { AnyWorld, Liveness } from "../../protocols/kernel/protocol.ts"
import { BadInput } from "../models/bad-input.ts"
import type { Model } from "../models/models.ts"
import {
  type Counterexample,
  pathTo,
  stepsAlong,
  stepTo
} from "./counterexample.ts"
import { Memo } from "./formulas.ts"
import { findLasso, type Lasso } from "./liveness.ts"
import { type Asked, asked, simulation } from "./properties.ts"
import type { Limit, Limits } from "./run.ts"
import { Search } from "./search.ts"
import type { Label } from "./attempt.ts"
import { Twin } from "./twin.ts"

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
  | {
      readonly _tag: "Violated"
      readonly kind: "deadlock" | "safety" | "liveness"
      readonly property: string
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
  const names = yield* namesOf(model)
  const began = yield* Clock.currentTimeMillis
  let now = began
  const { memory = mostMemory(), ...others } = options.limits
  const limits = { ...others, memory }
  const { twin, search } = prepare(
    model,
    names,
    { ...options, limits },
    () => now - began
  )
  const progress = (): Progress => ({
    generated: search.generated,
    distinct: search.rows.count,
    queue: search.queue,
    depth: search.depth,
    memory: process.memoryUsage.rss(),
    elapsed: now - began
  })
  while (!search.advance(SLICE)) {
    now = yield* Clock.currentTimeMillis
    yield* options.onProgress(progress())
    yield* Effect.yieldNow
  }
  const finding = conclude(twin, search, names)
  now = yield* Clock.currentTimeMillis
  const explored: Explored = {
    ...progress(),
    finding,
    evaluations: search.steps.asked
  }
  return explored
})

const namesOf = ({ protocol, config, configPath }: Model) => {
  const names = asked(protocol, config)
  return Effect.fromResult(
    Result.mapError(
      names,
      ({ line, cause }) =>
        new BadInput({ file: configPath, line, problem: cause })
    )
  )
}

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
      return unfulfilled(twin, search, names) ?? { _tag: "Holds" }
  }
}

const unfulfilled = (
  twin: Twin,
  search: Search<Label>,
  names: Asked
): Finding | undefined => {
  for (const [property, formula] of names.liveness) {
    const lasso = findLasso(
      search,
      goal(twin, search, formula),
      fairness(twin, search, names)
    )
    if (lasso === undefined) continue
    return {
      _tag: "Violated",
      kind: "liveness",
      property,
      counterexample: told(twin, search, lasso)
    }
  }
  return undefined
}

const goal = (
  twin: Twin,
  search: Search<Label>,
  formula: Liveness<AnyWorld, object>
) => {
  const at = (predicate: (world: AnyWorld, constants: object) => boolean) => {
    const memo = new Memo(twin.formula(predicate), true)
    return (row: number) => memo.value(search.idsOf(row)) === 1
  }
  return {
    from: formula._tag === "LeadsTo" ? at(formula.from) : undefined,
    to: at(formula.to)
  }
}

/** Each weakly fair action of each actor is fair by itself. */
const fairness = (twin: Twin, search: Search<Label>, names: Asked) => {
  const numbers = new Map<string, number>()
  const fair = names.fair ? twin.protocol.weaklyFair : []
  for (const action of fair) {
    for (const { id } of twin.actors)
      numbers.set(`${action} ${id}`, numbers.size)
  }
  return {
    actions: numbers.size,
    of: (outcome: number) => {
      const { action, actor } = search.steps.outcomes[outcome]!.label
      return numbers.get(`${action} ${actor}`) ?? -1
    }
  }
}

const told = (
  twin: Twin,
  search: Search<Label>,
  { stem, cycle }: Lasso
): Counterexample => ({
  steps: stepsAlong(twin, search, [...stem, ...cycle.slice(1)]),
  loop: cycle.length === 0 ? "stuttering" : stem.length - 1
})
