/** Checks one model with one engine, and holds it against the manifest. */
import * as Effect from "effect/Effect"
import {
  explore,
  type Explored,
  type ExploreOptions,
  type Finding
} from "../explorer/explore.ts"
import { walk, type WalkOptions } from "../explorer/random-walks.ts"
import {
  type Expectation,
  type Figures,
  differences
} from "../models/manifest.ts"
import type { Model } from "../models/models.ts"
import type { CheckReport, Visited } from "./report.ts"

/** Checks a model with the explorer. */
export const checkWithExplorer = (model: Model, options: ExploreOptions) =>
  Effect.map(explore(model, options), (explored) =>
    options.order === "depth-first"
      ? told(model, explored, { order: options.order })
      : told(model, explored)
  )

/** Looks for violations at random. */
export const checkByWalks = (
  model: Model,
  options: ExploreOptions,
  walks: WalkOptions
) =>
  Effect.map(walk(model, options, walks), ({ explored, walked }) =>
    told(model, explored, { order: "random", ...walked })
  )

const told = (
  model: Model,
  { finding, distinct, generated, depth, elapsed, memory }: Explored,
  visited?: Visited
): CheckReport =>
  judged(model, "explorer", {
    ...{ distinct, generated, depth, elapsed, memory },
    ...(visited === undefined ? {} : { visited }),
    ...ended(finding)
  })

const ended = (finding: Finding) => {
  switch (finding._tag) {
    case "Holds":
      return { result: "ok" } as const
    case "Vacuous":
      return {
        result: "vacuous",
        summary: `${finding.property} is vacuous: its left side never holds`
      } as const
    case "Incomplete":
      return { result: "incomplete", limit: finding.limit } as const
    case "Violated":
      return {
        result: finding.kind,
        violates: finding.property,
        ...(finding.of === undefined ? {} : { of: finding.of }),
        length: finding.counterexample.steps.length + 1,
        counterexample: finding.counterexample
      }
  }
}

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

/**
 * A search that stopped early has no counts to compare; only breadth first are
 * ways the shortest.
 */
const against = (
  expected: Expectation,
  {
    result,
    violates,
    length,
    distinct,
    generated,
    depth,
    visited
  }: Omit<CheckReport, "model" | "folder" | "engine" | "differences">
): ReadonlyArray<string> => {
  if (["incomplete", "error", "failed"].includes(result)) return []
  const shortest = visited === undefined
  const stopped = result !== "ok" && !(shortest && result === "liveness")
  const found: Figures = {
    result: result as Expectation["result"],
    ...(violates === undefined ? {} : { violates }),
    ...(!shortest || length === undefined ? {} : { length }),
    ...(stopped || distinct === undefined ? {} : { distinct }),
    ...(stopped || generated === undefined ? {} : { generated }),
    ...(stopped || !shortest || depth === undefined ? {} : { depth })
  }
  return differences(expected, found)
}
