/** An observation as a record of TLA+, a field for each constraint. */
import type { Message } from "../../protocols/kernel/protocol.ts"
import type { Machine } from "../validator/machine.ts"
import type { Expectation, Observation } from "../validator/observed.ts"
import { chosen } from "./choices.ts"
import { tla, type Variables } from "./values.ts"

/** A field of a record, or `undefined`: the module cannot say that. */
type Entry = readonly [name: string, text: string] | undefined

export const strings = (names: Iterable<string>): string =>
  `{${[...names].map((name) => JSON.stringify(name)).join(", ")}}`

const fieldEntry = (
  variables: Variables,
  { actor, field, oneOf }: Expectation & { readonly _tag: "Field" }
): Entry => {
  const values = oneOf.map((value) => variables.ofField(actor, field, value))
  const known = values.filter((value) => value !== undefined)
  if (known.length < values.length || known.length === 0) return undefined
  const set = `{${known.map(({ value }) => tla(value)).join(", ")}}`
  return known[0]!.isFunction
    ? [`${field}_at`, `${JSON.stringify(actor)} :> ${set}`]
    : [`${field}_is`, set]
}

const elementsOf = (
  variables: Variables,
  actor: string,
  field: string,
  elements: ReadonlyArray<unknown>
): string | undefined => {
  const set = variables.ofField(actor, field, elements)
  if (set === undefined || set.isFunction) return undefined
  return typeof set.value === "object" && set.value._tag === "Set"
    ? tla(set.value)
    : undefined
}

const messagesOf = (
  variables: Variables,
  messages: ReadonlyArray<Message>
): readonly [variable: string, set: string] | undefined => {
  const found = messages.map((message) => variables.ofMessage(message))
  const known = found.filter((value) => value !== undefined)
  if (known.length < found.length) return undefined
  const [first] = known
  return first === undefined
    ? undefined
    : [
        first.variable,
        `{${known.map(({ element }) => tla(element)).join(", ")}}`
      ]
}

const entriesOf = (
  variables: Variables,
  expectation: Expectation
): ReadonlyArray<Entry> => {
  switch (expectation._tag) {
    case "Field":
      return [fieldEntry(variables, expectation)]
    case "Entry":
      return [undefined]
    case "Elements": {
      const { actor, field, added, removed } = expectation
      const more = elementsOf(variables, actor, field, added)
      const less = elementsOf(variables, actor, field, removed)
      return more === undefined || less === undefined
        ? [undefined]
        : [
            [`${field}_added`, more],
            [`${field}_removed`, less]
          ]
    }
    case "Kept":
      return [[`${expectation.field}_kept`, strings(expectation.except)]]
    case "Network": {
      const set = messagesOf(variables, expectation.added)
      return set === undefined ? [undefined] : [[`${set[0]}_added`, set[1]]]
    }
  }
}

/** What a line says of messages besides its expectations. */
const messageEntries = (
  variables: Variables,
  { protocol }: Machine,
  observation: Observation,
  network: string | undefined,
  copied: boolean
): ReadonlyArray<Entry> => {
  const { received, sent, expected } = observation
  const entries: Array<Entry> = []
  if (received !== undefined) {
    const set = messagesOf(variables, [received])
    entries.push(set && [`${set[0]}_has`, set[1]])
    if (copied) entries.push(set && ["message_received", set[1]])
    // The action binds it itself: only what it does can be seen.
    else if (expected.length === 0) entries.push(undefined)
  }
  if (sent !== undefined) {
    const set = messagesOf(variables, sent)
    const [variable, added] = set ?? [network, sent.length === 0 ? "{}" : ""]
    const known = variable !== undefined && added !== ""
    const bag = protocol.network.semantics === "bag"
    entries.push(known && !bag ? [`${variable}_added`, added] : undefined)
  }
  return entries
}

/** One record, as text. */
export interface Written {
  readonly text: string
  readonly names: ReadonlyArray<string>
  readonly weaker: boolean
}

/** Functions with one argument each that belong to one name are put together. */
const record = (entries: ReadonlyArray<Entry>): Written => {
  const known = entries.filter((entry) => entry !== undefined)
  const byName = Map.groupBy(known, ([name]) => name)
  const fields = [...byName].map(([name, same]) => {
    const texts = [...new Set(same.map(([, text]) => text))]
    return `${name} |-> ${texts.join(name.endsWith("_at") ? " @@ " : " \\cup ")}`
  })
  return {
    text: `[${fields.join(", ")}]`,
    names: [...byName.keys()],
    weaker: known.length < entries.length
  }
}

/** What a line says of a choice; `copied`: the module can ask for it. */
const choiceEntries = (
  { choice, expected }: Observation,
  copied: boolean
): ReadonlyArray<Entry> => {
  if (choice === undefined) return []
  if (copied) return chosen(choice)
  return expected.length === 0 ? [undefined] : []
}

/** The record of one observation; `copied`: of its action there is a copy. */
export const written = (
  machine: Machine,
  variables: Variables,
  network: string | undefined,
  copied: boolean,
  observation: Observation
): Written => {
  const { action, actor, expected } = observation
  return record([
    ["line", String(observation.line)],
    ...(action === undefined
      ? []
      : [["action", JSON.stringify(action)] as const]),
    ...(actor === undefined ? [] : [["actor", JSON.stringify(actor)] as const]),
    ...messageEntries(variables, machine, observation, network, copied),
    ...choiceEntries(observation, copied),
    ...expected.flatMap((expectation) => entriesOf(variables, expectation))
  ])
}

/** The variable that holds the messages, if the log has any. */
export const networkOf = (
  variables: Variables,
  log: ReadonlyArray<Observation>
): string | undefined => {
  for (const { received, sent = [] } of log) {
    const [message] = received === undefined ? sent : [received]
    if (message === undefined) continue
    const found = variables.ofMessage(message)
    if (found !== undefined) return found.variable
  }
  return undefined
}
