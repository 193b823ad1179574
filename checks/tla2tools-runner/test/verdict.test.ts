import { describe, expect, it } from "vitest"
import { collectResult } from "../src/collect.ts"
import type { TlcEvent } from "../src/events.ts"
import type { TlcResult } from "../src/result.ts"
import { canonicalState } from "../src/canonical.ts"
import { context, eventsOf, exitCodeOf, resultOf } from "./fixtures.ts"

const steps = (result: TlcResult): ReadonlyArray<string | null> =>
  result.trace.states.map((state) => state.action?.name ?? null)

const counts = (result: TlcResult) => {
  const { depth, distinct, generated, initial, queue } = result
  return { depth, distinct, generated, initial, queue }
}

describe("the verdict of a recorded run", () => {
  it.each([
    ["Ok", "ok", [], 0],
    ["Simulation", "ok", [], 0],
    ["Coverage", "ok", [], 0],
    ["Bounded", "ok", [], 0],
    ["NoInitialState", "vacuous", [], 0],
    ["SimulationNoInitialState", "vacuous", [], 0],
    ["DepthFirst", "ok", [], 0],
    ["DepthFirstCut", "incomplete", [], 0],
    ["DepthFirstInvariant", "safety", ["BelowTwo"], 2],
    ["DepthFirstLiveness", "config", [], 0],
    ["DepthFirstWorkers", "config", [], 0],
    ["Killed", "killed", [], 0],
    ["Version206", "toolError", ["NotThere"], 6],
    ["Invariant", "safety", ["BelowTwo"], 2],
    ["Initial", "safety", ["NeverZero"], 1],
    ["SimulationInvariant", "safety", ["BelowTwo"], 3],
    ["Deep", "safety", ["Early"], 2],
    ["Deadlock", "deadlock", [], 2],
    ["Stuttering", "liveness", ["Promised"], 2],
    ["Lasso", "liveness", ["Promised"], 2],
    ["ActionProperty", "liveness", ["OneAtATime"], 2],
    ["InitialProperty", "liveness", ["StartsAtOne"], 1],
    ["Assertion", "assertion", [], 2],
    ["Evaluation", "specEvaluation", [], 2],
    ["Unassigned", "specEvaluation", [], 3],
    ["InitialEvaluation", "specEvaluation", [], 0],
    ["InvariantEvaluation", "safetyEvaluation", ["NotComparable"], 2],
    ["UnknownInvariant", "config", [], 0],
    ["MissingConstant", "config", [], 0],
    ["Malformed", "config", [], 0],
    ["Absent", "config", [], 0],
    ["Misspelt", "parse", [], 0],
    ["Unbalanced", "parse", [], 0],
    ["Orphan", "parse", [], 0],
    ["BadOption", "toolError", [], 0]
  ] as const)("%s is %s", (name, verdict, properties, length) => {
    const result = resultOf(name)
    expect(result.verdict).toBe(verdict)
    expect(result.properties).toEqual(properties)
    expect(result.trace.states).toHaveLength(length)
    expect(result.trace.states.map((state) => state.number)).toEqual(
      result.trace.states.map((_, index) => index + 1)
    )
    expect(result.exitCode).toBe(exitCodeOf(name))
  })

  it("counts states, depth and initial states", () => {
    const all = { depth: 3, distinct: 4, generated: 6, initial: 1, queue: 0 }
    expect(counts(resultOf("Ok"))).toEqual(all)
    expect(counts(resultOf("Invariant"))).toEqual({
      depth: 2,
      distinct: 3,
      generated: 3,
      initial: 1,
      queue: 1
    })
    expect(counts(resultOf("Simulation"))).toEqual({
      depth: null,
      distinct: null,
      generated: 101,
      initial: 1,
      queue: null
    })
  })

  it("names the place of a violated assumption", () => {
    const result = resultOf("Assumption")
    expect(result.verdict).toBe("assumption")
    expect(result.properties).toEqual([
      "line 10, col 24 to line 10, col 33 of module Counter"
    ])
  })

  it("knows the collision probability, version, seed and duration", () => {
    const result = resultOf("Ok")
    expect(result.collisionProbability).toBe(4.3e-19)
    expect(result.version).toBe("2.18 of 20 March 2023")
    expect(result.seed).toBe("-42")
    expect(result.milliseconds).toBe(500)
  })

  it("warns that constraints weaken liveness", () => {
    const [warning] = resultOf("Bounded").warnings
    expect(warning).toMatchObject({ code: 2284, weakens: true })
  })
})

