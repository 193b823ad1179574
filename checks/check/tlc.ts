/** Checks one model with TLC, and tells its counter-example as ours are told. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import {
  forSeconds,
  Tla2Tools,
  type TlcEvent,
  type TlcResult,
  type TraceState
} from "tla2tools-runner"
import type { Counterexample } from "../explorer/counterexample.ts"
import { askedOf } from "../explorer/explore.ts"
import { plain } from "../models/config.ts"
import type { Model } from "../models/models.ts"
import { namedIn } from "../parity/model-values.ts"
import { judged } from "./check.ts"
import type { CheckReport, Ended } from "./report.ts"
import { text, type Variables, variableChanges } from "./variables.ts"

export interface TlcOptions {
  readonly workers: number
  readonly onEvent: (event: TlcEvent) => Effect.Effect<void>
}

/** More states than these take TLC long enough for its JVM to compile well. */
const MANY_STATES = 8_000

/** What Java is told for a model. */
export const javaArgumentsFor = ({ everyday, expected }: Model) =>
  everyday && (expected?.distinct ?? 0) < MANY_STATES ? forSeconds : []

/** How TLC is asked about a model. */
const askedOfTlc = (model: Model, workers: number) => ({
  spec: model.specPath,
  config: model.configPath,
  workers,
  javaArguments: javaArgumentsFor(model),
  // The same hash function every time: the same counter-example.
  fingerprint: 0
})

/** Checks a model with TLC. */
export const checkWithTlc = Effect.fnUntraced(function* (
  model: Model,
  options: TlcOptions
) {
  const tools = yield* Tla2Tools
  // What has no answer is refused by both engines.
  yield* askedOf(model)
  const began = yield* Clock.currentTimeMillis
  const { workers, onEvent } = options
  const result = yield* tools.run(askedOfTlc(model, workers), onEvent)
  const elapsed = (yield* Clock.currentTimeMillis) - began
  const { depth, ...rest } = told(model, result)
  // Several workers see states in another order: TLC's depth varies then.
  const exact = workers === 1 && depth !== undefined ? { depth } : {}
  return judged(model, "tlc", { ...rest, ...exact, elapsed })
})

/** Checks a model with TLC in a run that gives the state graph as well. */
export const checkWithGraph = Effect.fnUntraced(function* (model: Model) {
  const tools = yield* Tla2Tools
  yield* askedOf(model)
  const began = yield* Clock.currentTimeMillis
  const run = yield* tools.graph(askedOfTlc(model, 1))
  const elapsed = (yield* Clock.currentTimeMillis) - began
  const report = judged(model, "tlc", { ...told(model, run.result), elapsed })
  return { ...run, report }
})

const told = (
  model: Model,
  result: TlcResult
): Omit<
  CheckReport,
  "model" | "folder" | "engine" | "differences" | "elapsed"
> => {
  const weakened =
    result.verdict === "ok"
      ? result.warnings.find(({ weakens }) => weakens)
      : undefined
  const ended = weakened === undefined ? endedAs(result) : "error"
  const violates = propertyOf(model, result)
  const summary = weakened?.text ?? result.summary
  return {
    result: ended,
    ...(["error", "failed"].includes(ended) ? { summary } : {}),
    ...(ended === "incomplete" ? { limit: result.verdict } : {}),
    ...(violates === undefined ? {} : { violates }),
    // TLC looks for lassos from time to time: it may not have seen all states.
    ...(ended === "liveness" ? {} : countsOf(result)),
    ...(result.trace.states.length === 0
      ? {}
      : {
          length: result.trace.states.length,
          counterexample: counterexample(result),
          states: statesOf(result)
        })
  }
}

const countsOf = ({ distinct, generated, depth }: TlcResult) => ({
  ...(distinct === null ? {} : { distinct }),
  ...(generated === null ? {} : { generated }),
  ...(depth === null ? {} : { depth })
})

/** TLC calls a step that breaks a refinement by its place in the module. */
const propertyOf = (
  { config, protocol }: Model,
  { properties: [name] }: TlcResult
): string | undefined => {
  const names = [...config.invariants, ...config.properties].map((m) => m.name)
  if (name === undefined || names.includes(name)) return name
  const refinements = names.filter((n) =>
    Object.hasOwn(protocol.refinements, n)
  )
  return refinements.length === 1 ? refinements[0] : name
}

const endedAs = ({ verdict }: TlcResult): Ended => {
  switch (verdict) {
    case "ok":
    case "deadlock":
    case "safety":
    case "liveness":
    case "assumption":
    case "assertion":
      return verdict
    case "stateSpaceTooLarge":
    case "resources":
    case "killed":
    case "incomplete":
    case "interrupted":
      return "incomplete"
    case "toolError":
      return "failed"
    default:
      return "error"
  }
}

/** A behaviour that goes back to a state ends in that once more. */
const statesOf = ({
  trace: { states, end }
}: TlcResult): ReadonlyArray<Variables> =>
  [
    ...states,
    ...(end._tag === "BackToState" ? [states[end.number - 1]!] : [])
  ].map(({ variables }) => namedIn(variables))

const counterexample = ({ trace }: TlcResult): Counterexample => {
  const { states, end } = trace
  const steps = states.slice(1).map((state, i) => ({
    action: state.action?.name ?? "?",
    actor:
      state.action?.arguments.map((value) => text(plain(value))).join(", ") ??
      "",
    changes: variableChanges(states[i]!.variables, state.variables)
  }))
  switch (end._tag) {
    case "Finite":
      return { steps }
    case "Stuttering":
      return { steps, loop: "stuttering" }
    case "BackToState":
      return { steps: [...steps, back(states, end)], loop: end.number - 1 }
  }
}

/** The step that closes the loop; TLC prints its name only. */
const back = (
  states: ReadonlyArray<TraceState>,
  end: {
    readonly number: number
    readonly action: { readonly name: string } | null
  }
) => ({
  action: end.action?.name ?? "?",
  actor: "",
  changes: variableChanges(
    states.at(-1)!.variables,
    states[end.number - 1]!.variables
  )
})
