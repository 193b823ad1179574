/** Gathers the errors of a run and the traces that follow them. */
import type { TlcEvent, TraceState } from "./events.ts"
import type { ToolMessage } from "./messages.ts"
import type { TlcProblem, TraceEnd } from "./result.ts"

/** An error whose trace may still grow. */
export interface OpenProblem {
  readonly error: Extract<TlcEvent, { readonly _tag: "Error" }>
  readonly states: Array<TraceState>
  end: TraceEnd
  callStack: TlcProblem["callStack"]
}

const openProblem = (error: OpenProblem["error"]): OpenProblem => ({
  error,
  states: error.state === null ? [] : [error.state],
  end: { _tag: "Finite" },
  callStack: []
})

const addToTrace = (problem: OpenProblem, event: TlcEvent): void => {
  switch (event._tag) {
    case "State":
      problem.states.push(event.state)
      return
    case "Stuttering":
      problem.end = { _tag: "Stuttering" }
      return
    case "BackToState": {
      const { action, location, number } = event
      problem.end = { _tag: "BackToState", number, action, location }
      return
    }
    case "CallStack":
      problem.callStack = event.locations
      return
    default:
      return
  }
}

const isOfTrace = ({ _tag }: TlcEvent): boolean =>
  _tag === "State" ||
  _tag === "Stuttering" ||
  _tag === "BackToState" ||
  _tag === "CallStack"

/** Adds what an event says; false if it is part of no error's trace. */
export const addToProblems = (
  problems: Array<OpenProblem>,
  event: TlcEvent
): boolean => {
  if (event._tag === "Error") problems.push(openProblem(event))
  if (!isOfTrace(event)) return true
  const last = problems.at(-1)
  if (last === undefined) return false
  addToTrace(last, event)
  return true
}

const causeOf = (message: ToolMessage): ToolMessage =>
  message.nested.length === 0 ? message : causeOf(message.nested.at(-1)!)

/** What TLC puts before every exception tells nothing of this one. */
const preamble = /^TLC threw an unexpected exception\.[\s\S]*?\n: /

/** The message's own text, or that of its cause, if it has one. */
export const causeText = (message: ToolMessage): string =>
  causeOf(message).text.replace(preamble, "").trim()

const namesOf = (
  { kind, message, properties }: OpenProblem["error"],
  temporalProperties: ReadonlyArray<string>
): ReadonlyArray<string> =>
  properties.length === 0 &&
  kind === "liveness" &&
  message.code === 2116 &&
  temporalProperties.length === 1
    ? temporalProperties
    : properties

/** The error as it is told, with the trace that it has so far. */
export const problemOf = (
  problem: OpenProblem,
  temporalProperties: ReadonlyArray<string>
): TlcProblem => ({
  kind: problem.error.kind,
  properties: namesOf(problem.error, temporalProperties),
  code: problem.error.message.code,
  text: causeText(problem.error.message),
  trace: { states: [...problem.states], end: problem.end },
  callStack: problem.callStack
})
