/** Reads the states and actions of traces and graphs. */
import * as Result from "effect/Result"
import { parseValue, parseValues } from "./parse-value.ts"
import type { TlaValue } from "./value.ts"

/** Where something stands in a module; lines and columns count from 1. */
export interface Location {
  readonly module: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/**
 * An action as a trace or an edge names it. Jars older than August 2023 print
 * no arguments. The name of an instance's action contains its `!`.
 */
export interface ActionName {
  readonly name: string
  readonly arguments: ReadonlyArray<TlaValue>
}

/** The variables of one state. */
export interface StateVariables {
  /** Every variable whose text is a value, by name. */
  readonly variables: Readonly<Record<string, TlaValue>>
  /** The texts of the others, such as `[S -> T]` left unexpanded. */
  readonly unparsed: Readonly<Record<string, string>>
}

const assignment = /^(?:\/\\ )?([\p{L}\p{N}_!]+) = /u

/** TLC wraps a long value over lines of which none can begin a variable. */
const splitAssignments = (
  lines: ReadonlyArray<string>
): ReadonlyArray<readonly [name: string, text: string]> => {
  const found: Array<[string, string]> = []
  for (const line of lines) {
    const start = assignment.exec(line)
    const last = found.at(-1)
    if (start !== null && (last === undefined || line.startsWith("/\\ "))) {
      found.push([start[1]!, line.slice(start[0].length)])
    } else if (last !== undefined) {
      last[1] += `\n${line}`
    }
  }
  return found.map(([name, text]) => [name, text.trimEnd()])
}

/**
 * The state in a text of lines such as `/\ x = 1`; a state of one variable has
 * no `/\`. Lines before the first variable are skipped.
 */
export const parseState = (text: string): StateVariables => {
  const variables: Array<[string, TlaValue]> = []
  const unparsed: Array<[string, string]> = []
  for (const [name, written] of splitAssignments(text.split("\n"))) {
    const value = parseValue(written)
    if (Result.isSuccess(value)) variables.push([name, value.success])
    else unparsed.push([name, written])
  }
  return {
    variables: Object.fromEntries(variables),
    unparsed: Object.fromEntries(unparsed)
  }
}

/** `Accept(s1, 2)` as its name and arguments. */
export const parseActionName = (text: string): ActionName => {
  const open = text.indexOf("(")
  if (open < 0 || !text.endsWith(")")) return { name: text, arguments: [] }
  const values = parseValues(text.slice(open + 1, -1))
  return Result.isSuccess(values)
    ? { name: text.slice(0, open), arguments: values.success }
    : { name: text, arguments: [] }
}

const place =
  /line (\d+), col(?:umn)? (\d+) to line (\d+), col(?:umn)? (\d+) (?:of module|in) (\S+?)$/i

/** `line 1, col 2 to line 3, col 4 of module M` at the end of a text. */
export const parseLocation = (text: string): Location | null => {
  const found = place.exec(text)
  if (found === null) return null
  const [, line, column, endLine, endColumn, module] = found
  return {
    module: module!,
    line: Number(line),
    column: Number(column),
    endLine: Number(endLine),
    endColumn: Number(endColumn)
  }
}

/** The inside of `<Accept(s1) line 1, ... of module M>`. */
export const parseActionHeader = (
  text: string
): { readonly action: ActionName; readonly location: Location | null } => {
  const location = parseLocation(text)
  const name = location === null ? text : text.replace(place, "").trimEnd()
  return { action: parseActionName(name), location }
}
