import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { mermaid, mermaidText } from "../mermaid.ts"
import { anyText, long, saying } from "./samples.ts"

describe("Mermaid", () => {
  test("of a long behaviour there is as much as Mermaid draws", () => {
    for (const loop of [undefined, 10, 1990] as const) {
      const told = { ...long(2000), ...(loop === undefined ? {} : { loop }) }
      const text = mermaid(told)
      expect(text.length).toBeLessThan(50_000)
      expect(text.length).toBeGreaterThan(40_000)
      const left = Number(/the first (\d+) steps are left out/.exec(text)![1])
      expect(text).not.toContain(`Note over p1: ${left}. Pass`)
      expect(text).toContain(`: ${left + 1}. Pass`)
      expect(text).toContain(": 2000. Pass")
      expect(text.includes("loop for ever")).toBe(loop !== undefined)
    }
    expect(mermaid(long(9))).not.toContain("left out")
  })

  test("nothing is wider than a few words", () => {
    const text = Array.from({ length: 60 }, (_, i) => `word${i}`).join(" ")
    const drawn = mermaid(saying(text)).split(/\n|<br\/>/)
    const shown = drawn.filter(
      (line) => !/^ *(accTitle|participant)/.test(line)
    )
    expect(shown.filter((line) => line.length > 80)).toEqual([])
    expect(shown.join(" ")).toContain("word59")
  })

  test("any text is nothing but text, and can be read again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = mermaidText(text)
        expect(written.replace(/#\d+;/g, "")).not.toMatch(/[\n;#<>"%&]/)
        const again = written.replace(/#(\d+);/g, (_, code) =>
          String.fromCodePoint(Number(code))
        )
        expect(again).toBe(text.toWellFormed())
      })
    )
  })

  test("blocks are closed, and everyone who is named takes part", () => {
    fc.assert(
      fc.property(anyText, fc.nat(8), fc.boolean(), (text, loop, lasso) => {
        const one = saying(text)
        const behaviour = {
          ...one,
          steps: Array.from({ length: 8 }, () => one.steps[0]!),
          ...(lasso ? { loop } : {})
        }
        const [first, ...lines] = mermaid(behaviour).trimEnd().split("\n")
        expect(first).toBe("sequenceDiagram")
        const kinds = lines.map(
          (line) =>
            /^ +(accTitle: |participant p0 as |Note over p0: |p0->>p0: |loop |rect |end$)/.exec(
              line
            )?.[1]
        )
        expect(kinds).not.toContain(undefined)
        const count = (kind: string) => kinds.filter((k) => k === kind).length
        expect(count("loop ") + count("rect ")).toBe(count("end"))
        expect(count("p0->>p0: ")).toBe(8)
      })
    )
  })
})
