import * as Result from "effect/Result"
import { expect, test } from "vitest"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { machineOf } from "../validator/machine.ts"
import { drawing, eventsOf, traceText, walk } from "../validator/samples.ts"
import { bisimTrace } from "./bisim-trace.ts"

const constants = { RM: ["rm-0"], TMMayCrash: false }

const bag: Protocol = {
  ...TwoPhaseCommit,
  network: { ...TwoPhaseCommit.network, semantics: "bag" }
}

/** The participant prepares, and the coordinator hears of it twice. */
const text = traceText(
  "two-phase-commit",
  TwoPhaseCommit,
  constants,
  eventsOf(
    walk(
      machineOf(TwoPhaseCommit, constants),
      drawing(1),
      3,
      ({ action }) => action === "RMPrepare" || action === "TMRcvPrepared"
    )
  )
)

const reads = (protocol: Protocol) => {
  const lines = text.trimEnd().split("\n")
  const subject = { folder: "two-phase-commit", protocol }
  const log = Result.getOrThrow(bisimTrace.open(subject, lines[0]!, undefined))
  return lines
    .slice(1)
    .map((line, i) => Result.getOrThrow(log.line(line, i + 2)))
}

test("a message may be received twice if the network says so", () => {
  const tags = reads(TwoPhaseCommit).map(({ _tag }) => _tag)
  expect(tags).toEqual(["Step", "Step", "Step", "Nothing"])
})

test("a message that can be received once is not received twice", () => {
  expect(reads(bag)[2]).toMatchObject({
    _tag: "Contradiction",
    contradiction: { _tag: "ReceivedTwice", id: "rm-0#1" }
  })
})
