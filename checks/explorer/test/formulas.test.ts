import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Memo } from "../formulas.ts"
import type { Formula } from "../source.ts"

const CELLS = 5
const cell = fc.nat({ max: CELLS - 1 })
const anyState = fc.array(fc.nat({ max: 20 }), {
  minLength: CELLS,
  maxLength: CELLS
})

/** Reads some cells, then others that the first ones choose. */
const formulaOf =
  (always: ReadonlyArray<number>, more: ReadonlyArray<number>): Formula =>
  (read) => {
    const sum = always.reduce((total, cell) => total + read(cell), 0)
    const chosen = more[sum % (more.length + 1)]
    return (66 + sum - (chosen === undefined ? 0 : 3 * read(chosen))) % 11
  }

describe("a formula that is remembered", () => {
  it("has the value that it has", () => {
    fc.assert(
      fc.property(
        fc.array(cell, { maxLength: 3 }),
        fc.array(cell, { maxLength: 3 }),
        fc.array(anyState, { maxLength: 60 }),
        (always, more, states) => {
          const formula = formulaOf(always, more)
          const memo = new Memo(formula, true)
          const values = (of: (ids: Int32Array) => number) =>
            states.map((ids) => of(Int32Array.from(ids)))
          const plain = values((ids) => formula((cell) => ids[cell]!))
          expect(values((ids) => memo.value(ids))).toEqual(plain)
          expect(values((ids) => memo.value(ids))).toEqual(plain)
        }
      ),
      { numRuns: 300 }
    )
  })

  it("is asked once per path of what it looked at", () => {
    let asked = 0
    const odd = (id: number) => id % 2
    const third = (id: number) => id % 3
    const memo = new Memo((read) => {
      asked++
      const first = odd(read(0, odd))
      return first === 1 ? 10 + third(read(0, third)) : 20 + read(1)
    }, true)
    const values = (...states: ReadonlyArray<ReadonlyArray<number>>) =>
      states.map((ids) => memo.value(Int32Array.from(ids)))
    expect([values([4, 5], [6, 5], [8, 5]), asked]).toEqual([[25, 25, 25], 1])
    expect([values([4, 7]), asked]).toEqual([[27], 2])
    expect([values([1, 5], [7, 6], [13, 7]), asked]).toEqual([[11, 11, 11], 3])
    expect([values([3, 0], [5, 0]), asked]).toEqual([[10, 12], 5])
  })

  it("is asked once per path, and anew once its paths are forgotten", () => {
    let asked = 0
    const memo = new Memo((read) => {
      asked++
      return read(0)
    }, true)
    const states = [
      [1, 2],
      [1, 3],
      [9, 2]
    ].map((ids) => Int32Array.from(ids))
    const values = () => states.map((ids) => memo.value(ids))
    expect([values(), asked]).toEqual([[1, 1, 9], 2])
    memo.reset()
    expect([values(), asked]).toEqual([[1, 1, 9], 4])
  })

  it.each([
    [true, 3],
    [false, 4]
  ])(
    "reads 0 in a cell that a state is too old to have; cached: %s",
    (cached, times) => {
      let asked = 0
      const memo = new Memo((read) => {
        asked++
        return read(1) === 0 ? read(0) : -1
      }, cached)
      const states = [[7], [7], [7, 0], [7, 2]]
      const values = states.map((ids) => memo.value(Int32Array.from(ids)))
      expect([values, asked]).toEqual([[7, 7, 7, -1], times])
    }
  )
})
