import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  carried,
  earlier,
  type Hybrid,
  latest,
  receive,
  tick,
  tooFarAhead
} from "./clock.ts"

const few = fc.integer({ min: 0, max: 4 })
const hybrid = fc.record({ l: few, c: few }, { noNullPrototype: true })

/** The receipt of a message, case by case as figure 5 of the paper has it. */
const figure5 = (self: Hybrid, m: Hybrid, pt: number): Hybrid => {
  const l = Math.max(self.l, m.l, pt)
  if (l === self.l && l === m.l) return { l, c: Math.max(self.c, m.c) + 1 }
  if (l === self.l) return { l, c: self.c + 1 }
  if (l === m.l) return { l, c: m.c + 1 }
  return { l, c: 0 }
}

describe("the rules", () => {
  test("order by l, then by c", () => {
    fc.assert(
      fc.property(hybrid, hybrid, (a, b) => {
        expect(earlier(a, b)).toBe(10 * a.l + a.c < 10 * b.l + b.c)
      })
    )
  })

  test("of receiving are those of the paper", () => {
    fc.assert(
      fc.property(hybrid, hybrid, few, (self, m, pt) => {
        expect(receive(self, m, pt)).toEqual(figure5(self, m, pt))
      }),
      { numRuns: 2000 }
    )
  })

  test("go forward, and not behind the reading", () => {
    fc.assert(
      fc.property(hybrid, hybrid, few, (self, m, pt) => {
        const ticked = tick(self, pt)
        const received = receive(self, m, pt)
        expect(earlier(self, ticked)).toBe(true)
        expect(earlier(latest(self, m), received)).toBe(true)
        expect(Math.min(ticked.l, received.l)).toBeGreaterThanOrEqual(pt)
      }),
      { numRuns: 2000 }
    )
  })

  test("take the later of two", () => {
    fc.assert(
      fc.property(hybrid, hybrid, (a, b) => {
        const found = latest(a, b)
        expect(found).toEqual(latest(b, a))
        expect([a, b]).toContain(found)
        expect(earlier(found, a) || earlier(found, b)).toBe(false)
      })
    )
  })

  test.each([
    [
      { l: 7, c: 3 },
      { l: 7, c: 3 }
    ],
    [
      { l: 7, c: 4 },
      { l: 8, c: 0 }
    ]
  ])("carry into l when the counter is beyond 3: %j", (next, expected) => {
    expect(carried(next, 3)).toEqual(expected)
  })

  test("tell what is too far ahead", () => {
    expect(tooFarAhead({ l: 15, c: 9 }, 10, 5)).toBe(false)
    expect(tooFarAhead({ l: 16, c: 0 }, 10, 5)).toBe(true)
  })
})
