/**
 * Lines as the Java programs of Cirstea, Kuppe, Loillier and Merz log them
 * ("Validating Traces of Distributed Programs Against TLA+ Specifications",
 * SEFM 2024): the name of an event (`event`), a prefix of its arguments
 * (`event_args`), and updates of variables, each under its name. Notes (`desc`)
 * and the `clock` by which logs were merged say nothing about the step.
 */
import * as Result from "effect/Result"
import type { Problem } from "../format.ts"
import { parseJson } from "../json.ts"
import { shown } from "../problem.ts"

export type Line = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Line =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A line is not as it should be; caught where lines are read. */
class Refused extends Error {
  readonly problem: Problem
  constructor(field: string, cause: string) {
    super(cause)
    this.problem = { field, cause }
  }
}

/** Ends the reading of a line: what is wrong with which field. */
export const refuse = (field: string, cause: string): never => {
  throw new Refused(field, cause)
}

/** Runs what may refuse a line, and gives the refusal as data. */
export const refusing = <A>(read: () => A): Result.Result<A, Problem> => {
  try {
    return Result.succeed(read())
  } catch (refused) {
    if (refused instanceof Refused) return Result.fail(refused.problem)
    throw refused
  }
}

/** The fields of a line that say something about a step. */
export const saidIn = (text: string): Line => {
  const parsed = parseJson(text)
  if (Result.isFailure(parsed)) return refuse("", parsed.failure.cause)
  const value = parsed.success
  if (!isRecord(value)) {
    return refuse("", `expected an object, got ${shown(value)}`)
  }
  const { desc, clock, ...said } = value
  if (desc !== undefined && typeof desc !== "string") {
    return refuse("desc", "must be text")
  }
  if (clock !== undefined && typeof clock !== "number") {
    return refuse("clock", "must be a number")
  }
  return Object.keys(said).length === 0 ? refuse("", "says nothing") : said
}

/** The event that a line names, with as many arguments as it tells. */
export const eventIn = (
  { event, event_args: args }: Line,
  known: Readonly<Record<string, ReadonlyArray<string>>>
):
  | { readonly event: string; readonly args: ReadonlyArray<unknown> }
  | undefined => {
  if (event === undefined) {
    return args === undefined
      ? undefined
      : refuse("event_args", "there is no event that it belongs to")
  }
  if (typeof event !== "string" || !Object.hasOwn(known, event)) {
    return refuse("event", `${shown(event)} is no event of this program`)
  }
  if (args !== undefined && !Array.isArray(args)) {
    return refuse("event_args", `expected a list, got ${shown(args)}`)
  }
  const most = known[event]!.length
  return (args?.length ?? 0) > most
    ? refuse("event_args", `${event} has ${most} arguments`)
    : { event, args: args ?? [] }
}

/** The variables that a line mentions, with what it says of each. */
export const variablesIn = (
  { event: _event, event_args: _args, ...updated }: Line,
  known: ReadonlyArray<string>
): ReadonlyArray<readonly [name: string, value: unknown]> => {
  const strange = Object.keys(updated).find((name) => !known.includes(name))
  return strange === undefined
    ? Object.entries(updated)
    : refuse(strange, "is no variable of this program, nor another field")
}
