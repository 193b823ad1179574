/** Where readings of physical time come from. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** A clock that may drift, and may be set forward or back at any time. */
export class PhysicalClock extends Context.Service<
  PhysicalClock,
  {
    /** Milliseconds since the start of 1970, UTC, as a whole number. */
    readonly read: () => number
  }
>()("bisim/storage/PhysicalClock") {}

/** The machine's clock; in a test, the clock of the test. */
export const systemClock: Layer.Layer<PhysicalClock> = Layer.effect(
  PhysicalClock,
  Effect.map(Clock.Clock, (clock) => ({
    read: () => clock.currentTimeMillisUnsafe()
  }))
)
