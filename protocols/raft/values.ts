/** What servers know and say, as values of the spec. */
import {
  functionOf,
  messageRecord,
  record,
  set,
  type Value
} from "../kernel/value.ts"
import type { Configuration, Durable, Entry, Message } from "./state.ts"

const configuration = (one: Configuration): Value =>
  record({
    voters: set(one.voters),
    outgoing: set(one.outgoing),
    learners: set(one.learners)
  })

export const tuple = (elements: ReadonlyArray<Value>): Value => ({
  _tag: "Tuple",
  elements
})

export const entries = (log: ReadonlyArray<Entry>): Value =>
  tuple(
    log.map(({ configuration: one, ...entry }) =>
      record(one ? { ...entry, configuration: configuration(one) } : entry)
    )
  )

/** A configuration and a state machine, within what holds them. */
const within = (
  one: Pick<Durable["snapshot"], "configuration" | "machine">
) => ({
  configuration: configuration(one.configuration),
  machine: record({
    effects: tuple(one.machine.effects),
    sessions: set(one.machine.sessions)
  })
})

export const snapshot = (one: Durable["snapshot"]): Value =>
  record({ ...one, ...within(one) })

export const of = <A, B>(
  actors: Readonly<Record<string, A>>,
  value: (one: A) => B
) => Object.values(actors).map(value)

export const indexes = (byServer: Readonly<Record<string, number>>): Value =>
  functionOf(byServer, (index) => index)

export const message = (m: Message): Value =>
  messageRecord(
    m._tag === "AppendEntries"
      ? { ...m, entries: entries(m.entries) }
      : m._tag === "InstallSnapshot"
        ? { ...m, ...within(m) }
        : m
  )
