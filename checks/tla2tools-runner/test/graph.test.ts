import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { canonicalState } from "../src/canonical.ts"
import { nodeState, parseGraphLine, readGraph } from "../src/graph.ts"
import { fixtures } from "./fixtures.ts"

describe("lines of a graph", () => {
  it("are nodes, with their state unescaped", () => {
    const node = parseGraphLine(
      '-3 [label="/\\\\ s = \\"a\\\\\\"b\\"\\n/\\\\ x = 1",style = filled]'
    )
    expect(node).toEqual({
      _tag: "Node",
      id: "-3",
      initial: true,
      text: '/\\ s = "a\\"b"\n/\\ x = 1'
    })
  })

  it("are not initial because a value says so", () => {
    const line = '7 [label="s = \\",style = filled\\""];'
    expect(parseGraphLine(line)).toMatchObject({ id: "7", initial: false })
  })

  it("are edges with the names of actions", () => {
    const line = '-1 -> 2 [label="Inc(1)",color="black",fontcolor="black"];'
    expect(parseGraphLine(line)).toEqual({
      _tag: "Edge",
      source: "-1",
      target: "2",
      label: "Inc(1)"
    })
  })

  it.each([
    "strict digraph DiskGraph {",
    "nodesep=0.35;",
    "{rank = same; -3;4;}",
    '1 -> 1 [style="dashed"];',
    "}"
  ])("are neither: %s", (line) => {
    expect(parseGraphLine(line)).toBeNull()
  })
})

describe("a recorded graph", () => {
  it("has all states and labelled steps", async () => {
    const { edges, nodes } = await Effect.runPromise(
      Effect.provide(readGraph(`${fixtures}/Ok.dot`), NodeFileSystem.layer)
    )
    const state = (id: string) =>
      canonicalState(nodeState(nodes.get(id)!).variables).split("\n")[0]
    expect(nodes.size).toBe(4)
    expect([...nodes.values()].filter((node) => node.initial)).toHaveLength(1)
    expect(
      edges.map((e) => `${state(e.source)} ${e.label} ${state(e.target)}`)
    ).toEqual([
      "count = 0 Climb count = 1",
      "count = 0 Climb count = 2",
      "count = 1 Climb count = 2",
      "count = 2 Restart count = 0",
      "count = 2 Restart count = 0"
    ])
  })
})
