import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { changeBetween, parseTranslator } from "../src/translate.ts"
import { exitCodeOf, linesOf } from "./fixtures.ts"

describe("the translator's output", () => {
  it.each([
    ["Algorithm", 0, []],
    [
      "Misplaced",
      255,
      [{ message: 'Expected ":=" but found ";"', line: 7, column: 22 }]
    ],
    [
      "Counter",
      255,
      [
        {
          message: "Beginning of algorithm string --algorithm not found",
          line: null,
          column: null
        }
      ]
    ]
  ])("%s ends with %i", (module, exitCode, errors) => {
    expect(exitCodeOf(`pcal-${module}`)).toBe(exitCode)
    expect(parseTranslator(linesOf(`pcal-${module}`))).toEqual(errors)
  })
})

describe("the change between two texts", () => {
  const text = fc
    .array(fc.constantFrom("", "a", "b"), { minLength: 1 })
    .map((lines) => lines.join("\n"))

  it("is nothing between equal texts", () => {
    expect(changeBetween("a\nb", "a\nb")).toBeNull()
  })

  it("makes the second of the first", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const change = changeBetween(before, after)
        if (change === null) return before === after
        const lines = before.split("\n")
        const { added, line, removed } = change
        expect(lines.slice(line - 1, line - 1 + removed.length)).toEqual(
          removed
        )
        return (
          lines.toSpliced(line - 1, removed.length, ...added).join("\n") ===
          after
        )
      })
    )
  })

  it("is one stretch of lines", () => {
    expect(changeBetween("a\nb\nc\nd", "a\nx\ny\nc\nd")).toEqual({
      line: 2,
      removed: ["b"],
      added: ["x", "y"]
    })
  })
})
