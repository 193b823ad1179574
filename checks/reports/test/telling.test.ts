import { canonicalState } from "tla2tools-runner"
import { beforeAll, describe, expect, test } from "vitest"
import { checkWithTlc } from "../../check/tlc.ts"
import { run, withoutTlc } from "../../check/test/engine.ts"
import * as Effect from "effect/Effect"
import type { Change } from "../../explorer/counterexample.ts"
import { changeText } from "../change.ts"
import * as Result from "effect/Result"
import { Raft } from "../../../protocols/raft/protocol.ts"
import { etcdRaft } from "../../../traces/adapters/etcd-raft.ts"
import { alone, linesOf } from "../../../traces/adapters/etcd-samples.ts"
import { machineOf } from "../../../traces/validator/machine.ts"
import { fromCounterexample } from "../from-counterexample.ts"
import { fromLog } from "../from-log.ts"
import { explored, logs, models, sentence, validated } from "./samples.ts"

/** With messages, with crashes, with meetings and choices. */
const names = [
  "MCTwoPhaseCommit_Witness_NobodyCommits",
  "MCTwoPhaseCommit_CrashLiveness",
  "MCSnapshotIsolation_Witness_NobodyReadsAnother"
]

const texts = (changes: ReadonlyArray<Change>): ReadonlyArray<string> =>
  changes.map((change) => changeText(change, "")).toSorted()

describe.each(names)("%s", (name) => {
  test("the twin follows the explorer step by step", async () => {
    const { refuted, told } = await explored(name)
    const { steps } = refuted.counterexample
    expect(told.steps.map(({ changes }) => texts(changes))).toEqual(
      steps.map(({ changes }) => texts(changes))
    )
    for (const { actor } of steps) expect(told.actors).toContain(actor)
    expect(told.states).toHaveLength(steps.length + 1)
    expect(told.sentence ?? "").toContain(refuted.violates)
    for (const { action, guards, sentence } of told.steps) {
      expect(guards.filter(({ holds }) => holds !== true)).toEqual([])
      expect(sentence).toContain(action)
    }
  })

  test.skipIf(withoutTlc)("the twin finds the steps of TLC", async () => {
    const model = models.get(name)!
    const report = await run(
      checkWithTlc(model, { workers: 1, onEvent: () => Effect.void })
    )
    const { counterexample, states } = report
    expect(counterexample!.steps.length).toBeGreaterThan(0)
    const found = { ...report, counterexample: counterexample! }
    const told = fromCounterexample(model, found, sentence)
    expect(told.states!.map(canonicalState)).toEqual(
      states!.map(canonicalState)
    )
    for (const { actor } of told.steps) expect(told.actors).toContain(actor)
  })
})

test("a message comes from whoever sent it", async () => {
  const { told } = await explored("MCTwoPhaseCommit_Witness_NobodyCommits")
  const senders = told.steps.flatMap(({ sentIn, message }) =>
    message === undefined ? [] : [[message, told.steps[sentIn! - 1]!.actor]]
  )
  expect(senders).toEqual([
    [{ _tag: "Prepared", rm: "rm-0" }, "rm-0"],
    [{ _tag: "Prepared", rm: "rm-1" }, "rm-1"],
    [{ _tag: "Prepared", rm: "rm-2" }, "rm-2"],
    [{ _tag: "Commit" }, "tm"]
  ])
})

test("where the twin cannot follow, TLC's own words stand", async () => {
  const { model, refuted } = await explored("MCTwoPhaseCommit_CrashLiveness")
  const states = [{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }, { x: 5 }]
  const told = fromCounterexample(model, { ...refuted, states }, sentence)
  expect(told.states).toEqual(states)
  expect(told.actors).toEqual([])
  expect(told.steps.map(({ action }) => action)).toEqual(
    refuted.counterexample.steps.map(({ action }) => action)
  )
})

describe("logs", () => {
  const readable = new Map<string, Awaited<ReturnType<typeof validated>>>()
  beforeAll(async () => {
    for (const file of logs) {
      const found = await validated(file).catch(() => undefined)
      if (found !== undefined) readable.set(file, found)
    }
  })

  const those = (tag: "Accepted" | "Rejected") =>
    [...readable.values()].filter(({ verdict }) => verdict._tag === tag)

  test("that are accepted are told to the end", () => {
    expect(those("Accepted").length).toBeGreaterThan(3)
    for (const { verdict, told } of those("Accepted")) {
      expect(told.steps).toHaveLength(verdict.events)
    }
  })

  test("that are rejected are told up to the line, and why", () => {
    expect(those("Rejected").length).toBeGreaterThan(5)
    for (const { verdict, told } of those("Rejected")) {
      if (verdict._tag !== "Rejected") continue
      const last = told.steps.at(-1)!
      expect(told.steps).toHaveLength(verdict.consumed + 1)
      expect(last.line).toBe(verdict.line)
      expect(told.steps.filter(({ rejected }) => rejected)).toEqual([last])
      if (verdict.reason._tag !== "Disabled") continue
      const { guard } = verdict.reason
      if (last.guards.length === 0) continue
      expect(last.guards.find(({ holds }) => holds !== true)).toMatchObject({
        name: guard,
        holds: false
      })
    }
  })
})

test("the lines of another system are held against those before", () => {
  const events = alone.map((event, i) =>
    i === 16 ? { ...event, state: { term: 2, vote: "1", commit: 9 } } : event
  )
  const lines = linesOf(events)
  const subject = { folder: "raft", protocol: Raft }
  const log = Result.getOrThrow(etcdRaft.open(subject, lines[0]!, undefined))
  for (const [i, line] of lines.entries()) log.line(line, i + 1)
  expect(log.end()).toBeUndefined()
  const verdict = log.verdict!()
  const machine = machineOf(Raft, log.constants)
  const observations = log.told!().slice(0, 16)
  const file = "etcd.log"
  const read = { file, machine, observations, verdict, foreign: true }
  const { steps, states, title } = fromLog(read, sentence)
  expect(title).toBe("The log is rejected")
  expect(states).toBeUndefined()
  expect(steps.map(({ action }) => action)).toEqual(
    events.slice(0, 17).map(({ name }) => name)
  )
  expect(texts(steps[7]!.changes)).toEqual([
    "~ 1.role: StateFollower → StateCandidate",
    "~ 1.term: 1 → 2",
    "~ 1.vote: 0 → 1"
  ])
  expect(steps[10]!.sentIn).toBe(9)
  expect(texts(steps[16]!.changes)).toEqual(["~ 1.commit: 1 → 9"])
  expect(steps[16]!.rejected!.why.join("\n")).toContain("commit")
})
