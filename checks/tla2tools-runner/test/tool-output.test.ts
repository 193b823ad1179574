import { describe, expect, it } from "vitest"
import type { TlcEvent } from "../src/events.ts"
import { parseToolOutput, toolOutputReader } from "../src/tool-output.ts"
import { eventsOf, linesOf } from "./fixtures.ts"

const message = (code: number, severity: number, text: string) => [
  `@!@!@STARTMSG ${code}:${severity} @!@!@`,
  ...text.split("\n"),
  `@!@!@ENDMSG ${code} @!@!@`
]

const only = (lines: ReadonlyArray<string>): TlcEvent => {
  const [event, ...rest] = parseToolOutput(lines)
  expect(rest).toEqual([])
  return event!
}

describe("messages", () => {
  it("nest, and start after text on the same line", () => {
    const event = eventsOf("Evaluation").find((e) => e._tag === "Error")
    expect(event).toMatchObject({
      kind: "specEvaluation",
      message: { code: 1000, nested: [{ code: 2154, severity: 0 }] }
    })
  })

  it("are kept when their code is unknown", () => {
    expect(only(message(4711, 0, "What is this?\nWho knows."))).toMatchObject({
      _tag: "Message",
      message: { code: 4711, text: "What is this?\nWho knows." }
    })
    expect(only(message(4711, 1, "Bad."))).toMatchObject({ _tag: "Error" })
    expect(only(message(4711, 3, "Odd."))).toMatchObject({ _tag: "Warning" })
  })

  it("are told apart from what the specification prints", () => {
    expect(only(["@!@!@ hello"])).toEqual({
      _tag: "Output",
      text: "@!@!@ hello"
    })
  })

  it("are reported as far as they came when a run is cut short", () => {
    const [event] = parseToolOutput(
      message(2110, 1, "Invariant A is violated.").slice(0, 2)
    )
    expect(event).toMatchObject({ _tag: "Error", properties: ["A"] })
  })

  it("come out line by line as they go in all at once", () => {
    const reader = toolOutputReader()
    const lines = linesOf("Lasso")
    const events = lines.flatMap((line) => reader.push(line))
    expect([...events, ...reader.end()]).toEqual(parseToolOutput(lines))
  })
})

describe("progress", () => {
  it.each([
    ["1,146", "57,927"],
    ["1.146", "57.927"],
    ["1'146", "57'927"],
    ["1\u202f146", "57\u00a0927"],
    ["1146", "57927"]
  ])("is read in any locale's digits: %s", (generated, rate) => {
    const text =
      `Progress(11) at 2026-01-01 12:00:00: ${generated} states generated ` +
      `(${rate} s/min), 288 distinct states found (14,557 ds/min), ` +
      "0 states left on queue."
    expect(only(message(2200, 0, text))).toMatchObject({
      progress: {
        depth: 11,
        generated: 1146,
        distinct: 288,
        queue: 0,
        generatedPerMinute: 57927,
        distinctPerMinute: 14557
      }
    })
  })

  it("of a simulation knows neither depth nor distinct states", () => {
    const events = eventsOf("Simulation")
    expect(events.find((event) => event._tag === "Progress")).toMatchObject({
      progress: { depth: null, generated: 101, distinct: null, queue: null }
    })
  })

  it("counts initial states that are not distinct", () => {
    const text =
      "Finished computing initial states: 12 states generated, " +
      "with 10 of them distinct at 2026-01-01 12:00:00."
    expect(only(message(2191, 0, text))).toMatchObject({
      generated: 12,
      distinct: 10
    })
  })

  it("starts with the mode, seed and process of the run", () => {
    const started = eventsOf("Ok").find((event) => event._tag === "Started")
    expect(started).toMatchObject({
      mode: "breadth-first",
      workers: 1,
      fingerprint: 1,
      seed: "-42",
      processId: 1
    })
  })
})

describe("coverage", () => {
  const coverage = eventsOf("Coverage").flatMap((event) =>
    event._tag === "Coverage" ? [event.coverage] : []
  )

  it("counts the distinct and generated states of each action", () => {
    expect(
      coverage.map(({ distinct, generated, kind, name }) => [
        kind,
        name,
        distinct,
        generated
      ])
    ).toEqual([
      ["initial", "Init", 1, 1],
      ["action", "Climb", 3, 3],
      ["action", "Restart", 0, 2],
      ["property", "TypeOK", null, null]
    ])
  })

  it("names a quantified action without the place of its body", () => {
    const text =
      "<Read line 12, col 1 to line 12, col 7 of module M (14 9 17 69)>: 2:15"
    expect(only(message(2772, 0, text))).toMatchObject({
      coverage: {
        kind: "action",
        name: "Read",
        location: { module: "M", line: 12, endColumn: 7 },
        distinct: 2,
        generated: 15
      }
    })
  })

  it("counts the evaluations of nested expressions", () => {
    const nested = eventsOf("Coverage").find(
      (event) => event._tag === "ExpressionCoverage" && event.coverage.depth > 0
    )
    expect(nested).toMatchObject({
      coverage: { depth: 1, count: 8, cost: null, location: { line: 17 } }
    })
  })
})

describe("names of violated properties", () => {
  it.each([
    [2110, "Invariant Small is violated.", ["Small"]],
    [2107, "Invariant A!B is violated by the initial state:\nx = 1", ["A!B"]],
    [2112, "Action property Up is violated.", ["Up"]],
    [2113, "Evaluating action property Up failed.\nWhy.", ["Up"]],
    [2116, "Temporal properties were violated.\n", []],
    [2116, "Temporal property Live was violated.", ["Live"]],
    [2116, "Temporal properties A, B, and C were violated.", ["A", "B", "C"]]
  ])("%i %s", (code, text, properties) => {
    expect(only(message(code, 1, text))).toMatchObject({ properties })
  })
})

describe("traces of other versions", () => {
  it("give the arguments of actions", () => {
    const text =
      "2: <s1!Acquire(s1, 2) line 6, col 1 to line 6, col 9 of module L>\n" +
      "x = 1\n"
    expect(only(message(2217, 4, text))).toMatchObject({
      state: { number: 2, action: { name: "s1!Acquire" }, variables: { x: 1 } }
    })
  })

  it("return to a state of a module whose name contains Back", () => {
    const text =
      "1: Back to state: <GoBack line 7, col 6 to line 7, col 20 of module Back>"
    expect(only(message(2122, 4, text))).toMatchObject({
      _tag: "BackToState",
      number: 1,
      action: { name: "GoBack" },
      location: { module: "Back" }
    })
  })
})
