import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as PlatformError from "effect/PlatformError"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, test } from "vitest"
import { show } from "../../../protocols/hlc/timestamp.ts"
import { ClockBound, memoryBound } from "../bound.ts"
import { HybridClock, hybridClock } from "../hybrid-clock.ts"
import { systemClock } from "../physical-clock.ts"
import { slowBound, texts, usual, using } from "./using.ts"

describe("a clock", () => {
  test("counts while its physical clock does not go forward", async () => {
    const found = await using((clock, set) =>
      Effect.gen(function* () {
        const first = yield* clock.now
        const second = yield* clock.now
        set(400)
        const third = yield* clock.now
        set(1001)
        return [first, second, third, yield* clock.now]
      })
    )
    expect(texts(found)).toEqual(["1000,0", "1000,1", "1000,2", "1001,0"])
  })

  test("is moved by what it receives, but not from the future", async () => {
    const found = await using((clock) =>
      Effect.gen(function* () {
        const mark = { synthetic: true as const }
        const much = { wall: 9_000_000, logical: 3, ...mark }
        return [
          yield* clock.receive({ wall: 1500, logical: 7 }),
          yield* clock.receive({ wall: 1499, logical: 9 }),
          yield* clock.receive({ wall: 1500, logical: 60_000, ...mark }),
          yield* clock.receive(much)
        ]
      })
    )
    expect(texts(found)).toEqual(["1500,8", "1500,9", "1500,10", "1500,11"])
  })

  test("goes on in the wall time if it carries", async () => {
    const found = await using(
      (clock) =>
        Effect.all([
          clock.receive({ wall: 1400, logical: 65_534 }),
          clock.now,
          clock.now
        ]),
      { overflow: "carry" }
    )
    expect(texts(found)).toEqual(["1400,65535", "1401,0", "1401,1"])
  })

  test("raises its bound once for all who wait", async () => {
    const raised: Array<number> = []
    const found = await using(
      (clock) => {
        const remote = { wall: 1500, logical: 0 }
        const asked = Array.from({ length: 20 }, () => clock.receive(remote))
        return Effect.all(asked, { concurrency: "unbounded" })
      },
      { ahead: 100 },
      slowBound(raised)
    )
    expect(new Set(texts(found)).size).toBe(20)
    expect(raised).toEqual([1100, 1600])
  })

  test("ends a raise that has begun, whoever waits for it", async () => {
    const raised: Array<number> = []
    await using(
      (clock, set) =>
        Effect.gen(function* () {
          set(5000)
          const asking = yield* Effect.forkChild(clock.now)
          yield* Effect.yieldNow
          yield* Fiber.interrupt(asking)
        }),
      {},
      slowBound(raised)
    )
    expect(raised).toEqual([2000, 6000])
  })

  test("does not make those wait who cannot", async () => {
    const found = await Effect.gen(function* () {
      const { nowSync } = yield* HybridClock
      const early = nowSync()
      yield* TestClock.adjust(60_000)
      return [early, nowSync()]
    }).pipe(
      Effect.provide(
        Layer.provide(hybridClock(usual), [memoryBound, systemClock])
      ),
      Effect.provide(TestClock.layer()),
      Effect.runPromise
    )
    expect(texts(found.map(Result.getOrThrow))).toEqual(["0,0", "60000,0"])
  })

  test("keeps its bound ahead of what it has received, too", async () => {
    const found = await using(
      ({ receiveSync }) =>
        Effect.gen(function* () {
          const walls = [1000, 1090, 1180, 1270]
          const answers = yield* Effect.forEach(walls, (wall) =>
            Effect.delay(
              Effect.sync(() => receiveSync({ wall, logical: 0 })),
              50
            )
          ).pipe(Effect.forkChild)
          yield* TestClock.adjust(200)
          return yield* Fiber.join(answers)
        }),
      { ahead: 100 }
    )
    expect(texts(found.map(Result.getOrThrow))).toEqual([
      "1000,1",
      "1090,1",
      "1180,1",
      "1270,1"
    ])
  })

  test("does not raise its bound by a reading that is none", async () => {
    const raised: Array<number> = []
    await using(
      (_, set) => {
        set(Infinity)
        return TestClock.adjust(10_000)
      },
      {},
      slowBound(raised)
    )
    expect(raised).toEqual([2000])
  })

  test("tells those who cannot wait that they would have to", async () => {
    const found = await using(({ nowSync }, set) => {
      set(2000)
      return Effect.succeed(nowSync())
    })
    expect(Result.isFailure(found) && found.failure.message).toBe(
      "The wall time 2000 is not below the bound 2000."
    )
  })

  test("tells of a bound that cannot be raised, until it can", async () => {
    const full = PlatformError.systemError({
      _tag: "Unknown",
      module: "FileSystem",
      method: "writeAll",
      description: "the disk is full"
    })
    let works = true
    const bound = Layer.succeed(ClockBound, {
      read: Effect.undefined,
      raise: () => (works ? Effect.void : Effect.fail(full))
    })
    const found = await using(
      (clock, set) =>
        Effect.gen(function* () {
          works = false
          set(2000)
          const refused = yield* Effect.flip(clock.now)
          works = true
          return [refused.message, show(yield* clock.now)]
        }),
      {},
      bound
    )
    expect(found).toEqual([expect.stringMatching(/disk is full/), "2000,0"])
  })
})
