/** Clocks for tests: their readings are set, and nothing waits. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { show, type Timestamp } from "../../../protocols/hlc/timestamp.ts"
import { ClockBound, memoryBound } from "../bound.ts"
import { HybridClock, hybridClock } from "../hybrid-clock.ts"
import { PhysicalClock } from "../physical-clock.ts"
import type { ClockOptions } from "../sync-clock.ts"

export const usual: ClockOptions = {
  maxOffset: 500,
  overflow: "refuse",
  ahead: 1000
}

/** Uses a clock whose physical clock shows the reading that is set. */
export const using = <A, E>(
  use: (
    clock: HybridClock["Service"],
    set: (reading: number) => void
  ) => Effect.Effect<A, E>,
  options: Partial<ClockOptions> = {},
  bound: Layer.Layer<ClockBound> = memoryBound
): Promise<A> => {
  let reading = 1000
  const physical = Layer.succeed(PhysicalClock, { read: () => reading })
  const layer = Layer.provide(hybridClock({ ...usual, ...options }), [
    bound,
    physical
  ])
  return Effect.flatMap(HybridClock, (clock) =>
    use(clock, (to) => {
      reading = to
    })
  ).pipe(
    Effect.provide(layer),
    Effect.provide(TestClock.layer()),
    Effect.runPromise
  )
}

/** Tells the bounds that are durable, each after a while. */
export const slowBound = (raised: Array<number>) =>
  Layer.succeed(ClockBound, {
    read: Effect.undefined,
    raise: (to) =>
      Effect.andThen(
        Effect.yieldNow,
        Effect.sync(() => {
          raised.push(to)
        })
      )
  })

export const texts = (timestamps: ReadonlyArray<Timestamp>) =>
  timestamps.map(show)
