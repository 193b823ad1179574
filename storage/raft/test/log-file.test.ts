import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import * as fc from "fast-check"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import type { Durable } from "../../../protocols/raft/state.ts"
import { makeDisk } from "../../disk/simulated-disk.ts"
import { fileLog } from "../log-file.ts"
import { lineOf, start } from "../log-lines.ts"
import { LogDamaged } from "../log.ts"
import { durables, first } from "./durables.ts"
import { filesOf, onDisk, opened, reading } from "./logs.ts"

/** One snapshot, so that the file only grows. */
const growing = durables.map((all) =>
  all.map((durable) => ({ ...durable, snapshot: all[0]!.snapshot }))
)

describe("a file", () => {
  test("that is cut off anywhere holds the writes that are whole", async () => {
    await fc.assert(
      fc.asyncProperty(growing, fc.nat(), async (writes, at) => {
        const files = await filesOf(writes)
        const whole = files.at(-1)!
        const cut = whole.subarray(0, at % (whole.length + 1))
        const last = files.findLastIndex(({ length }) => length <= cut.length)
        const { durable, error, left } = await reading(cut)
        if (last < 0) {
          expect(error).toMatchObject({ cause: "the beginning is missing" })
          expect(left).toEqual(cut)
        } else {
          expect(durable).toEqual(writes[last])
          expect(Buffer.from(left)).toEqual(Buffer.from(files[last]!))
        }
      }),
      { numRuns: 500 }
    )
  })

  test("with any byte changed is refused, at the line that it is in", async () => {
    const change = fc.record({
      at: fc.nat(),
      by: fc.integer({ min: 1, max: 255 })
    })
    await fc.assert(
      fc.asyncProperty(growing, change, async (writes, { at, by }) => {
        const whole = Buffer.from((await filesOf(writes)).at(-1)!)
        const place = at % whole.length
        const changed = Buffer.from(whole)
        changed[place] = (whole[place]! + by) % 256
        const before = whole.subarray(0, place).toString("latin1").split("\n")
        const { error, left } = await reading(changed)
        expect(error).toBeInstanceOf(LogDamaged)
        expect(error).toMatchObject({
          file: "/logs/s1",
          line: before.length,
          position: place - before.at(-1)!.length
        })
        expect(Buffer.from(left)).toEqual(changed)
      }),
      { numRuns: 500 }
    )
  })

  test("is refused with a line left out, or written twice", async () => {
    const any = fc.record({ at: fc.nat(), twice: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(growing, any, async (writes, { at, twice }) => {
        const text = Buffer.from((await filesOf(writes)).at(-1)!).toString()
        const lines = text.split(/(?<=\n)/)
        const place = at % lines.length
        fc.pre(twice || place < lines.length - 1)
        const line = lines[place]!
        const changed = lines.toSpliced(
          place,
          1,
          ...(twice ? [line, line] : [])
        )
        const { error } = await reading(Buffer.from(changed.join("")))
        expect(error).toMatchObject({ line: place + (twice ? 2 : 1) })
      }),
      { numRuns: 300 }
    )
  })
})

const folder = mkdtempSync(join(tmpdir(), "bisim-raft-file-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** A server votes, and appends an entry. */
const voted: Durable = { ...first, currentTerm: 1, votedFor: "s2" }
const more: Durable = { ...voted, log: [{ term: 1, value: "x" }] }

const inFolder = (...names: ReadonlyArray<string>) =>
  Layer.provide(
    fileLog(join(folder, ...names), "s1"),
    Layer.merge(NodeFileSystem.layer, Path.layer)
  )

const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(effect)

describe("the file of a server", () => {
  test("is not there before the first write, then has a line for each", async () => {
    await run(
      Effect.gen(function* () {
        const { read, write } = yield* opened(inFolder("s1"))
        expect(yield* read).toBeUndefined()
        expect(readdirSync(folder)).toEqual([])
        for (const durable of [voted, more, more]) yield* write(durable)
      }).pipe(Effect.scoped)
    )
    expect(readdirSync(folder)).toEqual(["s1"])
    const texts = readFileSync(join(folder, "s1"), "utf8")
      .split("\n")
      .map((line) => line.slice(27))
    expect(texts).toEqual([
      '{"format":"bisim-raft-log","version":1,"server":"s1"}',
      JSON.stringify({ ...voted, kept: 0 }),
      '{"currentTerm":1,"votedFor":"s2","commitIndex":0,"kept":0,' +
        '"log":[{"term":1,"value":"x"}]}',
      ""
    ])
  })

  test("begins anew with a snapshot, and so stays small", async () => {
    const log = Array.from({ length: 100 }, () => ({ term: 1, value: "x" }))
    const long = { ...voted, log }
    const snapshot = { ...first.snapshot, index: 100, term: 1 }
    const short = { ...voted, snapshot, log: [] }
    const [, before, after] = await filesOf([voted, long, short])
    expect(before!.length).toBeGreaterThan(2000)
    expect(after!.length).toBeLessThan(500)
    expect(await reading(after!)).toMatchObject({ durable: short })
  })

  test("needs its folder", async () => {
    const nowhere = Effect.scoped(
      Effect.gen(function* () {
        const { read, write } = yield* opened(inFolder("nowhere", "s1"))
        expect(yield* read).toBeUndefined()
        yield* write(first)
      })
    )
    await expect(run(nowhere)).rejects.toThrow(/NotFound.*nowhere/)
  })

  test("is written to no more when a write has failed", async () => {
    const disk = makeDisk()
    await run(
      Effect.gen(function* () {
        const { read, write } = yield* opened(onDisk(disk.files))
        yield* write(voted)
        disk.stopAfter(2)
        const failed = yield* Effect.flip(write(more))
        disk.stopAfter(Infinity)
        expect(yield* Effect.flip(write(more))).toBe(failed)
        expect(yield* read).toEqual(voted)
      }).pipe(Effect.scoped)
    )
  })
})

/** A file of these texts, whose checksums are right. */
const fileOf = (...texts: ReadonlyArray<string>): Uint8Array => {
  let end = start
  const lines = texts.map((text) => {
    const next = lineOf(text, end)
    end = next.end
    return next.line
  })
  return Buffer.concat(lines)
}

const header = '{"format":"bisim-raft-log","version":1,"server":"s1"}'
const whole = JSON.stringify({ ...more, kept: 0 })
const change = { currentTerm: 1, votedFor: "s2", commitIndex: 0, kept: 1 }

describe("a file is refused", () => {
  test.each<readonly [string, Uint8Array, RegExp]>([
    ["empty", Buffer.from(""), /s1:1 \(byte 0\): the beginning is missing\. /],
    ["a header", fileOf(header), /s1:2 \(byte 81\): the beginning is missing/],
    ["something else", Buffer.from("once upon a time\n"), /no record begins/],
    ["some text", fileOf("once"), /s1:1 \(byte 0\): .*JSON/],
    [
      "of a later version",
      fileOf(header.replace("1", "2"), whole),
      /s1:1 .*Expected 1 at \["version"\]/
    ],
    [
      "of another server",
      fileOf(header.replace("s1", "s2"), whole),
      /s1:1 .*this is the log of s2, not of s1/
    ],
    [
      "one with a gap",
      fileOf(header, whole, JSON.stringify({ ...change, kept: 2, log: [] })),
      /s1:3 .*2 entries are kept, of 1/
    ],
    [
      "one with a term below zero",
      fileOf(header, whole, JSON.stringify({ ...change, log: [{ term: -1 }] })),
      /s1:3 .*greater than or equal to 0 at \["log"\]\[0\]\["term"\]/
    ],
    [
      "one with more in it than is known",
      fileOf(header, whole, JSON.stringify({ ...change, log: [], x: 1 })),
      /s1:3 .*\["x"\]/
    ],
    [
      "one that does not begin with a snapshot",
      fileOf(header, JSON.stringify({ ...change, kept: 0, log: [] })),
      /s1:2 .*there is no snapshot yet/
    ]
  ])("that is %s", async (_, bytes, complaint) => {
    const { error, left } = await reading(bytes)
    expect(error).toBeInstanceOf(LogDamaged)
    expect(error?.message).toMatch(complaint)
    expect(error?.message).toMatch(/The file is left as it is/)
    expect(Buffer.from(left)).toEqual(Buffer.from(bytes))
  })
})
