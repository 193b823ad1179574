import { describe, expect, it } from "vitest"
import { parseSany } from "../src/sany.ts"
import { linesOf, resultOf } from "./fixtures.ts"

const report = (name: string) => parseSany(linesOf(`sany-${name}`))

describe("SANY's report", () => {
  it("lists the modules that it read and checked", () => {
    const { checked, errors, files, warnings } = report("Counter")
    expect([errors, warnings]).toEqual([[], []])
    expect(checked.at(-1)).toBe("Counter")
    expect(files["Counter"]).toBe("/specs/Counter.tla")
  })

  it("gives the place of errors of meaning", () => {
    expect(report("Misspelt").errors).toEqual([
      {
        kind: "semantic",
        message: "Unknown operator: `zero'.",
        module: "Misspelt",
        file: "/specs/Misspelt.tla",
        line: 3,
        column: 13,
        sourceLine: null
      },
      {
        kind: "semantic",
        message: "Unknown operator: `y'.",
        module: "Misspelt",
        file: "/specs/Misspelt.tla",
        line: 4,
        column: 14,
        sourceLine: null
      }
    ])
  })

  it("gives the place of an error of syntax, once", () => {
    const { errors } = report("Unbalanced")
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({
      kind: "syntax",
      module: "Unbalanced",
      line: 4,
      column: 1,
      file: "/specs/Unbalanced.tla"
    })
  })

  it("names a module that is missing and the one that wants it", () => {
    expect(report("Orphan").errors).toMatchObject([
      { kind: "missingModule", module: "Orphan", line: null }
    ])
  })

  it("is part of a run of TLC", () => {
    expect(resultOf("Misspelt").parsed?.errors).toEqual(
      report("Misspelt").errors
    )
  })

  it("tells warnings from errors", () => {
    const { errors, warnings } = parseSany([
      "Parsing file /specs/M.tla",
      "Semantic processing of module M",
      "*** Warnings: 1",
      "",
      "line 3, col 1 to line 3, col 4 of module M",
      "",
      "Multiple declarations or definitions for symbol A.",
      ""
    ])
    expect(errors).toEqual([])
    expect(warnings).toMatchObject([{ module: "M", line: 3 }])
  })
})
