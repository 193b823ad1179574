/**
 * A behaviour told as steps: action, who acts, on what, and the fields that
 * change. Every engine's counter-examples and the validator use this form.
 */
import { key } from "../../protocols/kernel/value.ts"
import type { Taken } from "./run.ts"
import type { Search } from "./search.ts"
import type { Label } from "./attempt.ts"
import type { Twin } from "./twin.ts"

/** A field of an actor, or the network, before and after. */
export interface Change {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

export interface Step extends Label {
  readonly changes: ReadonlyArray<Change>
}

/** A behaviour that breaks a property. */
export interface Counterexample {
  readonly steps: ReadonlyArray<Step>
  /**
   * How it goes on for ever, if it does: back to the state after so many steps
   * (0: the initial one), or stuttering in the last.
   */
  readonly loop?: number | "stuttering"
}

/** The rows on the shortest way to a row, the initial one first. */
export const pathTo = (
  search: Search<Label>,
  row: number
): ReadonlyArray<number> => {
  const path: Array<number> = []
  for (let at = row; at !== -1; at = search.rows.parents[at]!) path.unshift(at)
  return path
}

/**
 * The steps from state to state. Under a symmetry each state after the first
 * may stand for others: the steps lead to one of these, under its own names.
 * `breaks`: the property that the last step breaks, if it is one of steps.
 */
export const stepsAlong = (
  twin: Twin,
  search: Search<Label>,
  states: ReadonlyArray<Int32Array>,
  breaks?: string
): ReadonlyArray<Step> => {
  let at = states[0]!
  const taken = states.slice(1).map((to, i) => {
    const isLast = i === states.length - 2
    const step = search.stepTo(at, to, isLast ? breaks : undefined)
    at = step.ids
    return step
  })
  return stepsOf(twin, states[0]!, taken)
}

/** Steps from a state on, with what each of them changes. */
export const stepsOf = (
  twin: Twin,
  first: Int32Array,
  taken: ReadonlyArray<Taken<Label>>
): ReadonlyArray<Step> =>
  taken.map(({ label, ids }, i) => ({
    ...label,
    changes: changesBetween(twin, taken[i - 1]?.ids ?? first, ids)
  }))

const changesBetween = (twin: Twin, before: Int32Array, after: Int32Array) =>
  twin.cells.flatMap((_, cell) => {
    const [from, to] = [before[cell] ?? 0, after[cell] ?? 0]
    return from === to
      ? []
      : changesOf(twin, cell, twin.value(cell, from), twin.value(cell, to))
  })

const changesOf = (
  twin: Twin,
  cell: number,
  before: unknown,
  after: unknown
): ReadonlyArray<Change> => {
  const actor = twin.actorAt(cell)
  if (actor === undefined) return [{ field: "network", before, after }]
  const [from, to] = [before, after] as [
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>
  ]
  return Object.keys(to)
    .filter((name) => key(from[name]) !== key(to[name]))
    .map((name) => ({
      field: `${actor.id}.${name}`,
      before: from[name],
      after: to[name]
    }))
}
