/** Do a spec and its twin have the same labelled state graph? */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import {
  canonicalState,
  nodeState,
  type StateGraph,
  show,
  Tla2Tools,
  type TlcResult
} from "tla2tools-runner"
import { onlyTheGraph } from "../explorer/properties.ts"
import { prepare } from "../explorer/explore.ts"
import { running } from "../explorer/faults.ts"
import type { Search } from "../explorer/search.ts"
import type { Label } from "../explorer/attempt.ts"
import type { Twin } from "../explorer/twin.ts"
import { BadInput } from "../models/bad-input.ts"
import type { Model } from "../models/models.ts"
import { javaArgumentsFor } from "../check/tlc.ts"
import type { Variables } from "../check/variables.ts"
import {
  countEdges,
  type Difference,
  firstDifference,
  type LabelledGraph
} from "./graph.ts"
import { namedIn } from "./model-values.ts"

export interface Counts {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
}

export interface ParityReport {
  readonly model: string
  readonly folder: string
  readonly spec: Counts
  readonly twin: Counts
  /** States and labelled edges compared one by one; none for a large model. */
  readonly compared:
    | { readonly nodes: number; readonly edges: number }
    | undefined
  readonly difference: Difference | undefined
  readonly same: boolean
}

/** Models with different graphs: one for each choice of constants and bounds. */
export const graphsOf = (
  models: ReadonlyArray<Model>
): ReadonlyArray<Model> => {
  const seen = new Set<string>()
  return models.filter((model) => {
    const text = plainConfig(model) + model.specPath
    const fresh = !seen.has(text)
    seen.add(text)
    return fresh
  })
}

/** Compares counts, and for an everyday model every state and every edge. */
export const parity = Effect.fnUntraced(function* (model: Model) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const tools = yield* Tla2Tools
  const folder = yield* files.makeTempDirectoryScoped({ prefix: "parity-" })
  const config = path.join(folder, `${model.name}.cfg`)
  yield* files.writeFileString(config, plainConfig(model))
  const options = { spec: model.specPath, config }
  const { result, graph } = model.everyday
    ? yield* tools.graph({ ...options, javaArguments: javaArgumentsFor(model) })
    : { result: yield* tools.run(options), graph: undefined }
  return yield* compare(model, result, graph)
}, Effect.scoped)

const countsOf = (model: Model, result: TlcResult) =>
  result.verdict === "ok" &&
  result.distinct !== null &&
  result.generated !== null &&
  result.depth !== null
    ? Effect.succeed<Counts>({
        distinct: result.distinct,
        generated: result.generated,
        depth: result.depth
      })
    : new BadInput({
        file: model.specPath,
        line: 0,
        problem: `TLC cannot give its graph: ${result.summary}`
      })

/** A twin with far more states than its spec, or without end, is cut off. */
const enough = (spec: Counts): number => 2 * spec.distinct + 1000

/** Compares with what a run of TLC has found. */
export const compare = Effect.fnUntraced(function* (
  model: Model,
  result: TlcResult,
  graph: StateGraph | undefined
) {
  const spec = yield* countsOf(model, result)
  const names = {
    ...onlyTheGraph,
    bounds: model.config.constraints.map(({ name }) => name)
  }
  const config = { ...model.config, checkDeadlock: false }
  const run = <A>(step: () => A) => running(model, step)
  const limits = { states: enough(spec) }
  const { twin, search } = yield* run(() =>
    prepare({ ...model, config }, names, { limits, cached: true }, () => 0)
  )
  while (!(yield* run(() => search.advance(1 << 14)))) yield* Effect.yieldNow
  const counts = {
    distinct: search.rows.count,
    generated: search.generated,
    depth: search.depth
  }
  const ours = graph && graphOfTwin(twin, search)
  const difference = graph && firstDifference(graphOfSpec(graph), ours!)
  const report: ParityReport = {
    model: model.name,
    folder: model.folder,
    spec,
    twin: counts,
    compared: ours && { nodes: ours.states.size, edges: countEdges(ours) },
    difference,
    same:
      difference === undefined &&
      spec.distinct === counts.distinct &&
      spec.generated === counts.generated &&
      spec.depth === counts.depth
  }
  return report
})

/** The twin's graph, its worlds told in the spec's variables. */
export const graphOfTwin = (
  twin: Twin,
  search: Search<Label>
): LabelledGraph => {
  const builder = new Builder()
  const names = Array.from({ length: search.rows.count }, (_, row) => {
    const ids = search.idsOf(row)
    let name = ""
    twin.viewed((world) => {
      const variables = twin.protocol.variables(world, twin.constants)
      name = builder.state(variables, search.rows.parents[row] === -1)
      return 0
    })((cell) => ids[cell] ?? 0)
    return name
  })
  names.forEach((from, row) =>
    search.edges(row, (outcome, to) => {
      const { action } = search.steps.outcomes[outcome]!.label
      if (to >= 0) builder.edge(from, action, names[to]!)
    })
  )
  return builder
}

/** The graph that TLC has written. */
export const graphOfSpec = (graph: StateGraph): LabelledGraph => {
  const builder = new Builder()
  const names = new Map<string, string>()
  for (const node of graph.nodes.values()) {
    const { variables } = nodeState(node)
    names.set(node.id, builder.state(namedIn(variables), node.initial))
  }
  for (const { source, label, target } of graph.edges) {
    const action = label.replace(/\(.*\)$/, "")
    builder.edge(names.get(source)!, action, names.get(target)!)
  }
  return builder
}

class Builder implements LabelledGraph {
  readonly initial = new Set<string>()
  readonly states = new Map<string, Variables>()
  readonly steps = new Map<string, Map<string, Set<string>>>()

  state(variables: Variables, initial: boolean): string {
    const name = canonicalState(variables)
    this.states.set(name, variables)
    if (initial) this.initial.add(name)
    return name
  }

  edge(from: string, action: string, to: string) {
    const actions = this.steps.get(from) ?? new Map<string, Set<string>>()
    this.steps.set(from, actions)
    const targets = actions.get(action) ?? new Set()
    actions.set(action, targets)
    targets.add(to)
  }
}

/** The configuration without properties: nothing but the graph is wanted. */
const plainConfig = ({ config }: Model): string =>
  [
    "SPECIFICATION Spec",
    ...config.constants.map(
      ({ name, value }) => `CONSTANT ${name} = ${show(value)}`
    ),
    ...config.constraints.map(({ name }) => `CONSTRAINT ${name}`),
    "CHECK_DEADLOCK FALSE",
    ""
  ].join("\n")
