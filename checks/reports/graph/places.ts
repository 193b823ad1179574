/** Where the parts of a drawn graph are, in pixels. */
import { type Edge, type Graph, layout } from "./layout.ts"

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** A rectangle by its upper left corner. */
export type Box = Point & Size

/** A cubic curve. */
export type Curve = readonly [Point, Point, Point, Point]

const GAP = 28

/** Between two levels there is room for the names of the steps. */
const heightOfGap = ({ depths, edges }: Graph): number => {
  const crowds = depths.map(() => 0)
  for (const { from, to } of edges) {
    if (depths[to]! > depths[from]!) crowds[depths[from]!]! += 1
  }
  return Math.min(240, 72 + 2 * Math.max(0, ...crowds))
}

/** The nodes, all of one size, level below level. */
export const boxesOf = (
  graph: Graph,
  { width, height }: Size,
  { x, y }: Point
): ReadonlyArray<Box> => {
  const gap = heightOfGap(graph)
  const middles = layout(graph, width + GAP)
  return graph.depths.map((depth, node) => ({
    x: x + middles[node]!,
    y: y + depth * (height + gap),
    width,
    height
  }))
}

type Side = "top" | "bottom"

/** Where an edge leaves its first node, and where it enters the other. */
const sidesOf = (
  { depths }: Graph,
  { from, to }: Edge
): readonly [leaves: Side, enters: Side] => {
  const down = depths[to]! - depths[from]!
  return [down < 0 ? "top" : "bottom", down > 0 ? "top" : "bottom"]
}

/** The curves of the edges, side by side where they meet a node. */
export const curvesOf = (
  graph: Graph,
  boxes: ReadonlyArray<Box>
): ReadonlyArray<Curve> => {
  const sides = graph.edges.map((edge) => sidesOf(graph, edge))
  const ends = ports(graph, sides, boxes)
  return graph.edges.map((_, i): Curve => {
    const [a, d] = [ends[2 * i]!, ends[2 * i + 1]!]
    const [leaves, enters] = sides[i]!
    // An edge within a level hangs below it, the lower the longer it is.
    const bend =
      leaves === enters
        ? Math.min(70, 20 + Math.abs(a.x - d.x) / 12)
        : Math.abs(d.y - a.y) / 2
    const [first, last] = [sign(leaves) * bend, sign(enters) * bend]
    return [a, { x: a.x, y: a.y + first }, { x: d.x, y: d.y + last }, d]
  })
}

const sign = (side: Side): number => (side === "bottom" ? 1 : -1)

/** Both ends of each edge; on a side of a node they keep apart. */
const ports = (
  { edges }: Graph,
  sides: ReadonlyArray<readonly [Side, Side]>,
  boxes: ReadonlyArray<Box>
): ReadonlyArray<Point> => {
  const ends = edges.flatMap(({ from, to }, i) => [
    { node: from, side: sides[i]![0], other: boxes[to]!.x },
    { node: to, side: sides[i]![1], other: boxes[from]!.x }
  ])
  const places: Array<Point> = []
  const groups = Map.groupBy(
    ends.keys(),
    (i) => `${ends[i]!.node} ${ends[i]!.side}`
  )
  for (const group of groups.values()) {
    const { node, side } = ends[group[0]!]!
    const { x, y, width, height } = boxes[node]!
    group.sort((a, b) => ends[a]!.other - ends[b]!.other)
    group.forEach((end, i) => {
      places[end] = {
        x: x + (width * (i + 1)) / (group.length + 1),
        y: side === "bottom" ? y + height : y
      }
    })
  }
  return places
}

/** The point of a curve at `t`, from 0 to 1. */
export const pointAt = ([a, b, c, d]: Curve, t: number): Point => {
  const s = 1 - t
  const mix = (axis: "x" | "y") =>
    s * s * s * a[axis] +
    3 * s * s * t * b[axis] +
    3 * s * t * t * c[axis] +
    t * t * t * d[axis]
  return { x: mix("x"), y: mix("y") }
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width &&
  b.x < a.x + a.width &&
  a.y < b.y + b.height &&
  b.y < a.y + a.height

/** Along a curve, the best places for a name first. */
const TRIES = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((i) => [
  0.5 - i / 20,
  0.5 + i / 20
])

/** Boxes for names beside their curves; none where everything is taken. */
export const labelBoxes = (
  curves: ReadonlyArray<Curve>,
  sizes: ReadonlyArray<Size>,
  taken: ReadonlyArray<Box>
): ReadonlyArray<Box | undefined> => {
  const all = [...taken]
  return curves.map((curve, i) => {
    const { width, height } = sizes[i]!
    for (const t of TRIES) {
      const { x, y } = pointAt(curve, t)
      const box = { x: x - width / 2, y: y - height / 2, width, height }
      if (all.some((other) => overlap(box, other))) continue
      all.push(box)
      return box
    }
    return undefined
  })
}
