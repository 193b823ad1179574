/**
 * The lines of a log as a search reads them, and weaker logs that any behaviour
 * of the log is a behaviour of, too: what has no behaviour when less is asked
 * has none when all is asked.
 */
import type { Machine } from "./machine.ts"
import { addNames, renamed } from "./naming.ts"
import type { Expectation, Observation } from "./observed.ts"

/** One way to read a line. */
export interface Reading {
  readonly observation: Observation
  /** The actor that stands for any of those that could stand here. */
  readonly standIn?: string
}

/** One step, as one of several readings tells of it. */
export type Line = ReadonlyArray<Reading>

/** The actors that an observation names. */
export const namesIn = (
  { kinds }: Machine,
  observation: Observation
): ReadonlySet<string> => {
  const names = new Set<string>()
  addNames(observation.actor, kinds, names)
  addNames(observation.choice, kinds, names)
  addNames(observation.received, kinds, names)
  addNames(observation.sent, kinds, names)
  addNames(observation.expected, kinds, names)
  return names
}

const names = (machine: Machine, value: unknown, gone: ReadonlySet<string>) => {
  const found = new Set<string>()
  addNames(value, machine.kinds, found)
  return [...found].some((name) => gone.has(name))
}

/** The observation without whatever names an actor that is gone. */
const without = (
  machine: Machine,
  observation: Observation,
  gone: ReadonlySet<string>
): Observation => {
  const { line, action, actor, choice, received, sent, expected } = observation
  return {
    line,
    ...(action === undefined ? {} : { action }),
    ...(actor === undefined || gone.has(actor) ? {} : { actor }),
    ...(choice === undefined || names(machine, choice, gone) ? {} : { choice }),
    ...(received === undefined || names(machine, received, gone)
      ? {}
      : { received }),
    ...(sent === undefined || names(machine, sent, gone) ? {} : { sent }),
    expected: expected.filter(
      (expectation: Expectation) => !names(machine, expectation, gone)
    )
  }
}

/**
 * The line with less asked: who is not to be kept may be anyone of its kind who
 * is not to be kept either.
 */
export const weakened = (
  machine: Machine,
  observation: Observation,
  keep: ReadonlySet<string>
): Line => {
  const gone = [...namesIn(machine, observation)].filter(
    (name) => !keep.has(name)
  )
  const [name] = gone
  if (name === undefined) return [{ observation }]
  if (gone.length > 1) {
    return [{ observation: without(machine, observation, new Set(gone)) }]
  }
  const { kinds } = machine
  return [...kinds.keys()]
    .filter((id) => !keep.has(id) && kinds.get(id) === kinds.get(name))
    .map((id) => ({
      observation: renamed(observation, new Map([[name, id]])),
      standIn: id
    }))
}

/** Actors that are alone of their kind: nobody to be taken for. */
export const unique = ({ kinds }: Machine): ReadonlySet<string> => {
  const all = [...kinds]
  return new Set(
    all
      .filter(([id, kind]) =>
        all.every(([other, k]) => other === id || k !== kind)
      )
      .map(([id]) => id)
  )
}
