import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { simulate } from "../checks/simulation/simulation.ts"
import type { Protocol } from "../protocols/kernel/protocol.ts"
import { TwoPhaseCommit } from "../protocols/two-phase-commit/protocol.ts"
import { isEnd, type OpenTrace, traceReader } from "./reader.ts"
import { digestOf } from "./spec-digest.ts"
import { traceWriter } from "./writer.ts"

const reader = traceReader(TwoPhaseCommit)

const header = {
  format: "bisim-trace",
  version: 1,
  protocol: "two-phase-commit",
  module: "TwoPhaseCommit",
  spec: digestOf(""),
  constants: { RM: ["rm-0", "rm-1"], TMMayCrash: false },
  actors: { rm: ["rm-0", "rm-1"], tm: ["tm"] },
  clock: "lamport",
  seed: 42
}

const prepare = {
  seq: 1,
  actor: "rm-0",
  action: "RMPrepare",
  at: 1,
  sent: [{ id: "rm-0#1", message: { _tag: "Prepared", rm: "rm-0" } }],
  state: { rmState: "prepared" }
}

const receipt = {
  seq: 1,
  actor: "tm",
  action: "TMRcvPrepared",
  at: 2,
  received: { id: "rm-0#1", message: { _tag: "Prepared", rm: "rm-0" } },
  sent: [],
  state: { tmState: "init", tmPrepared: ["rm-0"] }
}

const opened = (): OpenTrace =>
  Result.getOrThrow(reader.open(JSON.stringify(header)))

/** What the reader says of a line: the problem, or `null`. */
const problemOf = (line: unknown) => {
  const read = opened().line(JSON.stringify(line))
  return Result.isFailure(read) ? read.failure : null
}

const headerProblem = (changes: object) => {
  const read = reader.open(JSON.stringify({ ...header, ...changes }))
  return Result.isFailure(read) ? read.failure : null
}

describe("the reader", () => {
  test("takes a set in any order", () => {
    const tmPrepared = ["rm-1", "rm-0"]
    const line = { ...receipt, state: { ...receipt.state, tmPrepared } }
    const read = Result.getOrThrow(opened().line(JSON.stringify(line)))
    expect(read).toMatchObject({ state: { tmPrepared: ["rm-0", "rm-1"] } })
  })

  test("gives the header with its constants and its actors' kinds", () => {
    const trace = opened()
    expect(trace.header).toEqual(header)
    expect(trace.constants).toEqual(header.constants)
    expect([...trace.kinds]).toEqual([
      ["rm-0", "rm"],
      ["rm-1", "rm"],
      ["tm", "tm"]
    ])
  })

  test.each([prepare, receipt, { end: true, events: 2 }])(
    "reads a line as it is: %j",
    (line) => {
      const read = Result.getOrThrow(opened().line(JSON.stringify(line)))
      expect(read).toEqual(line)
      expect(isEnd(read)).toBe("end" in line)
    }
  )

  test.each(["action", "received", "sent", "state"] as const)(
    "reads a log without %s",
    (field) => {
      const { [field]: _, ...less } = receipt
      expect(problemOf(less)).toBeNull()
    }
  )

  test("reads a log that observed only some fields of a state", () => {
    expect(problemOf({ ...receipt, state: { tmState: "init" } })).toBeNull()
    expect(problemOf({ ...receipt, state: {} })).toBeNull()
  })
})

const { seq: _seq, ...noSeq } = prepare
const { at: _at, ...noAt } = prepare
const { actor: _actor, ...noActor } = prepare
const sending = (message: object) => ({
  ...prepare,
  sent: [{ id: "rm-0#1", message }]
})

