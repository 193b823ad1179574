import { expect, test } from "vitest"
import type { GuardReport } from "../mutants/guards.ts"
import { guardTable, unreasoned } from "./tables.ts"

const report = (
  guard: string,
  distinct: ReadonlyArray<number>
): GuardReport => ({
  action: "Fly",
  guard,
  changes: [],
  recounts: distinct.map((found) => ({
    model: "MCBird",
    figure: "distinct",
    found,
    atLeast: false,
    insteadOf: 1
  }))
})

const reports = [report("HasWings", [2]), report("Awake", [])]

test("a guard that nothing notices needs a reason, and no other does", () => {
  expect(unreasoned(reports, {})).toEqual(["nothing changes without Fly.Awake"])
  expect(unreasoned(reports, { "Fly.Awake": "It rests." })).toEqual([])
  expect(
    unreasoned(reports, {
      "Fly.Awake": "It rests.",
      "Fly.HasWings": "Obvious.",
      "Swim.HasFins": "There is no such guard."
    })
  ).toEqual(["Fly.HasWings needs no reason", "Swim.HasFins needs no reason"])
})

test("the reason stands in the table", () => {
  const table = guardTable(reports, { "Fly.Awake": "It rests." })
  expect(table.at(-1)).toMatch(/`Fly.Awake` .* nothing: It rests\./)
})
