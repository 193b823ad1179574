import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { readdirSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { DistributeOptions } from "../src/distribute.ts"
import type { DistributedEvent } from "../src/distributed.ts"
import { config, javaProcesses, openTlc, spec } from "./live.ts"

const { absent, temporaryFolder, use } = await openTlc()

const grid = (name: string): DistributeOptions => ({
  spec: spec("Grid"),
  config: config(name)
})

const serverClass = "tlc2.tool.distributed.TLCServer "
const workerClass = "tlc2.tool.distributed.TLCWorker "

const nothingIsLeft = (): void => {
  expect(javaProcesses(temporaryFolder)).toEqual([])
  expect(readdirSync(temporaryFolder)).toEqual([])
}

/** Kills so many JVMs of a class once two workers are there. */
const killing = (count: number, mainClass: string) => {
  const seen: Array<DistributedEvent> = []
  const observe = (event: DistributedEvent) =>
    Effect.sync(() => {
      seen.push(event)
      if (event._tag !== "Threads" || event.threads !== 2) return
      const running = javaProcesses(temporaryFolder, mainClass)
      for (const id of running.slice(0, count)) process.kill(id, "SIGKILL")
    })
  return { observe, seen }
}

describe.skipIf(absent || process.platform === "win32")(
  "distributed TLC",
  () => {
    it("gives the whole trace of a violation", async () => {
      const result = await use((tools) =>
        tools.distribute(grid("GridViolated"))
      )
      expect(result).toMatchObject({
        verdict: "safety",
        exitCode: 0,
        distinct: null,
        local: { verdict: "safety", properties: ["NotThere"] }
      })
      expect(result.local?.trace.states).toHaveLength(6)
      nothingIsLeft()
    })

    it("goes on without a worker that is killed, and reports it", async () => {
      const { observe, seen } = killing(1, workerClass)
      const result = await use((tools) =>
        tools.distribute(grid("GridMedium"), observe)
      )
      expect(result).toMatchObject({
        verdict: "ok",
        distinct: 101 ** 2,
        threads: 2,
        lost: [{ exitCode: 137 }],
        local: null
      })
      expect(seen.filter(({ _tag }) => _tag === "WorkerLost")).toHaveLength(1)
      nothingIsLeft()
    })

    it("ends when every worker is killed", async () => {
      const { observe } = killing(2, workerClass)
      const result = await use((tools) =>
        tools.distribute(grid("GridMedium"), observe)
      )
      expect(result).toMatchObject({
        verdict: "incomplete",
        distinct: null,
        exitCode: null
      })
      expect(result.lost).toHaveLength(2)
      nothingIsLeft()
    })

    it("lets no worker outlive a server that is killed", async () => {
      const { observe } = killing(1, serverClass)
      const result = await use((tools) =>
        tools.distribute(grid("GridMedium"), observe)
      )
      expect(result).toMatchObject({ verdict: "killed", exitCode: 137 })
      nothingIsLeft()
    })

    it("leaves neither JVM nor folder when interrupted", async () => {
      await use((tools) =>
        Effect.gen(function* () {
          const both = yield* Deferred.make<void>()
          const fiber = yield* Effect.forkChild(
            tools.distribute(grid("GridMedium"), (event) =>
              event._tag === "Threads" && event.threads === 2
                ? Effect.asVoid(Deferred.succeed(both, undefined))
                : Effect.void
            )
          )
          yield* Deferred.await(both)
          expect(javaProcesses(temporaryFolder)).toHaveLength(3)
          yield* Fiber.interrupt(fiber)
        })
      )
      nothingIsLeft()
    })

    it("takes workers from elsewhere, which end with their server", async () => {
      const port = await use((tools) =>
        Effect.gen(function* () {
          const ready = yield* Deferred.make<number>()
          const search = yield* Effect.forkChild(
            tools.distribute(
              { ...grid("GridMedium"), workers: 0, remote: true },
              (event) =>
                event._tag === "Ready"
                  ? Effect.asVoid(Deferred.succeed(ready, event.port))
                  : Effect.void
            )
          )
          const port = yield* Deferred.await(ready)
          const join = tools.join({ server: "127.0.0.1", port })
          const done = yield* join
          expect(done).toMatchObject({ ended: "completed", exitCode: 0 })
          expect(yield* Fiber.join(search)).toMatchObject({
            verdict: "ok",
            threads: 1,
            distinct: 101 ** 2
          })
          return port
        })
      )
      expect(port).toBeGreaterThan(0)
      nothingIsLeft()
    })

    it("ends a worker whose server is gone without a word", async () => {
      const ended = await use((tools) =>
        Effect.gen(function* () {
          const ready = yield* Deferred.make<number>()
          const working = yield* Deferred.make<void>()
          const search = yield* Effect.forkChild(
            tools.distribute(
              { ...grid("GridMedium"), workers: 0, remote: true },
              (event) =>
                event._tag === "Ready"
                  ? Effect.asVoid(Deferred.succeed(ready, event.port))
                  : event._tag === "Threads"
                    ? Effect.asVoid(Deferred.succeed(working, undefined))
                    : Effect.void
            )
          )
          const port = yield* Deferred.await(ready)
          const worker = yield* Effect.forkChild(
            tools.join({ server: "127.0.0.1", port })
          )
          yield* Deferred.await(working)
          const [server] = javaProcesses(temporaryFolder, serverClass)
          process.kill(server!, "SIGKILL")
          yield* Fiber.join(search)
          return yield* Fiber.join(worker)
        })
      )
      expect(["serverLost", "failed"]).toContain(ended.ended)
      nothingIsLeft()
    })

    it("finds wrong assumptions before it starts", async () => {
      const result = await use((tools) =>
        tools.distribute({
          spec: spec("Counter"),
          config: config("Assumption")
        })
      )
      expect(result).toMatchObject({ verdict: "assumption", threads: 0 })
    })

    it("respects CHECK_DEADLOCK, which the server does not", async () => {
      const result = await use((tools) =>
        tools.distribute({
          spec: spec("Counter"),
          config: {
            specification: "Climbing",
            constants: { Limit: 2, Colour: 0 },
            checkDeadlock: false
          }
        })
      )
      expect(result).toMatchObject({ verdict: "ok", distinct: 4 })
    })

    it("refuses temporal properties", async () => {
      const error = await use((tools) =>
        Effect.flip(
          tools.distribute({ spec: spec("Counter"), config: config("Ok") })
        )
      )
      expect(error).toMatchObject({
        _tag: "NotDistributable",
        properties: ["ReachesLimit"]
      })
    })
  }
)
