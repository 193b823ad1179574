/**
 * Nodes with the clocks of `storage/clock`, for a simulated run: each has a
 * physical clock of its own, and a bound that outlives its restarts.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { HybridLogicalClock } from "../../protocols/hlc/protocol.ts"
import type { Node } from "../../protocols/hlc/state.ts"
import { ClockBound, memoryBound } from "../../storage/clock/bound.ts"
import { HybridClock, hybridClock } from "../../storage/clock/hybrid-clock.ts"
import { PhysicalClock } from "../../storage/clock/physical-clock.ts"
import type { Faults } from "./network.ts"

/** What runs, and for how long; times are in milliseconds. */
export interface ClockRun {
  /** The digest of the TLA+ module. */
  readonly spec: string
  readonly nodes: number
  readonly seed: number
  readonly turns: number
  readonly faults: Faults
  /** How far a timestamp may be ahead of the physical clock. */
  readonly maxOffset: number
  /** A clock with a mistake in it, instead. */
  readonly mistaken?: (clock: HybridClock["Service"]) => HybridClock["Service"]
  /** Does a clock forget its bound when it restarts? */
  readonly forgetful?: boolean
}

/** A node of the run; its clock is new after each restart. */
export interface Member {
  readonly id: string
  /** Its physical clock runs so much faster than true time. */
  readonly rate: number
  /** Its physical clock is set so far from true time. */
  offset: number
  readonly layer: Layer.Layer<HybridClock>
  scope: Scope.Closeable
  clock: HybridClock["Service"]
  /** What the clock has answered, and what its events have heard of. */
  told: Node
  sent: number
}

/** Physical clocks start here, so that they can be set back. */
const START = 100
/** The durable bound is this far ahead. */
const AHEAD = 4

export const time = Clock.currentTimeMillis

/** Starts a clock: time passes until its physical clock is past its bound. */
export const start = Effect.fnUntraced(function* (
  layer: Layer.Layer<HybridClock>,
  mistaken: ClockRun["mistaken"] = (clock) => clock
) {
  const scope = yield* Scope.make()
  const building = yield* Effect.forkChild(Layer.buildWithScope(layer, scope))
  while (building.pollUnsafe() === undefined) yield* TestClock.adjust(1)
  const services = yield* Fiber.join(building)
  return { scope, clock: mistaken(Context.get(services, HybridClock)) }
})

/** A node that starts for the first time. */
export const join = Effect.fnUntraced(function* (
  run: ClockRun,
  number: number
) {
  const test = yield* Clock.Clock
  const id = `n${number + 1}`
  const rate = 0.9 + (yield* Random.next) / 5
  const place = { rate, offset: START }
  const read = () => readingOf(place, test.currentTimeMillisUnsafe())
  const kept = Context.get(yield* Layer.build(memoryBound), ClockBound)
  const layer = Layer.provide(
    // A start fails only where a bound cannot be read: it is in memory.
    Layer.orDie(
      hybridClock({
        maxOffset: run.maxOffset,
        overflow: "refuse",
        ahead: AHEAD
      })
    ),
    [
      run.forgetful === true ? memoryBound : Layer.succeed(ClockBound, kept),
      Layer.succeed(PhysicalClock, { read })
    ]
  )
  const started = yield* start(layer, run.mistaken)
  const told = HybridLogicalClock.actors["node"]!.init(id, {}) as Node
  return Object.assign(place, { id, layer, ...started, told, sent: 0 })
})

/** What a physical clock shows. */
export const readingOf = (
  { rate, offset }: Pick<Member, "rate" | "offset">,
  now: number
): number => Math.max(1, Math.floor(now * rate) + offset)
