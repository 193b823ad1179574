/** A counter-example of either engine, with all that the twin knows of it. */
import * as Result from "effect/Result"
import { canonicalState } from "tla2tools-runner"
import { valueText } from "../../traces/words.ts"
import {
  machineOf,
  stepOf,
  take,
  tries,
  type Transition
} from "../../traces/validator/machine.ts"
import type { CheckReport } from "../check/report.ts"
import type { Variables } from "../check/variables.ts"
import type { Counterexample, Step } from "../explorer/counterexample.ts"
import type { Model } from "../models/models.ts"
import type { Behaviour, ToldStep } from "./behaviour.ts"
import { copyOf, type Sentence, Telling, variablesIn } from "./telling.ts"

type Refuted = CheckReport & { readonly counterexample: Counterexample }

/** The counter-example of a model, as reports draw it. */
export const fromCounterexample = (
  { protocol, constants }: Pick<Model, "protocol" | "constants">,
  report: Refuted,
  sentence: Sentence
): Behaviour => {
  const { counterexample, model, engine, violates, states: told } = report
  const telling = new Telling(machineOf(protocol, constants), sentence)
  const states = [variablesIn(telling.machine, telling.world)]
  const steps: Array<ToldStep> = []
  for (const [i, step] of counterexample.steps.entries()) {
    const transition = found(telling, step, told?.[i + 1])
    if (transition === undefined) break
    steps.push(telling.take(transition))
    states.push(variablesIn(telling.machine, telling.world))
  }
  const followed = steps.length === counterexample.steps.length
  const { loop } = counterexample
  const says = violates === undefined ? undefined : sentence(violates)
  return {
    title: titleOf(report),
    ...(says === undefined ? {} : { sentence: says }),
    facts: [
      ["model", model],
      ["engine", engine],
      ...Object.entries(constants).map(
        ([name, value]) => [name, valueText(value)] as const
      )
    ],
    actors: followed ? [...telling.machine.kinds.keys()] : [],
    steps: followed ? steps : counterexample.steps.map(untold),
    ...(loop === undefined ? {} : { loop }),
    ...(followed ? { states } : told === undefined ? {} : { states: told })
  }
}

const titleOf = ({ result, violates }: Refuted): string => {
  switch (result) {
    case "deadlock":
      return "Nothing more can happen"
    case "assumption":
    case "assertion":
      return `The ${result} fails`
    default:
      return `${violates ?? "A property"} does not hold`
  }
}

/** The twin's step: it is named, or it leads to the state that TLC tells. */
const found = (
  { machine, world }: Telling,
  step: Step,
  after: Variables | undefined
): Transition | undefined => {
  if (after === undefined) {
    return Result.getOrUndefined(stepOf(machine, world, step))
  }
  const wanted = canonicalState(after)
  return tries(machine, world)
    .filter(({ action }) => action === step.action)
    .flatMap((label) => {
      const result = stepOf(machine, world, label)
      return Result.isSuccess(result) ? [result.success] : []
    })
    .find((transition) => {
      const next = copyOf(world)
      take(machine, next, transition)
      return canonicalState(variablesIn(machine, next)) === wanted
    })
}

/** A step of a spec that no twin has. */
export const untold = (step: Step): ToldStep => ({
  ...step,
  guards: [],
  sent: [],
  kept: [],
  logged: []
})
