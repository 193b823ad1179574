/** What follows from a log, where the arbiter needs it in so many words. */
import * as Result from "effect/Result"
import {
  initialWorld,
  labelOf,
  type Machine,
  names,
  stepOf,
  take
} from "../validator/machine.ts"
import type { Expectation, Observation } from "../validator/observed.ts"

/**
 * The log with the states that follow from it added where a line tells what is
 * received or chosen but not what came of it: the module can ask for the
 * latter only. Nothing is added where the log leaves a choice.
 */
export const withStates = (
  machine: Machine,
  log: ReadonlyArray<Observation>
): ReadonlyArray<Observation> => {
  const world = initialWorld(machine)
  let open = false
  return log.map((observation) => {
    const { choice, received, expected } = observation
    open ||= !names(machine, observation)
    if (open) return observation
    const label = labelOf(observation)
    const step = stepOf(machine, world, label)
    open = Result.isFailure(step)
    if (Result.isFailure(step)) return observation
    take(machine, world, step.success)
    const seen = received === undefined && choice === undefined
    if (seen || expected.length > 0) return observation
    const { id: _id, ...fields } = step.success.changes[0]!.after as {
      readonly id: string
    }
    const states = Object.entries(fields).map(([field, value]): Expectation => {
      return { _tag: "Field", actor: label.actor, field, oneOf: [value] }
    })
    return { ...observation, expected: states }
  })
}
