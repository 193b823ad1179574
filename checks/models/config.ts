/**
 * TLC's configuration files: the one place where a model's constants and
 * properties are written down, for every engine.
 */
import * as Result from "effect/Result"
import { parseValue, type TlaValue } from "tla2tools-runner"
import { key } from "../../protocols/kernel/value.ts"

export interface Assignment {
  readonly name: string
  readonly value: TlaValue
  readonly line: number
}

/** A name that the file mentions, and where. */
export interface Mention {
  readonly name: string
  readonly line: number
}

export interface Config {
  readonly specification: Mention | undefined
  readonly constants: ReadonlyArray<Assignment>
  readonly invariants: ReadonlyArray<Mention>
  readonly properties: ReadonlyArray<Mention>
  readonly constraints: ReadonlyArray<Mention>
  readonly symmetry: Mention | undefined
  readonly checkDeadlock: boolean
}

/** What is wrong with a configuration, and in which line (from 1). */
export interface ConfigProblem {
  readonly line: number
  readonly cause: string
}

interface Token extends Mention {
  readonly start: number
  readonly end: number
}

const SECTIONS = {
  SPECIFICATION: "specification",
  CONSTANT: "constants",
  CONSTANTS: "constants",
  INVARIANT: "invariants",
  INVARIANTS: "invariants",
  PROPERTY: "properties",
  PROPERTIES: "properties",
  CONSTRAINT: "constraints",
  CONSTRAINTS: "constraints",
  SYMMETRY: "symmetry",
  CHECK_DEADLOCK: "checkDeadlock"
} as const

/** What TLC understands and the explorer does not. */
const UNSUPPORTED = new Set([
  "INIT",
  "NEXT",
  "VIEW",
  "ALIAS",
  "POSTCONDITION",
  "ACTION_CONSTRAINT",
  "ACTION_CONSTRAINTS"
])

type Section = (typeof SECTIONS)[keyof typeof SECTIONS]

const isKeyword = (name: string): name is keyof typeof SECTIONS =>
  Object.hasOwn(SECTIONS, name)

/** Comments as blanks, so that lines and columns stay. */
const withoutComments = (text: string): string =>
  text.replace(/"(?:[^"\\\n]|\\.)*"|\\\*[^\n]*|\(\*[\s\S]*?\*\)/g, (match) =>
    match.startsWith('"') ? match : match.replace(/[^\n]/g, " ")
  )

const tokensOf = (text: string): ReadonlyArray<Token> =>
  [...text.matchAll(/"(?:[^"\\\n]|\\.)*"|<-|\w+|[^\s\w]/g)].map((match) => ({
    name: match[0],
    line: text.slice(0, match.index).split("\n").length,
    start: match.index,
    end: match.index + match[0].length
  }))

/** The sections of a configuration: keyword and the tokens up to the next. */
const sectionsOf = (
  tokens: ReadonlyArray<Token>
): ReadonlyArray<readonly [keyword: Token, rest: ReadonlyArray<Token>]> => {
  const starts = tokens.flatMap((token, i) =>
    isKeyword(token.name) || UNSUPPORTED.has(token.name) ? [i] : []
  )
  return starts.map((start, i) => [
    tokens[start]!,
    tokens.slice(start + 1, starts[i + 1])
  ])
}

const problem = (line: number, cause: string) => Result.fail({ line, cause })

const assignments = (
  text: string,
  tokens: ReadonlyArray<Token>
): Result.Result<ReadonlyArray<Assignment>, ConfigProblem> => {
  const starts = tokens.flatMap((_, i) =>
    ["=", "<-"].includes(tokens[i + 1]?.name ?? "") ? [i] : []
  )
  const parsed: Array<Assignment> = []
  if (tokens.length > 0 && starts[0] !== 0) {
    return problem(tokens[0]!.line, "a constant is written NAME = VALUE")
  }
  for (const [i, start] of starts.entries()) {
    const { name, line } = tokens[start]!
    if (tokens[start + 1]!.name === "<-") {
      return problem(line, `${name} <- ... (substitution) is for TLC only`)
    }
    const value = tokens.slice(start + 2, starts[i + 1])
    const source = text.slice(value[0]?.start ?? 0, value.at(-1)?.end ?? 0)
    const result = parseValue(source)
    if (value.length === 0 || Result.isFailure(result)) {
      return problem(line, `the value of ${name} cannot be read: ${source}`)
    }
    parsed.push({ name, value: result.success, line })
  }
  return Result.succeed(parsed)
}

/** Reads the text of a `.cfg` file. */
export const parseConfig = (
  source: string
): Result.Result<Config, ConfigProblem> => {
  const text = withoutComments(source)
  const tokens = tokensOf(text)
  const sections = sectionsOf(tokens)
  if (tokens.length === 0) return problem(1, "the configuration is empty")
  if (sections[0]?.[0] !== tokens[0]) {
    return problem(tokens[0]!.line, `${tokens[0]!.name} is no keyword`)
  }
  const unsupported = sections.find(([{ name }]) => UNSUPPORTED.has(name))?.[0]
  if (unsupported !== undefined) {
    return problem(unsupported.line, `${unsupported.name} is for TLC only`)
  }
  const mentions = (section: Section): ReadonlyArray<Token> =>
    sections.flatMap(([{ name }, rest]) =>
      isKeyword(name) && SECTIONS[name] === section ? rest : []
    )
  const constants = assignments(text, mentions("constants"))
  if (Result.isFailure(constants)) return Result.fail(constants.failure)
  const [symmetry, second] = mentions("symmetry")
  if (second !== undefined) {
    return problem(second.line, "there can be one SYMMETRY only")
  }
  return Result.succeed({
    specification: mentions("specification")[0],
    constants: constants.success,
    invariants: mentions("invariants"),
    properties: mentions("properties"),
    constraints: mentions("constraints"),
    symmetry,
    checkDeadlock: mentions("checkDeadlock")[0]?.name !== "FALSE"
  })
}

/** A constant as plain data: a set is the array of its sorted elements. */
export const plain = (value: TlaValue): unknown => {
  if (typeof value !== "object") return value
  switch (value._tag) {
    case "ModelValue":
      return value.name
    case "Set":
      return value.elements
        .map(plain)
        .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    case "Tuple":
      return value.elements.map(plain)
    case "Record":
      return Object.fromEntries(
        Object.entries(value.fields).map(([name, v]) => [name, plain(v)])
      )
    case "Function":
      return value.entries.map(([from, to]) => [plain(from), plain(to)])
  }
}
