import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { canonicalState } from "../src/canonical.ts"
import { nodeState, readGraph } from "../src/graph.ts"
import { Tla2Tools } from "../src/tla2tools.ts"
import { specs } from "./fixtures.ts"

const required = process.env["BISIM_REQUIRE_TLC"] === "1"
const temporaryFolder = mkdtempSync(join(tmpdir(), "tla2tools-test-"))

const runtime = ManagedRuntime.make(
  Tla2Tools.layer({ temporaryFolder, fetch: required })
)

const missing: string | null = await runtime.runPromise(Tla2Tools).then(
  () => null,
  (error: Error) => error.message
)
if (missing !== null && !required) {
  console.warn(`Tests that run TLC are skipped: ${missing}`)
}

const spec = join(specs, "Counter.tla")
const config = (name: string): string => join(specs, `${name}.cfg`)

const use = <A, E>(f: (tools: Tla2Tools["Service"]) => Effect.Effect<A, E>) =>
  runtime.runPromise(Effect.flatMap(Tla2Tools, f))

const alive = (processId: number): boolean => {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}

/** Looks again until it is so; the test's own time limit ends the wait. */
const eventually = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

const cleanUp = async (): Promise<void> => {
  await runtime.dispose()
  rmSync(temporaryFolder, { recursive: true, force: true })
}

// Hooks of a file whose tests are all skipped do not run.
if (missing !== null && !required) await cleanUp()
afterAll(cleanUp)

describe.skipIf(missing !== null && !required)("TLC", () => {
  beforeAll(() => {
    if (missing !== null) throw new Error(missing)
  })

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

describe.skipIf(missing !== null && !required)("SANY", () => {
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

describe.skipIf(missing !== null && !required)("a run that is ended", () => {
  it("by interruption leaves neither JVM nor folder", async () => {
    const processId = await use((tools) =>
      Effect.gen(function* () {
        const searching = yield* Deferred.make<number>()
        let process = 0
        const fiber = yield* Effect.forkChild(
          tools.run({ spec: join(specs, "Endless.tla") }, (event) => {
            if (event._tag === "Started") process = event.processId ?? 0
            return event._tag === "InitialStates"
              ? Deferred.succeed(searching, process)
              : Effect.void
          })
        )
        const running = yield* Deferred.await(searching)
        expect(alive(running)).toBe(true)
        expect(readdirSync(temporaryFolder)).toHaveLength(1)
        yield* Fiber.interrupt(fiber)
        return running
      })
    )
    expect(alive(processId)).toBe(false)
    expect(readdirSync(temporaryFolder)).toEqual([])
  })

  it
    .skipIf(process.platform === "win32")
    .each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
    "by %s to its program leaves neither",
    async (signal) => {
      const folder = mkdtempSync(join(temporaryFolder, "program-"))
      const program = join(import.meta.dirname, "programs", "endless.ts")
      const child = spawn(process.execPath, [program, folder])
      const [printed] = (await once(child.stdout, "data")) as [Buffer]
      const processId = Number(printed.toString())
      expect(alive(processId)).toBe(true)
      child.kill(signal)
      await once(child, "exit")
      await eventually(() => !alive(processId))
      await eventually(() => readdirSync(folder).length === 0)
      rmSync(folder, { recursive: true })
    }
  )
})
