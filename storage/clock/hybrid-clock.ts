/**
 * A hybrid logical clock for programs, over a physical clock and a durable
 * bound. The timestamps of one clock grow, also when it starts again; none is
 * behind its physical clock, or behind one that it was told of (Kulkarni,
 * Demirbas et al. 2014).
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { isWall, type Timestamp } from "../../protocols/hlc/timestamp.ts"
import { type BoundCorrupt, ClockBound } from "./bound.ts"
import { PhysicalClock } from "./physical-clock.ts"
import { InvalidReading, type Refusal } from "./refusals.ts"
import {
  type Answer,
  ClockOptions,
  type SyncClock,
  syncClock
} from "./sync-clock.ts"

type Answered = Effect.Effect<Timestamp, Refusal | PlatformError>

export class HybridClock extends Context.Service<
  HybridClock,
  {
    /** The timestamp of a local event, or of a message that is sent. */
    readonly now: Answered
    /** The timestamp of the receipt of a message that carries `remote`. */
    readonly receive: (remote: Timestamp) => Answered
    /** As `now`, at once; `BoundReached` says that `now` would have to wait. */
    readonly nowSync: () => Answer
    /** As `receive`, at once. */
    readonly receiveSync: (remote: Timestamp) => Answer
  }
>()("bisim/storage/HybridClock") {}

/** Waits until the physical clock is not below the bound. */
const past = (
  read: () => number,
  bound: number
): Effect.Effect<void, InvalidReading> =>
  Effect.suspend(() => {
    const reading = read()
    if (!isWall(reading)) return Effect.fail(new InvalidReading({ reading }))
    if (reading >= bound) return Effect.void
    // The physical clock may be set meanwhile: look again every second.
    const pause = Effect.sleep(Math.min(bound - reading, 1000))
    return Effect.andThen(pause, past(read, bound))
  })

/** Raises the durable bound, then the clock's; never two at a time. */
const raising = Effect.fnUntraced(function* (clock: SyncClock, ahead: number) {
  const { raise } = yield* ClockBound
  const oneByOne = yield* Semaphore.make(1)
  return (wall: number) =>
    Effect.suspend(() => {
      const bound = wall + ahead
      return bound <= clock.bound()
        ? Effect.void
        : Effect.andThen(
            raise(bound),
            Effect.sync(() => clock.raise(bound))
          )
    }).pipe(Effect.uninterruptible, (raised) => oneByOne.withPermit(raised))
})

const make = Effect.fnUntraced(function* (options: ClockOptions) {
  const { ahead } = yield* Schema.decodeEffect(ClockOptions)(options)
  const { read } = yield* PhysicalClock
  const bound = (yield* (yield* ClockBound).read) ?? 0
  yield* past(read, bound)
  const clock = syncClock(read, bound, options)
  const raise = yield* raising(clock, ahead)

  const keepAhead = Effect.suspend(() => {
    const reading = read()
    return isWall(reading)
      ? raise(Math.max(reading, clock.wall()))
      : Effect.void
  })
  yield* keepAhead
  // Whoever needs a bound that cannot be raised is told when they ask.
  yield* Effect.ignore(keepAhead).pipe(
    Effect.delay(Math.floor(ahead / 2)),
    Effect.forever,
    Effect.forkScoped
  )

  const answered = (answer: () => Answer): Answered =>
    Effect.suspend(() => Effect.fromResult(answer())).pipe(
      Effect.catchTag("BoundReached", ({ wall }) =>
        Effect.andThen(raise(wall), answered(answer))
      )
    )
  return {
    now: answered(clock.now),
    receive: (remote: Timestamp) => answered(() => clock.receive(remote)),
    nowSync: clock.now,
    receiveSync: clock.receive
  }
})

/** A clock that is ready when its physical clock has passed the bound. */
export const hybridClock = (
  options: ClockOptions
): Layer.Layer<
  HybridClock,
  BoundCorrupt | InvalidReading | PlatformError | Schema.SchemaError,
  ClockBound | PhysicalClock
> => Layer.effect(HybridClock, make(options))
