/**
 * Two labelled state graphs, of a spec and of its twin, held against each other:
 * states by their canonical text, edges by action and states.
 */
import type { Change } from "../explorer/counterexample.ts"
import { type Variables, variableChanges } from "../check/variables.ts"

/** Steps out of a state: for each action the states that it leads to. */
export type Steps = ReadonlyMap<string, ReadonlySet<string>>

export interface LabelledGraph {
  readonly initial: ReadonlySet<string>
  /** The variables of each state, by its canonical text. */
  readonly states: ReadonlyMap<string, Variables>
  readonly steps: ReadonlyMap<string, Steps>
}

export type Side = "spec" | "twin"

/** A step that only one side allows. */
export interface LoneStep {
  readonly side: Side
  readonly action: string
  readonly changes: ReadonlyArray<Change>
}

/** The nearest place where the graphs differ, and the shortest way there. */
export interface Difference {
  readonly path: ReadonlyArray<Omit<LoneStep, "side">>
  /** The state after the path, as canonical text. */
  readonly at: string
  readonly lone: ReadonlyArray<LoneStep>
}

/** The nearest difference, walking both graphs together, breadth first. */
export const firstDifference = (
  spec: LabelledGraph,
  twin: LabelledGraph
): Difference | undefined => {
  const lone = [
    ...loneStarts(spec, twin, "spec"),
    ...loneStarts(twin, spec, "twin")
  ]
  if (lone.length > 0)
    return { path: [], at: "(before the initial state)", lone }
  const cameBy = new Map<string, readonly [string, string] | undefined>(
    [...spec.initial].map((state) => [state, undefined])
  )
  for (const at of cameBy.keys()) {
    const different = loneSteps(spec, twin, at)
    if (different.length > 0) {
      return { path: pathTo(spec, cameBy, at), at, lone: different }
    }
    for (const [action, targets] of spec.steps.get(at) ?? []) {
      for (const target of targets) {
        if (!cameBy.has(target)) cameBy.set(target, [at, action])
      }
    }
  }
  return undefined
}

/** Each labelled edge once, however often an action allows it. */
export const countEdges = ({ steps }: LabelledGraph): number => {
  let count = 0
  for (const actions of steps.values()) {
    for (const targets of actions.values()) count += targets.size
  }
  return count
}

const loneStarts = (
  graph: LabelledGraph,
  other: LabelledGraph,
  side: Side
): ReadonlyArray<LoneStep> =>
  [...graph.initial]
    .filter((state) => !other.initial.has(state))
    .map((state) => ({
      side,
      action: "Init",
      changes: variableChanges({}, graph.states.get(state)!)
    }))

const loneSteps = (
  spec: LabelledGraph,
  twin: LabelledGraph,
  at: string
): ReadonlyArray<LoneStep> => {
  const from = spec.states.get(at)!
  const only = (graph: LabelledGraph, other: LabelledGraph, side: Side) =>
    [...(graph.steps.get(at) ?? [])].flatMap(([action, targets]) =>
      [...targets]
        .filter((target) => !other.steps.get(at)?.get(action)?.has(target))
        .map((target) => ({
          side,
          action,
          changes: variableChanges(from, graph.states.get(target)!)
        }))
    )
  return [...only(spec, twin, "spec"), ...only(twin, spec, "twin")]
}

const pathTo = (
  graph: LabelledGraph,
  cameBy: ReadonlyMap<string, readonly [string, string] | undefined>,
  state: string
): Difference["path"] => {
  const step = cameBy.get(state)
  if (step === undefined) return []
  const [from, action] = step
  const { states } = graph
  const changes = variableChanges(states.get(from)!, states.get(state)!)
  return [...pathTo(graph, cameBy, from), { action, changes }]
}
