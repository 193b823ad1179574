import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { parseConfig, plain } from "../config.ts"

const good = `\\* A comment with = and CONSTANTS in it.
SPECIFICATION FairSpec
CONSTANTS
    RM = {"rm-1",
          "rm-0"}  (* over
    two lines *)
    Max = 3
CONSTANT Flag = TRUE
INVARIANTS TypeOK
    Consistent
PROPERTY Live
CONSTRAINT Bounded
SYMMETRY Alike
CHECK_DEADLOCK FALSE
`

const problemOf = (text: string) => {
  const result = parseConfig(text)
  return Result.isFailure(result) ? result.failure : undefined
}

describe("a configuration", () => {
  it("is read section by section", () => {
    const config = Result.getOrThrow(parseConfig(good))
    expect(config.specification).toMatchObject({ name: "FairSpec", line: 2 })
    expect(
      config.constants.map(({ name, value, line }) => [
        name,
        plain(value),
        line
      ])
    ).toEqual([
      ["RM", ["rm-0", "rm-1"], 4],
      ["Max", 3, 7],
      ["Flag", true, 8]
    ])
    expect(config.invariants.map(({ name, line }) => [name, line])).toEqual([
      ["TypeOK", 9],
      ["Consistent", 10]
    ])
    expect(config.properties.map(({ name }) => name)).toEqual(["Live"])
    expect(config.constraints.map(({ name }) => name)).toEqual(["Bounded"])
    expect(config.symmetry).toMatchObject({ name: "Alike", line: 13 })
    expect(config.checkDeadlock).toBe(false)
  })

  it("checks for deadlocks unless told not to", () => {
    const config = Result.getOrThrow(parseConfig("SPECIFICATION Spec"))
    expect(config.checkDeadlock).toBe(true)
  })

  it.each([
    ["", 1, "the configuration is empty"],
    ["\\* only a comment\n", 1, "the configuration is empty"],
    ["Spec\nINVARIANT A", 1, "Spec is no keyword"],
    ["SPECIFICATION Spec\nVIEW V", 2, "VIEW is for TLC only"],
    ["SYMMETRY Alike\n Same", 2, "there can be one SYMMETRY only"],
    ["CONSTANT\n N <- Small", 2, "N <- ... (substitution) is for TLC only"],
    ["CONSTANTS\n\n N = {1,", 3, "the value of N cannot be read: {1,"],
    ["CONSTANTS N =", 1, "the value of N cannot be read: "],
    ["CONSTANTS N", 1, "a constant is written NAME = VALUE"]
  ])("%j is refused in line %i: %s", (text, line, cause) => {
    expect(problemOf(text)).toEqual({ line, cause })
  })
})
