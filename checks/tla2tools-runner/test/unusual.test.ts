/** Runs that are cut short, and runs of a TLC that nobody knows yet. */
import { describe, expect, it } from "vitest"
import { collectResult } from "../src/collect.ts"
import type { TlcEvent } from "../src/events.ts"
import { parseToolOutput } from "../src/tool-output.ts"
import { context, eventsOf, linesOf } from "./fixtures.ts"

describe("a run that was interrupted", () => {
  const until = (name: string, is: (event: TlcEvent) => boolean) => {
    const events = eventsOf(name)
    return collectResult(events.slice(0, events.findIndex(is) + 1), context)
  }

  it.each<[string, string, (event: TlcEvent) => boolean]>([
    ["starting", "Ok", ({ _tag }) => _tag === "Version"],
    ["parsing", "Ok", ({ _tag }) => _tag === "Started"],
    ["initialStates", "Ok", ({ _tag }) => _tag === "Parsed"],
    ["search", "Ok", ({ _tag }) => _tag === "InitialStates"],
    ["liveness", "Ok", ({ _tag }) => _tag === "Temporal"],
    ["trace", "Invariant", ({ _tag }) => _tag === "State"],
    ["finishing", "Ok", ({ _tag }) => _tag === "Statistics"]
  ])("while %s says so", (phase, name, is) => {
    const result = until(name, is)
    expect(result).toMatchObject({ verdict: "interrupted", phase })
    expect(result.exitCode).toBeNull()
  })

  it("keeps what was found", () => {
    const result = until("Invariant", ({ _tag }) => _tag === "State")
    expect(result.summary).toBe(
      "TLC was interrupted while telling the trace of an error. " +
        "Invariant BelowTwo is violated."
    )
    expect(result.trace.states).toHaveLength(1)
    expect(until("Ok", ({ _tag }) => _tag === "Progress")).toMatchObject({
      generated: 6,
      distinct: 4
    })
  })
})

describe("a TLC from the future", () => {
  const message = (code: number, severity: number, text: string) => [
    `@!@!@STARTMSG ${code}:${severity} @!@!@`,
    text,
    `@!@!@ENDMSG ${code} @!@!@`
  ]
  const ended = (lines: ReadonlyArray<string>, code: number) =>
    collectResult(
      [...parseToolOutput(lines), { _tag: "Exit", code } as const],
      context
    )
  /** A recorded run in which it says more after the first progress. */
  const withMore = (name: string, more: ReadonlyArray<string>) => {
    const lines = linesOf(name)
    const at = lines.indexOf("@!@!@ENDMSG 2190 @!@!@") + 1
    return [...lines.slice(0, at), ...more, ...lines.slice(at)]
  }

  it("may say what nobody knows yet, and is understood in the rest", () => {
    const more = [...message(9001, 0, "Tea is ready."), "@!@!@SOMETHING 1"]
    expect(ended(withMore("Ok", more), 0)).toMatchObject({
      verdict: "ok",
      distinct: 4
    })
    const violated = ended(withMore("Invariant", more), 12)
    expect(violated.verdict).toBe("safety")
    expect(violated.trace.states).toHaveLength(2)
    expect(violated.messages.map(({ code }) => code)).toContain(9001)
  })

  it.each([0, 1, 16, 99])(
    "is not called content if it knows a new error, whatever its code: %i",
    (code) => {
      const lines = withMore("Ok", message(9002, 1, "The kettle is on fire."))
      const { summary, verdict } = ended(lines, code)
      expect(verdict).toBe("toolError")
      expect(summary).toContain("The kettle is on fire.")
    }
  )

  it("is not called content if it ends with a code of its own", () => {
    expect(ended(linesOf("Ok"), 99).verdict).toBe("toolError")
    expect(ended(linesOf("Invariant"), 99).verdict).toBe("toolError")
  })

  it("is not understood if it speaks otherwise altogether", () => {
    expect(ended(['{"event":"ok"}'], 0).verdict).toBe("toolError")
  })
})
