import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Rows } from "../rows.ts"

/** Stores ids as the search does, and gives the row's number. */
const store = (rows: Rows, ids: ReadonlyArray<number>, parent: number) => {
  if (ids.map((id, cell) => rows.note(cell, id)).includes(false)) rows.widen()
  const { words, hash, found } = look(rows, ids)
  return found < 0 ? rows.add(words, 0, hash, -1 - found, parent) : found
}

const look = (rows: Rows, ids: ReadonlyArray<number>) => {
  const words = new Int32Array(rows.width)
  rows.pack(ids, words, 0)
  const hash = rows.hash(words, 0)
  return { words, hash, found: rows.find(words, 0, hash) }
}

const idsOf = (rows: Rows, row: number) => {
  const ids = new Int32Array(rows.cells)
  rows.unpack(rows.words, row * rows.width, ids)
  return [...ids]
}

const anyId = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 2 ** 17 }),
  fc.integer({ min: 0, max: 2 ** 31 - 1 })
)

describe("rows", () => {
  it("keep ids, however many cells there are and however long ids get", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyId, { minLength: 1, maxLength: 12 })),
        (states) => {
          const rows = new Rows()
          const stored = states.map((ids) => store(rows, ids, -1))
          const padded = states.map((ids) =>
            Array.from({ length: rows.cells }, (_, cell) => ids[cell] ?? 0)
          )
          expect(stored.map((row) => idsOf(rows, row))).toEqual(padded)
          expect(padded.map((ids) => look(rows, ids).found)).toEqual(stored)
          expect(rows.count).toBe(new Set(padded.map(String)).size)
        }
      ),
      { numRuns: 500 }
    )
  })

  it("find thousands of rows again while fields and table grow", () => {
    const rows = new Rows()
    const ids = (n: number) => [n, n % 7, n % 300, 0, n >> 10]
    const count = 50_000
    for (let n = 0; n < count; n++) store(rows, ids(n), n - 1)
    expect(rows.count).toBe(count)
    const lost = Array.from({ length: count }, (_, n) => n).filter(
      (n) => look(rows, ids(n)).found !== n || rows.parents[n] !== n - 1
    )
    expect(lost).toEqual([])
    expect(look(rows, ids(count)).found).toBeLessThan(0)
  })

  it("make fields wider, but rows not longer, than ids need", () => {
    const rows = new Rows()
    store(rows, [3, 3, 3], -1)
    expect(rows.note(0, 4)).toBe(true)
    expect(rows.width).toBe(1)
    store(rows, [1 << 20, 3, 1 << 10], 0)
    expect(rows.width).toBe(2)
    store(rows, [2 ** 31 - 1, 3, 1 << 10], 0)
    expect(rows.note(0, 2 ** 31 - 1)).toBe(true)
  })
})
