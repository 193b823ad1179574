/** The table of `bisim parity`, and the way to the first difference. */
import type { Counts, ParityReport } from "../../parity/parity.ts"
import type { Difference } from "../../parity/graph.ts"
import { changeTexts, counterexampleLines } from "./counterexample.ts"
import { count, plural } from "./figures.ts"
import type { Style } from "./style.ts"
import { type Column, row } from "./table.ts"

export const parityColumns = (
  names: ReadonlyArray<string>
): ReadonlyArray<Column> => [
  { width: 1 },
  { width: Math.max(5, ...names.map(({ length }) => length)) },
  { width: 4 },
  { width: 10, align: "right" },
  { width: 11, align: "right" },
  { width: 5, align: "right" },
  { width: 0 }
]

export const parityHeading = (
  columns: ReadonlyArray<Column>,
  style: Style
): string =>
  style.dim(
    row(columns, [
      "",
      "model",
      "side",
      "distinct",
      "generated",
      "depth",
      "compared one by one"
    ])
  )

/** One line if both sides are the same, else one for each. */
export const parityRow = (
  columns: ReadonlyArray<Column>,
  report: ParityReport,
  style: Style
): ReadonlyArray<string> => {
  const { model, same, spec, twin, compared } = report
  const exact =
    compared === undefined
      ? "counts only"
      : `${plural(compared.nodes, "state")}, ${plural(compared.edges, "step")}`
  if (same) {
    const cells = [style.green("✓"), model, "both", ...counts(spec), exact]
    return [row(columns, cells)]
  }
  return [
    row(columns, [style.red("✗"), model, "spec", ...counts(spec)]),
    row(columns, ["", "", "twin", ...counts(twin)])
  ]
}

const counts = ({ distinct, generated, depth }: Counts) =>
  [distinct, generated, depth].map(count)

/** Where the graphs part. */
export const parityDetails = (
  { model, same, difference }: ParityReport,
  style: Style
): ReadonlyArray<string> => {
  if (same) return []
  const lines =
    difference === undefined
      ? ["the counts differ"]
      : differenceLines(difference, style)
  return ["", style.bold(model), ...lines.map((line) => `  ${line}`)]
}

const differenceLines = (
  { path, lone }: Difference,
  style: Style
): ReadonlyArray<string> => {
  const steps = path.map((step) => ({ ...step, actor: "" }))
  const way =
    steps.length === 0
      ? ["in the beginning"]
      : [
          "after these steps (there is no shorter way to a difference)",
          ...counterexampleLines({ steps }, style)
        ]
  return [
    ...way,
    ...lone.flatMap(({ side, action, changes }) => [
      `only the ${style.bold(side)} allows ${style.bold(action)}`,
      ...changes
        .flatMap((change) => changeTexts(change, style))
        .map((text) => `  ${text}`)
    ])
  ]
}

export const paritySummary = (
  reports: ReadonlyArray<ParityReport>,
  style: Style
): string => {
  const wrong = reports.filter(({ same }) => !same).length
  return wrong === 0
    ? style.green(`${plural(reports.length, "graph")}, the same on both sides.`)
    : style.red(`${plural(reports.length, "graph")}, ${wrong} not the same.`)
}
