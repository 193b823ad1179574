/** Mutants: logs with one corruption each. */
import type { Draw } from "../validator/samples.ts"
import { alternatives, type Domain } from "./domain.ts"
import { fieldOf, type Json, type Path, places, replaced } from "./json.ts"

/** What happens to a line as a whole. */
export type WholeLine = "(line dropped)" | "(line repeated)" | "(lines swapped)"

/** One corruption; lines are counted from 1. */
export type Mutant =
  | {
      readonly _tag: "Field"
      readonly line: number
      /** As `sent[].id`; that of a header begins with `header.`. */
      readonly field: string
      readonly path: Path
      readonly from: Json
      readonly to: Json
    }
  | {
      readonly _tag: "Line"
      /** Swapped: the first of the two. */
      readonly line: number
      readonly field: WholeLine
    }

/** A line as text and as a value. */
export interface Line {
  readonly text: string
  readonly value: Json
}

const inFields = (
  domain: Domain,
  draw: Draw,
  partial: ReadonlyArray<string>,
  { value }: Line,
  line: number,
  prefix: string
): ReadonlyArray<Mutant> =>
  places(value).flatMap((place) =>
    alternatives(domain, draw, partial, place).map((to): Mutant => {
      const { path, value: from } = place
      const field = prefix + fieldOf(path)
      return { _tag: "Field", line, field, path, from, to }
    })
  )

const ofLine = (
  lines: ReadonlyArray<Line>,
  line: number
): ReadonlyArray<Mutant> => {
  const next = lines[line]
  const mutant = (field: WholeLine): Mutant => ({ _tag: "Line", line, field })
  return [
    mutant("(line dropped)"),
    mutant("(line repeated)"),
    // Two equal lines in the other order are the same log.
    ...(next === undefined || next.text === lines[line - 1]!.text
      ? []
      : [mutant("(lines swapped)")])
  ]
}

/** What the mutants of a log depend on besides its lines. */
export interface Drawn {
  readonly domain: Domain
  readonly draw: Draw
  /** Lists that may be cut short. */
  readonly partial: ReadonlyArray<string>
  /** Is the first line a header? */
  readonly header: boolean
}

/** All mutants of a log, in the order of its lines. */
export function* mutantsOf(
  { domain, draw, partial, header }: Drawn,
  lines: ReadonlyArray<Line>
): Generator<Mutant> {
  for (const [i, line] of lines.entries()) {
    const prefix = header && i === 0 ? "header." : ""
    yield* inFields(domain, draw, partial, line, i + 1, prefix)
    yield* ofLine(lines, i + 1)
  }
}

/** Some mutants of a log, and how many there are. */
export interface Sample {
  readonly possible: number
  readonly chosen: ReadonlyArray<Mutant>
}

/** So many mutants at most, each as likely as any other, in their order. */
export const sampled = (
  mutants: Iterable<Mutant>,
  draw: Draw,
  most: number
): Sample => {
  // The others are forgotten at once: a long log has millions.
  const kept: Array<readonly [number: number, mutant: Mutant]> = []
  let possible = 0
  for (const mutant of mutants) {
    const place = possible < most ? possible : draw(possible + 1)
    if (place < most) kept[place] = [possible, mutant]
    possible += 1
  }
  const chosen = kept.sort(([a], [b]) => a - b).map(([, mutant]) => mutant)
  return { possible, chosen }
}

/** The lines of the corrupted log. */
export const corrupted = (
  lines: ReadonlyArray<Line>,
  mutant: Mutant
): ReadonlyArray<string> => {
  const texts = lines.map(({ text }) => text)
  const at = mutant.line - 1
  const { text, value } = lines[at]!
  if (mutant._tag === "Field") {
    const { path, to } = mutant
    return texts.with(at, JSON.stringify(replaced(value, path, to)))
  }
  switch (mutant.field) {
    case "(line dropped)":
      return texts.toSpliced(at, 1)
    case "(line repeated)":
      return texts.toSpliced(at, 0, text)
    case "(lines swapped)":
      return texts.toSpliced(at, 2, texts[at + 1]!, text)
  }
}

/** The first line at which the corruption can be seen. */
export const firstChanged = ({ line, field }: Mutant): number =>
  field === "(line repeated)" ? line + 1 : line
