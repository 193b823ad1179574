/**
 * A verdict as a reader wants it: what the log says, what the protocol would
 * have allowed, and why, in at most 40 lines of at most 100 columns.
 */
import { reasonText } from "./reasons.ts"
import { atMost, labelText, summary } from "./labels.ts"
import type { Expectation, Observation } from "./observed.ts"
import type {
  Accepted,
  NearMiss,
  Rejected,
  Undecided,
  Used,
  Verdict
} from "./verdict.ts"
import { valueText } from "../words.ts"

type Paint = (text: string) => string

/** How words stand out. */
export interface Style {
  readonly bold: Paint
  readonly dim: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
}

const none: Paint = (text) => text

const plainStyle: Style = {
  bold: none,
  dim: none,
  red: none,
  green: none,
  yellow: none
}

export interface ReportOptions {
  readonly style?: Style
  /** The sentence that a protocol has about an action. */
  readonly sentence?: (action: string) => string | undefined
}

const COLUMNS = 100
const ROWS = 40

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`

const expectationText = (expectation: Expectation): ReadonlyArray<string> => {
  switch (expectation._tag) {
    case "Field": {
      const { actor, field, oneOf } = expectation
      return [`${actor}.${field} = ${oneOf.map(valueText).join(" or ")}`]
    }
    case "Entry": {
      const { actor, field, key, value } = expectation
      const entry = `${actor}.${field}[${key}]`
      return [
        value === undefined
          ? `${entry} has a value`
          : `${entry} = ${valueText(value)}`
      ]
    }
    case "Elements": {
      const { actor, field, added, removed } = expectation
      return [
        ...added.map((e) => `${actor}.${field} gains ${valueText(e)}`),
        ...removed.map((e) => `${actor}.${field} loses ${valueText(e)}`)
      ]
    }
    case "Network":
      return expectation.added.map((m) => `${valueText(m)} is sent`)
    case "Kept":
      return []
  }
}

/** What a line says, in words. */
const saysText = (observation: Observation): string => {
  const { action, actor, choice, received, sent, expected } = observation
  const who = actor ?? "somebody"
  const step = action === undefined ? "takes a step" : `takes ${action}`
  const parts = [
    choice === undefined ? [] : [`chooses ${valueText(choice)}`],
    received === undefined ? [] : [`receives ${valueText(received)}`],
    sent === undefined || sent.length === 0
      ? []
      : [`sends ${sent.map(valueText).join(", ")}`],
    expected.flatMap(expectationText)
  ].flat()
  const told = parts.length === 0 ? "" : `: ${parts.join("; ")}`
  return `${who} ${step}${told}`
}

const nearMissText = ({ action, label, guard }: NearMiss): string =>
  guard === undefined
    ? `${action}: no such message is there`
    : `${labelText(label ?? { action, actor: "" })}: ${guard} is false`

const stateText = (state: object): string => {
  const { id, ...fields } = state as { readonly id?: unknown }
  const known = Object.entries(fields).map(
    ([field, value]) => `${field} = ${valueText(value)}`
  )
  return `${valueText(id)} knows ${known.join(", ")}`
}

const shortened = (line: string): string =>
  line.length <= COLUMNS ? line : `${line.slice(0, COLUMNS - 3)}...`

/** A long line, broken between words; of so many rows the last is cut off. */
const broken = (text: string, rows: number, margin = ""): Array<string> => {
  const lines: Array<string> = []
  let line = margin
  for (const word of text.split(" ")) {
    const longer = line.trim() === "" ? line + word : `${line} ${word}`
    const isLast = lines.length === rows - 1
    if (isLast || longer.length <= COLUMNS || line.trim() === "") line = longer
    else {
      lines.push(line)
      line = `${margin}  ${word}`
    }
  }
  return [...lines, shortened(line)]
}

const section = (
  title: string,
  lines: ReadonlyArray<string>,
  limit: number,
  { dim }: Style
): ReadonlyArray<string> =>
  lines.length === 0
    ? []
    : [
        "",
        dim(title),
        ...atMost(lines, limit).map((line) => shortened(`  ${line}`))
      ]

const searchText = (searched: number): string =>
  searched === 0
    ? ""
    : ` The log leaves things open: ${plural(searched, "state")} looked at.`

const warningLines = (
  warnings: ReadonlyArray<string>,
  { yellow }: Style
): ReadonlyArray<string> =>
  warnings.map((warning) => `${yellow("warning")}: ${warning}`)

const usedText = ({ action, taken, forbidden }: Used): string => {
  const guards = Object.entries(forbidden).map(
    ([guard, times]) => `${guard} ${times.toLocaleString("en")}`
  )
  const told = guards.length === 0 ? "" : ` (false: ${guards.join(", ")})`
  return `${action} ${taken.toLocaleString("en")}${told}`
}

const coverageText = (
  all: ReadonlyArray<Used>,
  style: Style
): ReadonlyArray<string> => {
  const taken = all.filter((used) => used.taken > 0)
  const never = all.filter((used) => used.taken === 0)
  const names = never.map(({ action }) => action).join(", ")
  return [
    ...section("actions taken", taken.map(usedText), 30, style),
    ...section("never taken", names === "" ? [] : [names], 1, style)
  ]
}

const acceptedText = (
  { events, searched, coverage = [], warnings }: Accepted,
  style: Style
): ReadonlyArray<string> => [
  [
    `${style.green("accepted")}:`,
    events === 1
      ? "the one event is a step"
      : `all ${plural(events, "event")} are steps`,
    `of the protocol.${searchText(searched)}`
  ].join(" "),
  ...coverageText(coverage, style),
  ...warningLines(warnings, style)
]

const undecidedText = (
  { budget, line, wanted, consumed, events, warnings }: Undecided,
  style: Style
): ReadonlyArray<string> => [
  [
    `${style.yellow("undecided")}: after ${plural(budget, "state")} it is open`,
    `whether line ${line} is a step of the protocol.`
  ].join(" "),
  [
    `${consumed} of ${plural(events, "event")} were matched.`,
    "Nothing is said about the others."
  ].join(" "),
  "",
  [
    `What would help most: log ${wanted.field}`,
    `in line ${wanted.line} and those like it,`
  ].join(" "),
  `where ${wanted.choices} different steps fit. Or allow more states.`,
  ...warningLines(warnings, style)
]

const openReading = ({ searched }: Rejected): ReadonlyArray<string> =>
  searched === 0
    ? []
    : [
        [
          "The log leaves things open, but none of its readings gets further",
          `(${plural(searched, "state")} looked at).`
        ].join(" ")
      ]

const rejectedText = (
  rejected: Rejected,
  { style = plainStyle, sentence = () => undefined }: ReportOptions
): ReadonlyArray<string> => {
  const { line, observation, reason, consumed, events } = rejected
  const [why, ...details] = reasonText(reason)
  const action = "label" in reason ? reason.label.action : rejected.action
  const told = action === undefined ? undefined : sentence(action)
  return [
    [
      `${style.red("rejected")} at line ${line}:`,
      events === 1
        ? "the one event is no step"
        : `${consumed} of ${plural(events, "event")} are steps`,
      "of the protocol."
    ].join(" "),
    "",
    ...broken(saysText(observation), 3, "  ").map(style.bold),
    "",
    ...broken(why, 3),
    ...atMost(details, 8).map((detail) => shortened(`  ${detail}`)),
    ...(told === undefined ? [] : broken(`${action}: ${told}`, 2, "  ")),
    ...rejected.states.flatMap((state) => broken(stateText(state), 3, "  ")),
    ...openReading(rejected),
    ...section("possible instead", summary(rejected.enabledInstead), 8, style),
    ...section("not possible", rejected.nearMisses.map(nearMissText), 8, style),
    ...section(
      "before that",
      rejected.lastMatched.map(
        ({ line: at, label }) => `line ${at}: ${labelText(label)}`
      ),
      3,
      style
    ),
    ...warningLines(rejected.warnings, style)
  ]
}

/** The verdict as text: 40 lines at most. */
export const report = (
  verdict: Verdict,
  options: ReportOptions = {}
): ReadonlyArray<string> => {
  const style = options.style ?? plainStyle
  switch (verdict._tag) {
    case "Accepted":
      return acceptedText(verdict, style)
    case "Undecided":
      return undecidedText(verdict, style)
    case "Rejected":
      return atMost(rejectedText(verdict, options), ROWS)
  }
}

/** The verdict as plain data, for JSON. */
export const reportData = (
  verdict: Verdict
): Readonly<Record<string, unknown>> => {
  const { _tag, ...rest } = verdict
  return { verdict: _tag.toLowerCase(), ...rest }
}
