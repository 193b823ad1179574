/** A log and its verdict, with all that the twin knows of its steps. */
import * as Result from "effect/Result"
import { summary } from "../../traces/validator/labels.ts"
import {
  labelOf,
  type Machine,
  names,
  stepOf
} from "../../traces/validator/machine.ts"
import type { Label, Observation } from "../../traces/validator/observed.ts"
import { reasonText } from "../../traces/validator/reasons.ts"
import type { Rejected, Verdict } from "../../traces/validator/verdict.ts"
import { valueText } from "../../traces/words.ts"
import type { Variables } from "../check/variables.ts"
import { asLogged, Logged } from "./as-logged.ts"
import type { Behaviour, Field, ToldStep } from "./behaviour.ts"
import { guardValues, type Sentence, Telling, variablesIn } from "./telling.ts"

/** A log that was read, and what is known of it. */
export interface ReadLog {
  readonly file: string
  readonly machine: Machine
  /** The lines before the one that is rejected, or all. */
  readonly observations: ReadonlyArray<Observation>
  /** The steps of a behaviour that they tell of; none: they name their own. */
  readonly labels?: ReadonlyArray<Label>
  /** They name steps of another system: the twin cannot follow them. */
  readonly foreign?: boolean
  readonly verdict: Verdict
}

/** The log up to the line that is rejected, as reports draw it. */
export const fromLog = (log: ReadLog, sentence: Sentence): Behaviour => {
  const { machine, observations, verdict, foreign = false } = log
  const telling = new Telling(machine, sentence)
  const logged = new Logged()
  const states: Array<Variables> = [variablesIn(machine, telling.world)]
  const steps = observations.map((observation, i) => {
    const { line } = observation
    const plain = logged.next(asLogged(observation))
    const label = log.labels?.[i] ?? named(machine, observation)
    const lost = foreign || states.length <= i
    const step =
      lost || label === undefined
        ? undefined
        : Result.getOrUndefined(stepOf(machine, telling.world, label))
    if (step === undefined) return plain
    const told = telling.take(step)
    states.push(variablesIn(machine, telling.world))
    return { ...told, line }
  })
  const followed = !foreign && states.length > steps.length
  return {
    title: titles[verdict._tag],
    facts: factsOf(log),
    actors: [...machine.kinds.keys()],
    steps:
      verdict._tag === "Rejected"
        ? [...steps, rejectedStep(telling, logged, verdict, followed)]
        : steps,
    ...(followed ? { states } : {})
  }
}

const titles: Readonly<Record<Verdict["_tag"], string>> = {
  Accepted: "The log is accepted",
  Rejected: "The log is rejected",
  Undecided: "The log is undecided"
}

const factsOf = ({
  file,
  machine,
  observations,
  verdict
}: ReadLog): Behaviour["facts"] => [
  ["log", file],
  ["steps of the protocol", `${observations.length} of ${verdict.events}`],
  ...(verdict._tag === "Accepted"
    ? []
    : [["line", String(verdict.line)] as const]),
  ...Object.entries(machine.constants).map(
    ([name, value]) => [name, valueText(value)] as const
  )
]

/** The step that a line names by itself, if it does. */
const named = (
  machine: Machine,
  observation: Observation
): Label | undefined => {
  if (!names(machine, observation)) return undefined
  const label = labelOf(observation)
  const kind = machine.kinds.get(label.actor)
  return machine.actions.get(label.action)?.actor === kind ? label : undefined
}

const fieldsOf = (state: object): ReadonlyArray<Field> => {
  const { id, ...fields } = state as { readonly id: string }
  return Object.entries(fields).map(([field, value]) => ({
    field: `${id}.${field}`,
    value
  }))
}

const rejectedStep = (
  telling: Telling,
  logged: Logged,
  { observation, reason, enabledInstead, states }: Rejected,
  followed: boolean
): ToldStep => {
  const label = followed ? named(telling.machine, observation) : undefined
  const guards =
    label === undefined
      ? []
      : guardValues(telling.machine, telling.world, label)
  const [sentence, ...details] = reasonText(reason)
  // A guard that is false is told with its formula.
  const known = reason._tag === "Disabled" && guards.length > 0
  return {
    ...(followed ? asLogged(observation) : logged.next(asLogged(observation))),
    ...telling.saying(observation.action ?? ""),
    guards,
    kept: states.flatMap(fieldsOf),
    rejected: {
      why: [sentence, ...(known ? [] : details)],
      instead: summary(enabledInstead)
    }
  }
}
