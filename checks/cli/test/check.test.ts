import { describe, expect, it } from "vitest"
import type { CheckReport } from "../../check/report.ts"
import { codeOfVerdict, ExitCode, worst } from "../exit-codes.ts"
import { codeOf, judge } from "../programs/verdict.ts"
import {
  checkColumns,
  checkDetails,
  checkHeading,
  checkRow,
  checkSummary,
  skippedRow
} from "../text/check.ts"
import { plainStyle } from "../text/style.ts"

const prepare = {
  action: "RMPrepare",
  actor: "rm-0",
  changes: [{ field: "rm-0.rmState", before: "working", after: "prepared" }]
}

const report = (found: Partial<CheckReport>): CheckReport => ({
  folder: "two-phase-commit",
  model: "MCTwoPhaseCommit",
  engine: "explorer",
  result: "ok",
  distinct: 1745408,
  generated: 18507778,
  depth: 26,
  elapsed: 2310,
  differences: [],
  ...found
})

const refuted = { model: "X.cfg", result: "safety", violates: "Never" } as const
const violation = {
  result: "safety",
  violates: "Never",
  length: 2,
  counterexample: { steps: [prepare] }
} as const

describe("the table of checks", () => {
  it("has a row for every way to end", () => {
    const columns = checkColumns(["MCTwoPhaseCommit"])
    const rows = [
      judge(report({}), undefined),
      judge(report({ engine: "tlc" }), undefined),
      judge(report(violation), refuted),
      judge(report(violation), undefined),
      judge(report({ result: "deadlock" }), undefined),
      judge(report({ result: "incomplete", limit: "states" }), undefined),
      judge(report({ result: "error", engine: "tlc" }), undefined)
    ].map((checked, i) => checkRow(columns, checked, i !== 1, plainStyle))
    const all = [
      checkHeading(columns, plainStyle),
      ...rows,
      skippedRow(columns, plainStyle)
    ]
    expect(`\n${all.join("\n")}\n`).toMatchInlineSnapshot(`
      "
         model             engine    result        distinct    generated  depth     time
      ✓  MCTwoPhaseCommit  explorer  ok           1,745,408   18,507,778     26   2.31 s
      ✓                    tlc       ok           1,745,408   18,507,778     26   2.31 s
      ✓  MCTwoPhaseCommit  explorer  refuted     Never in 2 states                2.31 s
      ✗  MCTwoPhaseCommit  explorer  safety      Never in 2 states                2.31 s
      ✗  MCTwoPhaseCommit  explorer  deadlock                                     2.31 s
      ?  MCTwoPhaseCommit  explorer  incomplete   1,745,408   18,507,778     26   2.31 s
      ✗  MCTwoPhaseCommit  tlc       error                                        2.31 s
      -                    tlc       skipped
      "
    `)
  })

  it("explains what is not as expected", () => {
    const details = [
      judge(report(violation), undefined),
      judge(report({ differences: ["depth: 25 expected, 26 found"] }), refuted),
      judge(
        report({
          ...violation,
          differences: ["result: ok expected, safety found", "depth: ..."]
        }),
        undefined
      ),
      judge(report({ result: "incomplete", limit: "time" }), undefined),
      judge(report({ result: "error", summary: "a.tla:1:2: what?" }), undefined)
    ]
    const text = details.flatMap((checked) =>
      checkDetails(checked, false, plainStyle)
    )
    expect(`${text.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      MCTwoPhaseCommit, explorer: invariant violated: Never in 2 states
        0. initially
        1. RMPrepare(rm-0)  ~ rm-0.rmState: working → prepared

      MCTwoPhaseCommit, explorer: ok
        manifest: depth: 25 expected, 26 found

      MCTwoPhaseCommit, explorer: invariant violated: Never in 2 states
        manifest: result: ok expected, safety found
        0. initially
        1. RMPrepare(rm-0)  ~ rm-0.rmState: working → prepared

      MCTwoPhaseCommit, explorer: incomplete (--max-time was reached), no violation so far

      MCTwoPhaseCommit, explorer: error
        a.tla:1:2: what?
      "
    `)
    expect(checkSummary(details, plainStyle)).toMatchInlineSnapshot(
      `"5 checks, 4 not as expected, 1 incomplete."`
    )
  })

  it("says for whom a property does not hold", () => {
    const found = { ...violation, result: "liveness", of: ["rm-1", 2] } as const
    const checked = judge(report(found), undefined)
    expect(checkDetails(checked, false, plainStyle)[1]).toBe(
      "MCTwoPhaseCommit, explorer: property violated: Never for rm-1, 2 in 2 states"
    )
  })

  it("shows the counter-example of an expected violation only when alone", () => {
    const checked = judge(report(violation), refuted)
    expect(checkDetails(checked, false, plainStyle)).toEqual([])
    expect(checkDetails(checked, true, plainStyle)).toHaveLength(4)
    expect(
      checkDetails(judge(report({}), undefined), true, plainStyle)
    ).toEqual([])
  })
})

describe("exit codes", () => {
  it.each([
    [{}, undefined, ExitCode.holds],
    [violation, refuted, ExitCode.holds],
    [violation, undefined, ExitCode.safety],
    [{ ...violation, violates: "Other" }, refuted, ExitCode.safety],
    [
      { ...violation, differences: ["length: 3 expected, 2 found"] },
      refuted,
      ExitCode.differs
    ],
    [{}, refuted, ExitCode.differs],
    [{ result: "liveness" }, undefined, ExitCode.liveness],
    [{ result: "deadlock" }, undefined, ExitCode.deadlock],
    [{ result: "assumption" }, undefined, ExitCode.assumption],
    [{ result: "assertion" }, undefined, ExitCode.assertion],
    [{ result: "incomplete" }, refuted, ExitCode.undecided],
    [{ result: "error" }, undefined, ExitCode.badInput]
  ] as const)("%j, expected %j: %d", (found, expected, code) => {
    const told = "violates" in found && found.violates === "Other"
    const differences = told ? ["violates: Never expected, Other found"] : []
    const checked = judge(report({ differences, ...found }), expected)
    expect(codeOf(checked, expected)).toBe(code)
  })

  it.each([
    ["ok", 0],
    ["assumption", 10],
    ["deadlock", 11],
    ["safety", 12],
    ["liveness", 13],
    ["assertion", 14],
    ["vacuous", 17],
    ["killed", 17],
    ["resources", 17],
    ["parse", 65],
    ["config", 65],
    ["specEvaluation", 65],
    ["toolError", 70]
  ] as const)("TLC's verdict %s: %d", (verdict, code) => {
    expect(codeOfVerdict(verdict)).toBe(code)
  })

  it("the worst of several counts", () => {
    expect(worst([])).toBe(0)
    expect(worst([0, 17])).toBe(17)
    expect(worst([17, 15, 16])).toBe(16)
    expect(worst([16, 13, 12])).toBe(12)
    expect(worst([12, 65, 0])).toBe(65)
    expect(worst([65, 70, 69])).toBe(70)
  })
})
