/**
 * The clock itself: what every answer moves, by the rules of `protocols/hlc`.
 * It answers at once, or says why it cannot.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  carried,
  type Hybrid,
  receive,
  tick,
  tooFarAhead
} from "../../protocols/hlc/clock.ts"
import {
  explain,
  inRange,
  isWall,
  MAX_LOGICAL,
  type Timestamp
} from "../../protocols/hlc/timestamp.ts"
import {
  BoundReached,
  CounterExhausted,
  InvalidReading,
  InvalidRemote,
  type Refusal,
  TooFarAhead
} from "./refusals.ts"

const Milliseconds = (minimum: number) =>
  Schema.Int.check(Schema.isGreaterThanOrEqualTo(minimum))

export const ClockOptions = Schema.Struct({
  /** How far a remote timestamp may be ahead of the physical clock, in ms. */
  maxOffset: Milliseconds(0),
  /** When the logical part is used up: refuse, or go on in the wall time. */
  overflow: Schema.Literals(["refuse", "carry"]),
  /**
   * How far ahead the durable bound is raised, in ms, by a write in half that
   * time. A clock that starts again waits until the physical clock is there.
   */
  ahead: Milliseconds(2)
})
export type ClockOptions = typeof ClockOptions.Type

export type Answer = Result.Result<Timestamp, Refusal | BoundReached>

/** A clock that gives timestamps as long as they are below its bound. */
export interface SyncClock {
  /** The timestamp of a local event, or of a message that is sent. */
  readonly now: () => Answer
  /** The timestamp of the receipt of a message that carries `remote`. */
  readonly receive: (remote: Timestamp) => Answer
  /** The wall time of the last answer. */
  readonly wall: () => number
  readonly bound: () => number
  readonly raise: (bound: number) => void
}

/** Why a remote timestamp must not move a clock that reads `reading`. */
const refusalOf = (
  remote: Timestamp,
  reading: number,
  maxOffset: number
): Refusal | undefined => {
  const valid = inRange(remote)
  if (Result.isFailure(valid)) {
    return new InvalidRemote({ cause: explain(valid.failure) })
  }
  const { wall: l, logical: c } = remote
  return remote.synthetic !== true && tooFarAhead({ l, c }, reading, maxOffset)
    ? new TooFarAhead({ remote, reading, maxOffset })
    : undefined
}

/** It starts as if every timestamp below the bound had been given. */
export const syncClock = (
  read: () => number,
  start: number,
  { maxOffset, overflow }: ClockOptions
): SyncClock => {
  let last: Hybrid = { l: start - 1, c: MAX_LOGICAL }
  let bound = start

  const follow = (next: Hybrid): Answer => {
    const to = overflow === "carry" ? carried(next, MAX_LOGICAL) : next
    const { l: wall, c: logical } = to
    if (logical > MAX_LOGICAL || !isWall(wall)) {
      return Result.fail(new CounterExhausted({ wall: next.l }))
    }
    if (wall >= bound) return Result.fail(new BoundReached({ wall, bound }))
    last = to
    return Result.succeed({ wall, logical })
  }

  const answer = (next: (reading: number) => Answer): Answer => {
    const reading = read()
    return isWall(reading)
      ? next(reading)
      : Result.fail(new InvalidReading({ reading }))
  }

  return {
    now: () => answer((reading) => follow(tick(last, reading))),
    receive: (remote) =>
      answer((reading) => {
        const refusal = refusalOf(remote, reading, maxOffset)
        if (refusal !== undefined) return Result.fail(refusal)
        // A synthetic timestamp must not move the clock: only the event counts.
        if (remote.synthetic === true) return follow(tick(last, reading))
        const { wall: l, logical: c } = remote
        return follow(receive(last, { l, c }, reading))
      }),
    wall: () => last.l,
    bound: () => bound,
    raise: (to) => {
      bound = to
    }
  }
}
