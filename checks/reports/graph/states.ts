/** The state graph of a model, as it is to be drawn. */
import * as Result from "effect/Result"
import { show, type TlaValue } from "tla2tools-runner"
import type { Label } from "../../explorer/attempt.ts"
import { prepare, withoutStates } from "../../explorer/explore.ts"
import { onlyTheGraph } from "../../explorer/properties.ts"
import type { Search } from "../../explorer/search.ts"
import type { Twin } from "../../explorer/twin.ts"
import { BadInput } from "../../models/bad-input.ts"
import type { Model } from "../../models/models.ts"
import { stepText } from "../change.ts"
import type { Edge, Graph } from "./layout.ts"

/** More states than this nobody can read. */
const LARGEST = 300

export interface Variable {
  readonly name: string
  /** Its value in a few words, and as TLA+ writes it. */
  readonly brief: string
  readonly full: string
}

export interface StateNode {
  readonly variables: ReadonlyArray<Variable>
  /** The state from which it was found first; none: it is initial. */
  readonly parent: number | undefined
  /** The steps that leave it as it is. */
  readonly idle: ReadonlyArray<string>
}

export interface StateEdge extends Edge {
  /** The names of the actions, and the steps. */
  readonly actions: ReadonlyArray<string>
  readonly steps: ReadonlyArray<string>
}

export interface StateGraph extends Graph {
  readonly nodes: ReadonlyArray<StateNode>
  readonly edges: ReadonlyArray<StateEdge>
}

/** Different steps, those that change nothing included. */
export const countSteps = ({ nodes, edges }: StateGraph): number =>
  [...edges.map(({ steps }) => steps), ...nodes.map(({ idle }) => idle)].reduce(
    (sum, { length }) => sum + length,
    0
  )

/** The graph of the twin, if it is small enough to be read. */
export const stateGraph = (
  model: Model
): Result.Result<StateGraph, BadInput> => {
  const names = {
    ...onlyTheGraph,
    bounds: model.config.constraints.map(({ name }) => name)
  }
  const { twin, search } = prepare(
    { ...model, config: { ...model.config, checkDeadlock: false } },
    names,
    { limits: { states: LARGEST }, cached: true },
    () => 0
  )
  while (!search.advance(LARGEST));
  if (search.rows.count === 0) return Result.fail(withoutStates(model))
  return search.ending?._tag === "Complete"
    ? Result.succeed(graphOf(twin, search))
    : Result.fail(
        new BadInput({
          file: model.configPath,
          line: 0,
          problem:
            `the graph of ${model.name} has more than ${LARGEST} states, ` +
            "and nobody could read it"
        })
      )
}

const graphOf = (twin: Twin, search: Search<Label>): StateGraph => {
  const { count, parents } = search.rows
  const rows = Array.from({ length: count }, (_, row) => row)
  const depths: Array<number> = []
  for (const row of rows) {
    const parent = parents[row]!
    depths.push(parent === -1 ? 0 : depths[parent]! + 1)
  }
  const edges = new Map<string, StateEdge>()
  const nodes = rows.map((row): StateNode => {
    const idle: Array<string> = []
    search.edges(row, (outcome, to) => {
      const { label } = search.steps.outcomes[outcome]!
      if (to === row) idle.push(nameOf(label))
      else if (to >= 0) join(edges, { from: row, to }, label)
    })
    const parent = parents[row]!
    return {
      variables: variablesOf(twin, search, row),
      parent: parent === -1 ? undefined : parent,
      idle: [...new Set(idle)]
    }
  })
  return { depths, nodes, edges: [...edges.values()] }
}

/** Whom an actor meets would make it long, and is seen in what changes. */
const nameOf = ({ others: _, ...label }: Label): string => stepText(label)

/** Steps between the same two states are one edge. */
const join = (
  edges: Map<string, StateEdge>,
  { from, to }: Edge,
  label: Label
) => {
  const name = `${from} ${to}`
  const { actions = [], steps = [] } = edges.get(name) ?? {}
  const step = nameOf(label)
  if (steps.includes(step)) return
  edges.set(name, {
    from,
    to,
    actions: [...new Set([...actions, label.action])],
    steps: [...steps, step]
  })
}

const variablesOf = (
  twin: Twin,
  search: Search<Label>,
  row: number
): ReadonlyArray<Variable> => {
  const ids = search.idsOf(row)
  let variables: ReadonlyArray<Variable> = []
  twin.viewed((world) => {
    const values = twin.protocol.variables(world, twin.constants)
    variables = Object.entries(values).map(([name, value]) => ({
      name,
      brief: brief(value),
      full: show(value)
    }))
    return 0
  })((cell) => ids[cell] ?? 0)
  return variables
}

/** Of functions only the values, in the order of what they are given for. */
const brief = (value: TlaValue): string => {
  if (typeof value !== "object") return String(value)
  switch (value._tag) {
    case "ModelValue":
      return value.name
    case "Set":
      return `{${value.elements.map(brief).join(", ")}}`
    case "Tuple":
      return `<${value.elements.map(brief).join(", ")}>`
    case "Function":
      return value.entries.map(([, to]) => brief(to)).join(" ")
    case "Record":
      return Object.values(value.fields).map(brief).join(" ")
  }
}
