/**
 * What a trace is: a run of a protocol as text, one JSON object a line
 * (NDJSON). The first line, the header, says of which protocol and with which
 * constants; then comes one line for every step that an actor took; the last
 * line says how many there were, so that a file that was cut off is recognised.
 *
 * The schemas here know no protocol: messages and states are any JSON objects.
 * `reader.ts` and `writer.ts` know them by the protocol's own schemas. Every
 * schema is to be used with excess keys refused, as those do.
 */
import * as Schema from "effect/Schema"
import type { Choice } from "../protocols/kernel/action.ts"
import type { Message } from "../protocols/kernel/protocol.ts"

/** The version of the format that is described here. */
export const version = 1

const Counter = Schema.Int.check(Schema.isGreaterThan(0))

/** Any JSON object; its fields are checked with the protocol's schemas. */
const JsonObject = Schema.Record(Schema.String, Schema.Json)

/** The first line: what was run. */
export const Header = Schema.Struct({
  format: Schema.Literal("bisim-trace"),
  version: Schema.Literal(version),
  /** The protocol's folder under `spec/` and `protocols/`. */
  protocol: Schema.String,
  /** Its TLA+ module. */
  module: Schema.String,
  /** `sha256:` and the hexadecimal digest of that module's file. */
  spec: Schema.String.check(Schema.isPattern(/^sha256:[0-9a-f]{64}$/u)),
  /** The values of the module's constants, as JSON. */
  constants: JsonObject,
  /** The ids of the actors, by kind. */
  actors: Schema.Record(Schema.String, Schema.Array(Schema.String)),
  /** What `at` is in the events. */
  clock: Schema.Literal("lamport"),
  /** What the run's randomness came from, where it was simulated. */
  seed: Schema.optionalKey(Schema.Int)
})
export type Header = typeof Header.Type

/** A message on its way, with an id of its own, such as `sender#n`. */
export interface Envelope<M extends Message = Message> {
  readonly id: string
  readonly message: M
}

/** The schema of an event, given those of messages and of states. */
export const eventOf = <
  M extends Schema.Constraint,
  S extends Schema.Constraint
>(
  message: M,
  state: S
) => {
  const envelope = Schema.Struct({ id: Schema.NonEmptyString, message })
  return Schema.Struct({
    /** The number of the step among those of its actor, from 1, no gaps. */
    seq: Counter,
    /** The actor that took the step. */
    actor: Schema.String,
    /** The name of the action, as in `Next` or in the environment. */
    action: Schema.optionalKey(Schema.String),
    /**
     * The actor's Lamport clock after the step: it grows with each of its
     * steps, and is greater than that of the sender of what it receives.
     */
    at: Counter,
    /**
     * What the action chose freely, by the names in the spec. It is JSON, but to
     * say so would keep decoders of whole events from being compiled.
     */
    choice: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
    /** The message that the action took from the network. */
    received: Schema.optionalKey(envelope),
    /** The messages that the action sent; `[]`: it sent none. */
    sent: Schema.optionalKey(Schema.Array(envelope)),
    /** What is known of the actor's state after the step, but not its id. */
    state: Schema.optionalKey(state)
  })
}

/** An event of any protocol: nothing is known of messages and states. */
export const JsonEvent = eventOf(
  Schema.StructWithRest(Schema.Struct({ _tag: Schema.String }), [JsonObject]),
  JsonObject
)

/**
 * One step of one actor, read with its protocol's schemas. Who logs less leaves
 * optional fields out, or fields of the state.
 */
export interface Event<M extends Message = Message> {
  readonly seq: number
  readonly actor: string
  readonly action?: string
  readonly at: number
  readonly choice?: Choice
  readonly received?: Envelope<M>
  readonly sent?: ReadonlyArray<Envelope<M>>
  readonly state?: Readonly<Record<string, unknown>>
}

/** The last line: the number of events before it. */
export const End = Schema.Struct({
  end: Schema.Literal(true),
  events: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
})
export type End = typeof End.Type

/** Any line of a trace. */
export const Line = Schema.Union([Header, JsonEvent, End])

/** What is wrong with a line: where in it, and why, in words. */
export interface Problem {
  /** The path of the field, as in `sent[0].message.rm`; `""`: the line. */
  readonly field: string
  readonly cause: string
  /** The line, where it is not the one that was read. */
  readonly line?: number
}
