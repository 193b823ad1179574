/** Corruptions of a log: each changes one thing that it says. */
import type { Draw } from "../validator/samples.ts"
import { alternatives, type Domain, type Json, visit } from "./domain.ts"

/** One corrupted log, without its text. */
export interface Mutant {
  /** The field that is corrupted, or what happens to the line. */
  readonly field: string
  /** The line that is corrupted, from 1. */
  readonly line: number
  readonly from: Json | undefined
  readonly to: Json | undefined
  /** The lines of the corrupted log. */
  readonly apply: (lines: ReadonlyArray<string>) => ReadonlyArray<string>
}

type Path = ReadonlyArray<string | number>

const replaced = (value: Json, path: Path, by: Json): Json => {
  const [name, ...rest] = path
  if (name === undefined) return by
  if (Array.isArray(value)) {
    return value.map((inner: Json, i) =>
      i === name ? replaced(inner, rest, by) : inner
    )
  }
  return Object.fromEntries(
    Object.entries(value as { readonly [field: string]: Json }).map(
      ([field, inner]) => [
        field,
        field === name ? replaced(inner, rest, by) : inner
      ]
    )
  )
}

/** One corruption of each field of a line, drawn among its alternatives. */
const inFields = (
  domain: Domain,
  draw: Draw,
  value: Json,
  line: number
): ReadonlyArray<Mutant> => {
  const mutants: Array<Mutant> = []
  visit(value, (field, from, path) => {
    const choices = alternatives(domain, field, from)
    const to = choices[draw(Math.max(1, choices.length))]
    if (to === undefined) return
    const apply = (lines: ReadonlyArray<string>) =>
      lines.with(line - 1, JSON.stringify(replaced(value, path, to)))
    mutants.push({ field, line, from, to, apply })
  })
  return mutants
}

const ofLine = (
  field: string,
  line: number,
  apply: Mutant["apply"]
): Mutant => ({ field, line, from: undefined, to: undefined, apply })

/** Is it no field, but what happens to a line? */
export const isWholeLine = (field: string): boolean => field.startsWith("(")

const dropped = (line: number): Mutant =>
  ofLine("(line dropped)", line, (lines) => lines.toSpliced(line - 1, 1))

const doubled = (line: number): Mutant =>
  ofLine("(line twice)", line, (lines) =>
    lines.toSpliced(line - 1, 0, lines[line - 1]!)
  )

const swapped = (line: number): Mutant =>
  ofLine("(lines swapped)", line, (lines) =>
    lines.toSpliced(line - 1, 2, lines[line]!, lines[line - 1]!)
  )

/** A line that tells of a step. */
export interface StepLine {
  readonly line: number
  readonly value: Json
  /** Do the line and the next one have anything to do with each other? */
  readonly ordered: boolean
}

/** All corruptions of a log, in the order of its lines. */
export const mutantsOf = (
  domain: Domain,
  draw: Draw,
  steps: ReadonlyArray<StepLine>
): ReadonlyArray<Mutant> =>
  steps.flatMap(({ line, value, ordered }) => [
    ...inFields(domain, draw, value, line),
    dropped(line),
    doubled(line),
    ...(ordered ? [swapped(line)] : [])
  ])
