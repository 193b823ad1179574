/** From the lines of a trace to their text, in one canonical form. */
import * as Schema from "effect/Schema"
import type { Protocol } from "../protocols/kernel/protocol.ts"
import { End, type Event, Header } from "./format.ts"
import { eventSchema } from "./schemas.ts"

/** Writes the lines of the traces of one protocol, without line breaks. */
export interface TraceWriter {
  readonly header: (header: Header) => string
  /** The event of an actor of the given kind. */
  readonly event: (kind: string, event: Event) => string
  readonly end: (end: End) => string
}

const encoder = <A>(schema: Schema.Codec<A, unknown>) => {
  const encode = Schema.encodeSync(schema, { onExcessProperty: "error" })
  return (value: A): string => JSON.stringify(encode(value))
}

/**
 * Writes traces of a protocol. It throws a `SchemaError` if a value is none of
 * the protocol's schemas: then the protocol contradicts itself.
 */
export const traceWriter = (protocol: Protocol): TraceWriter => {
  const encoders = new Map(
    Object.entries(protocol.actors).map(([name, kind]) => [
      name,
      encoder(eventSchema(protocol, kind))
    ])
  )
  return {
    header: encoder(Header),
    event: (kind, event) => {
      const encode = encoders.get(kind)
      if (encode === undefined) throw new TypeError(`No kind of actor: ${kind}`)
      return encode(event)
    },
    end: encoder(End)
  }
}
