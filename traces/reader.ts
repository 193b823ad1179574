/**
 * From the lines of a trace to its header and events, with everything checked
 * that a line by itself can tell: its fields, and the protocol's own schemas
 * of messages, states and constants. What takes more than a line (numbers
 * without gaps, clocks, the count at the end) is for the validator.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Action, Protocol } from "../protocols/kernel/protocol.ts"
import { key, sorted } from "../protocols/kernel/value.ts"
import { End, type Event, Header, type Problem } from "./format.ts"
import { decoder } from "./decoder.ts"
import { parseJson } from "./json.ts"
import { shown } from "./problem.ts"
import { actorsOf, eventSchema, kindsOf, setsOf } from "./schemas.ts"

type Read<A> = Result.Result<A, Problem>

/** A trace whose header was read, and so can its other lines be. */
export interface OpenTrace {
  readonly header: Header
  /** The constants of the header, decoded with the protocol's schema. */
  readonly constants: object
  /** The kind of each actor. */
  readonly kinds: ReadonlyMap<string, string>
  /** Reads any line but the first. */
  readonly line: (text: string) => Read<Event | End>
}

/** Reads the traces of one protocol. */
export interface TraceReader {
  /** Reads the first line of a trace. */
  readonly open: (text: string) => Read<OpenTrace>
}

/** Is it the last line? */
export const isEnd = (line: Event | End): line is End => "end" in line

const problem = (field: string, cause: string): Read<never> =>
  Result.fail({ field, cause })

/** What the event says against the action that it names. */
const misfit = (event: Event, kind: string, action: Action): Problem | null => {
  if (action.actor !== kind) {
    const whose = `an action of ${action.actor}, not of ${event.actor}`
    const cause = `${event.action} is ${whose}`
    return { field: "action", cause }
  }
  const { choice } = event
  if (
    choice !== undefined &&
    (action._tag === "Receiving" || action.choices === undefined)
  ) {
    return { field: "choice", cause: `${event.action} chooses nothing` }
  }
  if (event.received === undefined) return null
  if (action._tag !== "Receiving") {
    return { field: "received", cause: `${event.action} receives no message` }
  }
  const { _tag } = event.received.message
  const types = action.receives.join(" or ")
  return action.receives.includes(_tag)
    ? null
    : {
        field: "received.message._tag",
        cause: `${event.action} receives ${types}, not ${_tag}`
      }
}

/** Whoever logs a set names its elements in any order. */
const inOrder =
  (sets: ReadonlyArray<string>, decode: (value: unknown) => Read<Event>) =>
  (value: unknown): Read<Event> => {
    const read = decode(value)
    if (Result.isFailure(read) || sets.length === 0) return read
    const { state, ...rest } = read.success
    if (state === undefined) return read
    const named = sets.filter((name) => Array.isArray(state[name]))
    const sorting = Object.fromEntries(
      named.map((name): [string, unknown] => [
        name,
        sorted(state[name] as ReadonlyArray<unknown>)
      ])
    )
    return Result.succeed({ ...rest, state: { ...state, ...sorting } })
  }

/** How to read the events of one trace. */
interface Vocabulary {
  readonly actions: ReadonlyMap<string, Action>
  /** By kind of actor. */
  readonly decoders: ReadonlyMap<string, (value: unknown) => Read<Event>>
  /** By actor. */
  readonly kinds: ReadonlyMap<string, string>
}

const readEvent = (
  { actions, decoders, kinds }: Vocabulary,
  value: { readonly actor?: unknown }
): Read<Event> => {
  if (!("actor" in value)) return problem("actor", "is missing")
  const kind = kinds.get(String(value.actor))
  const decode = kind === undefined ? undefined : decoders.get(kind)
  if (kind === undefined || decode === undefined) {
    return problem("actor", `${shown(value.actor)} is no actor of the header`)
  }
  const decoded = decode(value)
  if (Result.isFailure(decoded)) return decoded
  const event = decoded.success
  if (event.action === undefined) return decoded
  const action = actions.get(event.action)
  if (action === undefined) {
    return problem("action", `${shown(event.action)} is no action`)
  }
  const wrong = misfit(event, kind, action)
  return wrong === null ? decoded : Result.fail(wrong)
}

const readLine = (
  vocabulary: Vocabulary,
  end: (value: unknown) => Read<End>,
  text: string
): Read<Event | End> => {
  const parsed = parseJson(text)
  if (Result.isFailure(parsed)) return Result.fail(parsed.failure)
  const value = parsed.success
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return problem("", `expected an object, got ${shown(value)}`)
  }
  if ("format" in value) return problem("format", "is a second header")
  return "end" in value ? end(value) : readEvent(vocabulary, value)
}

const headerReader = (protocol: Protocol) => {
  const header = decoder(Header)
  const constants = decoder(Schema.toCodecJson(protocol.constants), [
    "constants"
  ])
  return (value: unknown): Read<readonly [Header, object]> => {
    const read = header(value)
    if (Result.isFailure(read)) return Result.fail(read.failure)
    const { module, actors } = read.success
    if (module !== protocol.module) {
      return problem("module", `expected ${protocol.module}, got ${module}`)
    }
    const known = constants(read.success.constants)
    if (Result.isFailure(known)) return Result.fail(known.failure)
    const expected = actorsOf(protocol, known.success)
    if (key(actors) !== key(expected)) {
      const cause = `expected ${shown(expected)}, got ${shown(actors)}`
      return problem("actors", cause)
    }
    const ids = Object.values(actors).flat()
    const twice = ids.find((id, i) => ids.indexOf(id) !== i)
    if (twice !== undefined) {
      return problem("actors", `two actors have the id ${shown(twice)}`)
    }
    return Result.succeed([read.success, known.success])
  }
}

/**
 * Reads traces of a protocol. Make one reader and keep it: it compiles the
 * protocol's schemas.
 */
export const traceReader = (protocol: Protocol): TraceReader => {
  const readHeader = headerReader(protocol)
  const end = decoder(End)
  const actions = new Map(
    Object.entries({ ...protocol.next, ...protocol.environment })
  )
  const decoders = new Map(
    Object.entries(protocol.actors).map(([name, kind]) => [
      name,
      inOrder(setsOf(kind), decoder(eventSchema(protocol, kind)))
    ])
  )
  return {
    open: (text) => {
      const parsed = parseJson(text)
      if (Result.isFailure(parsed)) return Result.fail(parsed.failure)
      return Result.map(readHeader(parsed.success), ([header, constants]) => {
        const kinds = kindsOf(header)
        const vocabulary = { actions, decoders, kinds }
        const line = (text: string) => readLine(vocabulary, end, text)
        return { header, constants, kinds, line }
      })
    }
  }
}
