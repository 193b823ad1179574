/**
 * A log as a TLA+ module that extends the protocol's own: the log is a sequence
 * of records, and a step of the module is a step of the protocol that agrees
 * with all that the record at the cursor says. The log is a behaviour if the
 * cursor can pass its end, which an invariant denies.
 */
import * as Result from "effect/Result"
import type { Message } from "../../protocols/kernel/protocol.ts"
import {
  initialWorld,
  type Machine,
  stepOf,
  take
} from "../validator/machine.ts"
import type { Expectation, Observation } from "../validator/observed.ts"
import { names } from "../validator/replay.ts"
import { constant, tla, Variables } from "./values.ts"

/** The invariant that is violated when the whole log is consumed. */
export const INVARIANT = "LogNotConsumed"

export interface TraceModule {
  readonly name: string
  readonly module: string
  readonly config: string
  /** Lines that say more than the module can ask for. */
  readonly weaker: ReadonlyArray<number>
}

/** A field of a record, or `undefined`: the module cannot say that. */
type Entry = readonly [name: string, text: string] | undefined

const strings = (names: Iterable<string>): string =>
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
  network: string | undefined
): ReadonlyArray<Entry> => {
  const { received, sent, expected } = observation
  const entries: Array<Entry> = []
  if (received !== undefined) {
    const set = messagesOf(variables, [received])
    entries.push(set && [`${set[0]}_has`, set[1]])
    // The action binds the message itself: only what it does can be seen.
    if (expected.length === 0) entries.push(undefined)
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

interface Written {
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

const written = (
  machine: Machine,
  variables: Variables,
  network: string | undefined,
  observation: Observation
): Written => {
  const { action, actor, expected } = observation
  return record([
    ["line", String(observation.line)],
    ...(action === undefined
      ? []
      : [["action", JSON.stringify(action)] as const]),
    ...(actor === undefined ? [] : [["actor", JSON.stringify(actor)] as const]),
    ...messageEntries(variables, machine, observation, network),
    ...expected.flatMap((expectation) => entriesOf(variables, expectation))
  ])
}

/** How a field of a record constrains a step, by the end of its name. */
const conjunct = (name: string): ReadonlyArray<string> => {
  const [, variable = "", what = ""] = /^(.*)_(\w+)$/.exec(name) ?? []
  const value = `entry.${name}`
  const about = `    /\\ "${name}" \\in DOMAIN entry =>`
  switch (what) {
    case "is":
      return [`${about} ${variable}' \\in ${value}`]
    case "at":
      return [
        about,
        `        \\A a \\in DOMAIN ${value} : ${variable}'[a] \\in ${value}[a]`
      ]
    case "kept":
      return [
        about,
        `        \\A a \\in DOMAIN ${variable} \\ ${value} :`,
        `            ${variable}'[a] = ${variable}[a]`
      ]
    case "added":
      return [
        about,
        `        ${variable}' = (${variable} \\ Removed(entry, "${variable}_removed"))`,
        `            \\cup ${value}`
      ]
    case "has":
      return [`${about} ${value} \\subseteq ${variable}`]
    default:
      return []
  }
}

/** The parameters of an action in the spec's text; none: it is not there. */
const parametersOf = (spec: string, action: string): number | undefined => {
  const found = new RegExp(`^${action}(?:\\(([^)]*)\\))? ==`, "m").exec(spec)
  if (found === null) return undefined
  return found[1] === undefined ? 0 : found[1].split(",").length
}

const disjuncts = (
  { actions, kinds }: Machine,
  spec: string
): ReadonlyArray<string> =>
  [...actions].flatMap(([name, { actor }]) => {
    const ids = [...kinds.keys()].filter((id) => kinds.get(id) === actor)
    switch (parametersOf(spec, name)) {
      case 0:
        return ids.map(
          (id) => `    \\/ Named(entry, "${name}", "${id}") /\\ ${name}`
        )
      case 1:
        return [
          `    \\/ \\E a \\in ${strings(ids)} :`,
          `        Named(entry, "${name}", a) /\\ ${name}(a)`
        ]
      default:
        return []
    }
  })

const moduleText = (
  name: string,
  machine: Machine,
  spec: string,
  records: ReadonlyArray<Written>
): string => {
  const names = new Set(records.flatMap((known) => known.names))
  return [
    `---- MODULE ${name} ----`,
    `EXTENDS ${machine.protocol.module}, Naturals, Sequences, TLC`,
    "",
    "VARIABLE cursor",
    "",
    "Log == <<",
    records.map(({ text }) => `    ${text}`).join(",\n"),
    ">>",
    "",
    "Named(entry, action, actor) ==",
    '    /\\ "action" \\in DOMAIN entry => entry.action = action',
    '    /\\ "actor" \\in DOMAIN entry => entry.actor = actor',
    "",
    "Removed(entry, name) == IF name \\in DOMAIN entry THEN entry[name] ELSE {}",
    "",
    "Step(entry) ==",
    ...disjuncts(machine, spec),
    "",
    "Agrees(entry) ==",
    "    /\\ TRUE",
    ...[...names].flatMap(conjunct),
    "",
    "TraceInit == Init /\\ cursor = 1",
    "",
    "TraceNext ==",
    "    /\\ cursor <= Len(Log)",
    "    /\\ cursor' = cursor + 1",
    "    /\\ Step(Log[cursor])",
    "    /\\ Agrees(Log[cursor])",
    "",
    `${INVARIANT} == cursor <= Len(Log)`,
    "====",
    ""
  ].join("\n")
}

const configText = ({ constants }: Machine): string =>
  [
    "CONSTANTS",
    ...Object.entries(constants).map(
      ([name, value]) => `    ${name} = ${constant(value)}`
    ),
    "INIT TraceInit",
    "NEXT TraceNext",
    `INVARIANT ${INVARIANT}`,
    "CHECK_DEADLOCK FALSE",
    ""
  ].join("\n")

/** The module of a log; `spec` is the text of the protocol's own module. */
export const traceModule = (
  machine: Machine,
  spec: string,
  log: ReadonlyArray<Observation>
): TraceModule => {
  const variables = new Variables(machine)
  const network = networkOf(variables, log)
  const records = log.map((observation) =>
    written(machine, variables, network, observation)
  )
  const name = `Trace${machine.protocol.module}`
  return {
    name,
    module: moduleText(name, machine, spec, records),
    config: configText(machine),
    weaker: log.flatMap(({ line }, i) => (records[i]!.weaker ? [line] : []))
  }
}

/**
 * The log with the states that follow from it added where a line tells which
 * message is received but not what came of it: the module can ask for the
 * latter only. Nothing is added where the log leaves a choice.
 */
export const withStates = (
  machine: Machine,
  log: ReadonlyArray<Observation>
): ReadonlyArray<Observation> => {
  const world = initialWorld(machine)
  let open = false
  return log.map((observation) => {
    const { action, actor, received, expected } = observation
    open ||= !names(machine, observation)
    if (open) return observation
    const step = stepOf(machine, world, action!, actor!, received)
    open = Result.isFailure(step)
    if (Result.isFailure(step)) return observation
    take(machine, world, step.success)
    if (received === undefined || expected.length > 0) return observation
    const { id: _id, ...fields } = step.success.changes[0]!.after as {
      readonly id: string
    }
    const states = Object.entries(fields).map(([field, value]): Expectation => {
      return { _tag: "Field", actor: actor!, field, oneOf: [value] }
    })
    return { ...observation, expected: states }
  })
}

/** The variable that holds the messages, if the log has any. */
const networkOf = (
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
