/** Which corruptions of a log were found out, and why the others were not. */
import type {
  Distance,
  FieldScore,
  MutationReport,
  Survivor
} from "../../../traces/mutate/report.ts"
import { count, plural } from "./figures.ts"
import type { Style } from "./style.ts"
import { table } from "./table.ts"
import { valueText } from "../../../traces/words.ts"
import { wrapped } from "../../reports/wrapped.ts"

const COLUMNS = 80
const ROWS = 40
/** Fields with survivors that are shown, and rows of survivors of a reason. */
const FIELDS = 10
const ROWS_OF_SURVIVORS = 2
const VALUE = 24

const percentOf = (rate: number): string => `${(rate * 100).toFixed(1)} %`

/** Words after a margin, in lines that fit. */
const indented = (text: string, margin: string): ReadonlyArray<string> =>
  wrapped(text, COLUMNS - margin.length).map((line) => margin + line)

const atMost = (
  lines: ReadonlyArray<string>,
  most: number,
  rest: string
): ReadonlyArray<string> =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), rest]

/** How far from its corruption a mutant was found out. */
const distanceText = (distances: ReadonlyArray<Distance>): string => {
  const found = (wanted: (lines: number) => boolean) =>
    distances
      .filter(({ lines }) => wanted(lines))
      .reduce((sum, { killed }) => sum + killed, 0)
  const later = found((lines) => lines > 1)
  const furthest = distances.at(-1)?.lines ?? 0
  const parts = [
    `${count(found((lines) => lines === 0))} at the corrupted line`,
    `${count(found((lines) => lines === 1))} one line after it`,
    ...(later === 0
      ? []
      : [`${count(later)} up to ${plural(furthest, "line")} after it`])
  ]
  return `Found out: ${parts.join(", ")}.`
}

const summary = (report: MutationReport, style: Style) => {
  const { possible, tried, rejected, refused, undecided, equivalent } = report
  const killed = count(rejected + refused)
  const what = `${killed} of ${plural(tried - equivalent, "mutant")} are killed (${count(rejected)} rejected, ${count(refused)} refused as no log).`
  const same = `${count(equivalent)} more ${equivalent === 1 ? "is" : "are"} equivalent to the log; of all ${count(tried)} it is ${percentOf(report.rateOfAll)}.`
  return [
    `${style.bold(percentOf(report.rate))}: ${what}`,
    ...(equivalent === 0 ? [] : [same]),
    ...(tried === possible
      ? []
      : [`These are ${count(tried)} of ${count(possible)} mutants.`]),
    ...(undecided === 0
      ? []
      : [style.yellow(`${plural(undecided, "mutant")} undecided.`)]),
    ...wrapped(distanceText(report.distances), COLUMNS)
  ]
}

const lost = ({ tried, killed }: FieldScore): number => tried - killed

const fieldLines = (
  fields: ReadonlyArray<FieldScore>,
  style: Style
): ReadonlyArray<string> => {
  const blind = fields
    .filter((score) => lost(score) > 0)
    .sort((a, b) => lost(b) - lost(a))
  const rows = blind.map((score) => {
    const { field, tried, killed, undecided } = score
    const survived = lost(score) - undecided
    const fate = [
      ...(survived > 0 ? [`${count(survived)} survived`] : []),
      ...(undecided > 0 ? [`${count(undecided)} undecided`] : [])
    ]
    return [
      `  ${field}`,
      count(tried),
      count(killed),
      style.yellow(fate.join(", "))
    ]
  })
  const title = ["  field", "mutants", "killed"].map((text) => style.dim(text))
  const others = fields
    .filter((score) => lost(score) === 0)
    .map(({ field, tried }) => `${field} ${count(tried)}`)
  return [
    ...(rows.length === 0
      ? []
      : table(
          [title, ...atMostRows(rows, FIELDS)],
          ["left", "right", "right", "left"]
        )),
    ...(others.length === 0
      ? []
      : indented(`All killed: ${others.join(", ")}`, "  "))
  ]
}

const atMostRows = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  most: number
): ReadonlyArray<ReadonlyArray<string>> =>
  rows.length <= most
    ? rows
    : [
        ...rows.slice(0, most - 1),
        [`  ... and ${count(rows.length - most + 1)} more fields`]
      ]

/** The worst first. */
const kinds: ReadonlyArray<Survivor["kind"]> = [
  "hole",
  "unchecked",
  "possible",
  "equivalent"
]

const short = (value: unknown): string => {
  const text = valueText(value)
  return text.length <= VALUE ? text : `${text.slice(0, VALUE - 3)}...`
}

const survivorText = ({ line, field, from, to }: Survivor): string => {
  switch (field) {
    case "(line dropped)":
      return `line ${line} dropped`
    case "(line repeated)":
      return `line ${line} repeated`
    case "(lines swapped)":
      return `lines ${line}-${line + 1} swapped`
    default:
      return `line ${line}, ${field}: ${short(from)} → ${short(to)}`
  }
}

/** As many survivors as have room, and how many there are more. */
const examples = (those: ReadonlyArray<Survivor>): ReadonlyArray<string> => {
  const texts = those.map(survivorText)
  const shown = (many: number) => {
    const left = texts.length - many
    const rest = left === 0 ? [] : [`and ${count(left)} more`]
    return indented([...texts.slice(0, many), ...rest].join("; "), "  ")
  }
  let many = texts.length
  while (many > 1 && shown(many).length > ROWS_OF_SURVIVORS) many -= 1
  return shown(many)
}

const survivorLines = (
  survivors: ReadonlyArray<Survivor>,
  style: Style
): ReadonlyArray<string> => {
  const groups = [...Map.groupBy(survivors, ({ reason }) => reason)].sort(
    ([, [a]], [, [b]]) => kinds.indexOf(a!.kind) - kinds.indexOf(b!.kind)
  )
  return groups.flatMap(([reason, those]) => {
    const { kind } = those[0]!
    const paint = kind === "hole" ? style.red : style.bold
    const [first = "", ...rest] = wrapped(
      `${count(those.length)} survived (${kind}): ${reason}.`,
      COLUMNS
    )
    return [paint(first), ...rest.map(paint), ...examples(those)]
  })
}

/** The report as text: 40 lines at most. */
export const mutationLines = (
  report: MutationReport,
  style: Style
): ReadonlyArray<string> => {
  const survivors = survivorLines(report.survivors, style)
  const lines = [
    ...summary(report, style),
    "",
    ...fieldLines(report.fields, style),
    ...(survivors.length === 0 ? [] : ["", ...survivors])
  ]
  return atMost(lines, ROWS, style.dim("... (--json tells all)"))
}
