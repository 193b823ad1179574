/** Our own format: see `traces/format.ts`. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Message, Protocol } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Event, Problem } from "../format.ts"
import { isEnd, type OpenTrace, traceReader } from "../reader.ts"
import type { Observation } from "../validator/observed.ts"
import { same } from "../validator/same.ts"
import type { Contradiction } from "../validator/verdict.ts"
import type { Adapter, OpenLog, Read, Subject } from "./adapter.ts"

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What an event says about its step. */
export const observationOf = (event: Event, line: number): Observation => {
  const { actor, action, choice, received, sent, state } = event
  return {
    line,
    actor,
    ...(action === undefined ? {} : { action }),
    ...(choice === undefined ? {} : { choice }),
    ...(received === undefined ? {} : { received: received.message }),
    ...(sent === undefined ? {} : { sent: sent.map(({ message }) => message) }),
    expected: Object.entries(state ?? {}).map(([field, value]) => ({
      _tag: "Field",
      actor,
      field,
      oneOf: [value]
    }))
  }
}

interface Sent {
  readonly message: Message
  readonly at: number
}

/** What the lines so far have said about numbers, clocks and messages. */
interface Known {
  readonly steps: Map<string, number>
  readonly clocks: Map<string, number>
  readonly sent: Map<string, Sent>
  readonly received: Set<string>
  /** Messages that were received, but whose sending was not logged. */
  readonly heard: Map<string, Message>
  /** Every event so far has told what it sent. */
  allSent: boolean
  events: number
}

const contradiction = (
  known: Known,
  event: Event,
  bag: boolean
): Contradiction | undefined => {
  const { actor, seq, at, received } = event
  const expected = (known.steps.get(actor) ?? 0) + 1
  if (seq > expected) return { _tag: "SequenceGap", expected, found: seq }
  const before = known.clocks.get(actor) ?? 0
  if (received !== undefined) {
    const { id, message } = received
    const sent = known.sent.get(id)
    if (sent === undefined) {
      if (known.allSent) return { _tag: "NeverSent", id }
    } else {
      if (!same(sent.message, message)) {
        const other = { sent: sent.message, received: message }
        return { _tag: "OtherMessage", id, ...other }
      }
      if (at <= sent.at) {
        return { _tag: "Clock", at, above: sent.at, message: id }
      }
    }
    if (bag && known.received.has(id)) return { _tag: "ReceivedTwice", id }
  }
  return at <= before ? { _tag: "Clock", at, above: before } : undefined
}

/** What can only be a mistake of whoever wrote the log. */
const malformed = (known: Known, event: Event): Problem | undefined => {
  const { actor, seq, received, sent = [] } = event
  const last = known.steps.get(actor) ?? 0
  if (seq <= last) {
    return { field: "seq", cause: `${actor} has taken step ${seq} before` }
  }
  const ids = sent.map(({ id }) => id)
  const again = ids.find((id, i) => known.sent.has(id) || ids.indexOf(id) !== i)
  if (again !== undefined) {
    return { field: "sent", cause: `two messages have the id ${again}` }
  }
  const late = ids.find((id) => known.heard.has(id))
  if (late !== undefined) {
    return { field: "sent", cause: `${late} was received in a line before` }
  }
  const heard = received && known.heard.get(received.id)
  return heard === undefined || same(heard, received!.message)
    ? undefined
    : {
        field: "received.id",
        cause: `two messages have the id ${received!.id}`
      }
}

const note = (known: Known, event: Event): void => {
  const { actor, seq, at, received, sent } = event
  known.steps.set(actor, seq)
  known.clocks.set(actor, at)
  known.events += 1
  if (
    received !== undefined &&
    !known.allSent &&
    !known.sent.has(received.id)
  ) {
    known.heard.set(received.id, received.message)
  }
  if (sent === undefined) known.allSent = false
  for (const { id, message } of sent ?? []) known.sent.set(id, { message, at })
  if (received !== undefined) known.received.add(received.id)
}

