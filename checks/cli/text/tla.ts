/** What TLC found in anybody's specification. */
import {
  show,
  type TlcResult,
  type TraceState,
  type Verdict
} from "tla2tools-runner"
import { stepsOf } from "../../reports/from-tlc.ts"
import { counterexampleLines } from "./counterexample.ts"
import { count, duration, plural } from "./figures.ts"
import { problemLines } from "./sany.ts"
import type { Style } from "./style.ts"
import { row } from "./table.ts"

/** Verdict, counter-example, warnings and figures. */
export const tlaLines = (
  result: TlcResult,
  { output }: { readonly output: boolean },
  style: Style
): ReadonlyArray<string> => [
  ...(output ? [...result.output, ""] : []),
  ...headline(result, style),
  ...traceLines(result, style),
  ...result.warnings.map(
    ({ text }) => `${style.yellow("warning:")} ${text.trim()}`
  ),
  ...coverageLines(result),
  ...figures(result)
]

const headline = (
  { verdict, summary, properties, parsed, errors }: TlcResult,
  style: Style
): ReadonlyArray<string> => {
  if (verdict === "ok") return [`${style.green("✓")} ${summary}`]
  if (verdict === "parse" && parsed !== null && parsed.errors.length > 0) {
    return parsed.errors.flatMap((each) =>
      problemLines(each, style.red("error"), style)
    )
  }
  const named = properties.filter((name) => !summary.includes(name))
  const what = named.length === 0 ? "" : ` (${named.join(", ")})`
  const other = errors.slice(1).map(({ text }) => text)
  return [
    `${style.red("✗")} ${kinds[verdict]}: ${summary}${what}`,
    ...other.map((text) => `${style.red("✗")} ${text}`)
  ]
}

const kinds: Readonly<Record<Exclude<Verdict, "ok">, string>> = {
  vacuous: "vacuous",
  assumption: "assumption",
  deadlock: "deadlock",
  safety: "safety",
  liveness: "liveness",
  assertion: "assertion",
  specEvaluation: "the specification cannot be evaluated",
  safetyEvaluation: "an invariant cannot be evaluated",
  livenessEvaluation: "a property cannot be evaluated",
  parse: "the module is wrong",
  config: "the configuration is wrong",
  stateSpaceTooLarge: "too many states",
  resources: "out of resources",
  incomplete: "incomplete",
  interrupted: "interrupted",
  killed: "killed",
  toolError: "TLC failed"
}

const traceLines = (result: TlcResult, style: Style): ReadonlyArray<string> => {
  const [first] = result.trace.states
  if (first === undefined) return []
  const story = stepsOf(result)
  const [initially, ...rest] = counterexampleLines(story, style)
  const margin = " ".repeat(String(story.steps.length).length + 2)
  return [
    `  ${initially}`,
    ...variableLines(first).map((line) => `  ${margin}${line}`),
    ...rest.map((line) => `  ${line}`)
  ]
}

/** An unknown specification: nobody knows its initial state by heart. */
const variableLines = ({
  variables,
  unparsed
}: TraceState): ReadonlyArray<string> => [
  ...Object.entries(variables).map(([name, v]) => `${name} = ${show(v)}`),
  ...Object.entries(unparsed).map(([name, text]) => `${name} = ${text}`)
]

const coverageLines = ({ coverage }: TlcResult): ReadonlyArray<string> => {
  const actions = coverage.filter(({ kind }) => kind === "action")
  if (actions.length === 0) return []
  const columns = [
    { width: Math.max(...actions.map(({ name }) => name.length)) },
    { width: 11, align: "right" as const },
    { width: 11, align: "right" as const }
  ]
  return [
    row(columns, ["action", "new states", "taken"]),
    ...actions.map(({ name, distinct, generated }) =>
      row(columns, [name, count(distinct ?? 0), count(generated ?? 0)])
    )
  ]
}

const figures = (result: TlcResult): ReadonlyArray<string> => {
  const { distinct, generated, depth, queue, milliseconds, version } = result
  const parts = [
    ...(distinct === null ? [] : [plural(distinct, "distinct state")]),
    ...(generated === null ? [] : [`${count(generated)} generated`]),
    ...(queue === null || queue === 0 ? [] : [`${count(queue)} queued`]),
    ...(depth === null ? [] : [`depth ${depth}`]),
    ...(milliseconds === null ? [] : [duration(milliseconds)]),
    ...(version === null ? [] : [`TLC ${version}`])
  ]
  return parts.length === 0 ? [] : [`  ${parts.join(", ")}`]
}
