/** Configuration files of TLC, written from typed values. */
import * as Result from "effect/Result"
import { ConfigInexpressible } from "./errors.ts"
import { show, type TlaValue } from "./value.ts"

type Names = ReadonlyArray<string>

/** What a .cfg file can say. Names are those of the module's definitions. */
export type TlcConfig = (
  | { readonly specification: string }
  | { readonly init: string; readonly next: string }
) & {
  /** A value each: numbers, strings, booleans, model values, sets of these. */
  readonly constants?: Readonly<Record<string, TlaValue>>
  /** Names and the definitions that stand in for them: `Name <- Other`. */
  readonly substitutions?: Readonly<Record<string, string>>
  readonly invariants?: Names
  readonly properties?: Names
  readonly constraints?: Names
  readonly actionConstraints?: Names
  readonly symmetry?: string
  readonly view?: string
  readonly alias?: string
  readonly postcondition?: string
  /** TLC's own default is true. */
  readonly checkDeadlock?: boolean
}

/** TLC reads what is between the quotes as it is: nothing can be escaped. */
const isPlain = (text: string): boolean => !/["\\\p{Cc}]/u.test(text)

const modelName = /^(?!(?:TRUE|FALSE|\d+)$)\w+$/

/** Why TLC's reader of .cfg files cannot read a value, or null if it can. */
const flaw = (value: TlaValue): string | null => {
  if (typeof value === "boolean") return null
  if (typeof value === "number" || typeof value === "bigint") {
    return value < 0 ? "negative numbers cannot be written there" : null
  }
  if (typeof value === "string") {
    return isPlain(value)
      ? null
      : "strings with quotes, backslashes or control characters cannot be"
  }
  if (value._tag === "Set") {
    return value.elements.map(flaw).find((each) => each !== null) ?? null
  }
  if (value._tag === "ModelValue") {
    return modelName.test(value.name) ? null : "that is no model value"
  }
  return "only numbers, strings, booleans, model values and sets can be"
}

const line = (keyword: string, names: Names | undefined): Names =>
  names === undefined || names.length === 0
    ? []
    : [`${keyword} ${names.join(" ")}`]

const optional = (keyword: string, name: string | undefined): Names =>
  line(keyword, name === undefined ? undefined : [name])

const constants = ({
  constants = {},
  substitutions = {}
}: TlcConfig): Names => {
  const assigned = Object.entries(constants).map(
    ([name, value]) => `  ${name} = ${show(value)}`
  )
  const substituted = Object.entries(substitutions).map(
    ([name, other]) => `  ${name} <- ${other}`
  )
  const all = [...assigned, ...substituted]
  return all.length === 0 ? [] : ["CONSTANTS", ...all]
}

const behaviour = (config: TlcConfig): Names =>
  "specification" in config
    ? [`SPECIFICATION ${config.specification}`]
    : [`INIT ${config.init}`, `NEXT ${config.next}`]

/**
 * The text of a .cfg file. Fails with `ConfigInexpressible` for a constant
 * that TLC could not read, or would read as another value.
 */
export const configText = (
  config: TlcConfig
): Result.Result<string, ConfigInexpressible> => {
  for (const [name, value] of Object.entries(config.constants ?? {})) {
    const reason = flaw(value)
    if (reason !== null) {
      const text = show(value)
      return Result.fail(new ConfigInexpressible({ name, text, reason }))
    }
  }
  const lines = [
    ...behaviour(config),
    ...constants(config),
    ...line("INVARIANTS", config.invariants),
    ...line("PROPERTIES", config.properties),
    ...line("CONSTRAINTS", config.constraints),
    ...line("ACTION_CONSTRAINTS", config.actionConstraints),
    ...optional("SYMMETRY", config.symmetry),
    ...optional("VIEW", config.view),
    ...optional("ALIAS", config.alias),
    ...optional("POSTCONDITION", config.postcondition),
    ...(config.checkDeadlock === undefined
      ? []
      : [`CHECK_DEADLOCK ${config.checkDeadlock ? "TRUE" : "FALSE"}`])
  ]
  return Result.succeed(`${lines.join("\n")}\n`)
}