describe("a counter-example", () => {
  it("has actions, locations and values", () => {
    const { trace } = resultOf("Invariant")
    expect(steps(resultOf("Invariant"))).toEqual([null, "Climb"])
    const last = trace.states[1]!
    expect(last.location).toMatchObject({ module: "Counter", endColumn: 70 })
    expect(canonicalState(last.variables)).toBe(
      'count = 2\nseen = {[at |-> 0, how |-> <<"climb", Red>>]}'
    )
    expect(trace.end).toEqual({ _tag: "Finite" })
  })

  it("may stutter for ever", () => {
    expect(resultOf("Stuttering").trace.end).toEqual({ _tag: "Stuttering" })
  })

  it("may return to an earlier state by an action", () => {
    const { trace } = resultOf("Lasso")
    expect(trace.end).toMatchObject({
      _tag: "BackToState",
      number: 1,
      action: { name: "Restart", arguments: [] },
      location: { line: 22, module: "Counter" }
    })
  })

  it("is kept apart from what the specification prints in its midst", () => {
    const result = resultOf("Assertion")
    expect(steps(result)).toEqual([null, "NextLoud"])
    expect(result.output).toContain('<<"count is", 0>>')
    expect(result.summary).toContain('"count reached two"')
  })

  it("comes with the expressions that could not be evaluated", () => {
    const [error] = resultOf("Evaluation").errors
    expect(error?.callStack).toHaveLength(4)
    expect(error?.callStack.at(-1)).toMatchObject({ module: "Counter" })
    expect(error?.text).toContain("SetEnumValue")
  })

  it("belongs to its own error when TLC goes on after a violation", () => {
    const { errors, verdict } = resultOf("Continue", { keepGoing: true })
    expect(verdict).toBe("safety")
    expect(errors.map((error) => error.trace.states.length)).toEqual([2, 3])
  })
})

describe("summaries", () => {
  it.each([
    ["MissingConstant", "Counter.cfg: The constant parameter Colour is not"],
    ["Malformed", "Counter.cfg: TLC found an error in the configuration"],
    ["UnknownInvariant", "Counter.cfg: The invariant Nowhere specified in"],
    ["Misspelt", "/specs/Misspelt.tla:3:13: Unknown operator: `zero'."],
    ["Unbalanced", "/specs/Unbalanced.tla:4:1: Encountered"],
    ["Orphan", "/specs/Orphan.tla: Cannot find source file for module Nowhere"],
    ["BadOption", "Error: unrecognized option: -noGenerateSpecTE"]
  ])("%s: %s", (name, start) => {
    expect(resultOf(name).summary).toContain(start)
  })
})

const withExit = (name: string, code: number): ReadonlyArray<TlcEvent> => [
  ...eventsOf(name).filter((event) => event._tag !== "Exit"),
  { _tag: "Exit", code }
]

const without = (name: string, tag: TlcEvent["_tag"]) =>
  eventsOf(name).filter((event) => event._tag !== tag)

const verdictOf = (events: Iterable<TlcEvent>) =>
  collectResult(events, context).verdict

describe("exit code and messages must agree", () => {
  it("refuses TLC's success after a violation, unless asked to go on", () => {
    expect(eventsOf("Continue").some((e) => e._tag === "Success")).toBe(true)
    expect(resultOf("Continue").verdict).toBe("toolError")
  })

  it.each([1, 10, 11, 12, 13, 14, 75, 76, 77, 150, 151, 152, 153, 255])(
    "refuses a run without errors that ends with %i",
    (code) => {
      expect(verdictOf(withExit("Ok", code))).toBe("toolError")
    }
  )

  it.each([0, 1, 11, 13, 75, 255])(
    "refuses a violated invariant that ends with %i",
    (code) => {
      expect(verdictOf(withExit("Invariant", code))).toBe("toolError")
    }
  )

  it.each([130, 137, 143])("calls %i killed", (code) => {
    expect(verdictOf(withExit("Ok", code))).toBe("killed")
    expect(verdictOf(withExit("Invariant", code))).toBe("killed")
  })

  it("believes no exit code 0 after a violation, as TLC 2.06 ends", () => {
    expect(exitCodeOf("Version206")).toBe(0)
    expect(resultOf("Version206").summary).toBe(
      'TLC reported "Invariant NotThere is violated." but ended with exit ' +
        "code 0."
    )
  })

  it.each(["Success", "Finished"] as const)(
    "refuses a success without its %s message",
    (tag) => {
      expect(verdictOf(without("Ok", tag))).toBe("toolError")
    }
  )

  it("refuses a success that left states unexplored", () => {
    const events = eventsOf("Ok").map((event): TlcEvent =>
      event._tag === "Statistics" ? { ...event, queue: 1 } : event
    )
    expect(verdictOf(events)).toBe("toolError")
  })

  it("refuses a trace that belongs to no error", () => {
    const trace = eventsOf("Invariant").filter((e) => e._tag === "State")
    expect(verdictOf([...trace, ...eventsOf("Ok")])).toBe("toolError")
  })

  it("says what TLC was at when it was killed", () => {
    expect(resultOf("Killed").summary).toBe(
      "TLC was killed (exit code 137) while searching."
    )
  })

  it("quotes TLC's last words", () => {
    const event: TlcEvent = { _tag: "ErrorOutput", text: "No more room." }
    const events = [event, ...withExit("Ok", 1)]
    expect(collectResult(events, context).summary).toContain("No more room.")
  })
})
