import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { TlcEvent } from "../src/events.ts"
import type { TlcResult } from "../src/result.ts"
import { Tla2Tools } from "../src/tla2tools.ts"
import {
  alive,
  config,
  eventually,
  javaProcesses,
  openTlc,
  spec
} from "./live.ts"

const { absent, temporaryFolder, use } = await openTlc()

const tag = (event: TlcEvent): string => event._tag

/** What was found when a run was interrupted after an event. */
const interruptedAfter = (
  module: string,
  name: string,
  is: (event: TlcEvent) => boolean
): Promise<TlcResult> =>
  use((tools) =>
    Effect.gen(function* () {
      const reached = yield* Deferred.make<() => TlcResult>()
      const asked = { spec: spec(module), config: config(name) }
      const fiber = yield* Effect.forkChild(
        tools.run(asked, (event, soFar) =>
          is(event)
            ? Effect.andThen(Deferred.succeed(reached, soFar), Effect.never)
            : Effect.void
        )
      )
      const soFar = yield* Deferred.await(reached)
      expect(javaProcesses(temporaryFolder, "tlc2.TLC")).toHaveLength(1)
      expect(readdirSync(temporaryFolder)).toHaveLength(1)
      yield* Fiber.interrupt(fiber)
      return soFar()
    })
  )

const parentOf = (processId: number): number =>
  Number(execFileSync("ps", ["-o", "ppid=", "-p", String(processId)]))

describe.skipIf(absent || process.platform === "win32")("a run", () => {
  it.each<[string, string, string, (event: TlcEvent) => boolean]>([
    ["parsing", "Endless", "Endless", (event) => tag(event) === "Started"],
    ["initialStates", "Wide", "Wide", (event) => tag(event) === "Parsed"],
    ["search", "Endless", "Endless", (event) => tag(event) === "InitialStates"],
    ["liveness", "Wide", "WideLive", (event) => tag(event) === "Temporal"],
    ["trace", "Wide", "WideDeep", (event) => tag(event) === "Error"]
  ])(
    "that is interrupted while %s leaves neither JVM nor folder",
    async (phase, module, name, is) => {
      const found = await interruptedAfter(module, name, is)
      expect(found).toMatchObject({ verdict: "interrupted", phase })
      expect(found.summary).toMatch(/^TLC was interrupted while /)
      expect(javaProcesses(temporaryFolder)).toEqual([])
      expect(readdirSync(temporaryFolder)).toEqual([])
      if (phase === "trace") expect(found.properties).toEqual(["Small"])
      if (phase === "liveness") expect(found.initial).toBe(100_000)
    }
  )

  it.each<[string, (jvm: number) => number]>([
    ["JVM", (jvm) => jvm],
    ["guard", parentOf]
  ])("whose %s is killed says so, and leaves no folder", async (_, of) => {
    const result = await use((tools) =>
      tools.run({ spec: spec("Endless") }, (event) =>
        Effect.sync(() => {
          if (event._tag !== "InitialStates") return
          const [jvm] = javaProcesses(temporaryFolder, "tlc2.TLC")
          process.kill(of(jvm!), "SIGKILL")
        })
      )
    )
    expect(javaProcesses(temporaryFolder)).toEqual([])
    expect(result).toMatchObject({
      verdict: "killed",
      exitCode: 137,
      summary: "TLC was killed (exit code 137) while searching."
    })
    expect(readdirSync(temporaryFolder)).toEqual([])
  })

  it("that finds no room for its files is out of resources", async () => {
    const folder = mkdtempSync(join(temporaryFolder, "full-"))
    const java = join(folder, "java")
    // As on a full disk: no file may have more than so many blocks.
    const text = '#!/bin/sh\nulimit -f 2000\nexec java "$@"\n'
    writeFileSync(java, text, { mode: 0o755 })
    const jar = await use((tools) => Effect.succeed(tools.jar.path))
    const cacheFolder = mkdtempSync(join(temporaryFolder, "cache-"))
    const asked = { java, jar, cacheFolder, temporaryFolder: folder }
    const tools = Tla2Tools.layer(asked)
    const result = await Effect.runPromise(
      Effect.flatMap(Tla2Tools, (full) =>
        full.run({ spec: spec("Endless") })
      ).pipe(Effect.provide(tools))
    )
    expect(result.verdict).toBe("resources")
    expect(result.summary).toMatch(/java\.io\.IOException: \S/u)
    expect(result.distinct).toBeGreaterThan(1000)
    expect(readdirSync(folder)).toEqual(["java"])
    rmSync(folder, { recursive: true })
    rmSync(cacheFolder, { recursive: true })
  })

  it.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
    "whose program gets %s leaves neither JVM nor folder",
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
