import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Effect from "effect/Effect"
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync
} from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { canonicalState } from "../src/canonical.ts"
import { nodeState, readGraph } from "../src/graph.ts"
import { modelValue, set } from "../src/value.ts"
import { specs } from "./fixtures.ts"
import { config, openTlc, spec as module } from "./live.ts"

const { absent, temporaryFolder, use } = await openTlc()

const spec = module("Counter")

describe.skipIf(absent)("TLC", () => {
  it("finds no error, and counts what each action did", async () => {
    const seen: Array<string> = []
    const result = await use((tools) =>
      tools.run({ spec, config: config("Ok"), coverage: true }, (event) =>
        Effect.sync(() => seen.push(event._tag))
      )
    )
    expect(result).toMatchObject({
      verdict: "ok",
      distinct: 4,
      generated: 6,
      depth: 3,
      initial: 1,
      exitCode: 0,
      errorOutput: []
    })
    expect(result.coverage.map((each) => each.name)).toContain("Restart")
    expect(seen).toContain("Progress")
    expect(seen.at(-1)).toBe("Exit")
  })

  it("names the one temporal property and shows how it fails", async () => {
    const result = await use((tools) =>
      tools.run({ spec, config: config("Stuttering") })
    )
    expect(result.verdict).toBe("liveness")
    expect(result.properties).toEqual(["ReachesLimit"])
    expect(result.trace.end).toEqual({ _tag: "Stuttering" })
  })

  it("simulates, the same behaviours for the same seed", async () => {
    const simulate = { behaviours: 9, depth: 5, seed: 3 }
    const asked = { spec, config: config("Invariant"), simulate }
    const first = await use((tools) => tools.run(asked))
    const second = await use((tools) => tools.run(asked))
    expect(first).toMatchObject({ verdict: "safety", seed: "3" })
    expect(second.trace).toEqual(first.trace)
  })

  it("gives the behaviours that it simulated", async () => {
    const { behaviours, result } = await use((tools) =>
      tools.simulate({
        spec,
        config: config("Plain"),
        simulate: { behaviours: 12, depth: 4, seed: 3 }
      })
    )
    expect(result.verdict).toBe("ok")
    expect(behaviours).toHaveLength(12)
    for (const [initial, second] of behaviours) {
      expect(initial?.variables["count"]).toBe(0)
      expect([1, 2]).toContain(second?.variables["count"])
    }
  })

  it("searches depth-first, as deep as it is told to", async () => {
    const deep = (depthFirst: number) =>
      use((tools) => tools.run({ spec, config: config("Plain"), depthFirst }))
    expect(await deep(9)).toMatchObject({ verdict: "ok", distinct: 4 })
    expect((await deep(2)).verdict).toBe("incomplete")
  })

  it("takes its configuration from values", async () => {
    const result = await use((tools) =>
      tools.run({
        spec,
        config: {
          specification: "Looping",
          constants: { Limit: 2, Colour: set([modelValue("Red"), "a (* b"]) },
          invariants: ["TypeOK"],
          properties: ["ReachesLimit"],
          checkDeadlock: false
        }
      })
    )
    expect(result.verdict).toBe("liveness")
    expect(result.properties).toEqual(["ReachesLimit"])
  })

  it("refuses values that a configuration cannot say", async () => {
    const error = await use((tools) =>
      Effect.flip(
        tools.run({
          spec,
          config: { specification: "Looping", constants: { Limit: -1 } }
        })
      )
    )
    expect(error._tag).toBe("ConfigInexpressible")
  })

  it("reports a module that does not parse, with its line", async () => {
    const result = await use((tools) =>
      tools.run({ spec: join(specs, "Misspelt.tla") })
    )
    expect(result.verdict).toBe("parse")
    expect(result.parsed?.errors[0]).toMatchObject({
      line: 3,
      sourceLine: "Init == x = zero"
    })
  })

  it("names the configuration that is wrong", async () => {
    const result = await use((tools) =>
      tools.run({ spec, config: config("MissingConstant") })
    )
    expect(result.verdict).toBe("config")
    expect(result.summary).toContain("MissingConstant.cfg: The constant")
  })

  it("gives the whole state graph", async () => {
    const { graph, result } = await use((tools) =>
      tools.graph({ spec, config: config("Ok"), workers: 2 })
    )
    expect(result.verdict).toBe("ok")
    expect([graph.nodes.size, graph.edges.length]).toEqual([4, 5])
    const initial = [...graph.nodes.values()].filter((node) => node.initial)
    expect(initial.map((n) => canonicalState(nodeState(n).variables))).toEqual([
      "count = 0\nseen = {}"
    ])
  })

  it("writes the state graph where it is told to", async () => {
    const dump = join(temporaryFolder, "counter.dot")
    await use((tools) =>
      tools.run({
        spec,
        config: config("Deadlock"),
        ignoreDeadlock: true,
        dump
      })
    )
    const graph = await Effect.runPromise(
      Effect.provide(readGraph(dump), NodeFileSystem.layer)
    )
    rmSync(dump)
    expect(graph.edges).toHaveLength(3)
  })

  it("refuses an option that this jar lacks, before it starts", async () => {
    const error = await use((tools) =>
      Effect.flip(tools.run({ spec, tlcArguments: ["-nonsense"] }))
    )
    expect(error._tag).toBe("OptionUnsupported")
    expect(error.message).toContain("does not know -nonsense")
  })

  it("writes traces to files only with a jar that can", async () => {
    const path = join(temporaryFolder, "trace.json")
    const dumpTrace = { format: "json", path }
    const can = await use((tools) =>
      Effect.succeed(tools.abilities.options.includes("-dumpTrace"))
    )
    const tried = await use((tools) =>
      Effect.result(tools.run({ spec, config: config("Invariant"), dumpTrace }))
    )
    expect(tried._tag).toBe(can ? "Success" : "Failure")
    expect(existsSync(path)).toBe(can)
    rmSync(path, { force: true })
  })

  it("knows whether traces and graphs name arguments", async () => {
    const { abilities, edge, step } = await use((tools) =>
      Effect.gen(function* () {
        const asked = { spec, config: config("Invariant"), fingerprint: 0 }
        const { graph, result } = yield* tools.graph(asked)
        return {
          abilities: tools.abilities,
          edge: graph.edges.map(({ label }) => label),
          step: result.trace.states[1]?.action
        }
      })
    )
    expect(step?.arguments.length === 1).toBe(abilities.traceArguments)
    expect(edge.some((label) => label.startsWith("Climb("))).toBe(
      abilities.graphArguments
    )
  })

  it("refuses a module that does not exist", async () => {
    const error = await use((tools) =>
      Effect.flip(tools.run({ spec: join(specs, "Nowhere.tla") }))
    )
    expect(error._tag).toBe("SpecMissing")
    expect(error.message).toContain("Nowhere.tla")
  })

  it("leaves no folder behind", () => {
    expect(readdirSync(temporaryFolder)).toEqual([])
    expect(existsSync(join(specs, "states"))).toBe(false)
  })
})

