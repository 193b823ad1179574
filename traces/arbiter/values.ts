/** Values as TLA+ text, and what actors know as values of variables. */
import type { AnyWorld, Message } from "../../protocols/kernel/protocol.ts"
import type { Value } from "../../protocols/kernel/value.ts"
import type { Machine } from "../validator/machine.ts"

const isWord = (name: string): boolean => /^[a-z]\w*$/i.test(name)

const mapping = (
  entries: ReadonlyArray<readonly [argument: Value, value: Value]>
): string =>
  entries.length === 0
    ? "<<>>"
    : `(${entries.map(([k, v]) => `${tla(k)} :> ${tla(v)}`).join(" @@ ")})`

/** A value as TLA+ writes it; functions need the module `TLC`. */
export const tla = (value: Value): string => {
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE"
  if (typeof value !== "object") return JSON.stringify(value)
  switch (value._tag) {
    case "Set":
      return `{${value.elements.map(tla).join(", ")}}`
    case "Tuple":
      return `<<${value.elements.map(tla).join(", ")}>>`
    case "Record": {
      const fields = Object.entries(value.fields)
      // Names that come from a log need not be words of TLA+.
      return fields.length > 0 && fields.every(([name]) => isWord(name))
        ? `[${fields.map(([name, v]) => `${name} |-> ${tla(v)}`).join(", ")}]`
        : mapping(fields)
    }
    case "Function":
      return mapping(value.entries)
  }
}

/** A constant, decoded, as TLA+ writes it: a list stands for a set. */
export const constant = (value: unknown): string => {
  if (Array.isArray(value)) return `{${value.map(constant).join(", ")}}`
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE"
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value)
    return `[${fields.map(([k, v]) => `${k} |-> ${constant(v)}`).join(", ")}]`
  }
  return JSON.stringify(value)
}

/** The spec's variables, as functions of what actors know and have sent. */
export class Variables {
  private readonly machine: Machine

  constructor(machine: Machine) {
    this.machine = machine
  }

  /** The variable that a field of an actor is; none: there is no such one. */
  ofField(
    actor: string,
    field: string,
    value: unknown
  ): { readonly isFunction: boolean; readonly value: Value } | undefined {
    const all = this.in({ [actor]: { [field]: value } }, [])
    const variable = all[field]
    if (variable === undefined) return undefined
    if (typeof variable === "object" && variable._tag === "Function") {
      const entry = variable.entries.find(([id]) => id === actor)
      return entry && { isFunction: true, value: entry[1] }
    }
    return { isFunction: false, value: variable }
  }

  /** The variable that holds the messages, and a message as its element. */
  ofMessage(
    message: Message
  ): { readonly variable: string; readonly element: Value } | undefined {
    const before = this.in({}, [])
    const after = this.in({}, [message])
    for (const [variable, value] of Object.entries(after)) {
      if (JSON.stringify(value) === JSON.stringify(before[variable])) continue
      if (typeof value !== "object" || value._tag !== "Set") continue
      const [element, ...others] = value.elements
      if (element !== undefined && others.length === 0) {
        return { variable, element }
      }
    }
    return undefined
  }

  /** The variables of the initial world with some fields changed. */
  private in(
    changes: Readonly<Record<string, object>>,
    network: ReadonlyArray<Message>
  ): Readonly<Record<string, Value>> {
    const { protocol, constants, kinds } = this.machine
    const world: Record<string, Record<string, object>> = {}
    for (const [id, kind] of kinds) {
      const state = protocol.actors[kind]!.init(id, constants)
      const actors = (world[kind] ??= {})
      actors[id] = { ...state, ...changes[id] }
    }
    const whole: AnyWorld = { ...world, network }
    return protocol.variables(whole, constants)
  }
}
