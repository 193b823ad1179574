/** The verdict on a log that leaves something open. */
import { decide, type Decision, type Deliberation } from "./decide.ts"
import { initialWorld, type Machine } from "./machine.ts"
import type { Observation } from "./observed.ts"
import { type Collected, type Found, found } from "./reading.ts"
import { REMEMBERED } from "./replay.ts"
import type { Matched, Verdict } from "./verdict.ts"

/** What of a line, if it were logged, would leave less to try. */
const wanted = (
  { actions }: Machine,
  observations: ReadonlyArray<Observation>,
  { branching }: Decision & { readonly _tag: "Undecided" }
) => {
  const most = branching.reduce(
    (best, choices, i) => (choices > (branching[best] ?? 0) ? i : best),
    0
  )
  const { line, action, actor } = observations[most]!
  const receives =
    action !== undefined && actions.get(action)?._tag === "Receiving"
  const field =
    action === undefined
      ? "the action"
      : actor === undefined
        ? "the actor"
        : receives
          ? "the message that was received"
          : "the state after the step"
  return { line, field, choices: branching[most] ?? 0 }
}

/** The labels of the last steps, with the lines that they were matched to. */
const matched = (
  path: (Decision & { readonly _tag: "Rejected" })["path"],
  observations: ReadonlyArray<Observation>,
  consumed: number,
  actor: string | undefined
): ReadonlyArray<Matched> =>
  path
    .map((label, i) => ({
      line: observations[consumed - path.length + i]!.line,
      label
    }))
    .filter(({ label }) => actor === undefined || label.actor === actor)
    .slice(-REMEMBERED)

const linesIn = (observations: ReadonlyArray<Observation>): number =>
  new Set(observations.map(({ line }) => line)).size

const rejected = (
  machine: Machine,
  observations: ReadonlyArray<Observation>,
  { row, path, space, consumed }: Decision & { readonly _tag: "Rejected" }
): Found => {
  const observation = observations[consumed]!
  const last = matched(path, observations, consumed, observation.actor)
  const lines = linesIn(observations.slice(0, consumed))
  return found(machine, space.world(row), observation, lines, last)
}

/** Searches a log that leaves something open. */
export function* judge(
  machine: Machine,
  { observations, contradiction }: Collected,
  budget: number
): Deliberation<Verdict> {
  const events = linesIn(observations)
  const warnings: ReadonlyArray<string> = []
  const decision = yield* decide(machine, observations, budget)
  const { searched } = decision
  if (decision._tag === "Rejected") {
    const rejection = rejected(machine, observations, decision)
    return { ...rejection, events, searched, warnings }
  }
  if (contradiction !== undefined) {
    const { observation, contradiction: reason } = contradiction
    return {
      ...found(machine, initialWorld(machine), observation, events, [], reason),
      events,
      searched,
      warnings
    }
  }
  if (decision._tag === "Accepted") {
    return { _tag: "Accepted", events, searched, warnings }
  }
  const { consumed } = decision
  return {
    _tag: "Undecided",
    budget,
    line: observations[consumed]!.line,
    wanted: wanted(machine, observations, decision),
    consumed: linesIn(observations.slice(0, consumed)),
    events,
    warnings
  }
}