/** The event with the very message that was sent: its key is known then. */
const knowing = (known: Known, event: Event): Event => {
  const { received } = event
  const sent = known.sent.get(received?.id ?? "")
  return received === undefined ||
    sent === undefined ||
    !same(sent.message, received.message)
    ? event
    : { ...event, received: { id: received.id, message: sent.message } }
}

class Log implements OpenLog {
  readonly constants: object
  readonly warnings: ReadonlyArray<string>
  private readonly trace: OpenTrace
  private readonly bag: boolean
  private ended = false
  private readonly known: Known = {
    steps: new Map(),
    clocks: new Map(),
    sent: new Map(),
    received: new Set(),
    heard: new Map(),
    allSent: true,
    events: 0
  }

  constructor({ protocol, spec }: Subject, trace: OpenTrace) {
    const { header, constants } = trace
    this.trace = trace
    this.constants = constants
    this.bag = protocol.network.semantics === "bag"
    const other = `another text of ${header.module}.tla (its digest differs)`
    this.warnings =
      spec === undefined || spec === header.spec
        ? []
        : [`the trace was recorded for ${other}`]
  }

  line(text: string, line: number): Result.Result<Read, Problem> {
    if (this.ended) {
      return Result.fail({ field: "", cause: "comes after the end line" })
    }
    const result = this.trace.line(text)
    if (Result.isFailure(result)) return Result.fail(result.failure)
    if (!isEnd(result.success)) return this.event(result.success, line)
    this.ended = true
    const { events } = result.success
    const cause = `the end line counts ${events}, but there are ${this.known.events}`
    return events === this.known.events
      ? Result.succeed({ _tag: "Nothing" })
      : Result.fail({ field: "events", cause })
  }

  end(): Problem | undefined {
    if (!this.ended) {
      const cause = "the end line is missing: the trace was cut off"
      return { field: "end", cause }
    }
    return this.known.events === 0
      ? { field: "events", cause: "the trace has no events" }
      : undefined
  }

  private event(event: Event, line: number): Result.Result<Read, Problem> {
    const { known } = this
    const wrong = malformed(known, event)
    if (wrong !== undefined) return Result.fail(wrong)
    const found = contradiction(known, event, this.bag)
    const observation = observationOf(knowing(known, event), line)
    note(known, event)
    return Result.succeed(
      found === undefined
        ? { _tag: "Step", observation }
        : { _tag: "Contradiction", observation, contradiction: found }
    )
  }
}

/** Are the constants that were given those of the header? */
const otherConstants = (
  protocol: Protocol,
  { constants }: OpenTrace,
  given: ReadonlyArray<unknown> | undefined
): Problem | undefined => {
  if (given === undefined) return undefined
  const encode = Schema.encodeUnknownSync(
    Schema.toCodecJson(protocol.constants)
  )
  const own = encode(constants)
  return given.length === 1 && key(given[0]) === key(own)
    ? undefined
    : {
        field: "constants",
        cause: `this is a trace for other constants: ${JSON.stringify(own)}`
      }
}

export const bisimTrace: Adapter = {
  name: "bisim-trace",
  folder: undefined,
  recognise: (first) => isRecord(first) && "format" in first,
  header: true,
  partial: [],
  constantsBeside: () => undefined,
  open: (subject, first, constants) => {
    const opened = traceReader(subject.protocol).open(first)
    if (Result.isFailure(opened)) return Result.fail(opened.failure)
    const { protocol } = opened.success.header
    if (protocol !== subject.folder) {
      const cause = `this is a trace of ${protocol}, not of ${subject.folder}`
      return Result.fail({ field: "protocol", cause })
    }
    const other = otherConstants(subject.protocol, opened.success, constants)
    return other === undefined
      ? Result.succeed(new Log(subject, opened.success))
      : Result.fail(other)
  }
}
