/**
 * A counter-example of a specification that has no twin: steps and states as
 * TLC printed them. Nobody knows actors, messages or guards.
 */
import { show, type TlcResult, type TraceState } from "tla2tools-runner"
import { variableChanges } from "../check/variables.ts"
import type { Counterexample } from "../explorer/counterexample.ts"
import type { Behaviour } from "./behaviour.ts"
import { untold } from "./from-counterexample.ts"

/** The steps of TLC's trace, and how it goes on. */
export const stepsOf = ({ trace }: TlcResult): Counterexample => {
  const { states, end } = trace
  const steps = states
    .slice(1)
    .map((state, i) => stepOf(states[i]!, state, state.action))
  switch (end._tag) {
    case "Finite":
      return { steps }
    case "Stuttering":
      return { steps, loop: "stuttering" }
    case "BackToState": {
      const first = states[end.number - 1]!
      const back = stepOf(states.at(-1)!, first, end.action)
      return { steps: [...steps, back], loop: end.number - 1 }
    }
  }
}

const stepOf = (
  before: TraceState,
  after: TraceState,
  action: TraceState["action"]
) => ({
  action: action?.name ?? "?",
  actor: action?.arguments.map(show).join(", ") ?? "",
  changes: variableChanges(before.variables, after.variables)
})

const titleOf = ({ verdict, properties, summary }: TlcResult): string =>
  ["safety", "liveness"].includes(verdict) && properties.length > 0
    ? `${properties.join(", ")} does not hold`
    : summary

/** Steps tell what they change only. */
const initially = ({ variables, unparsed }: TraceState) => [
  ...Object.entries(variables).map(
    ([name, value]) => [`initially ${name}`, show(value)] as const
  ),
  ...Object.entries(unparsed).map(
    ([name, text]) => [`initially ${name}`, text] as const
  )
]

/** The counter-example, as reports draw it; none: TLC has printed none. */
export const fromTlc = (
  file: string,
  result: TlcResult
): Behaviour | undefined => {
  const { version, trace } = result
  const { states, end } = trace
  const [first] = states
  if (first === undefined) return undefined
  const { steps, loop } = stepsOf(result)
  const back = end._tag === "BackToState" ? [states[end.number - 1]!] : []
  // A value that cannot be read is in no other format than TLC's.
  const known = states.every(
    ({ unparsed }) => Object.keys(unparsed).length === 0
  )
  return {
    title: titleOf(result),
    facts: [
      ["module", file],
      ["engine", `TLC ${version ?? ""}`.trim()],
      ...initially(first)
    ],
    actors: [],
    steps: steps.map(untold),
    ...(loop === undefined ? {} : { loop }),
    ...(known
      ? { states: [...states, ...back].map(({ variables }) => variables) }
      : {})
  }
}
