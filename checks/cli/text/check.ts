/** The table of `bisim check`, a row at a time, and what is said below it. */
import type { CheckReport } from "../../check/report.ts"
import { counterexampleLines } from "./counterexample.ts"
import { count, duration, plural } from "./figures.ts"
import type { Style } from "./style.ts"
import { type Column, row } from "./table.ts"
import { visitedLines } from "./visited.ts"

/** A report, and whether it is what the manifest or anybody wants to see. */
export interface Checked {
  readonly report: CheckReport
  readonly expected: boolean
}

/** The columns for models with these names. */
export const checkColumns = (
  names: ReadonlyArray<string>
): ReadonlyArray<Column> => [
  { width: 1 },
  { width: Math.max(5, ...names.map(({ length }) => length)) },
  { width: 8 },
  { width: 10 },
  { width: 10, align: "right" },
  { width: 11, align: "right" },
  { width: 5, align: "right" },
  { width: 7, align: "right" }
]

export const checkHeading = (
  columns: ReadonlyArray<Column>,
  style: Style
): string =>
  style.dim(
    row(columns, [
      "",
      "model",
      "engine",
      "result",
      "distinct",
      "generated",
      "depth",
      "time"
    ])
  )

/**
 * One check. A violation has its property where others have figures; the name
 * of the model stands in the first of its rows.
 */
export const checkRow = (
  columns: ReadonlyArray<Column>,
  { report, expected }: Checked,
  isFirst: boolean,
  style: Style
): string => {
  const { engine, result, distinct, generated, depth } = report
  const time = duration(report.elapsed)
  const model = isFirst ? report.model : ""
  const first = [mark({ report, expected }, style), model, engine]
  const word = resultWord({ report, expected }, style)
  if (isViolation(report)) {
    const [, , , , a, b, c, d] = columns
    const span = { width: a!.width + b!.width + c!.width + 4 }
    return row(
      [...columns.slice(0, 4), span, d!],
      [...first, word, refutation(report), time]
    )
  }
  const figure = (n: number | undefined) => (n === undefined ? "" : count(n))
  const figures = [figure(distinct), figure(generated), figure(depth)]
  return row(columns, [
    ...first,
    word,
    ...(["error", "failed"].includes(result) ? ["", "", ""] : figures),
    time
  ])
}

const isViolation = ({ result }: CheckReport): boolean =>
  !["ok", "vacuous", "incomplete", "error", "failed"].includes(result)

const refutation = ({ violates, of = [], length }: CheckReport): string =>
  [
    violates ?? "",
    of.length === 0 ? "" : `for ${of.join(", ")}`,
    length === undefined ? "" : `in ${plural(length, "state")}`
  ]
    .filter((part) => part !== "")
    .join(" ")

const mark = ({ report, expected }: Checked, style: Style): string => {
  if (expected) return style.green("✓")
  return report.result === "incomplete" ? style.yellow("?") : style.red("✗")
}

const resultWord = ({ report, expected }: Checked, style: Style): string => {
  if (expected) return isViolation(report) ? "refuted" : report.result
  return report.result === "incomplete"
    ? style.yellow(report.result)
    : style.red(report.result)
}

/** A model's second row, if TLC is not there. */
export const skippedRow = (
  columns: ReadonlyArray<Column>,
  style: Style
): string => style.dim(row(columns, ["-", "", "tlc", "skipped"]))

const limits: Readonly<Record<string, string>> = {
  states: "--max-states was reached",
  depth: "--max-depth was reached",
  memory: "--max-memory was reached",
  time: "--max-time was reached",
  walks: "random walks",
  interrupted: "interrupted",
  stateSpaceTooLarge: "TLC's own limit was reached",
  resources: "the JVM ran out of memory or stack",
  killed: "the JVM was ended from outside"
}

/** What a row cannot say: why it is not as expected, and by which behaviour. */
export const checkDetails = (
  checked: Checked,
  alone: boolean,
  style: Style
): ReadonlyArray<string> => {
  const { report, expected } = checked
  const { counterexample, differences, model, engine, summary } = report
  if (expected && !alone) return []
  const lines = [
    ...(summary === undefined ? [] : summary.split("\n")),
    ...telling(differences).map((difference) => `manifest: ${difference}`),
    ...(counterexample === undefined
      ? []
      : counterexampleLines(counterexample, style)),
    ...visitedLines(report)
  ]
  if (lines.length === 0 && expected) return []
  const title = `${model}, ${engine}: ${verdict(checked)}`
  return ["", style.bold(title), ...lines.map((line) => `  ${line}`)]
}

const verdict = ({ report, expected }: Checked): string => {
  const { result, limit } = report
  if (result === "incomplete") {
    const why = limits[limit ?? ""] ?? limit
    return `incomplete (${why}), no violation so far`
  }
  if (!isViolation(report)) return result
  const how = refutation(report)
  return expected
    ? `refuted as it must be: ${how}`
    : [words[result], how].filter((part) => part !== "").join(": ")
}

const words: Readonly<Record<CheckReport["result"], string>> = {
  ok: "ok",
  assumption: "assumption is false",
  deadlock: "deadlock",
  safety: "invariant violated",
  liveness: "property violated",
  assertion: "assertion failed",
  vacuous: "vacuous",
  incomplete: "incomplete",
  error: "error",
  failed: "failed"
}

/** Of a search that ended otherwise than expected the counts tell nothing. */
const telling = (differences: ReadonlyArray<string>): ReadonlyArray<string> => {
  const other = differences.filter((text) =>
    /^(?:result|violates):/u.test(text)
  )
  return other.length > 0 ? other : differences
}

/** The last line. */
export const checkSummary = (
  checks: ReadonlyArray<Checked>,
  style: Style
): string => {
  const wrong = checks.filter(({ expected }) => !expected)
  const incomplete = wrong.filter(
    ({ report }) => report.result === "incomplete"
  ).length
  const other = wrong.length - incomplete
  const all = plural(checks.length, "check")
  if (wrong.length === 0) return style.green(`${all}, as expected.`)
  const parts = [
    ...(other === 0 ? [] : [`${other} not as expected`]),
    ...(incomplete === 0 ? [] : [`${incomplete} incomplete`])
  ]
  const text = `${all}, ${parts.join(", ")}.`
  return other === 0 ? style.yellow(text) : style.red(text)
}
