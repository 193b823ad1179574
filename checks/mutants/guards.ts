/**
 * What each guard is for: a protocol is checked without it, on every everyday
 * model, and each property is asked by itself, since a search stops at the first
 * that breaks. Where that would be too much, those models come first in which
 * bugs of the same action show, then the others, the smallest first, until a
 * property notices or enough was tried. A guard without which nothing changes at
 * all would be no guard.
 */
import * as Effect from "effect/Effect"
import type { Action, Protocol } from "../../protocols/kernel/protocol.ts"
import { type Coverage, measureCoverage } from "../explorer/coverage.ts"
import { type Model, modelsOf } from "../models/models.ts"
import { ask, enough, type Facts, factsOf, propertiesOf } from "./ask.ts"
import { bugsOf } from "./bugs.ts"

/** A guard, by the names of its action and its own. */
export interface Guard {
  readonly action: string
  readonly guard: string
}

/** A property whose verdict is another without the guard. */
export interface Change {
  readonly property: string
  /** Violated: it was not; refuted no more: it was, as it must be. */
  readonly now: "violated" | "refuted no more"
  readonly model: string
}

/** A count of a whole graph that is another without the guard. */
export interface Recount {
  readonly model: string
  readonly figure: "distinct" | "generated"
  readonly found: number
  /** There are more than were found: a mutant need not have an end. */
  readonly atLeast: boolean
  readonly insteadOf: number
}

export interface GuardReport extends Guard {
  readonly changes: ReadonlyArray<Change>
  readonly recounts: ReadonlyArray<Recount>
}

/** Every guard of a protocol, in story order. */
export const guardsOf = (protocol: Protocol): ReadonlyArray<Guard> =>
  Object.entries({ ...protocol.next, ...protocol.environment }).flatMap(
    ([action, { guards }]) =>
      Object.keys(guards).map((guard) => ({ action, guard }))
  )

/** The protocol with one guard less. */
export const withoutGuard = (
  protocol: Protocol,
  { action, guard }: Guard
): Protocol => {
  const drop = (actions: Readonly<Record<string, Action>>) =>
    Object.fromEntries(
      Object.entries(actions).map(([name, rule]) => {
        if (name !== action) return [name, rule] as const
        const { [guard]: _, ...guards } = rule.guards
        return [name, { ...rule, guards }] as const
      })
    )
  const { next, environment } = protocol
  return { ...protocol, next: drop(next), environment: drop(environment) }
}

const changesOf = (
  model: Model,
  before: Facts,
  after: Facts
): ReadonlyArray<Change> =>
  propertiesOf(model).flatMap((property) => {
    const is = after.violated.includes(property)
    const undecided = !is && after.whole?.finding._tag === "Incomplete"
    return undecided || is === before.violated.includes(property)
      ? []
      : [
          {
            property,
            now: is ? "violated" : "refuted no more",
            model: model.name
          }
        ]
  })

const recountsOf = (
  { name: model }: Model,
  { whole: before }: Facts,
  { whole: after }: Facts
): ReadonlyArray<Recount> =>
  before === undefined || after === undefined
    ? []
    : (["distinct", "generated"] as const)
        .filter((figure) => before[figure] !== after[figure])
        .map((figure) => ({
          model,
          figure,
          found: after[figure],
          atLeast: after.finding._tag === "Incomplete",
          insteadOf: before[figure]
        }))

const everydayModels = (folder: string, module: string) =>
  Effect.map(modelsOf(folder), (models) =>
    models.filter((m) => m.protocol.module === module && m.everyday)
  )

/** The shortest way to break a property without a guard, if there is one. */
export const breakWithout = Effect.fnUntraced(function* (
  folder: string,
  module: string,
  guard: Guard,
  property: string
) {
  for (const model of yield* everydayModels(folder, module)) {
    if (!propertiesOf(model).includes(property)) continue
    const mutant = withoutGuard(model.protocol, guard)
    const [real, broken] = [
      yield* ask(model, model.protocol, [property]),
      yield* ask(model, mutant, [property])
    ]
    if (real.finding._tag === "Holds" && broken.finding._tag === "Violated") {
      return { model: model.name, ...broken.finding.counterexample }
    }
  }
  return undefined
})

