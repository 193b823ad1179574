import { describe, expect, it } from "vitest"
import { parseHelp, parseProbe } from "../src/abilities.ts"
import { fixture } from "./fixtures.ts"

describe("what a jar can do", () => {
  it("is what its help lists", () => {
    const { options, version } = parseHelp(fixture("help.out"))
    expect(version).toBe("2.18 of 20 March 2023")
    expect(options).toEqual(
      expect.arrayContaining(["-tool", "-metadir", "-dump", "-simulate"])
    )
    expect(options).not.toContain("-noGenerateSpecTE")
    expect(options).not.toContain("-dumpTrace")
  })

  it("is unknown of a TLC that has no help", () => {
    const { options, version } = parseHelp(fixture("help-2.06.out"))
    expect(version).toBe("of unknown version")
    expect(options).not.toContain("-tool")
  })

  it.each([
    ["Set", "Set", { traceArguments: false, graphArguments: false }],
    ["Set(1)", "Set", { traceArguments: true, graphArguments: false }],
    ["Set(1)", "Set(1)", { traceArguments: true, graphArguments: true }]
  ])(
    "is what it shows: %s in traces, %s in graphs",
    (trace, edge, expected) => {
      const output = [
        "@!@!@STARTMSG 2217:4 @!@!@",
        `2: <${trace} line 3, col 11 to line 3, col 24 of module Probe>`,
        "x = 1",
        "@!@!@ENDMSG 2217 @!@!@"
      ].join("\n")
      const graph = `-1 -> 2 [label="${edge}",color="black",fontcolor="black"];`
      expect(parseProbe(output, graph)).toEqual(expected)
    }
  )
})
