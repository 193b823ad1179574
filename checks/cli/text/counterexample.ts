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
import { key } from "../../../protocols/kernel/value.ts"
import type { Style } from "./style.ts"
import { isMessage, valueText } from "../../../traces/words.ts"

/** Longer steps have their changes on the lines below. */
const STEP_WIDTH = 38

/** The lines of a counter-example; the initial state is number 0. */
export const counterexampleLines = (
  { steps, loop }: Counterexample,
  style: Style
): ReadonlyArray<string> => {
  const digits = String(steps.length).length
  const longest = Math.max(0, ...steps.map((step) => stepText(step).length))
  const width = Math.min(STEP_WIDTH, longest)
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

/** `RMPrepare(rm-0)`, `TMRcvPrepared(tm ← Prepared{rm: rm-0})`. */
export const stepText = ({ action, actor, message, others }: Step): string => {
  const who = [actor, ...(others ?? [])].filter((id) => id !== "").join(", ")
  const from = message === undefined ? "" : ` ← ${valueText(message)}`
  return who + from === "" ? action : `${action}(${who}${from})`
}

/** What a change is, one line for each message that comes or goes. */
export const changeTexts = (
  { field, before, after }: Change,
  style: Style
): ReadonlyArray<string> => {
  const sets = setChange(before, after)
  if (sets !== undefined) {
    const moved = [
      ...sets.gone.map((value) => style.red(`- ${valueText(value)}`)),
      ...sets.come.map((value) => style.green(`+ ${valueText(value)}`))
    ]
    return [...sets.gone, ...sets.come].every(isMessage)
      ? moved
      : [`~ ${field}: ${moved.join(", ")}`]
  }
  const to = style.yellow(valueText(after))
  return [`~ ${field}: ${valueText(before)} ${style.dim("→")} ${to}`]
}

interface SetChange {
  readonly gone: ReadonlyArray<unknown>
  readonly come: ReadonlyArray<unknown>
}

/** Elements that come and go; none if those that stay change places. */
const setChange = (before: unknown, after: unknown): SetChange | undefined => {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined
  const [gone, come] = [without(before, after), without(after, before)]
  const stayed = without(before, gone).map(key).join()
  return stayed === without(after, come).map(key).join()
    ? { gone, come }
    : undefined
}

/** The elements of one list that the other has not, or not so often. */
const without = (
  list: ReadonlyArray<unknown>,
  other: ReadonlyArray<unknown>
): ReadonlyArray<unknown> => {
  const left = other.map(key)
  return list.filter((element) => {
    const at = left.indexOf(key(element))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const loopLines = (
  loop: Counterexample["loop"],
  margin: string,
  style: Style
): ReadonlyArray<string> => {
  if (loop === undefined) return []
  const text =
    loop === "stuttering"
      ? "∞ and nothing more has to happen: it may stay so for ever"
      : `↺ back to ${loop}, and so on for ever`
  return [margin + style.cyan(text)]
}
