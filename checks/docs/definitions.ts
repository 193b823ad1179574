/** Finds a definition in a spec or a twin by its name, with its comment. */
import { scanModule, type Source } from "../pairing/module.ts"

/** The lines of a definition, and the file that they are from. */
export interface Found {
  readonly path: string
  readonly lines: ReadonlyArray<string>
}

/** A TLA+ definition with the box above it. */
export const inSpec = (
  source: Source,
  name: string
): ReadonlyArray<string> | undefined => {
  const found = scanModule(source).definitions.find((d) => d.name === name)
  if (found === undefined) return undefined
  const lines = source.text.split("\n")
  const from = found.place.line - 1
  let top = from
  while (/^\(\*.*\*\)$/.test(lines[top - 1] ?? "")) top--
  const length = found.code.trimEnd().split("\n").length
  return lines.slice(top, from + length)
}

const KEYWORD = "const|interface|type|class|function"

const top = (name: string): RegExp =>
  new RegExp(`^(?:export )?(?:${KEYWORD}) ${name}\\b`)

/**
 * A TypeScript declaration at the top of its file, or else a documented field,
 * with its doc comment. It ends where nothing more is indented, as the formatter
 * leaves it.
 */
export const inTwin = (
  source: Source,
  name: string
): ReadonlyArray<string> | undefined => {
  const lines = source.text.split("\n")
  const declared = lines.findIndex((line) => top(name).test(line))
  const at =
    declared >= 0
      ? declared
      : lines.findIndex(
          (line, i) =>
            new RegExp(`^ +${name}:`).test(line) &&
            (lines[i - 1] ?? "").endsWith("*/")
        )
  if (at < 0) return undefined
  const margin = /^ */.exec(lines[at]!)![0]
  const from = commentAbove(lines, at)
  const found = lines.slice(from, endOf(lines, at, margin))
  const [last = "", ...rest] = found.toReversed()
  const whole = declared >= 0 ? last : last.replace(/,$/, "")
  return [...rest.toReversed(), whole].map((line) => line.slice(margin.length))
}

const commentAbove = (lines: ReadonlyArray<string>, at: number): number => {
  if (!(lines[at - 1] ?? "").endsWith("*/")) return at
  let from = at - 1
  while (from > 0 && !lines[from]!.trimStart().startsWith("/**")) from--
  return from
}

/** The line after a declaration whose lines have the given margin. */
const endOf = (
  lines: ReadonlyArray<string>,
  at: number,
  margin: string
): number => {
  const goesOn = new RegExp(`^${margin}(?: |[)\\]}>])`)
  let end = at + 1
  for (let i = at + 1; i < lines.length; i++) {
    if (lines[i] === "") continue
    if (!goesOn.test(lines[i]!)) break
    end = i + 1
  }
  return end
}
