import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { checksDeadlock, temporalProperties } from "../src/config-file.ts"
import { configText } from "../src/config-text.ts"
import {
  functionOf,
  modelValue,
  record,
  set,
  type TlaValue,
  tuple
} from "../src/value.ts"

const withConstant = (value: TlaValue) =>
  configText({ specification: "Spec", constants: { Value: value } })

describe("a configuration", () => {
  it("is written from values", () => {
    const text = configText({
      init: "Init",
      next: "Next",
      constants: {
        Servers: set([modelValue("s1"), modelValue("s2")]),
        Limit: 3
      },
      substitutions: { Nat: "SmallNat" },
      invariants: ["TypeOK", "Safe"],
      properties: ["Live"],
      constraints: ["Small"],
      actionConstraints: ["Slow"],
      symmetry: "Symmetry",
      view: "View",
      alias: "Alias",
      postcondition: "Post",
      checkDeadlock: false
    })
    expect(Result.getOrThrow(text)).toBe(`INIT Init
NEXT Next
CONSTANTS
  Servers = {s1, s2}
  Limit = 3
  Nat <- SmallNat
INVARIANTS TypeOK Safe
PROPERTIES Live
CONSTRAINTS Small
ACTION_CONSTRAINTS Slow
SYMMETRY Symmetry
VIEW View
ALIAS Alias
POSTCONDITION Post
CHECK_DEADLOCK FALSE
`)
  })

  it("says what the runner reads from a file again", () => {
    const text = Result.getOrThrow(
      configText({
        specification: "Spec",
        properties: ["Live", "Fair"],
        checkDeadlock: false
      })
    )
    expect(temporalProperties(text)).toEqual(["Live", "Fair"])
    expect(checksDeadlock(text)).toBe(false)
    expect(checksDeadlock("CHECK_DEADLOCK \\* FALSE\n TRUE")).toBe(true)
  })

  it.each<[string, TlaValue]>([
    ["a negative number", -3],
    ["one in a set", set([set([-1n])])],
    ["a tuple", tuple([1])],
    ["a record", record({ a: 1 })],
    ["a function", functionOf([[1, 2]])],
    ["a quote, which TLC would keep escaped", 'say "hi"'],
    ["a backslash", "a\\b"],
    ["a line break", "a\nb"],
    ["a keyword as model value", modelValue("TRUE")],
    ["an odd model value", modelValue("a b")]
  ])("cannot say %s, and refuses", (_, value) => {
    const refused = Result.flip(withConstant(value))
    const error = Result.getOrThrow(refused)
    expect(error).toMatchObject({ _tag: "ConfigInexpressible", name: "Value" })
    expect(error.message).toContain("name the definition in substitutions")
  })
})
