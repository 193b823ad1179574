import * as fc from "fast-check"
import * as Result from "effect/Result"
import { describe, expect, test } from "vitest"
import { ascending, type Edge, type Graph, layout } from "../graph/layout.ts"
import { type Box, boxesOf, curvesOf, labelBoxes } from "../graph/places.ts"
import { countSteps, stateGraph } from "../graph/states.ts"
import { svg } from "../graph/svg.ts"
import { tokens } from "./markup.ts"
import { models } from "./samples.ts"

/** Nodes that are each joined to one of the level above, and other edges. */
const anyGraph: fc.Arbitrary<Graph> = fc
  .array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), {
    minLength: 1,
    maxLength: 60
  })
  .map((choices) => {
    const depths: Array<number> = []
    const edges = choices.flatMap(([parent, from, to], node): Array<Edge> => {
      if (node === 0) {
        depths.push(0)
        return []
      }
      // In the order of a breadth-first search levels only grow.
      const near = depths.flatMap((depth, i) =>
        depth >= depths[node - 1]! - 1 ? [i] : []
      )
      const above = near[parent % near.length]!
      depths.push(depths[above]! + 1)
      return [
        { from: above, to: node },
        { from: from % (node + 1), to: to % (node + 1) }
      ]
    })
    return {
      depths,
      edges: edges.filter(
        ({ from, to }) => from !== to && depths[to]! <= depths[from]! + 1
      )
    }
  })

const overlapping = (boxes: ReadonlyArray<Box>): ReadonlyArray<Box> =>
  boxes.filter((a, i) =>
    boxes.some(
      (b, j) =>
        i < j &&
        a.x < b.x + b.width &&
        b.x < a.x + a.width &&
        a.y < b.y + b.height &&
        b.y < a.y + a.height
    )
  )

const size = { width: 80, height: 30 }
const corner = { x: 0, y: 0 }

describe("layout", () => {
  test("the nearest numbers in order are in order, and no worse", () => {
    const numbers = fc.array(fc.integer({ min: -99, max: 99 }))
    fc.assert(
      fc.property(numbers, numbers, (wanted, others) => {
        const found = ascending(wanted)
        expect(found).toEqual(found.toSorted((a, b) => a - b))
        expect(found).toHaveLength(wanted.length)
        const far = (places: ReadonlyArray<number>) =>
          wanted.reduce((sum, x, i) => sum + (x - places[i]!) ** 2, 0)
        const rival = wanted
          .map((x, i) => others[i] ?? x)
          .toSorted((a, b) => a - b)
        expect(far(found)).toBeLessThanOrEqual(far(rival) + 1e-6)
      })
    )
  })

  test("nodes stay apart, and the same graph looks the same", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const boxes = boxesOf(graph, size, corner)
        expect(overlapping(boxes)).toEqual([])
        expect(Math.min(...boxes.map(({ x }) => x))).toBe(0)
        const places = layout(graph, 10)
        expect(layout(graph, 10)).toEqual(places)
        const levels = Map.groupBy(places.keys(), (i) => graph.depths[i])
        for (const level of levels.values()) {
          const xs = level.map((i) => places[i]!).toSorted((a, b) => a - b)
          const gaps = xs.slice(1).map((x, i) => x - xs[i]!)
          expect(Math.min(10, ...gaps)).toBeCloseTo(10)
        }
      })
    )
  })

  test("names lie over neither nodes nor other names", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const boxes = boxesOf(graph, size, corner)
        const curves = curvesOf(graph, boxes)
        const wanted = curves.map(() => ({ width: 60, height: 12 }))
        const labels = labelBoxes(curves, wanted, boxes)
        const drawn = labels.filter((label) => label !== undefined)
        expect(overlapping([...boxes, ...drawn])).toEqual([])
        expect(labels).toHaveLength(graph.edges.length)
      })
    )
  })

  test("a tree is drawn without a crossing, parents above the middle", () => {
    const graph = {
      depths: [0, 1, 1, 2, 2, 2, 2],
      edges: [
        { from: 0, to: 1 },
        { from: 0, to: 2 },
        { from: 1, to: 3 },
        { from: 2, to: 4 },
        { from: 1, to: 5 },
        { from: 2, to: 6 }
      ]
    }
    const places = layout(graph, 10).map(Math.round)
    expect(places.map((x) => x - places[3]!)).toEqual([
      15, 5, 25, 0, 20, 10, 30
    ])
  })
})

const drawn = (name: string) => Result.getOrThrow(stateGraph(models.get(name)!))

describe("state graphs", () => {
  test.each(["MCTransactionCommit", "MCTwoPhaseCommit"])("%s", (name) => {
    const graph = drawn(name)
    const { distinct } = models.get(name)!.expected!
    expect(graph.nodes).toHaveLength(distinct!)
    expect(graph.depths.every((depth, i) => i === 0 || depth > 0)).toBe(true)
    const found = tokens(svg(graph, name).replace(/<style>[^]*<\/style>/, ""))
    const count = (tag: string) =>
      found.filter((token) => "tag" in token && token.tag === tag).length
    expect(count("rect")).toBe(graph.nodes.length)
    expect(count("polygon")).toBe(graph.edges.length)
  })

  test("every step of a small graph has its name", () => {
    const graph = drawn("MCTransactionCommit")
    expect(countSteps(graph)).toBe(93)
    const names = svg(graph, "").match(/<text [^>]*>Decide|<text [^>]*>Prep/g)
    expect(names!.length).toBeGreaterThanOrEqual(93)
  })

  test("what nobody could read is refused", () => {
    const { configPath } = models.get("MCTwoPhaseCommit_Crash")!
    const refused = stateGraph(models.get("MCTwoPhaseCommit_Crash")!)
    expect(Result.getOrThrow(Result.flip(refused))).toMatchObject({
      file: configPath,
      problem:
        "the graph of MCTwoPhaseCommit_Crash has more than 300 states, " +
        "and nobody could read it"
    })
  })
})
