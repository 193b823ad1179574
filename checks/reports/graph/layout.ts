/**
 * Places the states of a graph: a level for each distance from the initial
 * states, within it the order that crosses few edges, and above each other what
 * is joined. A step leads one level down at most, so that no edge passes a
 * level (K. Sugiyama et al., Methods for Visual Understanding of Hierarchical
 * System Structures, 1981, sections 4 and 5).
 */

export interface Edge {
  readonly from: number
  readonly to: number
}

export interface Graph {
  /** For each node how many steps it is away from an initial one. */
  readonly depths: ReadonlyArray<number>
  readonly edges: ReadonlyArray<Edge>
}

/** Rounds of looking at the level above, then at the one below. */
const ROUNDS = 12

/** The middle of each node from left to right, at least `apart` apart. */
export const layout = (graph: Graph, apart: number): ReadonlyArray<number> => {
  const levels = levelsOf(graph.depths)
  const neighbours = neighboursOf(graph)
  const places = graph.depths.map(() => 0)
  for (const level of levels) {
    level.forEach((node, i) => {
      places[node] = (i - (level.length - 1) / 2) * apart
    })
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const level of levels) settle(level, neighbours.above, places, apart)
    for (const level of [...levels].reverse()) {
      settle(level, neighbours.below, places, apart)
    }
  }
  const left = Math.min(...places)
  return places.map((x) => x - left)
}

const levelsOf = (
  depths: ReadonlyArray<number>
): ReadonlyArray<Array<number>> => {
  const levels: Array<Array<number>> = []
  depths.forEach((depth, node) => (levels[depth] ??= []).push(node))
  return levels
}

type Neighbours = ReadonlyArray<ReadonlyArray<number>>

const neighboursOf = ({ depths, edges }: Graph) => {
  const empty = () => depths.map((): Array<number> => [])
  const [above, below] = [empty(), empty()]
  for (const { from, to } of edges) {
    if (depths[to] !== depths[from]! + 1) continue
    above[to]!.push(from)
    below[from]!.push(to)
  }
  return { above, below }
}

/** Moves the nodes of a level towards the middle of their neighbours. */
const settle = (
  level: Array<number>,
  neighbours: Neighbours,
  places: Array<number>,
  apart: number
) => {
  const wanted = new Map(
    level.map((node) => {
      const near = neighbours[node]!
      const sum = near.reduce((total, other) => total + places[other]!, 0)
      return [node, near.length === 0 ? places[node]! : sum / near.length]
    })
  )
  level.sort(
    (a, b) => wanted.get(a)! - wanted.get(b)! || places[a]! - places[b]!
  )
  const slots = level.map((node, i) => wanted.get(node)! - i * apart)
  ascending(slots).forEach((slot, i) => {
    places[level[i]!] = slot + i * apart
  })
}

/**
 * The numbers in ascending order that are nearest to the given ones: neighbours
 * in the wrong order share their mean.
 */
export const ascending = (
  numbers: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const blocks: Array<{ sum: number; count: number }> = []
  for (const number of numbers) {
    let block = { sum: number, count: 1 }
    for (
      let before = blocks.at(-1);
      before !== undefined &&
      before.sum / before.count > block.sum / block.count;
      before = blocks.at(-1)
    ) {
      blocks.pop()
      block = { sum: before.sum + block.sum, count: before.count + block.count }
    }
    blocks.push(block)
  }
  return blocks.flatMap(({ sum, count }) =>
    Array.from({ length: count }, () => sum / count)
  )
}
