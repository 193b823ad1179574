import { describe, expect, it } from "vitest"
import {
  parseActionHeader,
  parseActionName,
  parseLocation,
  parseState
} from "../src/state.ts"
import { modelValue, set, tuple } from "../src/value.ts"
import { resultOf } from "./fixtures.ts"

describe("parseState", () => {
  it("reads one variable without a bullet", () => {
    expect(parseState("x = 1\n").variables).toEqual({ x: 1 })
  })

  it("reads values that contain what looks like another variable", () => {
    const text = '/\\ s = "/\\\\ t = 1"\n/\\ t = "x = 2"'
    expect(parseState(text).variables).toEqual({
      s: "/\\ t = 1",
      t: "x = 2"
    })
  })

  it("joins wrapped lines", () => {
    const text = "/\\ long = << 1,\n   {s1,\n    s2} >>\n/\\ next = 3\n\n"
    expect(parseState(text).variables).toEqual({
      long: tuple([1, set([modelValue("s1"), modelValue("s2")])]),
      next: 3
    })
  })

  it("keeps the text of what it cannot read", () => {
    const state = parseState("/\\ f = [{1} -> {2}]\n/\\ x' = 1\n/\\ y = 2")
    expect(state.variables).toEqual({ y: 2 })
    expect(state.unparsed["f"]).toContain("[{1} -> {2}]")
  })

  it("reads every shape of value in a recorded trace", () => {
    const { trace } = resultOf("Deep")
    expect(trace.states.map((state) => state.unparsed)).toEqual([{}, {}])
    expect(trace.states[0]?.variables["shapes"]).toMatchObject({
      fields: {
        negative: -7,
        text: 'a = "b" /\\ c',
        empty: tuple([]),
        range: set([1, 2, 3])
      }
    })
  })
})

describe("action names", () => {
  it.each([
    ["Next", "Next", []],
    ["Inc(1)", "Inc", [1]],
    [
      "s1!Acquire(s1, <<1, 2>>)",
      "s1!Acquire",
      [modelValue("s1"), tuple([1, 2])]
    ],
    ['Say("a)b(c, d")', "Say", ["a)b(c, d"]]
  ])("%s", (text, name, values) => {
    expect(parseActionName(text)).toEqual({ name, arguments: values })
  })

  it("come with their location", () => {
    const header = parseActionHeader(
      "Back(1) line 6, col 11 to line 7, col 65 of module Backwards"
    )
    expect(header.action).toEqual({ name: "Back", arguments: [1] })
    expect(header.location).toEqual({
      module: "Backwards",
      line: 6,
      column: 11,
      endLine: 7,
      endColumn: 65
    })
  })

  it("may have none", () => {
    expect(parseActionHeader("Initial predicate").location).toBeNull()
    expect(parseLocation("Unknown location")).toBeNull()
  })
})