/** What is refuted by a behaviour is so with more behaviours too. */
const isWitness = (model: Model): boolean =>
  model.expected?.result === "safety" && propertiesOf(model).length === 1

/** Is the guard ever the only one that is false? Else nothing can change. */
const matters = (
  { complete, actions }: Coverage,
  { action, guard }: Guard
): boolean =>
  !complete ||
  actions
    .filter((covered) => covered.action === action)
    .flatMap(({ guards }) => guards)
    .some((covered) => covered.guard === guard && covered.alone > 0)

/** So many states of models are asked for all guards of a protocol together. */
const WORK = 1_570_000

/** A model, what holds of it, and which of its guards are ever needed. */
interface Known {
  readonly model: Model
  readonly before: Facts
  readonly coverage: Coverage
}

const sizeOf = ({ before }: Known): number => before.whole?.distinct ?? 0

const sizeOfAll = (known: ReadonlyArray<Known>): number =>
  known.reduce((sum, each) => sum + sizeOf(each), 0)

/** Is the model one in which a bug of this action shows? */
const showsBugOf = ({ module }: Protocol, { action }: Guard) => {
  const names = bugsOf(module)
    .filter(({ actions }) => Object.hasOwn(actions, action))
    .map(({ model }) => model)
  return ({ model }: Known): boolean => names.includes(model.name)
}

/** What changes without a guard, in the models in this order. */
const measureGuard = Effect.fnUntraced(function* (
  known: ReadonlyArray<Known>,
  protocol: Protocol,
  guard: Guard,
  isEnough: (report: GuardReport, tried: ReadonlyArray<Known>) => boolean
) {
  const mutant = withoutGuard(protocol, guard)
  const changes: Array<Change> = []
  const recounts: Array<Recount> = []
  const report: GuardReport = { ...guard, changes, recounts }
  const tried: Array<Known> = []
  for (const each of known) {
    if (isEnough(report, tried)) break
    if (!matters(each.coverage, guard)) continue
    const after = yield* factsOf(each.model, mutant)
    changes.push(...changesOf(each.model, each.before, after))
    recounts.push(...recountsOf(each.model, each.before, after))
    tried.push(each)
  }
  return report
})

/** Measures the guards of the module in a folder of `spec/`. */
export const measureGuards = Effect.fnUntraced(function* (
  folder: string,
  module: string
) {
  const models = yield* everydayModels(folder, module)
  const [first] = models
  if (first === undefined) return []
  const { protocol } = first
  const known = yield* Effect.forEach(
    models.filter((model) => !isWitness(model)),
    (model) =>
      Effect.all({
        model: Effect.succeed(model),
        before: factsOf(model, protocol),
        coverage: measureCoverage(model, { states: enough(model) })
      })
  )
  const guards = guardsOf(protocol)
  const share = WORK / guards.length
  if (sizeOfAll(known) <= share) {
    return yield* Effect.forEach(guards, (guard) =>
      measureGuard(known, protocol, guard, () => false)
    )
  }
  const smallFirst = known.toSorted((a, b) => sizeOf(a) - sizeOf(b))
  return yield* Effect.forEach(guards, (guard) => {
    const showsBug = showsBugOf(protocol, guard)
    return measureGuard(
      smallFirst.toSorted((a, b) => Number(showsBug(b)) - Number(showsBug(a))),
      protocol,
      guard,
      ({ changes, recounts }, tried) =>
        changes.length > 0 ||
        (recounts.length > 0 &&
          sizeOfAll(tried.filter((each) => !showsBug(each))) > share)
    )
  })
})
