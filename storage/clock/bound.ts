/**
 * What a clock must not forget: a bound above every timestamp that it gave. It
 * is durable before a timestamp could reach it, so a clock that starts again
 * gives none twice.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"

/** A file is there, but holds no bound that can be trusted. */
export class BoundCorrupt extends Schema.TaggedError<BoundCorrupt>()(
  "BoundCorrupt",
  { file: Schema.String, cause: Schema.String }
) {
  override get message(): string {
    return (
      `${this.file}: ${this.cause}. The file is left as it is. Without it ` +
      "the clock would start anew, and might give timestamps a second time."
    )
  }
}

/** Keeps one bound: a wall time, in milliseconds since the start of 1970. */
export class ClockBound extends Context.Service<
  ClockBound,
  {
    /** The bound that was raised last; undefined: there is none yet. */
    readonly read: Effect.Effect<
      number | undefined,
      BoundCorrupt | PlatformError
    >
    /** The new bound is durable when this returns. One call at a time. */
    readonly raise: (bound: number) => Effect.Effect<void, PlatformError>
  }
>()("bisim/storage/ClockBound") {}

/** Keeps the bound in memory, for clocks that need not outlive it. */
export const memoryBound: Layer.Layer<ClockBound> = Layer.sync(
  ClockBound,
  () => {
    let kept: number | undefined
    return {
      read: Effect.sync(() => kept),
      raise: (bound) =>
        Effect.sync(() => {
          kept = bound
        })
    }
  }
)
