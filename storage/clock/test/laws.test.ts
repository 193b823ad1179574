import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as fc from "fast-check"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { fileBound } from "../bound-file.ts"
import { ClockBound, memoryBound } from "../bound.ts"
import { type Forgotten, makeDisk } from "../../disk/simulated-disk.ts"
import { type Happening, type Place, run, type Seen } from "./run.ts"

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      _tag: fc.constant("Now" as const),
      sync: fc.boolean()
    })
  },
  {
    weight: 4,
    arbitrary: fc.record({
      _tag: fc.constant("Receive" as const),
      sync: fc.boolean(),
      ahead: fc.oneof(fc.constant(1), fc.integer({ min: -1500, max: 1500 })),
      logical: fc.constantFrom(0, 65_534, 65_535),
      synthetic: fc.boolean()
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      _tag: fc.constant("Pass" as const),
      ms: fc.nat(1500)
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant("Set" as const),
      by: fc.integer({ min: -3000, max: 3000 })
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant("Misread" as const),
      reading: fc.constantFrom(Number.NaN, -1, 0.5, Infinity, 2 ** 48)
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      _tag: fc.constant("Restart" as const),
      loss: fc.record({
        names: fc.boolean(),
        kept: fc.double({ min: 0, max: 1, noNaN: true })
      }),
      stopAfter: fc.nat(20)
    })
  }
)

const options = fc.record({
  maxOffset: fc.constantFrom(0, 500, 1000),
  overflow: fc.constantFrom("refuse" as const, "carry" as const),
  ahead: fc.constantFrom(100, 1001)
})

/** A place that outlives its clocks, and whose disk never stops. */
const lasting = (bound: Layer.Layer<ClockBound>): Place => ({
  bound,
  stopAfter: () => undefined,
  stopped: () => false,
  recover: () => undefined
})

const onDisk = (forgotten?: Forgotten): Place => {
  const { files, ...disk } = makeDisk(forgotten)
  const services = Layer.merge(
    Layer.succeed(FileSystem.FileSystem, files),
    Path.layer
  )
  return { bound: Layer.provide(fileBound("/clock/bound"), services), ...disk }
}

const folder = mkdtempSync(join(tmpdir(), "bisim-clock-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

let files = 0
const inFile = (): Place => {
  files += 1
  const services = Layer.merge(NodeFileSystem.layer, Path.layer)
  const bound = fileBound(join(folder, `bound-${files}`))
  return lasting(Layer.provide(bound, services))
}

const inMemory = (): Place => {
  const build = Effect.scoped(Layer.build(memoryBound))
  return lasting(Layer.succeedContext(Effect.runSync(build)))
}

const lawful = (place: () => Place, told: (seen: Seen) => void = () => {}) =>
  fc.asyncProperty(
    options,
    fc.array(happening, { maxLength: 40 }),
    async (options, happenings) => {
      told(await run(place(), options, happenings))
    }
  )

/** What is seen in many runs, also where the disk does not stop. */
const usual = [
  "Success",
  "Restart",
  "InvalidReading",
  "TooFarAhead",
  "CounterExhausted",
  "BoundReached"
]

describe("a clock keeps the laws", () => {
  test.each([
    ["in memory", inMemory, 100, usual],
    ["in a file", inFile, 20, ["Success", "Restart"]],
    [
      "on a disk whose machine stops",
      onDisk,
      300,
      [...usual, "PlatformError", "StoppedAtStart"]
    ]
  ])("with its bound %s", async (_, place, numRuns, wanted) => {
    const seen = new Map<string, number>()
    const property = lawful(place, (counts) => {
      for (const [what, count] of Object.entries(counts)) {
        seen.set(what, (seen.get(what) ?? 0) + count)
      }
    })
    await fc.assert(property, { numRuns })
    expect([...seen.keys()]).toEqual(expect.arrayContaining(wanted))
  })
})

/** Bounds with a mistake, and what comes of it in some run. */
const mistaken: Readonly<Record<string, readonly [() => Place, RegExp]>> = {
  "is forgotten": [
    () =>
      lasting(
        Layer.succeed(ClockBound, {
          read: Effect.undefined,
          raise: () => Effect.void
        })
      ),
    /an answer is later than all before, but/
  ],
  "is kept a raise late": [
    () => {
      let [kept, next]: ReadonlyArray<number | undefined> = []
      return lasting(
        Layer.succeed(ClockBound, {
          read: Effect.sync(() => kept),
          raise: (bound) =>
            Effect.sync(() => {
              kept = next
              next = bound
            })
        })
      )
    },
    /an answer is later than all before, but|is expected/
  ],
  "is in a file that is not synced": [
    () => onDisk("content"),
    /bound: it is (empty|not a clock's bound)/
  ],
  "is in a folder that is not synced": [
    () => onDisk("names"),
    /an answer is later than all before, but|is expected/
  ]
}

describe("a clock breaks a law if its bound", () => {
  test.each(Object.keys(mistaken))("%s", async (name) => {
    const [place, complaint] = mistaken[name]!
    const found = await fc.check(lawful(place), {
      numRuns: 1000,
      endOnFailure: true
    })
    expect(found.failed).toBe(true)
    expect(String(found.errorInstance)).toMatch(complaint)
  })
})
