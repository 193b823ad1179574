import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { root } from "../../models/models.ts"
import { measure } from "../measure.ts"
import { decodePoints, drawing, figures, plot, scaleTable } from "../scale.ts"

const points = await Effect.runPromise(
  decodePoints(readFileSync(figures, "utf8"))
)

describe("what a state costs", () => {
  it("is drawn as it was measured", () => {
    expect(readFileSync(drawing, "utf8")).toBe(plot(points))
    const dearer = points.map((point) => ({ ...point, seconds: 1e3 }))
    expect(plot(dearer)).not.toBe(plot(points))
  })

  it("was measured from 100,000 to 100 million states", () => {
    const states = points.map(({ distinct }) => distinct)
    expect(states).toHaveLength(7)
    expect(states[0]).toBeLessThan(2e5)
    expect(states.at(-1)).toBe(1e8)
  })

  it("is told in a table", () => {
    const [first] = points
    const table = scaleTable([{ ...first, distinct: 2e6, seconds: 3 }])
    expect(table.split("\n")).toHaveLength(3)
    expect(table).toContain("| 2,000,000 |")
    expect(table).toContain("| 1.50 |")
  })
})

describe("the protocol packed by hand", () => {
  it("is the same protocol", async () => {
    const program = `${root}/checks/bench/hand-packed.ts`
    const { output } = await Effect.runPromise(
      measure(process.execPath, [program, "5", "8832"])
    )
    expect(JSON.parse(output)).toMatchObject({
      distinct: 8_832,
      generated: 58_146,
      depth: 17
    })
  })
})
