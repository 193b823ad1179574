/**
 * What nodes know, what true time is, and what nodes say to each other: the
 * constants, variables and `TypeOK` of `spec/hlc/HybridLogicalClock.tla`.
 */
import * as Schema from "effect/Schema"
import { SetOf } from "../kernel/set.ts"

const Natural = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

export const Constants = Schema.Struct({
  /** The nodes. */
  Node: Schema.Array(Schema.String).check(Schema.isNonEmpty()),
  /** What physical clocks can show, and true time can be. */
  Reading: Schema.Array(Natural).check(Schema.isNonEmpty()),
  /** The nodes whose physical clocks keep to the bounds: */
  Synchronised: Schema.Array(Schema.String),
  /** how far a clock may be ahead of true time, */
  MaxAhead: Natural,
  /** and how far behind. */
  MaxBehind: Natural,
  /** Does a clock tick between any two events of a node? */
  TickFirst: Schema.Boolean,
  /** A timestamp further ahead of pt than this is refused. */
  MaxOffset: Natural,
  /** The greatest c that there is room for. */
  MaxCounter: Natural,
  /** Is a greater c carried into l, rather than refused? */
  CarryOverflow: Schema.Boolean,
  /** Is to receive an event, as in the paper? */
  ReceiveTicks: Schema.Boolean,
  /** Times to come that nodes may announce. */
  Future: Schema.Array(Natural)
})
export type Constants = typeof Constants.Type

/** Something that was given a timestamp. */
export const Event = Schema.Struct({
  node: Schema.String,
  /** What the node's physical clock showed. */
  pt: Natural,
  l: Natural,
  c: Natural
})
export type Event = typeof Event.Type

/** What one node knows, and what the theorems need to know of its past. */
export const Node = Schema.Struct({
  id: Schema.String,
  /** What its physical clock shows. */
  pt: Natural,
  /** The greatest reading that it has heard of. */
  l: Natural,
  /** The events since l changed. */
  c: Natural,
  /** Its last event, kept where it survives a restart. */
  last: Event,
  /** The events before that, if they are not behind it in l. */
  before: SetOf(Event),
  /** The events that it knows of, if they are not behind its l. */
  known: SetOf(Event)
})
export type Node = typeof Node.Type

/** True time, which nobody sees. */
export const Time = Schema.Struct({ id: Schema.String, now: Natural })
export type Time = typeof Time.Type

export const Message = Schema.TaggedUnion({
  /** A node's timestamp, with the events that the node knows of. */
  Stamped: { event: Event, known: SetOf(Event) },
  /** A time to come, which no clock has shown. */
  Synthetic: { l: Natural }
})
export type Message = typeof Message.Type
