import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, test } from "vitest"
import { show } from "../../../protocols/hlc/timestamp.ts"
import { memoryBound } from "../bound.ts"
import { hybridClock } from "../hybrid-clock.ts"
import { PhysicalClock } from "../physical-clock.ts"
import { usual, using } from "./using.ts"

describe("a clock refuses", () => {
  const received = (wall: number, logical = 0) =>
    using((clock) => Effect.flip(clock.receive({ wall, logical })))

  test("what is too far ahead of its physical clock", async () => {
    expect((await received(1501)).message).toBe(
      "The remote timestamp 1501,0 is 501 ms ahead of the physical clock, " +
        "which reads 1000; 500 ms are allowed."
    )
  })

  test.each([
    [Number.NaN, 0, /^The remote timestamp "NaN,0" is refused: its wall time/],
    [-1, 0, /^The remote timestamp "-1,0" is refused: its wall time/],
    [
      1000,
      65_536,
      /^The remote timestamp "1000,65536" is refused: its logical part/
    ]
  ])("%d,%d, which is no timestamp", async (wall, logical, complaint) => {
    const refused = await received(wall, logical)
    expect(refused._tag).toBe("InvalidRemote")
    expect(refused.message).toMatch(complaint)
  })

  test.each([Number.NaN, -1, 0.5, Infinity, 2 ** 48])(
    "the reading %d",
    async (reading) => {
      const found = await using((clock, set) =>
        Effect.gen(function* () {
          set(reading)
          const remote = { wall: 1000, logical: 0 }
          const refused = [
            yield* Effect.flip(clock.now),
            yield* Effect.flip(clock.receive(remote))
          ]
          set(1000)
          return [...refused.map(({ message }) => message), yield* clock.now]
        })
      )
      const message =
        `The physical clock reads ${reading}, which is not a whole number of ` +
        "milliseconds up to 281474976710655."
      expect(found).toEqual([message, message, { wall: 1000, logical: 0 }])
    }
  )

  test("to wrap, until its physical clock has moved on", async () => {
    const found = await using((clock, set) =>
      Effect.gen(function* () {
        yield* clock.receive({ wall: 1400, logical: 65_534 })
        const { message } = yield* Effect.flip(clock.now)
        set(1401)
        return [message, show(yield* clock.now)]
      })
    )
    expect(found).toEqual([
      "There is no further timestamp with the wall time 1400.",
      "1401,0"
    ])
  })

  test("the end of time", async () => {
    const found = await using(
      (clock, set) => {
        set(2 ** 48 - 1)
        const remote = { wall: 2 ** 48 - 1, logical: 65_534 }
        return Effect.andThen(clock.receive(remote), Effect.flip(clock.now))
      },
      { overflow: "carry" }
    )
    expect(found._tag).toBe("CounterExhausted")
  })

  test.each([
    [{ maxOffset: -1 }, /maxOffset/],
    [{ maxOffset: Number.NaN }, /maxOffset/],
    [{ ahead: 1 }, /ahead/],
    [{ overflow: "wrap" as "carry" }, /overflow/]
  ])("the options %j", async (options, complaint) => {
    const found = using(({ now }) => now, options)
    await expect(found).rejects.toThrow(complaint)
  })

  test("to start at a reading that is none", async () => {
    const physical = Layer.succeed(PhysicalClock, { read: () => Infinity })
    const build = Layer.build(
      Layer.provide(hybridClock(usual), [memoryBound, physical])
    )
    const found = await Effect.runPromise(Effect.flip(Effect.scoped(build)))
    expect(found._tag).toBe("InvalidReading")
  })
})
