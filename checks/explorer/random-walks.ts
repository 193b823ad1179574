/** Checks one model with random walks. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { Model } from "../models/models.ts"
import type { Label } from "./attempt.ts"
import { stepsOf } from "./counterexample.ts"
import {
  askedOf,
  type Explored,
  type ExploreOptions,
  type Finding,
  kindOf,
  memoryGauge,
  memoryInUse,
  type Progress,
  propertiesOf
} from "./explore.ts"
import { running } from "./faults.ts"
import type { Asked } from "./properties.ts"
import { Twin } from "./twin.ts"
import { Walks, type WalksOptions } from "./walks.ts"

/** How many walks, of how many steps each, drawn from which seed. */
export interface WalkOptions {
  readonly walks: number
  readonly depth: number
  readonly seed: number
}

/** What random walks did; the same options give the same walks. */
export interface Walked extends WalkOptions {
  /** How often each action was taken; those that never were too. */
  readonly taken: Readonly<Record<string, number>>
  /** Properties that no walk can refute: they are about whole behaviours. */
  readonly unasked: ReadonlyArray<string>
}

/** Steps between two looks at the outside world. */
const SLICE = 1 << 12

/** Walks through a model, and checks what its configuration names. */
export const walk = Effect.fnUntraced(
  function* (
    model: Model,
    options: Omit<ExploreOptions, "order">,
    given: WalkOptions
  ) {
    const names = yield* askedOf(model)
    const random = yield* Random.Random
    const began = yield* Clock.currentTimeMillis
    let now = began
    const taken = untaken(model)
    const { twin, walks } = yield* running(model, () =>
      prepareWalks(model, names, taken, {
        ...options,
        ...given,
        gauges: { memory: memoryGauge(), elapsed: () => now - began },
        draw: () => random.nextDoubleUnsafe()
      })
    )
    while (!(yield* running(model, () => walks.advance(SLICE)))) {
      now = yield* Clock.currentTimeMillis
      yield* options.onProgress(progressOf(walks, now - began))
      yield* Effect.yieldNow
    }
    yield* running(model, () => twin.tryAgain())
    now = yield* Clock.currentTimeMillis
    const explored: Explored = {
      ...progressOf(walks, now - began),
      finding: findingOf(twin, walks, names),
      evaluations: walks.asked
    }
    const walked: Walked = {
      ...given,
      taken: Object.fromEntries(taken),
      unasked: names.liveness.map(([name]) => name)
    }
    return { explored, walked }
  },
  (walking, _model, _options, { seed }) =>
    Random.withSeed(walking, String(seed))
)

const prepareWalks = (
  { protocol, constants, config }: Model,
  names: Asked,
  taken: Map<string, number>,
  options: WalksOptions
) => {
  const twin = new Twin(protocol, constants, names)
  const properties = propertiesOf(twin, names, config)
  const walks = new Walks<Label>(twin, properties, options, ({ action }) =>
    taken.set(action, taken.get(action)! + 1)
  )
  return { twin, walks }
}

const progressOf = (
  { generated, distinct, depth }: Walks<Label>,
  elapsed: number
): Progress => ({
  generated,
  distinct,
  queue: 0,
  depth,
  memory: memoryInUse(),
  elapsed
})

const untaken = ({ protocol }: Model): Map<string, number> =>
  new Map(
    Object.keys({ ...protocol.next, ...protocol.environment }).map(
      (action) => [action, 0] as const
    )
  )

const findingOf = (
  twin: Twin,
  { ending, first, taken }: Walks<Label>,
  names: Asked
): Finding => {
  if (ending?._tag === "Violated") {
    const { property } = ending
    return {
      _tag: "Violated",
      kind: kindOf(names, property),
      property,
      counterexample: { steps: stepsOf(twin, first, taken) }
    }
  }
  return ending?._tag === "Incomplete"
    ? ending
    : { _tag: "Incomplete", limit: "walks" }
}
