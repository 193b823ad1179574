/** Reads the report of SANY, TLA+'s parser, alone or inside a run of TLC. */
import { parseLocation } from "./state.ts"

/** One error or warning. Unknown places are null; lines count from 1. */
export interface SanyProblem {
  readonly kind: "syntax" | "semantic" | "missingModule" | "other"
  readonly message: string
  readonly module: string | null
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  /** The text of that line, where the file could be read. */
  readonly sourceLine: string | null
}

/** What SANY said of a module and of all that it extends. */
export interface SanyReport {
  readonly errors: ReadonlyArray<SanyProblem>
  readonly warnings: ReadonlyArray<SanyProblem>
  /** The modules that were read: name to path. */
  readonly files: Readonly<Record<string, string>>
  /** The modules whose meaning was checked, in order. */
  readonly checked: ReadonlyArray<string>
}

type Place = Omit<SanyProblem, "kind" | "message" | "sourceLine">

const problem = (
  kind: SanyProblem["kind"],
  message: string,
  place: Partial<Place>
): SanyProblem => ({
  kind,
  message: message.replace(/\s*\n\s*/g, "\n").trim(),
  module: null,
  file: null,
  line: null,
  column: null,
  sourceLine: null,
  ...place
})

const fileName = /([^/\\:!]+)\.tla$/

const filesOf = (lines: ReadonlyArray<string>): Record<string, string> => {
  const files: Array<[string, string]> = []
  for (const line of lines) {
    const path = /^Parsing file (.*?)(?: \(.*\))?$/.exec(line)?.[1]
    const module = path === undefined ? undefined : fileName.exec(path)?.[1]
    if (path !== undefined && module !== undefined) files.push([module, path])
  }
  return Object.fromEntries(files)
}

const sectionStart = /^\*\*\* (Errors|Abort messages|Warnings): \d+/

interface Section {
  readonly warning: boolean
  readonly lines: Array<string>
}

/** The parts headed `*** Errors: 2` and the like, without their headings. */
const sections = (lines: ReadonlyArray<string>): ReadonlyArray<Section> => {
  const found: Array<Section> = []
  for (const line of lines) {
    const heading = sectionStart.exec(line)?.[1]
    if (heading !== undefined) {
      found.push({ warning: heading === "Warnings", lines: [] })
    } else if (/^(Semantic processing|Linting) of module |^\*{3,}/.test(line)) {
      found.push({ warning: true, lines: [] })
    } else {
      found.at(-1)?.lines.push(line)
    }
  }
  return found
}

const placeLine = /^(line \d+, col \d+ to line|In module |Unknown location)/

const missing = /^Cannot find source file for module (\S+)/
const abandoned = /^Could not parse module \S+ from file/

const entry = (heading: string, body: string): SanyProblem => {
  const message = body.trim()
  const location = parseLocation(heading)
  const module = location?.module ?? /^In module (\S+)/.exec(heading)?.[1]
  const imported = /imported in module ([^\s.]+)/.exec(message)?.[1]
  return problem(
    missing.test(message) ? "missingModule" : "semantic",
    message,
    {
      module: module ?? imported ?? null,
      line: location?.line ?? null,
      column: location?.column ?? null
    }
  )
}

/** Each entry is a line that names a place, then its message. */
const entries = (section: Section): ReadonlyArray<SanyProblem> => {
  const found: Array<{ heading: string; body: Array<string> }> = []
  for (const line of section.lines) {
    if (placeLine.test(line)) found.push({ heading: line, body: [] })
    else found.at(-1)?.body.push(line)
  }
  return found.map(({ body, heading }) => entry(heading, body.join("\n")))
}

const ending = /^(Residual stack trace|Fatal errors|Semantic |\*\*\* |Parsing )/
const syntaxPlaces = [
  /at line (\d+), col(?:umn)? (\d+)/i,
  /line (\d+), col(?:umn)? (\d+)/i
]

const placeIn = (text: string): Partial<Place> => {
  for (const pattern of syntaxPlaces) {
    const found = pattern.exec(text)
    if (found === null) continue
    return { line: Number(found[1]), column: Number(found[2]) }
  }
  return {}
}

const parsedBefore = (lines: ReadonlyArray<string>): string | null =>
  Object.keys(filesOf(lines)).at(-1) ?? null

/** The text after `***Parse Error***`, to the end of its paragraph. */
const syntaxErrors = (
  lines: ReadonlyArray<string>
): ReadonlyArray<SanyProblem> =>
  lines.flatMap((line, index) => {
    if (!/^\*\*\* ?Parse Error ?\*\*\*|^Lexical error/.test(line)) return []
    const rest = lines.slice(line.startsWith("***") ? index + 1 : index)
    const length = rest.findIndex((each) => ending.test(each))
    const text = rest.slice(0, length < 0 ? undefined : length).join("\n")
    const module =
      /Could not parse module (\S+) from file/.exec(rest.join("\n"))?.[1] ??
      parsedBefore(lines.slice(0, index))
    return [problem("syntax", text, { ...placeIn(text), module })]
  })

/** What went wrong without any of the usual headings. */
const otherErrors = (
  lines: ReadonlyArray<string>
): ReadonlyArray<SanyProblem> => {
  const fatal = lines.findIndex((line) =>
    /^Fatal errors while|^Error:|^Cannot find |^Illegal switch/.test(line)
  )
  if (fatal < 0) return []
  const text = lines.slice(fatal).join("\n")
  return [problem("other", text, placeIn(text))]
}

const located = (
  problems: ReadonlyArray<SanyProblem>,
  files: Readonly<Record<string, string>>
): ReadonlyArray<SanyProblem> =>
  problems.map((each) => ({
    ...each,
    file: each.module === null ? null : (files[each.module] ?? null)
  }))

/** The report in the lines that SANY printed; `sourceLine` is not filled. */
export const parseSany = (lines: ReadonlyArray<string>): SanyReport => {
  const files = filesOf(lines)
  const parts = sections(lines)
  const inSections = (warning: boolean): ReadonlyArray<SanyProblem> =>
    parts.filter((part) => part.warning === warning).flatMap(entries)
  const syntax = syntaxErrors(lines)
  const known = [
    ...syntax,
    ...inSections(false).filter(
      (each) => syntax.length === 0 || !abandoned.test(each.message)
    )
  ]
  const checked = lines.flatMap(
    (line) => /^Semantic processing of module (\S+)/.exec(line)?.[1] ?? []
  )
  return {
    errors: located(known.length > 0 ? known : otherErrors(lines), files),
    warnings: located(inSections(true), files),
    files,
    checked
  }
}
