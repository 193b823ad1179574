/**
 * A log as a TLA+ module that extends the protocol's own: the log is a sequence
 * of records, and a step of the module is a step of the protocol that agrees
 * with all that the record at the cursor says. The log is a behaviour if the
 * cursor can pass its end, which an invariant denies.
 */
import type { Machine } from "../validator/machine.ts"
import type { Observation } from "../validator/observed.ts"
import { asTold, choosing } from "./choices.ts"
import { networkOf, strings, type Written, written } from "./entries.ts"
import { constant, Variables } from "./values.ts"

/** The invariant that is violated when the whole log is consumed. */
export const INVARIANT = "LogNotConsumed"

export interface TraceModule {
  readonly name: string
  readonly module: string
  readonly config: string
  /** Lines that say more than the module can ask for. */
  readonly weaker: ReadonlyArray<number>
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
        `        ${variable}' =`,
        `            (${variable} \\ Removed(entry, "${variable}_removed"))`,
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
  spec: string,
  copies: ReadonlyMap<string, string>
): ReadonlyArray<string> =>
  [...actions].flatMap(([name, { actor }]) => {
    const ids = [...kinds.keys()].filter((id) => kinds.get(id) === actor)
    switch (parametersOf(spec, name)) {
      case 0:
        return ids.map(
          (id) => `    \\/ Named(entry, "${name}", "${id}") /\\ ${name}`
        )
      case 1: {
        const step = copies.has(name)
          ? `${asTold(name)}(a, entry)`
          : `${name}(a)`
        return [
          `    \\/ \\E a \\in ${strings(ids)} :`,
          `        Named(entry, "${name}", a) /\\ ${step}`
        ]
      }
      default:
        return []
    }
  })

const OPERATORS = `
Named(entry, action, actor) ==
    /\\ "action" \\in DOMAIN entry => entry.action = action
    /\\ "actor" \\in DOMAIN entry => entry.actor = actor

Removed(entry, name) == IF name \\in DOMAIN entry THEN entry[name] ELSE {}
`

const BEHAVIOURS = `
TraceInit == Init /\\ cursor = 1

TraceNext ==
    /\\ cursor <= Len(Log)
    /\\ cursor' = cursor + 1
    /\\ Step(Log[cursor])
    /\\ Agrees(Log[cursor])

${INVARIANT} == cursor <= Len(Log)
====
`

const moduleText = (
  name: string,
  machine: Machine,
  spec: string,
  copies: ReadonlyMap<string, string>,
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
    OPERATORS,
    ...copies.values(),
    "Step(entry) ==",
    ...disjuncts(machine, spec, copies),
    "",
    "Agrees(entry) ==",
    "    /\\ TRUE",
    ...[...names].flatMap(conjunct),
    BEHAVIOURS
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

/** The module of a log; `spec` is the text of the protocol's own modules. */
export const traceModule = (
  machine: Machine,
  spec: string,
  log: ReadonlyArray<Observation>
): TraceModule => {
  const variables = new Variables(machine)
  const network = networkOf(variables, log)
  const copies = choosing(machine, spec)
  const records = log.map((observation) => {
    const known = copies.has(observation.action ?? "")
    return written(machine, variables, network, known, observation)
  })
  const name = `Trace${machine.protocol.module}`
  return {
    name,
    module: moduleText(name, machine, spec, copies, records),
    config: configText(machine),
    weaker: log.flatMap(({ line }, i) => (records[i]!.weaker ? [line] : []))
  }
}