describe("the reader names field and cause of", () => {
  test.each([
    [noSeq, "seq", "is missing"],
    [noAt, "at", "is missing"],
    [noActor, "actor", "is missing"],
    [{ ...prepare, seq: 0 }, "seq", "expected a value greater than 0, got 0"],
    [{ ...prepare, seq: 1.5 }, "seq", "expected an integer, got 1.5"],
    [{ ...prepare, at: "1" }, "at", 'expected number, got "1"'],
    [{ ...prepare, at: null }, "at", "expected number, got null"],
    [{ ...prepare, note: 1 }, "note", "is no field here, but is 1"],
    [
      { ...prepare, actor: "rm-2" },
      "actor",
      '"rm-2" is no actor of the header'
    ],
    [{ ...prepare, actor: 1 }, "actor", "1 is no actor of the header"],
    [{ ...prepare, action: "Prepare" }, "action", '"Prepare" is no action'],
    [{ ...prepare, action: "toString" }, "action", '"toString" is no action'],
    [
      { ...prepare, action: "TMCommit" },
      "action",
      "TMCommit is an action of tm, not of rm-0"
    ],
    [
      { ...prepare, received: receipt.received },
      "received",
      "RMPrepare receives no message"
    ],
    [
      { ...receipt, received: { id: "tm#1", message: { _tag: "Commit" } } },
      "received.message._tag",
      "TMRcvPrepared receives Prepared, not Commit"
    ],
    [
      sending({ _tag: "Maybe" }),
      "sent[0].message",
      'expected a message (Prepared, Commit, Abort), got {"_tag":"Maybe"}'
    ],
    [sending({ _tag: "Prepared" }), "sent[0].message.rm", "is missing"],
    [
      sending({ _tag: "Prepared", rm: 0 }),
      "sent[0].message.rm",
      "expected string, got 0"
    ],
    [
      sending({ _tag: "Commit", rm: "rm-0" }),
      "sent[0].message.rm",
      'is no field here, but is "rm-0"'
    ],
    [{ ...prepare, sent: [{ id: "x" }] }, "sent[0].message", "is missing"],
    [
      { ...prepare, state: { rmState: "done" } },
      "state.rmState",
      'expected "working" | "prepared" | "committed" | "aborted", got "done"'
    ],
    [
      { ...prepare, state: { id: "rm-0" } },
      "state.id",
      'is no field here, but is "rm-0"'
    ],
    [
      { ...receipt, state: { tmPrepared: ["rm-0", 1] } },
      "state.tmPrepared[1]",
      "expected string, got 1"
    ],
    [{ end: true }, "events", "is missing"],
    [{ end: false, events: 0 }, "end", "expected true, got false"],
    [{ end: true, events: -1 }, "events", null],
    [{ end: true, events: 0, at: 1 }, "at", "is no field here, but is 1"],
    [7, "", "expected an object, got 7"],
    [null, "", "expected an object, got null"],
    [[], "", "expected an object, got []"]
  ] as const)("%j", (line, field, cause) => {
    const problem = problemOf(line)
    expect(problem?.field).toBe(field)
    if (cause !== null) expect(problem?.cause).toBe(cause)
  })

  test.each([
    [{ format: "trace" }, "format", 'expected "bisim-trace", got "trace"'],
    [{ version: 2 }, "version", "expected 1, got 2"],
    [{ module: "Raft" }, "module", "expected TwoPhaseCommit, got Raft"],
    [{ spec: "sha256:0" }, "spec", null],
    [{ clock: "wall" }, "clock", 'expected "lamport", got "wall"'],
    [{ seed: "x" }, "seed", 'expected number, got "x"'],
    [{ note: 1 }, "note", "is no field here, but is 1"],
    [{ constants: { RM: ["rm-0"] } }, "constants.TMMayCrash", "is missing"],
    [{ constants: { RM: [], TMMayCrash: false } }, "constants.RM", null],
    [{ actors: { rm: ["rm-0"], tm: ["tm"] } }, "actors", null]
  ] as const)("the header's %j", (changes, field, cause) => {
    const problem = headerProblem(changes)
    expect(problem?.field).toBe(field)
    if (cause !== null) expect(problem?.cause).toBe(cause)
  })

  test("text that is empty or no JSON", () => {
    const { line } = opened()
    expect(line("")).toEqual(Result.fail({ field: "", cause: "is empty" }))
    const cause = 'is not JSON: "{\\"seq\\":1"'
    expect(line('{"seq":1')).toEqual(Result.fail({ field: "", cause }))
    expect(reader.open("")).toEqual(line(""))
  })

  test("long values shortly", () => {
    const cause = problemOf({ ...prepare, at: "x".repeat(999) })?.cause ?? ""
    expect(cause.length).toBeLessThan(100)
  })
})

describe("reading and writing", () => {
  const writer = traceWriter(TwoPhaseCommit)

  test("are inverse on every line of a simulated run", async () => {
    const faults = { loss: 0.1, duplication: 0.3, delay: 20 }
    const run = {
      protocol: TwoPhaseCommit,
      folder: "two-phase-commit",
      spec: digestOf(""),
      constants: { RM: ["a", "b", "c"], TMMayCrash: true },
      faults,
      steps: 50
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const { lines } = await Effect.runPromise(simulate({ ...run, seed }))
        const trace = Result.getOrThrow(reader.open(lines[0] ?? ""))
        expect(writer.header(trace.header)).toBe(lines[0])
        for (const text of lines.slice(1)) {
          const line = Result.getOrThrow(trace.line(text))
          const again = isEnd(line)
            ? writer.end(line)
            : writer.event(trace.kinds.get(line.actor) ?? "", line)
          expect(again).toBe(text)
        }
      }),
      { numRuns: 20 }
    )
  })

  test("are for protocols whose states are structs", () => {
    const { tm } = TwoPhaseCommit.actors
    const shapeless = {
      ...TwoPhaseCommit,
      actors: { tm: { ...tm, state: TwoPhaseCommit.network.message } }
    } as Protocol
    expect(() => traceReader(shapeless)).toThrow("A state must be a Struct")
  })

  test("refuses to write for a kind of actor that is not there", () => {
    const event = { seq: 1, actor: "x", at: 1 }
    expect(() => writer.event("xm", event)).toThrow("No kind of actor: xm")
  })
})
