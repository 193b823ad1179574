/** Which corruptions of a log were found out, and why the others were not. */
import type { MutationReport, Survivor } from "../../../traces/mutate/mutate.ts"
import { count, plural } from "./figures.ts"
import type { Style } from "./style.ts"
import { table } from "./table.ts"
import { valueText } from "../../../traces/words.ts"
import { wrapped } from "./wrapped.ts"

/** Of the survivors with one reason so many are shown. */
const SHOWN = 5

export const mutationLines = (
  report: MutationReport,
  style: Style
): ReadonlyArray<string> => {
  const { tried, possible, rejected, refused, fields, survivors } = report
  const { rate, fieldRate } = report
  const found = `${count(rejected + refused)} of ${plural(tried, "corruption")}`
  const rows = fields.map((score) => [
    `  ${score.field}`,
    count(score.tried),
    count(score.killed),
    score.killed === score.tried
      ? ""
      : style.yellow(`${score.tried - score.killed} survived`)
  ])
  const of = tried < possible ? ` (${count(possible)} are possible)` : ""
  return [
    `${style.bold(percentOf(rate))}: ${found} found out${of},`,
    `${count(rejected)} of them rejected, ${count(refused)} refused as no log. Of fields alone ${percentOf(fieldRate)}.`,
    "",
    ...table(
      [["  field", "tried", "found"].map((title) => style.dim(title)), ...rows],
      ["left", "right", "right"]
    ),
    ...survivorLines(survivors, style)
  ]
}

const percentOf = (rate: number): string => `${(rate * 100).toFixed(1)} %`

const survivorLines = (
  survivors: ReadonlyArray<Survivor>,
  style: Style
): ReadonlyArray<string> => {
  const reasons = Map.groupBy(survivors, ({ reason }) => reason)
  return [...reasons].flatMap(([reason, those]) => [
    "",
    ...wrapped(`Not found out: ${reason}.`, 80),
    ...those.slice(0, SHOWN).map((survivor) => `  ${changeText(survivor)}`),
    ...(those.length > SHOWN
      ? [style.dim(`  ... and ${count(those.length - SHOWN)} more`)]
      : [])
  ])
}

const changeText = ({ field, line, from, to }: Survivor): string =>
  from === undefined
    ? `line ${line} ${field}`
    : `line ${line} ${field}: ${valueText(from)} → ${valueText(to)}`
