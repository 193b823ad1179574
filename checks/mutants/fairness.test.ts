import { describe, expect, test } from "vitest"
import { Protocols } from "../../protocols/all.ts"
import { runWithFiles } from "../check/test/engine.ts"
import { measureFairness } from "./fairness.ts"

const measured = await Promise.all(
  Object.entries(Protocols).flatMap(([folder, protocols]) =>
    protocols
      .filter(({ liveness }) => Object.keys(liveness).length > 0)
      .map(async (protocol) => ({
        module: protocol.module,
        protocol,
        reports: await runWithFiles(measureFairness(folder, protocol))
      }))
  )
)

/** As the spec of two-phase commit says itself. */
const notNeeded: Readonly<Record<string, ReadonlyArray<string>>> = {
  TwoPhaseCommit: ["RMPrepare"]
}

describe.each(measured)("fairness of $module", ({ module, ...it }) => {
  const { protocol, reports } = it

  test("is measured for every action that is fair", () => {
    const { weaklyFair, stronglyFair = [] } = protocol
    expect(reports.map(({ action }) => action).toSorted()).toEqual(
      [...weaklyFair, ...stronglyFair].toSorted()
    )
    expect(reports.length).toBeGreaterThan(0)
  })

  test("is not asked for in vain", () => {
    const vain = reports.filter(({ breaks }) => breaks === undefined)
    expect(vain.map(({ action }) => action)).toEqual(notNeeded[module] ?? [])
  })
})

test("an action that is to be strongly fair is not so by being weakly", () => {
  const { reports } = measured.find(({ module }) => module === "Raft")!
  const strong = reports.filter(({ strength }) => strength === "strong")
  expect(strong).toMatchObject([
    { action: "GrantPreVote", breaks: { property: "ElectionsGoOn" } },
    { action: "ReceivePreVote", breaks: { property: "ElectionsGoOn" } },
    { action: "Timeout", breaks: { property: "ElectionsGoOn" } },
    { action: "UpdateTerm", breaks: { property: "LastTermIsLed" } }
  ])
})
