/** Checks one model with one engine, and holds it against the manifest. */
import * as Effect from "effect/Effect"
import { explore, type ExploreOptions } from "../explorer/explore.ts"
import {
  type Expectation,
  type Figures,
  differences
} from "../models/manifest.ts"
import type { Model } from "../models/models.ts"
import type { CheckReport } from "./report.ts"

/** Checks a model with the explorer. */
export const checkWithExplorer = (model: Model, options: ExploreOptions) =>
  Effect.map(explore(model, options), (explored): CheckReport => {
    const { finding, ...progress } = explored
    const { distinct, generated, depth, elapsed, memory } = progress
    const same = { distinct, generated, depth, elapsed, memory }
    switch (finding._tag) {
      case "Holds":
        return judged(model, "explorer", { ...same, result: "ok" })
      case "Vacuous":
        return judged(model, "explorer", {
          ...same,
          result: "vacuous",
          summary: `${finding.property} is vacuous: its left side never holds`
        })
      case "Incomplete":
        return judged(model, "explorer", {
          ...same,
          result: "incomplete",
          limit: finding.limit
        })
      case "Violated":
        return judged(model, "explorer", {
          ...same,
          result: finding.kind,
          violates: finding.property,
          ...(finding.of === undefined ? {} : { of: finding.of }),
          length: finding.counterexample.steps.length + 1,
          counterexample: finding.counterexample
        })
    }
  })

/** The report with its differences from the manifest. */
export const judged = (
  model: Model,
  engine: CheckReport["engine"],
  found: Omit<CheckReport, "model" | "folder" | "engine" | "differences">
): CheckReport => ({
  model: model.name,
  folder: model.folder,
  engine,
  ...found,
  differences:
    model.expected === undefined ? [] : against(model.expected, found)
})

/** A search that stopped early has no counts to compare. */
const against = (
  expected: Expectation,
  {
    result,
    violates,
    length,
    distinct,
    generated,
    depth
  }: Pick<
    CheckReport,
    "result" | "violates" | "length" | "distinct" | "generated" | "depth"
  >
): ReadonlyArray<string> => {
  if (["incomplete", "error", "failed"].includes(result)) return []
  const stopped = result !== "ok" && result !== "liveness"
  const found: Figures = {
    result: result as Expectation["result"],
    ...(violates === undefined ? {} : { violates }),
    ...(length === undefined ? {} : { length }),
    ...(stopped || distinct === undefined ? {} : { distinct }),
    ...(stopped || generated === undefined ? {} : { generated }),
    ...(stopped || depth === undefined ? {} : { depth })
  }
  return differences(expected, found)
}
