/** How `bisim check` has the explorer go through a model. */
import * as Effect from "effect/Effect"
import { checkByWalks, checkWithExplorer } from "../../check/check.ts"
import type { CheckReport } from "../../check/report.ts"
import type { ExploreOptions } from "../../explorer/explore.ts"
import type { Model } from "../../models/models.ts"
import type { CheckInput } from "../commands/check.ts"
import { UsageError } from "../failures.ts"

/** Steps in a walk, if nothing else is said, and where the first begins. */
const DEPTH = 100
const SEED = 0

/** The engines that can do what is asked; undefined: all that there are. */
export const enginesOf = (
  input: CheckInput
): Effect.Effect<CheckInput["engine"], UsageError> => {
  const { engine } = input
  const problem = contradiction(input)
  if (problem !== undefined) return Effect.fail(new UsageError({ problem }))
  return Effect.succeed(isForExplorer(input) ? "explorer" : engine)
}

const isForExplorer = (input: CheckInput): boolean =>
  isLimited(input) || input.depthFirst || input.walks !== undefined

const isLimited = ({ maxStates, maxDepth, maxMemory }: CheckInput): boolean =>
  [maxStates, maxDepth, maxMemory].some((limit) => limit !== undefined)

/** What is asked for together and does not go together. */
const contradiction = (input: CheckInput): string | undefined => {
  const { engine, coverage, walks, depth, seed, depthFirst, update } = input
  const hasTlc = engine === "tlc" || engine === "both"
  if (coverage && engine === "tlc") {
    return "only the explorer counts what guards are good for"
  }
  if (coverage && walks !== undefined) {
    return "--coverage looks at all states, and --walks do not"
  }
  if (hasTlc && isLimited(input)) {
    return (
      "TLC knows no limits of states, depth or memory; " +
      "use --max-time, or --engine explorer"
    )
  }
  if (hasTlc && isForExplorer(input)) {
    return "--walks and --depth-first are the explorer's; see bisim tla simulate"
  }
  if (walks === undefined && (depth ?? seed) !== undefined) {
    return "--depth and --seed say how --walks go; --max-depth limits a search"
  }
  if (walks !== undefined && (depthFirst || input.maxDepth !== undefined)) {
    return "--walks are no search: they go neither depth first nor by levels"
  }
  return update && (walks !== undefined || depthFirst)
    ? "a manifest holds the figures of a breadth-first search"
    : undefined
}

export const limitsOf = ({
  maxStates,
  maxDepth,
  maxMemory,
  maxTime
}: CheckInput) => ({
  states: maxStates,
  depth: maxDepth,
  memory: maxMemory === undefined ? undefined : maxMemory * 1e6,
  time: maxTime === undefined ? undefined : maxTime * 1000
})

/** Checks a model in the order that is asked for. */
export const byExplorer = (
  input: CheckInput,
  model: Model,
  onProgress: ExploreOptions["onProgress"]
): Effect.Effect<
  CheckReport,
  Effect.Error<ReturnType<typeof checkByWalks>>
> => {
  const { cache: cached, walks, depth = DEPTH, seed = SEED } = input
  const options = { limits: limitsOf(input), cached, onProgress }
  if (walks !== undefined) {
    return checkByWalks(model, options, { walks, depth, seed })
  }
  return checkWithExplorer(
    model,
    input.depthFirst ? { ...options, order: "depth-first" } : options
  )
}
