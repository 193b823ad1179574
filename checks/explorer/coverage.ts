/**
 * What an action was good for: in each state, an action is tried once for each
 * actor, and each message or choice that it may take. How many of these tries
 * were steps, in how many a guard was false, and in how many it was the only
 * one: there, and nowhere else, it makes a difference.
 */
import * as Effect from "effect/Effect"
import type { Model } from "../models/models.ts"
import type { Attempt } from "./attempt.ts"
import { prepare } from "./explore.ts"
import { running } from "./faults.ts"
import { alikeIn } from "./likeness.ts"
import { onlyTheGraph } from "./properties.ts"
import type { Limits } from "./run.ts"
import type { Search } from "./search.ts"
import type { Label } from "./attempt.ts"
import { guardHolds } from "./trial.ts"
import type { Twin } from "./twin.ts"
import { visits } from "./visits.ts"

export interface GuardCoverage {
  readonly guard: string
  /** Tries in which it was false, */
  readonly isFalse: number
  /** and in which no other guard was. */
  readonly alone: number
}

export interface ActionCoverage {
  readonly action: string
  /** Tries that were steps. */
  readonly taken: number
  readonly guards: ReadonlyArray<GuardCoverage>
}

export interface Coverage {
  readonly states: number
  /** False: a limit was reached before all states were seen. */
  readonly complete: boolean
  readonly actions: ReadonlyArray<ActionCoverage>
}

/** Explores a model's states, within its bounds, and counts. */
export const measureCoverage = Effect.fnUntraced(function* (
  model: Model,
  limits: Limits
) {
  const names = {
    ...onlyTheGraph,
    bounds: model.config.constraints.map(({ name }) => name),
    alike: alikeIn(model.protocol, model.config)
  }
  const config = { ...model.config, checkDeadlock: false }
  const { twin, search } = yield* running(model, () =>
    prepare({ ...model, config }, names, { limits, cached: true }, () => 0)
  )
  while (!(yield* running(model, () => search.advance(1 << 14)))) {
    yield* Effect.yieldNow
  }
  const coverage: Coverage = {
    states: search.rows.count,
    complete: search.ending?._tag === "Complete",
    actions: coverageOf(twin, search)
  }
  return coverage
})

/** Over all states that a search has stored. */
export const coverageOf = (
  twin: Twin,
  search: Search<Label>
): ReadonlyArray<ActionCoverage> => {
  const { next, environment } = twin.protocol
  const tallies = new Map(
    Object.entries({ ...next, ...environment }).map(([action, { guards }]) => [
      action,
      new Tally(Object.keys(guards))
    ])
  )
  const inspected = visits(search, (unit, id) => {
    const trials: Array<Attempt> = []
    twin.onTrial = (trial) => trials.push(trial)
    const entry = unit.expand(id)
    twin.onTrial = undefined
    const found = trials.map((trial) => ({
      action: trial.label.action,
      falseOnes: falseGuards(trial, twin.constants)
    }))
    return { entry, found }
  })
  for (const { found, states } of inspected) {
    for (const { action, falseOnes } of found) {
      tallies.get(action)!.add(falseOnes, states)
    }
  }
  return [...tallies].map(([action, tally]) => ({ action, ...tally.told }))
}

class Tally {
  private taken = 0
  private readonly guards: ReadonlyMap<
    string,
    { isFalse: number; alone: number }
  >

  constructor(guards: ReadonlyArray<string>) {
    this.guards = new Map(
      guards.map((guard) => [guard, { isFalse: 0, alone: 0 }])
    )
  }

  add(falseOnes: ReadonlyArray<string>, states: number) {
    if (falseOnes.length === 0) this.taken += states
    for (const guard of falseOnes) {
      const counts = this.guards.get(guard)!
      counts.isFalse += states
      if (falseOnes.length === 1) counts.alone += states
    }
  }

  get told(): Omit<ActionCoverage, "action"> {
    const guards = [...this.guards].map(([guard, counts]) => ({
      guard,
      ...counts
    }))
    return { taken: this.taken, guards }
  }
}

/**
 * A guard may rely on those before it, and throw where one of them is false:
 * there it says nothing, and counts as true.
 */
const falseGuards = (
  trial: Attempt,
  constants: object
): ReadonlyArray<string> =>
  Object.keys(trial.action.guards).filter((guard) => {
    try {
      return !guardHolds(trial, guard, constants)
    } catch {
      return false
    }
  })

/** The same actions, counted over several models. */
export const sum = (all: ReadonlyArray<Coverage>): Coverage => ({
  states: all.reduce((n, { states }) => n + states, 0),
  complete: all.every(({ complete }) => complete),
  actions: (all[0]?.actions ?? []).map(({ action, guards }, i) => ({
    action,
    taken: all.reduce((n, { actions }) => n + actions[i]!.taken, 0),
    guards: guards.map(({ guard }, g) => ({
      guard,
      isFalse: all.reduce((n, c) => n + c.actions[i]!.guards[g]!.isFalse, 0),
      alone: all.reduce((n, c) => n + c.actions[i]!.guards[g]!.alone, 0)
    }))
  }))
})
