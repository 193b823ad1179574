import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, test } from "vitest"
import { Protocols } from "../../protocols/all.ts"
import { breakWithout, guardsOf, measureGuards } from "./guards.ts"

const services = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

const run = <A, E>(
  program: Effect.Effect<A, E, Layer.Success<typeof services>>
): Promise<A> => Effect.runPromise(Effect.provide(program, services))

/** Those of the others are measured, and accounted for, where pages show them. */
const folder = "two-phase-commit"

const measured = await Promise.all(
  Protocols[folder]!.map(async (protocol) => ({
    protocol,
    reports: await run(measureGuards(folder, protocol.module))
  }))
)

const cases = measured.flatMap(({ protocol, reports }) =>
  reports.map((report) => ({
    name: `${protocol.module}!${report.action}.${report.guard}`,
    report
  }))
)

describe("a protocol without one of its guards", () => {
  test("is measured for every guard that there is", () => {
    for (const { protocol, reports } of measured) {
      expect(reports).toMatchObject(guardsOf(protocol))
      expect(reports.length).toBeGreaterThan(0)
    }
  })

  test.each(cases)("is another protocol: $name", ({ report }) => {
    expect([...report.changes, ...report.recounts]).not.toEqual([])
  })

  /** As TLC found them, with the guard taken out of a copy of the spec. */
  test.each([
    ["TMRcvPrepared.Undecided", "MCTwoPhaseCommit", undefined, 1602],
    ["TMCrash.Undecided", "MCTwoPhaseCommit_Crash", 576, 2706]
  ])("has TLC's figures without %s", (guard, model, distinct, generated) => {
    const name = `TwoPhaseCommit!${guard}`
    const { changes, recounts } = cases.find((c) => c.name === name)!.report
    expect(changes).toEqual([])
    const figures = Object.fromEntries(
      recounts
        .filter((recount) => recount.model === model)
        .map(({ figure, found }) => [figure, found])
    )
    expect(figures).toEqual({
      ...(distinct === undefined ? {} : { distinct }),
      generated
    })
  })

  test.each([
    ["TMCommit.AllPrepared", ["Consistent", "DecisionsAreFinal"]],
    ["TMAbort.Undecided", ["DecisionsAreFinal"]],
    ["TMCommit.Undecided", ["DecisionsAreFinal"]],
    ["RMPrepare.Working", ["DecisionsAreFinal"]],
    ["RMChooseToAbort.Working", ["DecisionsAreFinal"]],
    ["TMCrash.MayCrash", ["EveryoneDecides"]]
  ])("breaks without %s what TLC says: %j", (guard, properties) => {
    const name = `TwoPhaseCommit!${guard}`
    const { changes } = cases.find((c) => c.name === name)!.report
    const violated = changes.filter(({ now }) => now === "violated")
    expect(violated.map(({ property }) => property)).toEqual(
      expect.arrayContaining(properties)
    )
  })

  test("breaks in the shortest way, if at all", async () => {
    const without = (action: string, guard: string, property: string) =>
      run(breakWithout(folder, "TwoPhaseCommit", { action, guard }, property))
    const story = await without("TMCommit", "AllPrepared", "Consistent")
    expect(story?.steps.map(({ action }) => action)).toEqual([
      "RMChooseToAbort",
      "TMCommit",
      "RMRcvCommitMsg"
    ])
    expect(
      await without("TMRcvPrepared", "Undecided", "Consistent")
    ).toBeUndefined()
    // Refuted with the guard as well: nothing is broken by its loss.
    expect(
      await without("TMCommit", "AllPrepared", "NobodyAborts")
    ).toBeUndefined()
  })
})
