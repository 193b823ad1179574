/**
 * Records a run while it happens: numbers the steps of each actor, keeps their
 * Lamport clocks, gives the messages ids, and writes header, events and end.
 *
 * The end line is written when the recorder's scope closes with success. If it
 * fails or is interrupted there is none, so the file is recognised as cut off;
 * the lines before are whole.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import type { Choice } from "../protocols/kernel/action.ts"
import type { Message, Protocol } from "../protocols/kernel/protocol.ts"
import { type Envelope, type Event, type Header, version } from "./format.ts"
import { actorsOf, kindsOf } from "./schemas.ts"
import { TraceSink } from "./sink.ts"
import { traceWriter } from "./writer.ts"

/** What the header tells of a run. */
export interface RunDescription {
  readonly protocol: Protocol
  /** The protocol's folder under `spec/` and `protocols/`. */
  readonly folder: string
  /** The digest of its TLA+ module: see `specDigest`. */
  readonly spec: string
  readonly constants: object
  readonly seed?: number
}

/** What one actor did in one step. */
export interface RecordedStep {
  readonly actor: string
  readonly action: string
  readonly choice?: Choice
  /** In a joint action: the other actors that it met. */
  readonly met?: ReadonlyArray<string>
  readonly received?: Envelope
  readonly sent: ReadonlyArray<Message>
  /** The actor's whole state after the step. */
  readonly state: object
}

/** The step cannot be recorded: its actor is not one of the run. */
export class UnknownActor extends Schema.TaggedError<UnknownActor>()(
  "UnknownActor",
  { actor: Schema.String }
) {
  override get message(): string {
    return `${this.actor} is no actor of this run`
  }
}

/** The step cannot be recorded: nobody has sent what it received. */
export class UnsentMessage extends Schema.TaggedError<UnsentMessage>()(
  "UnsentMessage",
  { actor: Schema.String, id: Schema.String }
) {
  override get message(): string {
    return `${this.actor} received ${this.id}, which nobody has sent`
  }
}

/** Why a step cannot be recorded. */
export type RecordingError = UnknownActor | UnsentMessage | PlatformError

/** Records steps one after another, in the order in which they are told. */
export class Recorder extends Context.Service<
  Recorder,
  {
    /** Writes the step; the event gives the sent messages with their ids. */
    readonly record: (
      step: RecordedStep
    ) => Effect.Effect<Event, RecordingError>
  }
>()("bisim/traces/Recorder") {}

/** The header of a run. */
export const headerOf = (run: RunDescription): Header => ({
  format: "bisim-trace",
  version,
  protocol: run.folder,
  module: run.protocol.module,
  spec: run.spec,
  constants: Schema.encodeSync(Schema.toCodecJson(run.protocol.constants))(
    run.constants
  ) as Header["constants"],
  actors: actorsOf(run.protocol, run.constants),
  clock: "lamport",
  ...(run.seed === undefined ? {} : { seed: run.seed })
})

/** The numbers of a run so far. */
interface Counters {
  /** Steps, clock and sent messages, by actor. */
  readonly steps: Map<string, number>
  readonly clocks: Map<string, number>
  readonly messages: Map<string, number>
  /** The clock of the step that sent a message, by the message's id. */
  readonly sentAt: Map<string, number>
}

const next = (counter: Map<string, number>, of: string): number => {
  const number = (counter.get(of) ?? 0) + 1
  counter.set(of, number)
  return number
}

/** The event of a step; the counters move on. */
const numbered = (counters: Counters, step: RecordedStep): Event => {
  const { actor, action, choice, received, met = [] } = step
  const clocks = [actor, ...met].map((id) => counters.clocks.get(id) ?? 0)
  const sentAt = counters.sentAt.get(received?.id ?? "") ?? 0
  const at = Math.max(...clocks, sentAt) + 1
  for (const id of [actor, ...met]) counters.clocks.set(id, at)
  const sent = step.sent.map((message) => {
    const id = `${actor}#${next(counters.messages, actor)}`
    counters.sentAt.set(id, at)
    return { id, message }
  })
  const seq = next(counters.steps, actor)
  const { id: _id, ...state } = step.state as { readonly id: string }
  const chosen = choice === undefined ? {} : { choice }
  const taken = received === undefined ? {} : { received }
  return { seq, actor, action, at, ...chosen, ...taken, sent, state }
}

const noneYet = (): Counters => ({
  steps: new Map(),
  clocks: new Map(),
  messages: new Map(),
  sentAt: new Map()
})

/** Fails if the counters know nothing of the step's actor or message. */
const known = (
  kinds: ReadonlyMap<string, string>,
  { sentAt }: Counters,
  { actor, received }: RecordedStep
): Effect.Effect<string, UnknownActor | UnsentMessage> => {
  const kind = kinds.get(actor)
  if (kind === undefined) return Effect.fail(new UnknownActor({ actor }))
  return received === undefined || sentAt.has(received.id)
    ? Effect.succeed(kind)
    : Effect.fail(new UnsentMessage({ actor, id: received.id }))
}

/** A recorder of the run, which writes to the sink until its scope closes. */
export const recorder = (
  run: RunDescription
): Layer.Layer<Recorder, PlatformError, TraceSink> =>
  Layer.effect(
    Recorder,
    Effect.gen(function* () {
      const sink = yield* TraceSink
      const oneByOne = yield* Semaphore.make(1)
      const header = headerOf(run)
      const text = traceWriter(run.protocol)
      const kinds = kindsOf(header)
      const counters = noneYet()
      let events = 0
      yield* sink.write(text.header(header))
      yield* Effect.addFinalizer((exit) =>
        Exit.isSuccess(exit)
          ? // Without its end line the trace tells itself that it is cut off.
            Effect.ignore(sink.write(text.end({ end: true, events })))
          : Effect.void
      )
      const record = Effect.fnUntraced(function* (step: RecordedStep) {
        const kind = yield* known(kinds, counters, step)
        const event = numbered(counters, step)
        yield* sink.write(text.event(kind, event))
        events += 1
        return event
      }, Effect.uninterruptible)
      return { record: (step) => oneByOne.withPermit(record(step)) }
    })
  )
