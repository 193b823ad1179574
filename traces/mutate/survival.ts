/**
 * Why a corrupted log is accepted. Most reasons are shown, not guessed: the log
 * and the corrupted log are followed side by side, from the first line that
 * says something else to the last.
 */
import { key } from "../../protocols/kernel/value.ts"
import type { Machine } from "../validator/machine.ts"
import type { Observation } from "../validator/observed.ts"
import { type Json, type Place, places } from "./json.ts"
import type { Mutant } from "./mutants.ts"
import {
  beginning,
  follow,
  sameSteps,
  sameWorlds,
  type Stage,
  type Worlds
} from "./worlds.ts"

/** What a log says about the protocol. */
export interface Told {
  readonly machine: Machine
  readonly observations: ReadonlyArray<Observation>
}

/** A log that was followed, so that others can be compared with it. */
export interface Followed extends Told {
  readonly stages: ReadonlyArray<Stage>
  /** For each line what it says, wherever it stands. */
  readonly keys: ReadonlyArray<string>
  /** How often each word is in the log. */
  readonly words: ReadonlyMap<string, number>
}

/**
 * What a corruption that is accepted amounts to.
 *
 * - `equivalent`: it was shown to lead to the same states as the log itself.
 * - `possible`: it tells of another run, which the protocol allows.
 * - `unchecked`: the format lets the field be what it likes, or only warns.
 * - `hole`: it should have been found out.
 */
export type Kind = "equivalent" | "possible" | "unchecked" | "hole"

export interface Reason {
  readonly kind: Kind
  readonly sentence: string
}

const because =
  (kind: Kind) =>
  (sentence: string): Reason => ({ kind, sentence })

const equivalent = because("equivalent")
const possible = because("possible")
const unchecked = because("unchecked")
const hole = because("hole")

const reasons = {
  sameStep: equivalent(
    "the corrupted line says the same: it fits the same steps, with the same effect"
  ),
  sameEffect: equivalent(
    "the corrupted line tells of another step with the same effect on everyone"
  ),
  nothingChanged: equivalent(
    "the step changes nothing, so the log with it once more or once less leads to the same states"
  ),
  independent: equivalent(
    "the two steps are independent: in either order they lead to the same states"
  ),
  eitherOrder: possible(
    "both orders are behaviours, and no later line tells them apart"
  ),
  prefix: possible(
    "what is left is the beginning of a behaviour, and the format does not say where a log ends"
  ),
  notNeeded: possible(
    "the log without the line is a behaviour, too: no later line needs the step"
  ),
  twice: possible(
    "the step can be taken twice, and no later line speaks against it"
  ),
  otherStep: possible(
    "the corrupted log is a behaviour, too: another step fits the line, and no later line speaks against it"
  ),
  ownRules: possible(
    "the corrupted log is a behaviour, too, and no rule of its format forbids it"
  ),
  otherConstants: possible("the log is a behaviour with these constants, too"),
  open: possible(
    "a search found a behaviour of the corrupted log, which leaves too much open to compare it with the log"
  ),
  freeId: equivalent(
    "nowhere else in the log is this id, so that another one is as good"
  ),
  notLookedAt: hole("nobody looks at the field: check it, or leave it out"),
  noBehaviour: hole("no step of the protocol fits: the validator is mistaken"),
  unreadable: hole(
    "it is no log any more, or contradicts itself: the validator is mistaken"
  )
}

/** Why a log whose format has rules of its own is accepted though corrupted. */
export const byOwnRules = (
  fields: Readonly<Record<string, string>>,
  { field }: Mutant
): Reason => {
  const why = fields[field]
  return why === undefined ? reasons.ownRules : unchecked(why)
}

/** Fields that are no part of the protocol, by their last name. */
const fields: Readonly<Record<string, Reason>> = {
  at: unchecked(
    "clocks only have to grow: no later line depends on this one so closely"
  ),
  seed: unchecked("the seed tells how the run was made; no line depends on it"),
  clock: unchecked("the name of the clock tells where the log comes from"),
  granularity_ns: unchecked("readings need not be multiples of it"),
  delta: unchecked(
    "how far a clock was set depends on what it showed, which no line tells"
  )
}

/** A corruption that a validator noticed, and let pass. */
export const warned = (warnings: ReadonlyArray<string>): Reason =>
  unchecked(`it is accepted with a warning: ${warnings.join("; ")}`)

const whatItSays = ({ line: _line, ...told }: Observation): string => key(told)