describe.skipIf(absent)("SANY", () => {
  it("accepts a module", async () => {
    const result = await use((tools) => tools.parse(spec))
    expect(result).toMatchObject({ ok: true, errors: [], exitCode: 0 })
    expect(result.checked).toContain("Counter")
  })

  it("rejects a module whose exit code is 0 all the same", async () => {
    const result = await use((tools) =>
      tools.parse(join(specs, "Misspelt.tla"))
    )
    expect(result).toMatchObject({ ok: false, exitCode: 0 })
    expect(result.errors[1]?.sourceLine).toBe("Next == x' = y")
  })
})

describe.skipIf(absent)("PlusCal", () => {
  const at = (name: string): string => join(temporaryFolder, name)
  const copied = (name: string): string => {
    copyFileSync(join(specs, name), at(name))
    return at(name)
  }

  it("is translated in place, and then checked", async () => {
    const file = copied("Algorithm.tla")
    const before = readFileSync(file, "utf8")
    const only = await use((tools) => tools.translate(file, { write: false }))
    expect(readFileSync(file, "utf8")).toBe(before)
    const done = await use((tools) => tools.translate(file))
    expect(done).toEqual(only)
    expect(done).toMatchObject({ ok: true, change: { line: 10, removed: [] } })
    const after = readFileSync(file, "utf8")
    expect(after.split("\n").slice(9)).toEqual([
      ...done.change!.added,
      ...before.split("\n").slice(9)
    ])
    const again = await use((tools) => tools.translate(file))
    expect(again).toMatchObject({ ok: true, change: null })
    const result = await use((tools) =>
      tools.run({
        spec: file,
        config: { specification: "Spec", properties: ["Termination"] }
      })
    )
    expect(result).toMatchObject({ verdict: "liveness", distinct: 5 })
    expect(readdirSync(temporaryFolder)).toEqual(["Algorithm.tla"])
    rmSync(file)
  })

  it("stays as it is if it is wrong", async () => {
    const file = copied("Misplaced.tla")
    const before = readFileSync(file, "utf8")
    const { errors, ok } = await use((tools) => tools.translate(file))
    expect(ok).toBe(false)
    expect(errors).toEqual([
      { message: 'Expected ":=" but found ";"', line: 7, column: 22 }
    ])
    expect(readFileSync(file, "utf8")).toBe(before)
    expect(readdirSync(temporaryFolder)).toEqual(["Misplaced.tla"])
    rmSync(file)
  })
})
