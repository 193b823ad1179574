/**
 * Does something good always happen in the end? Looks in a finished search for
 * a fair behaviour that never gets there: a way into a strongly connected part
 * of the states where it has not happened, a part in which every weakly fair
 * action is taken or is, somewhere, impossible. Every state may stutter.
 */
import type { Search } from "./search.ts"
import { componentsOf, type Graph } from "./components.ts"

/** What is to happen, as functions of rows. */
export interface Goal {
  /** Where the duty begins; `undefined`: at the initial states. */
  readonly from: ((row: number) => boolean) | undefined
  readonly to: (row: number) => boolean
}

/** Which weakly fair action an outcome belongs to; -1: none. */
export interface Fairness {
  readonly actions: number
  readonly of: (outcome: number) => number
}

/** A behaviour: rows up to the loop, then the rows that it repeats for ever. */
export interface Lasso {
  readonly stem: ReadonlyArray<number>
  /** Starts and ends with the stem's last row; empty: it stutters there. */
  readonly cycle: ReadonlyArray<number>
}

/** The states where the goal is still awaited, and the steps between them. */
interface Waiting extends Graph {
  /** For each node its row in the search. */
  readonly rows: ReadonlyArray<number>
  /** For each node the node it was reached from; -1: the waiting begins. */
  readonly from: ReadonlyArray<number>
  /** For each edge its fair action, or -1. */
  readonly actions: ReadonlyArray<number>
  /** Can the fair action be taken in the node, with effect? */
  readonly enabled: (node: number, action: number) => boolean
}

/** A fair behaviour that never reaches the goal, or none. */
export const findLasso = <Label>(
  search: Search<Label>,
  goal: Goal,
  fairness: Fairness
): Lasso | undefined => {
  const graph = waiting(search, goal, fairness)
  const actions = Array.from({ length: fairness.actions }, (_, a) => a)
  for (let node = 0; node < graph.nodes; node++) {
    if (actions.every((a) => !graph.enabled(node, a))) {
      return { stem: stemTo(search, graph, node), cycle: [] }
    }
  }
  const parts = componentsOf(graph).filter(
    (part) => part.length > 1 && isFair(graph, part, actions)
  )
  const nearest = parts.sort((a, b) => Math.min(...a) - Math.min(...b))[0]
  if (nearest === undefined) return undefined
  const entry = Math.min(...nearest)
  return {
    stem: stemTo(search, graph, entry),
    cycle: fairCycle(graph, nearest, entry, actions).map((n) => graph.rows[n]!)
  }
}

/** Breadth-first from where the waiting begins, as long as it goes on. */
const waiting = <Label>(
  search: Search<Label>,
  goal: Goal,
  fairness: Fairness
): Waiting => {
  const { rows, from, reach } = nodesOf(search, goal)
  const firstEdge = [0]
  const targets: Array<number> = []
  const actions: Array<number> = []
  const enabled: Array<Set<number>> = []
  for (let node = 0; node < rows.length; node++) {
    const row = rows[node]!
    const can = new Set<number>()
    search.edges(row, (outcome, to) => {
      if (to === row) return
      const action = fairness.of(outcome)
      can.add(action)
      const target = reach(to, node)
      if (target === -1) return
      targets.push(target)
      actions.push(action)
    })
    enabled.push(can)
    firstEdge.push(targets.length)
  }
  return {
    nodes: rows.length,
    firstEdge,
    targets,
    rows,
    from,
    actions,
    enabled: (node, action) => enabled[node]!.has(action)
  }
}

/** The nodes where the waiting begins, and a way to add those beyond. */
const nodesOf = <Label>(search: Search<Label>, goal: Goal) => {
  const rows: Array<number> = []
  const from: Array<number> = []
  const nodeOf = new Int32Array(search.rows.count).fill(-1)
  const reach = (row: number, origin: number): number => {
    if (nodeOf[row] === -1 && !goal.to(row)) {
      nodeOf[row] = rows.push(row) - 1
      from.push(origin)
    }
    return nodeOf[row]!
  }
  const isInitial = (row: number) => search.rows.parents[row] === -1
  const begins = goal.from ?? isInitial
  for (let row = 0; row < search.rows.count; row++) {
    if (begins(row)) reach(row, -1)
  }
  return { rows, from, reach }
}

const stemTo = <Label>(
  search: Search<Label>,
  graph: Waiting,
  node: number
): ReadonlyArray<number> => {
  const path: Array<number> = []
  let at = node
  for (; graph.from[at] !== -1; at = graph.from[at]!)
    path.unshift(graph.rows[at]!)
  for (let row = graph.rows[at]!; row !== -1; row = search.rows.parents[row]!) {
    path.unshift(row)
  }
  return path
}

const isFair = (
  graph: Waiting,
  part: ReadonlyArray<number>,
  actions: ReadonlyArray<number>
): boolean => {
  const inside = new Set(part)
  return actions.every((action) =>
    part.some(
      (node) =>
        !graph.enabled(node, action) ||
        edgesOf(graph, node).some(
          (e) => graph.actions[e] === action && inside.has(graph.targets[e]!)
        )
    )
  )
}

const edgesOf = (graph: Graph, node: number): ReadonlyArray<number> => {
  const first = graph.firstEdge[node]!
  return Array.from(
    { length: graph.firstEdge[node + 1]! - first },
    (_, i) => first + i
  )
}

/** From the entry around through the part, until fair to every action. */
const fairCycle = (
  graph: Waiting,
  part: ReadonlyArray<number>,
  entry: number,
  actions: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const inside = new Set(part)
  const taken = new Set<number>()
  const cycle = [entry]
  const walk = (
    arrived: (node: number) => boolean,
    last: (edge: number) => boolean
  ) => {
    const from = cycle.at(-1)!
    for (const edge of shortestWalk(graph, inside, from, arrived, last)) {
      taken.add(graph.actions[edge]!)
      cycle.push(graph.targets[edge]!)
    }
  }
  for (const action of actions) {
    const impossible = (node: number) => !graph.enabled(node, action)
    if (taken.has(action) || cycle.some(impossible)) continue
    if (part.some(impossible)) walk(impossible, never)
    else walk(never, (edge) => graph.actions[edge] === action)
  }
  if (cycle.length === 1) walk(never, () => true)
  walk((node) => node === entry, never)
  return cycle
}

const never = () => false

/** The edges to the first node, or over the first edge, that is wanted. */
const shortestWalk = (
  graph: Waiting,
  inside: ReadonlySet<number>,
  start: number,
  arrived: (node: number) => boolean,
  last: (edge: number) => boolean
): ReadonlyArray<number> => {
  const cameBy = new Map<number, { edge: number; from: number } | undefined>([
    [start, undefined]
  ])
  const back = (node: number): Array<number> => {
    const step = cameBy.get(node)
    return step === undefined ? [] : [...back(step.from), step.edge]
  }
  for (const node of cameBy.keys()) {
    if (arrived(node)) return back(node)
    for (const edge of edgesOf(graph, node)) {
      const target = graph.targets[edge]!
      if (!inside.has(target)) continue
      if (last(edge)) return [...back(node), edge]
      if (!cameBy.has(target)) cameBy.set(target, { edge, from: node })
    }
  }
  return []
}
