import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as fc from "fast-check"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { key } from "../../../protocols/kernel/value.ts"
import type { Durable } from "../../../protocols/raft/state.ts"
import {
  type Forgotten,
  type Loss,
  makeDisk
} from "../../disk/simulated-disk.ts"
import { fileLog } from "../log-file.ts"
import { memoryLog, type RaftLog } from "../log.ts"
import { durables, first } from "./durables.ts"
import { onDisk, opened, type Place } from "./logs.ts"

const folder = mkdtempSync(join(tmpdir(), "bisim-raft-log-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const inMemory = (): Place => {
  const build = Effect.scoped(Layer.build(memoryLog))
  return Layer.succeedContext(Effect.runSync(build))
}

let files = 0
const inFile = (): Place => {
  files += 1
  return Layer.provide(
    fileLog(join(folder, `log-${files}`), "s1"),
    Layer.merge(NodeFileSystem.layer, Path.layer)
  )
}

/** Writes, and reads from a log that is opened anew, as often as told. */
const lives = (place: Place, all: ReadonlyArray<ReadonlyArray<Durable>>) =>
  Effect.gen(function* () {
    let last: Durable | undefined
    for (const writes of all) {
      const log = yield* opened(place)
      expect(yield* log.read).toEqual(last)
      for (const durable of writes) {
        yield* log.write(durable)
        last = durable
        expect(yield* log.read).toEqual(last)
      }
    }
    expect(yield* (yield* opened(place)).read).toEqual(last)
  }).pipe(Effect.scoped, Effect.runPromise)

describe("a log keeps what was written last", () => {
  test.each([
    ["in memory", inMemory, 100],
    ["in a file", inFile, 100],
    ["on a simulated disk", () => onDisk(makeDisk().files), 300]
  ])("%s", async (_, place, numRuns) => {
    await fc.assert(
      fc.asyncProperty(fc.array(durables, { maxLength: 4 }), (all) =>
        lives(place(), all)
      ),
      { numRuns }
    )
  })
})

/** What happens to a log in one life of its machine. */
interface Life {
  readonly writes: ReadonlyArray<Durable>
  /** The machine stops after so many operations. */
  readonly stopAfter: number
  readonly loss: Loss
}

const life: fc.Arbitrary<Life> = fc.record({
  writes: durables,
  stopAfter: fc.nat(40),
  loss: fc.record({
    names: fc.boolean(),
    kept: fc.double({ min: 0, max: 1, noNaN: true })
  })
})

/** Writes until one fails: the last that did not, and the one that did. */
const written = Effect.fnUntraced(function* (
  log: RaftLog["Service"],
  { writes }: Life
) {
  let told = yield* log.read
  for (const durable of writes) {
    const write = yield* Effect.exit(log.write(durable))
    if (Exit.isFailure(write)) return { told, failed: durable }
    told = durable
  }
  return { told, failed: undefined }
})

/** Throws if a machine that stops has forgotten what it was told is durable. */
const survives = (
  lives: ReadonlyArray<Life>,
  forgotten?: Forgotten,
  seen: (what: string) => void = () => {}
) =>
  Effect.gen(function* () {
    const disk = makeDisk(forgotten)
    const place = onDisk(disk.files)
    for (const life of lives) {
      const before = yield* (yield* opened(place)).read
      disk.stopAfter(life.stopAfter)
      const log = yield* Effect.exit(opened(place))
      const { told, failed } = Exit.isSuccess(log)
        ? yield* written(log.value, life)
        : { told: before, failed: undefined }
      disk.recover(life.loss)
      const found = yield* (yield* opened(place)).read
      if (failed !== undefined && key(found) === key(failed)) {
        seen("written, though nobody was told")
      } else {
        expect(found).toEqual(told)
        seen(failed === undefined ? "nothing to lose" : "lost")
      }
    }
  }).pipe(Effect.scoped, Effect.runPromise)

describe("a log on a machine that stops", () => {
  const lives = fc.array(life, { minLength: 1, maxLength: 4 })

  test("knows all that was told to be durable, and nothing by halves", async () => {
    const seen = new Set<string>()
    const property = fc.asyncProperty(lives, (lives) =>
      survives(lives, undefined, (what) => seen.add(what))
    )
    await fc.assert(property, { numRuns: 500 })
    expect([...seen].toSorted()).toEqual([
      "lost",
      "nothing to lose",
      "written, though nobody was told"
    ])
  })

  test("does not see again what it has cut off", async () => {
    const long = { term: 1, value: "a long entry, which does not fit in" }
    const log = [long, long, long]
    const loss = { names: true, kept: 0.6 }
    const twice = [
      { writes: [first, { ...first, log }], stopAfter: 9, loss },
      { writes: [{ ...first, currentTerm: 1 }], stopAfter: 3, loss }
    ]
    const seen: Array<string> = []
    await survives(twice, undefined, (what) => seen.push(what))
    expect(seen).toEqual(["lost", "lost"])
  })

  test.each(["content", "names"] as const)(
    "forgets if its %s are not synced",
    async (forgotten) => {
      const property = fc.asyncProperty(lives, (lives) =>
        survives(lives, forgotten)
      )
      const found = await fc.check(property, { numRuns: 1000 })
      expect(found.failed).toBe(true)
    }
  )
})
