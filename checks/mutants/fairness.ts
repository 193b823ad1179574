/**
 * What each fair action is for: without it, or with weak fairness where it is
 * strong, some property that should come true need not.
 */
import * as Effect from "effect/Effect"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { type Model, modelsOf } from "../models/models.ts"
import { ask, propertiesOf } from "./ask.ts"

/** What breaks, and in how many states, if an action is owed less. */
export interface FairnessReport {
  readonly action: string
  readonly strength: "weak" | "strong"
  /** None: nothing breaks in any everyday model. */
  readonly breaks:
    | {
        readonly model: string
        readonly property: string
        readonly length: number
      }
    | undefined
}

/** The protocol in which less is owed: strong fairness is weak, weak is none. */
export const owingLess = (protocol: Protocol, action: string): Protocol => {
  const { weaklyFair, stronglyFair = [] } = protocol
  const without = (some: ReadonlyArray<string>) =>
    some.filter((name) => name !== action)
  return stronglyFair.includes(action)
    ? {
        ...protocol,
        weaklyFair: [...weaklyFair, action],
        stronglyFair: without(stronglyFair)
      }
    : { ...protocol, weaklyFair: without(weaklyFair) }
}

const livenessOf = (model: Model): ReadonlyArray<string> =>
  propertiesOf(model).filter((name) => name in model.protocol.liveness)

/** Those that hold as they are and ask for liveness, the smallest first. */
const modelsFor = (folder: string, module: string) =>
  Effect.map(modelsOf(folder), (models) =>
    models
      .filter(
        (model) =>
          model.protocol.module === module &&
          model.everyday &&
          model.expected?.result === "ok" &&
          livenessOf(model).length > 0
      )
      .toSorted(
        (a, b) => (a.expected?.distinct ?? 0) - (b.expected?.distinct ?? 0)
      )
  )

/** Measures the fairness of a module in a folder of `spec/`. */
export const measureFairness = Effect.fnUntraced(function* (
  folder: string,
  { module, weaklyFair, stronglyFair = [], next }: Protocol
) {
  const models = yield* modelsFor(folder, module)
  const reports: Array<FairnessReport> = []
  for (const action of Object.keys(next)) {
    const strength = stronglyFair.includes(action) ? "strong" : "weak"
    if (strength === "weak" && !weaklyFair.includes(action)) continue
    let breaks: FairnessReport["breaks"]
    for (const model of models) {
      const less = owingLess(model.protocol, action)
      const { finding } = yield* ask(model, less, livenessOf(model))
      if (finding._tag !== "Violated") continue
      const { property, counterexample } = finding
      const length = counterexample.steps.length + 1
      breaks = { model: model.name, property, length }
      break
    }
    reports.push({ action, strength, breaks })
  }
  return reports
})
