/**
 * A behaviour as a story: one step a line, and beside it only what changes.
 *
 *     2. TMRcvPrepared(tm ← Prepared{rm: rm-0})  ~ tm.tmPrepared: + rm-0
 */
import type {
  Change,
  Counterexample,
  Step
} from "../../explorer/counterexample.ts"
import { forEver } from "../../reports/behaviour.ts"
import { movedBy, partsOf, stepText } from "../../reports/change.ts"
import type { Style } from "./style.ts"
import { valueText } from "../../../traces/words.ts"

/** Longer steps have their changes on the lines below, and push none aside. */
const STEP_WIDTH = 38

/** The lines of a counter-example; the initial state is number 0. */
export const counterexampleLines = (
  { steps, loop }: Counterexample,
  style: Style
): ReadonlyArray<string> => {
  const digits = String(steps.length).length
  const widths = steps.map((step) => stepText(step).length)
  const width = Math.max(0, ...widths.filter((each) => each <= STEP_WIDTH))
  const number = (n: number) => style.dim(`${String(n).padStart(digits)}.`)
  const margin = " ".repeat(digits + 2)
  return [
    `${number(0)} ${style.dim("initially")}`,
    ...steps.flatMap((step, i) =>
      stepLines(step, `${number(i + 1)} `, margin, width, style)
    ),
    ...loopLines(loop, margin, style)
  ]
}

const stepLines = (
  step: Step,
  number: string,
  margin: string,
  width: number,
  style: Style
): ReadonlyArray<string> => {
  const text = stepText(step)
  const changes = step.changes.flatMap((change) => changeTexts(change, style))
  const head = number + style.bold(text)
  const indent = margin + " ".repeat(width + 2)
  const [first, ...rest] =
    changes.length === 0 ? [style.dim("(nothing changes)")] : changes
  const below = rest.map((change) => indent + change)
  return text.length <= width
    ? [`${head}${" ".repeat(width - text.length + 2)}${first}`, ...below]
    : [head, indent + first, ...below]
}

/** What a change is, one line for each message that comes or goes. */
export const changeTexts = (
  change: Change,
  style: Style
): ReadonlyArray<string> =>
  partsOf(change).flatMap((part) => partTexts(part, style))

const partTexts = (change: Change, style: Style): ReadonlyArray<string> => {
  const { field, before, after } = change
  const moved = movedBy(change)
  if (moved !== undefined) {
    const texts = [
      ...moved.gone.map((value) => style.red(`- ${valueText(value)}`)),
      ...moved.come.map((value) => style.green(`+ ${valueText(value)}`))
    ]
    return moved.messages ? texts : [`~ ${field}: ${texts.join(", ")}`]
  }
  const to = style.yellow(valueText(after))
  return [`~ ${field}: ${valueText(before)} ${style.dim("→")} ${to}`]
}

const loopLines = (
  loop: Counterexample["loop"],
  margin: string,
  style: Style
): ReadonlyArray<string> => {
  const text = forEver(loop)
  return text === undefined ? [] : [margin + style.cyan(text)]
}
