/** The lines of logs of hybrid logical clocks: see `hlc.ts`. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { decoder } from "../decoder.ts"
import type { Problem } from "../format.ts"
import { shown } from "../problem.ts"

const Natural = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
const Count = Schema.Int.check(Schema.isGreaterThan(0))

/** Wall time in nanoseconds, and the counter. */
const Timestamp = Schema.Tuple([Natural, Natural])
export type Timestamp = typeof Timestamp.Type

const common = { i: Count, n: Count, phys: Natural }

const events = {
  now: Schema.Struct({
    ...common,
    ev: Schema.Literal("now"),
    res: Timestamp
  }),
  send: Schema.Struct({
    ...common,
    ev: Schema.Literal("send"),
    msg: Natural,
    res: Timestamp
  }),
  recv: Schema.Struct({
    ...common,
    ev: Schema.Literal("recv"),
    from: Count,
    msg: Natural,
    remote: Timestamp,
    err: Schema.optionalKey(Schema.Unknown)
  }),
  jump: Schema.Struct({
    ...common,
    ev: Schema.Literal("jump"),
    delta: Schema.Int
  }),
  restart: Schema.Struct({
    ...common,
    ev: Schema.Literal("restart"),
    res: Timestamp
  })
}

export type Line = {
  [K in keyof typeof events]: (typeof events)[K]["Type"]
}[keyof typeof events]

const Meta = Schema.Struct({
  i: Schema.Literal(1),
  ev: Schema.Literal("meta"),
  // No clock has been read so far.
  phys: Schema.Literal(0),
  meta: Schema.Struct({
    clock: Schema.String,
    granularity_ns: Natural,
    max_offset_ns: Natural,
    nodes: Count,
    seed: Schema.Int
  })
})

/** Refuses a line. */
export const failed = (
  field: string,
  cause: string
): Result.Result<never, Problem> => Result.fail({ field, cause })

/** Reads the first line, parsed. */
export const metaOf = decoder(Meta)

const decoders = {
  now: decoder(events.now),
  send: decoder(events.send),
  recv: decoder(events.recv),
  jump: decoder(events.jump),
  restart: decoder(events.restart)
}

export const evOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null
    ? Reflect.get(value, "ev")
    : undefined

/** Reads a line that tells of a node. */
export const lineOf = (value: unknown): Result.Result<Line, Problem> => {
  const ev = evOf(value)
  if (ev === "meta") return failed("ev", "there is a second first line")
  return typeof ev === "string" && Object.hasOwn(events, ev)
    ? decoders[ev as keyof typeof events](value)
    : failed(
        "ev",
        `expected ${Object.keys(events).join(", ")}, got ${shown(ev)}`
      )
}
