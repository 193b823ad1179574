/**
 * The worlds that a log may have led to, line by line. It takes another way
 * than the validator, which looks for one behaviour: here all behaviours are
 * followed at once. That shows why a corrupted log is accepted, or that it
 * should not have been.
 */
import * as Result from "effect/Result"
import { key } from "../../protocols/kernel/value.ts"
import { fits } from "../validator/compare.ts"
import { beforeIn, named } from "../validator/explain.ts"
import {
  initialWorld,
  type Machine,
  type MovingWorld,
  stepOf,
  take,
  tries,
  type Transition,
  type World
} from "../validator/machine.ts"
import type { Observation } from "../validator/observed.ts"

/** Worlds by their keys. */
export type Worlds = ReadonlyMap<string, World>

/** What a line may have been: the steps, and the worlds after them. */
export interface Stage {
  readonly steps: ReadonlySet<string>
  readonly worlds: Worlds
}

/** A log that leaves open more worlds than this is not followed further. */
const WORLDS = 64

const keyOf = ({ states, network }: World): string =>
  key([
    [...states.values()],
    [...network].map(([text, { count }]) => `${text} ${count}`).sort()
  ])

/** The steps from a world that a line may tell of. */
const stepsFrom = (
  machine: Machine,
  world: World,
  observation: Observation
): ReadonlyArray<Transition> =>
  tries(machine, world).flatMap((label) => {
    if (!named(observation, label)) return []
    const step = stepOf(machine, world, label)
    if (Result.isFailure(step)) return []
    const before = beforeIn(machine, world)
    return fits(observation, step.success, before) ? [step.success] : []
  })

/** The worlds in which a log begins. */
export const beginning = (machine: Machine): Worlds => {
  const world = initialWorld(machine)
  return new Map([[keyOf(world), world]])
}

const stageAfter = (
  machine: Machine,
  worlds: Worlds,
  observation: Observation
): Stage => {
  const steps = new Set<string>()
  const after = new Map<string, World>()
  for (const world of worlds.values()) {
    for (const step of stepsFrom(machine, world, observation)) {
      steps.add(key(step.label))
      const next: MovingWorld = {
        states: new Map(world.states),
        network: new Map(world.network)
      }
      take(machine, next, step)
      after.set(keyOf(next), next)
    }
  }
  return { steps, worlds: after }
}

/**
 * A stage for each line from these worlds on; fewer, if there are too many
 * worlds to follow. The last has no world if no step is what its line says.
 */
export const follow = (
  machine: Machine,
  from: Worlds,
  observations: ReadonlyArray<Observation>
): ReadonlyArray<Stage> => {
  const stages: Array<Stage> = []
  let worlds = from
  for (const observation of observations) {
    const stage = stageAfter(machine, worlds, observation)
    if (stage.worlds.size > WORLDS) break
    stages.push(stage)
    if (stage.worlds.size === 0) break
    worlds = stage.worlds
  }
  return stages
}

const sameKeys = (
  a: ReadonlySet<string> | Worlds,
  b: ReadonlySet<string> | Worlds
): boolean => a.size === b.size && [...a.keys()].every((text) => b.has(text))

export const sameWorlds = (a: Worlds, b: Worlds): boolean => sameKeys(a, b)

export const sameSteps = (a: Stage, b: Stage): boolean =>
  sameKeys(a.steps, b.steps)
