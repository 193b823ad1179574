/** The hybrid logical clock: timestamps a second on one thread. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { order } from "../../protocols/hlc/timestamp.ts"
import { memoryBound } from "../../storage/clock/bound.ts"
import { HybridClock, hybridClock } from "../../storage/clock/hybrid-clock.ts"
import { PhysicalClock } from "../../storage/clock/physical-clock.ts"
import { type Figure, perSecond } from "./figure.ts"

const COUNT = 1_000_000

/** A bound so far ahead that nothing is written meanwhile. */
const options = {
  maxOffset: 500,
  overflow: "refuse",
  ahead: 3_600_000
} as const

/** Milliseconds for so many timestamps of a clock with these readings. */
const ours = (read: () => number) =>
  Effect.map(HybridClock, ({ nowSync }) => () => {
    const first = Result.getOrThrow(nowSync())
    let last = first
    for (let i = 0; i < COUNT; i++) {
      const answer = nowSync()
      if (Result.isFailure(answer)) throw answer.failure
      last = answer.success
    }
    if (order(first, last) >= 0) throw new Error("the clock stands still")
  }).pipe(
    Effect.provide(
      Layer.provide(hybridClock(options), [
        memoryBound,
        Layer.succeed(PhysicalClock, { read })
      ])
    )
  )

/** The least that a clock in 64 bits does, without limits and refusals. */
const onBigint = (read: () => number) => () => {
  let last = 0n
  for (let i = 0; i < COUNT; i++) {
    const reading = BigInt(read()) << 16n
    last = reading > last ? reading : last + 1n
  }
  if (last === 0n) throw new Error("the clock stands still")
}

const alone = (read: () => number) => () => {
  let sum = 0
  for (let i = 0; i < COUNT; i++) sum += read()
  if (sum === 0) throw new Error("the clock stands still")
}

/** Milliseconds of the quickest of twenty; the first ones warm it up. */
const quickest = (run: () => void): number => {
  const times = Array.from({ length: 20 }, () => {
    const began = performance.now()
    run()
    return performance.now() - began
  })
  return Math.min(...times)
}

/** Readings that cost nothing: a millisecond more every thousand timestamps. */
const readings = (): (() => number) => {
  let [reading, left] = [1_763_923_003_123, 0]
  return () => {
    left -= 1
    if (left > 0) return reading
    left = 1000
    return reading++
  }
}

export const clockFigures = Effect.gen(function* () {
  const given = quickest(yield* ours(readings()))
  const bigint = quickest(onBigint(readings()))
  const real = quickest(yield* ours(Date.now))
  const dateNow = quickest(alone(Date.now))
  return [
    {
      what: "timestamps, with readings that cost nothing",
      ours: perSecond(COUNT, given),
      peer: `max and + 1 on a bigint: ${perSecond(COUNT, bigint)}`,
      ratio: bigint / given,
      goal: "20,000,000/s",
      met: COUNT / given >= 20_000
    },
    {
      what: "timestamps, with a reading of the system's clock for each",
      ours: perSecond(COUNT, real),
      peer: `Date.now alone: ${perSecond(COUNT, dateNow)}`,
      ratio: dateNow / real,
      goal: "half of it",
      met: dateNow / real >= 0.5
    }
  ] satisfies ReadonlyArray<Figure>
}).pipe(Effect.scoped)