const counted = (lines: ReadonlyArray<Json>): ReadonlyMap<string, number> => {
  const words = new Map<string, number>()
  const count = ({ value }: Place): void => {
    if (typeof value !== "string") return
    words.set(value, (words.get(value) ?? 0) + 1)
  }
  for (const line of lines) places(line).forEach(count)
  return words
}

export const followed = (told: Told, lines: ReadonlyArray<Json>): Followed => ({
  ...told,
  words: counted(lines),
  stages: follow(told.machine, beginning(told.machine), told.observations),
  keys: told.observations.map(whatItSays)
})

/** How many elements are the same from the start on, and from the end back. */
const common = (
  a: ReadonlyArray<string>,
  b: ReadonlyArray<string>
): { readonly before: number; readonly after: number } => {
  const most = Math.min(a.length, b.length)
  let before = 0
  while (before < most && a[before] === b[before]) before += 1
  let after = 0
  while (after < most - before && a.at(-1 - after) === b.at(-1 - after)) {
    after += 1
  }
  return { before, after }
}

/** The reason if the corrupted log says the same about the protocol. */
const ofSilentField = ({ words }: Followed, mutant: Mutant): Reason => {
  const name = /\w+$/u.exec(mutant.field)?.[0] ?? ""
  if (mutant._tag === "Line") return reasons.notLookedAt
  const { from, to } = mutant
  // An id that is there once names nothing: any other will do.
  const often = (id: Json) =>
    typeof id === "string" ? (words.get(id) ?? 0) : undefined
  if (name === "id" && often(from) === 1 && often(to) === 0) {
    return reasons.freeId
  }
  return fields[name] ?? reasons.notLookedAt
}

/** The worlds after so many lines. */
const worldsAt = (
  { machine, stages }: Pick<Followed, "machine" | "stages">,
  lines: number
): Worlds | undefined =>
  lines === 0 ? beginning(machine) : stages[lines - 1]?.worlds

/** The reason if both logs lead to the same worlds. */
const ofSameWorlds = (mutant: Mutant, a?: Stage, b?: Stage): Reason => {
  switch (mutant.field) {
    case "(lines swapped)":
      return reasons.independent
    case "(line dropped)":
    case "(line repeated)":
      return reasons.nothingChanged
    default:
      return a !== undefined && b !== undefined && sameSteps(a, b)
        ? reasons.sameStep
        : reasons.sameEffect
  }
}

/** The reason if the corrupted log is another behaviour. */
const ofOtherWorlds = (mutant: Mutant, last: boolean): Reason => {
  switch (mutant.field) {
    case "(lines swapped)":
      return reasons.eitherOrder
    case "(line dropped)":
      return last ? reasons.prefix : reasons.notNeeded
    case "(line repeated)":
      return reasons.twice
    default:
      return reasons.otherStep
  }
}

/** The log with other constants, followed from its beginning. */
const withOtherConstants = ({ machine, observations }: Told): Reason => {
  const stages = follow(machine, beginning(machine), observations)
  if (stages.at(-1)?.worlds.size === 0) return reasons.noBehaviour
  return stages.length < observations.length
    ? reasons.open
    : reasons.otherConstants
}

/**
 * Why the corrupted log, which was accepted, is as good as the log; `told`:
 * what it says, if it can be read.
 */
export const survival = (
  log: Followed,
  told: Told | undefined,
  mutant: Mutant
): Reason => {
  if (told === undefined) return reasons.unreadable
  if (key(told.machine.constants) !== key(log.machine.constants)) {
    return withOtherConstants(told)
  }
  const keys = told.observations.map(whatItSays)
  const { before, after } = common(log.keys, keys)
  if (before === keys.length && before === log.keys.length) {
    return ofSilentField(log, mutant)
  }
  const from = worldsAt(log, before)
  if (from === undefined) return reasons.open
  const rest = told.observations.slice(before)
  const stages = follow(told.machine, from, rest)
  if (stages.at(-1)?.worlds.size === 0) return reasons.noBehaviour
  const there = worldsAt(log, log.keys.length - after)
  const changed = keys.length - before - after
  const here = changed === 0 ? from : stages[changed - 1]?.worlds
  if (there === undefined || here === undefined) return reasons.open
  if (sameWorlds(here, there)) {
    return ofSameWorlds(mutant, log.stages[before], stages[0])
  }
  return stages.length < rest.length
    ? reasons.open
    : ofOtherWorlds(mutant, after === 0)
}
