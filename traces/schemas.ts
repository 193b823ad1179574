/** A protocol's own schemas of what its events carry, as JSON. */
import * as Schema from "effect/Schema"
import type {
  ActorKind,
  Message,
  Protocol
} from "../protocols/kernel/protocol.ts"
import { isSetOf } from "../protocols/kernel/set.ts"
import { type Event, eventOf, type Header } from "./format.ts"

/** The schema of a protocol's messages; its refusals name them all. */
const messageOf = (protocol: Protocol): Schema.Codec<Message, Schema.Json> => {
  const { message } = protocol.network
  const tags =
    "cases" in message ? Object.keys(message.cases as object).join(", ") : ""
  return Schema.toCodecJson(message).annotate({
    identifier: `a message (${tags})`
  })
}

type Fields = Readonly<Record<string, Schema.Codec<unknown, unknown>>>

/** The fields of an actor's state but for its id, each of them optional. */
const observedOf = ({ state }: ActorKind<object, object>) => {
  if (!("fields" in state)) throw new TypeError("A state must be a Struct")
  const { id: _id, ...fields } = state.fields as Fields
  return Schema.Struct(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        Schema.optionalKey(Schema.toCodecJson(field))
      ])
    )
  )
}

/** The fields of an actor's state that are sets. */
export const setsOf = ({
  state
}: ActorKind<object, object>): ReadonlyArray<string> =>
  "fields" in state
    ? Object.entries(state.fields as Fields)
        .filter(([, field]) => isSetOf(field))
        .map(([name]) => name)
    : []

/** The schema of the events of one kind of actor. */
export const eventSchema = (
  protocol: Protocol,
  kind: ActorKind<object, object>
): Schema.Codec<Event, unknown> =>
  eventOf(messageOf(protocol), observedOf(kind))

/** The ids of a protocol's actors, by kind. */
export const actorsOf = (
  protocol: Protocol,
  constants: object
): Readonly<Record<string, ReadonlyArray<string>>> =>
  Object.fromEntries(
    Object.entries(protocol.actors).map(([kind, { ids }]) => [
      kind,
      ids(constants)
    ])
  )

/** The kind of each actor of a header. */
export const kindsOf = ({ actors }: Header): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(actors).flatMap(([kind, ids]) =>
      ids.map((id) => [id, kind] as const)
    )
  )
