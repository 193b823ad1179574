/** Why a clock gives no timestamp. */
import * as Schema from "effect/Schema"
import { MAX_WALL, show, Timestamp } from "../../protocols/hlc/timestamp.ts"

/** The physical clock reads what no clock can read. */
export class InvalidReading extends Schema.TaggedError<InvalidReading>()(
  "InvalidReading",
  { reading: Schema.Number }
) {
  override get message(): string {
    return (
      `The physical clock reads ${this.reading}, which is not a whole number ` +
      `of milliseconds up to ${MAX_WALL}.`
    )
  }
}

/** What was received as a timestamp is none. */
export class InvalidRemote extends Schema.TaggedError<InvalidRemote>()(
  "InvalidRemote",
  { cause: Schema.String }
) {
  override get message(): string {
    return `The remote timestamp ${this.cause}.`
  }
}

/** A clock that gives such timestamps is wrong, this one or the other. */
export class TooFarAhead extends Schema.TaggedError<TooFarAhead>()(
  "TooFarAhead",
  { remote: Timestamp, reading: Schema.Number, maxOffset: Schema.Number }
) {
  override get message(): string {
    const { remote, reading, maxOffset } = this
    return (
      `The remote timestamp ${show(remote)} is ${remote.wall - reading} ms ` +
      `ahead of the physical clock, which reads ${reading}; ${maxOffset} ms ` +
      "are allowed."
    )
  }
}

/** The logical part is used up until the physical clock has moved on. */
export class CounterExhausted extends Schema.TaggedError<CounterExhausted>()(
  "CounterExhausted",
  { wall: Schema.Number }
) {
  override get message(): string {
    return `There is no further timestamp with the wall time ${this.wall}.`
  }
}

/** The durable bound has to be raised first; `now` and `receive` do that. */
export class BoundReached extends Schema.TaggedError<BoundReached>()(
  "BoundReached",
  { wall: Schema.Number, bound: Schema.Number }
) {
  override get message(): string {
    return `The wall time ${this.wall} is not below the bound ${this.bound}.`
  }
}

export type Refusal =
  | InvalidReading
  | InvalidRemote
  | TooFarAhead
  | CounterExhausted
