/**
 * Where a behaviour can go round for ever and be fair: Streett's condition, by
 * taking away what it cannot visit (Emerson & Lei, "Modalities for model
 * checking", 1987).
 */
import { Components } from "./components.ts"
import type { Core, Fairness } from "./region.ts"

export interface FairComponents {
  /** Each a list of nodes; every one of them is on a fair cycle. */
  readonly components: ReadonlyArray<ReadonlyArray<number>>
  /** For each node what it is in: nodes of a component have the same number. */
  readonly of: Int32Array
}

/**
 * The largest sets of nodes that a cycle can visit all of and be fair. A cycle
 * that is fair lies within one of them, whichever nodes it visits.
 */
export const fairComponents = (
  core: Core,
  strengths: Fairness["strengths"]
): FairComponents => {
  const split = new Components(core)
  const components: Array<ReadonlyArray<number>> = []
  const open: Array<Iterable<number>> = [new Int32Array(core.nodes).keys()]
  for (let nodes = open.pop(); nodes !== undefined; nodes = open.pop()) {
    for (const part of split.within(nodes)) {
      const owed = owedBy(core, split.of, part, strengths)
      if (owed === "never") continue
      if (owed.size === 0) components.push(part)
      else open.push(part.filter((node) => !canTake(core, node, owed)))
    }
  }
  return { components, of: split.of }
}

/**
 * The strongly fair actions that are possible in a part and not taken within
 * it: it may not be possible again and again. "never": a part of it will not do
 * either, as an action is possible throughout that leads out only.
 */
const owedBy = (
  core: Core,
  of: Int32Array,
  part: ReadonlyArray<number>,
  strengths: Fairness["strengths"]
): ReadonlySet<number> | "never" => {
  if (!part.some((node) => core.returns[node] === 1)) return "never"
  const taken = strengths.map(() => false)
  /** In how many nodes each is possible, and the last of these. */
  const possible = strengths.map(() => 0)
  const last = strengths.map(() => -1)
  for (const node of part) {
    for (let e = core.firstEdge[node]!; e < core.firstEdge[node + 1]!; e++) {
      const action = core.actions[e]!
      if (action === -1) continue
      if (last[action] !== node) possible[action]!++
      last[action] = node
      if (of[core.targets[e]!] === of[node]) taken[action] = true
    }
  }
  const isOwed = (action: number, least: number) =>
    !taken[action] && possible[action]! >= least
  const numbers = [...strengths.keys()]
  if (numbers.some((action) => isOwed(action, part.length))) return "never"
  return new Set(
    numbers.filter((a) => strengths[a] === "strong" && isOwed(a, 1))
  )
}

const canTake = (
  core: Core,
  node: number,
  actions: ReadonlySet<number>
): boolean => {
  const [first, end] = [core.firstEdge[node]!, core.firstEdge[node + 1]]
  return core.actions.subarray(first, end).some((a) => actions.has(a))
}
