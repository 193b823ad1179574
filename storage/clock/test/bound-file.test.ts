import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as fc from "fast-check"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { fileBound } from "../bound-file.ts"
import { ClockBound } from "../bound.ts"

const folder = mkdtempSync(join(tmpdir(), "bisim-bound-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const file = join(folder, "bound")

const using = <A, E>(
  path: string,
  use: (bound: ClockBound["Service"]) => Effect.Effect<A, E>
): Promise<A> =>
  Effect.runPromise(
    Effect.flatMap(ClockBound, use).pipe(
      Effect.provide(fileBound(path)),
      Effect.provide(Layer.merge(NodeFileSystem.layer, Path.layer))
    )
  )

const read = (path = file) => using(path, ({ read }) => read)
const raise = (bound: number) => using(file, ({ raise }) => raise(bound))

describe("a bound in a file", () => {
  test("is not there at first", async () => {
    rmSync(file, { force: true })
    expect(await read()).toBeUndefined()
    expect(existsSync(file)).toBe(false)
  })

  test("is what was raised last, in one line, and nothing else", async () => {
    await raise(1_763_923_003_123)
    await raise(1_763_923_004_123)
    expect(await read()).toBe(1_763_923_004_123)
    expect(readFileSync(file, "utf8")).toBe(
      "clock bound 1: 1763923004123 ms, checksum 87dbe29c\n"
    )
    expect(readdirSync(folder)).toEqual(["bound"])
  })

  test("is written over what a crash has left beside it", async () => {
    await raise(7)
    writeFileSync(`${file}.next`, "clock bound 1: 9")
    expect(await read()).toBe(7)
    await raise(8)
    expect(await read()).toBe(8)
  })

  test("is refused with any byte changed, cut off or added", async () => {
    await raise(1_763_923_003_123)
    const whole = readFileSync(file)
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      remove: fc.nat(2),
      add: fc.uint8Array({ maxLength: 2 })
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ at, remove, add }) => {
        const changed = Buffer.concat([
          whole.subarray(0, at),
          add,
          whole.subarray(at + remove)
        ])
        fc.pre(!changed.equals(whole))
        writeFileSync(file, changed)
        await expect(read()).rejects.toThrow(`${file}: it`)
        expect(readFileSync(file).equals(changed)).toBe(true)
      }),
      { numRuns: 300 }
    )
  })

  test.each([
    ["", /bound: it is empty\. The file is left as it is/],
    ["clock bound 1: 17", /bound: it is not a clock's bound/],
    ["clock bound 2: 1 ms, checksum 83dcefb7\n", /is not a clock's bound/],
    ["clock bound 1: 2 ms, checksum 83dcefb7\n", /is 83dcefb7, not 1ad5be0d/]
  ])("is refused if it is %j", async (text, complaint) => {
    writeFileSync(file, text)
    await expect(read()).rejects.toThrow(complaint)
    await expect(read()).rejects.toHaveProperty("_tag", "BoundCorrupt")
    expect(readFileSync(file, "utf8")).toBe(text)
  })

  test("needs its folder", async () => {
    const nowhere = join(folder, "nowhere", "bound")
    const raised = using(nowhere, ({ raise }) => raise(1))
    await expect(raised).rejects.toThrow(/NotFound.*nowhere/)
    expect(await read(nowhere)).toBeUndefined()
  })

  test("is no folder", async () => {
    await expect(read(folder)).rejects.toThrow(folder)
  })
})
