/**
 * Why a line is no step from a world: the possible step that comes nearest to
 * what the line says, what was possible instead, and what almost was.
 */
import * as Result from "effect/Result"
import type { Choice } from "../../protocols/kernel/action.ts"
import type { Action, Message } from "../../protocols/kernel/protocol.ts"
import { type Before, differences, type Difference } from "./compare.ts"
import {
  type Forbidden,
  labelOf,
  type Machine,
  messageKey,
  names,
  stepOf,
  tries,
  type Transition,
  type World
} from "./machine.ts"
import { chooses, type Label, mayBe, type Observation } from "./observed.ts"
import { same } from "./same.ts"
import type { NearMiss, Reason } from "./verdict.ts"

export interface Explanation {
  readonly reason: Reason
  readonly enabledInstead: ReadonlyArray<Label>
  readonly nearMisses: ReadonlyArray<NearMiss>
  /** The states of the actors that the reason is about. */
  readonly states: ReadonlyArray<object>
}

interface Try {
  readonly label: Label
  readonly result: Result.Result<Transition, Forbidden>
}

/** So many choices or messages of an action are tried to tell what else is. */
const TRIED = 50

/** What comparing a step with the log needs to know of a world. */
export const beforeIn = (
  { kinds }: Machine,
  { states, network }: World
): Before => ({
  kindOf: (actor) => kinds.get(actor),
  stateOf: (actor) => states.get(actor)!,
  wasSent: (message) => network.has(messageKey(message))
})

/** Is the step one that the line names? What it does is not looked at. */
export const named = (observation: Observation, label: Label): boolean => {
  const { actor, choice, received } = observation
  return (
    mayBe(observation, label.action) &&
    (actor === undefined || actor === label.actor) &&
    (choice === undefined || chooses(label.choice, choice)) &&
    (received === undefined || same(received, label.message))
  )
}

/** The formula of a guard, as it is written in the twin. */
export const formulaOf = (action: Action, guard: string): string =>
  String(action.guards[guard])
    .replace(/\s+/g, " ")
    .replace(/^[^=]*=>\s*/, "")

/** The actors whose states a line tells of. */
const toldOf = ({ actor, expected }: Observation): ReadonlyArray<string> => [
  ...(actor === undefined ? [] : [actor]),
  ...expected.flatMap((expectation) =>
    "actor" in expectation ? [expectation.actor] : []
  )
]

interface Candidate {
  readonly reason: Reason
  /** The nearer to the line, the greater. */
  readonly nearness: number
}

const candidate = (
  machine: Machine,
  world: World,
  observation: Observation,
  { label, result }: Try
): Candidate | undefined => {
  const told = toldOf(observation).includes(label.actor) ? 100 : 0
  if (Result.isSuccess(result)) {
    const found = differences(
      observation,
      result.success,
      beforeIn(machine, world)
    )
    const reason: Reason = { _tag: "Different", label, differences: found }
    return { reason, nearness: 1000 + told - found.length }
  }
  if (result.failure._tag !== "Guard") return undefined
  const { guard, passed } = result.failure
  const formula = formulaOf(machine.actions.get(label.action)!, guard)
  const reason: Reason = { _tag: "Disabled", label, guard, formula }
  return { reason, nearness: told + passed }
}

/** What of the choice is in none that the action has. */
const unknownIn = (choices: Iterable<Choice | undefined>, choice: Choice) => {
  const all = [...choices]
  const parts = Object.entries(choice).filter(
    ([name, value]) => !all.some((known) => same(known?.[name], value))
  )
  return Object.fromEntries(parts)
}

const nothingToTry = (
  { actions, kinds, choices }: Machine,
  { action: name, actor, choice, received }: Observation
): Reason => {
  if (name === undefined) return { _tag: "NoSuchStep" }
  const action = actions.get(name)
  if (action === undefined) return { _tag: "NoSuchStep" }
  if (actor !== undefined && kinds.get(actor) !== action.actor) {
    return { _tag: "NoSuchStep" }
  }
  if (choice !== undefined) {
    const unknown = unknownIn(choices(name).values(), choice)
    return { _tag: "NoChoice", action: name, choice, unknown }
  }
  if (action._tag !== "Receiving") return { _tag: "NoSuchStep" }
  const who = actor === undefined ? {} : { actor }
  const what: { readonly message?: Message } =
    received === undefined ? {} : { message: received }
  return {
    _tag: "NoMessage",
    action: name,
    types: action.receives,
    ...who,
    ...what
  }
}

const nearest = (candidates: ReadonlyArray<Candidate>): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>(
    (best, next) =>
      best === undefined || next.nearness > best.nearness ? next : best,
    undefined
  )

const nearMiss = (action: string, tried: ReadonlyArray<Try>): NearMiss => {
  const misses = tried.flatMap(({ label, result }) =>
    Result.isFailure(result) && result.failure._tag === "Guard"
      ? [{ label, ...result.failure }]
      : []
  )
  const best = misses.sort((a, b) => b.passed - a.passed)[0]
  return best === undefined
    ? { action }
    : { action, label: best.label, guard: best.guard }
}

/** The actions that nobody, or not the line's actor, can take now. */
const nearMisses = (
  { actions, kinds }: Machine,
  { actor }: Observation,
  all: ReadonlyArray<Try>
): ReadonlyArray<NearMiss> =>
  [...actions].flatMap(([name, action]) => {
    const own = actor !== undefined && kinds.get(actor) === action.actor
    const tried = all.filter(
      ({ label }) => label.action === name && (!own || label.actor === actor)
    )
    return tried.some(({ result }) => Result.isSuccess(result))
      ? []
      : [nearMiss(name, tried)]
  })

const aboutWhom = (
  reason: Reason,
  observation: Observation
): ReadonlyArray<string> => {
  const acting = "label" in reason ? [reason.label.actor] : []
  const differing =
    reason._tag === "Different"
      ? reason.differences.flatMap(({ actor }: Difference) => actor ?? [])
      : []
  return [...new Set([...acting, ...differing, ...toldOf(observation)])]
}

/** The steps that the line may tell of; only one if it names it. */
const toTry = (
  machine: Machine,
  world: World,
  observation: Observation
): ReadonlyArray<Label> =>
  names(machine, observation)
    ? [labelOf(observation)].filter(
        ({ action, actor, message }) =>
          machine.actions.get(action)?.actor === machine.kinds.get(actor) &&
          (message === undefined || world.network.has(messageKey(message)))
      )
    : tries(machine, world).filter((label) => named(observation, label))

/** Why the observation is no step of the machine from this world. */
export const explain = (
  machine: Machine,
  world: World,
  observation: Observation
): Explanation => {
  const trying = (label: Label): Try => ({
    label,
    result: stepOf(machine, world, label)
  })
  const all = tries(machine, world, TRIED).map(trying)
  const candidates = toTry(machine, world, observation)
    .map(trying)
    .flatMap((tried) => candidate(machine, world, observation, tried) ?? [])
  const reason =
    nearest(candidates)?.reason ?? nothingToTry(machine, observation)
  return {
    reason,
    enabledInstead: all.flatMap(({ result }) =>
      Result.isSuccess(result) ? [result.success.label] : []
    ),
    nearMisses: nearMisses(machine, observation, all),
    states: aboutWhom(reason, observation)
      .slice(0, 3)
      .flatMap((id) => world.states.get(id) ?? [])
  }
}
