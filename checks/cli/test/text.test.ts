import { describe, expect, it } from "vitest"
import type { CheckReport } from "../../check/report.ts"
import type { Counterexample } from "../../explorer/counterexample.ts"
import type { ParityReport } from "../../parity/parity.ts"
import { ExitCode, worst } from "../exit-codes.ts"
import { codeOf, judge } from "../programs/verdict.ts"
import {
  checkColumns,
  checkDetails,
  checkHeading,
  checkRow,
  checkSummary,
  skippedRow
} from "../text/check.ts"
import { counterexampleLines } from "../text/counterexample.ts"
import { count, duration, megabytes, plural, rate } from "../text/figures.ts"
import { parityColumns, parityDetails, parityRow } from "../text/parity.ts"
import { progressLine } from "../text/progress.ts"
import { colourStyle, plainStyle, styleFor, unstyled } from "../text/style.ts"
import { valueText } from "../text/values.ts"
import { wrapped } from "../text/wrapped.ts"

const lines = (counterexample: Counterexample): string =>
  `\n${counterexampleLines(counterexample, plainStyle).join("\n")}\n`

const prepare = (id: string) => ({
  action: "RMPrepare",
  actor: id,
  changes: [
    { field: `${id}.rmState`, before: "working", after: "prepared" },
    { field: "network", before: [], after: [{ _tag: "Prepared", rm: id }] }
  ]
})

describe("counter-examples", () => {
  it("tells actors, messages, and only what changes", () => {
    const message = { _tag: "Prepared", rm: "rm-0" }
    expect(
      lines({
        steps: [
          prepare("rm-0"),
          {
            action: "TMRcvPrepared",
            actor: "tm",
            message,
            changes: [{ field: "tm.tmPrepared", before: [], after: ["rm-0"] }]
          },
          {
            action: "TransferBetweenTwoDistantAccounts",
            actor: "t1",
            others: ["k1", "k2"],
            changes: [
              { field: "t1.at", before: { key: "a b" }, after: null },
              { field: "network", before: [message], after: [] },
              { field: "k1.log", before: [1, 2], after: [2, 1] }
            ]
          },
          { action: "Idle", actor: "", changes: [] }
        ]
      })
    ).toMatchInlineSnapshot(`
      "
      0. initially
      1. RMPrepare(rm-0)                         ~ rm-0.rmState: working → prepared
                                                 + Prepared{rm: rm-0}
      2. TMRcvPrepared(tm ← Prepared{rm: rm-0})  ~ tm.tmPrepared: + rm-0
      3. TransferBetweenTwoDistantAccounts(t1, k1, k2)
                                                 ~ t1.at: {key: "a b"} → nothing
                                                 - Prepared{rm: rm-0}
                                                 ~ k1.log: [1, 2] → [2, 1]
      4. Idle                                    (nothing changes)
      "
    `)
  })

  it("counts the copies in a bag", () => {
    const m = { _tag: "Ping" }
    const change = (before: unknown, after: unknown) => ({
      action: "Send",
      actor: "a",
      changes: [{ field: "network", before, after }]
    })
    expect(lines({ steps: [change([m], [m, m]), change([m, m], [])] }))
      .toMatchInlineSnapshot(`
      "
      0. initially
      1. Send(a)  + Ping
      2. Send(a)  - Ping
                  - Ping
      "
    `)
  })

  it("says how it goes on for ever", () => {
    expect(lines({ steps: [prepare("rm-0")], loop: "stuttering" }))
      .toMatchInlineSnapshot(`
      "
      0. initially
      1. RMPrepare(rm-0)  ~ rm-0.rmState: working → prepared
                          + Prepared{rm: rm-0}
         ∞ and nothing more has to happen: it may stay so for ever
      "
    `)
    expect(lines({ steps: [prepare("rm-0"), prepare("rm-1")], loop: 1 }))
      .toMatchInlineSnapshot(`
      "
      0. initially
      1. RMPrepare(rm-0)  ~ rm-0.rmState: working → prepared
                          + Prepared{rm: rm-0}
      2. RMPrepare(rm-1)  ~ rm-1.rmState: working → prepared
                          + Prepared{rm: rm-1}
         ↺ back to 1, and so on for ever
      "
    `)
  })

  it("is the same in colours", () => {
    const story = { steps: [prepare("rm-0")], loop: 0 }
    const coloured = counterexampleLines(story, colourStyle)
    expect(coloured.map(unstyled)).toEqual(
      counterexampleLines(story, plainStyle)
    )
    expect(coloured.join("")).toContain("\u001b[32m+ Prepared{rm: rm-0}")
  })
})

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
  counterexample: { steps: [prepare("rm-0")] }
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
                            + Prepared{rm: rm-0}

      MCTwoPhaseCommit, explorer: ok
        manifest: depth: 25 expected, 26 found

      MCTwoPhaseCommit, explorer: invariant violated: Never in 2 states
        manifest: result: ok expected, safety found
        0. initially
        1. RMPrepare(rm-0)  ~ rm-0.rmState: working → prepared
                            + Prepared{rm: rm-0}

      MCTwoPhaseCommit, explorer: incomplete (--max-time was reached), no violation so far

      MCTwoPhaseCommit, explorer: error
        a.tla:1:2: what?
      "
    `)
    expect(checkSummary(details, plainStyle)).toMatchInlineSnapshot(
      `"5 checks, 4 not as expected, 1 incomplete."`
    )
  })

  it("shows the counter-example of an expected violation only when alone", () => {
    const checked = judge(report(violation), refuted)
    expect(checkDetails(checked, false, plainStyle)).toEqual([])
    expect(checkDetails(checked, true, plainStyle)).toHaveLength(5)
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

  it("the worst of several counts", () => {
    expect(worst([])).toBe(0)
    expect(worst([0, 17])).toBe(17)
    expect(worst([17, 15, 16])).toBe(16)
    expect(worst([16, 13, 12])).toBe(12)
    expect(worst([12, 65, 0])).toBe(65)
    expect(worst([65, 70, 69])).toBe(70)
  })
})

describe("parity", () => {
  const counts = { distinct: 288, generated: 1146, depth: 11 }
  const same: ParityReport = {
    folder: "two-phase-commit",
    model: "MCTwoPhaseCommit",
    spec: counts,
    twin: counts,
    compared: { nodes: 288, edges: 994 },
    difference: undefined,
    same: true
  }
  const change = { field: "tmState", before: "init", after: "committed" }
  const difference = {
    path: [{ action: "RMPrepare", changes: [] }],
    at: "",
    lone: [{ side: "twin", action: "TMCommit", changes: [change] }]
  } as const

  it("has a row for the same, and one for each side that differs", () => {
    const columns = parityColumns(["MCTwoPhaseCommit"])
    const large = { ...same, compared: undefined }
    const other = { ...same, same: false, twin: { ...counts, generated: 7 } }
    const rows = [same, large, other].flatMap((each) =>
      parityRow(columns, each, plainStyle)
    )
    expect(`\n${rows.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      ✓  MCTwoPhaseCommit  both         288        1,146     11  288 states, 994 steps
      ✓  MCTwoPhaseCommit  both         288        1,146     11  counts only
      ✗  MCTwoPhaseCommit  spec         288        1,146     11
                           twin         288            7     11
      "
    `)
    expect(parityDetails(other, plainStyle)).toContain("  the counts differ")
  })

  it("tells the way to the first difference", () => {
    const other = { ...same, same: false, difference }
    const beginning = { ...other, difference: { ...difference, path: [] } }
    const text = [other, beginning].flatMap((each) =>
      parityDetails(each, plainStyle)
    )
    expect(`${text.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      MCTwoPhaseCommit
        after these steps (there is no shorter way to a difference)
        0. initially
        1. RMPrepare  (nothing changes)
        only the twin allows TMCommit
          ~ tmState: init → committed

      MCTwoPhaseCommit
        in the beginning
        only the twin allows TMCommit
          ~ tmState: init → committed
      "
    `)
  })
})

describe("small things", () => {
  it("figures", () => {
    expect([0, 999, 1000, 123558402].map(count)).toEqual([
      "0",
      "999",
      "1,000",
      "123,558,402"
    ])
    expect([14, 12300, 200000].map(duration)).toEqual([
      "0.01 s",
      "12.3 s",
      "3 min 20 s"
    ])
    expect(megabytes(172_400_000)).toBe("172 MB")
    expect([rate(1000, 0), rate(850, 1), rate(2400, 2)]).toEqual([
      "0 k/s",
      "850 k/s",
      "1.2 M/s"
    ])
    expect([plural(1, "state"), plural(0, "state")]).toEqual([
      "1 state",
      "0 states"
    ])
  })

  it("values", () => {
    const values = [1, true, null, "rm-0", "a b", ["x", 2], { n: 1 }, 10n]
    expect(values.map(valueText).join(" ")).toBe(
      '1 true nothing rm-0 "a b" [x, 2] {n: 1} 10'
    )
    expect(valueText({ type: "Prepared", rm: "r" })).toBe("Prepared{rm: r}")
    expect(valueText({ _tag: "Commit" })).toBe("Commit")
  })

  it("wraps at blanks", () => {
    expect(wrapped("a bb ccc dddddd", 5)).toEqual(["a bb", "ccc", "dddddd"])
  })

  it("colours only where they are wanted", () => {
    const styled = (isTerminal: boolean, environment: Record<string, string>) =>
      styleFor({ isTerminal, environment }) === colourStyle
    expect(styled(true, {})).toBe(true)
    expect(styled(false, {})).toBe(false)
    expect(styled(true, { NO_COLOR: "1" })).toBe(false)
    expect(styled(true, { NO_COLOR: "" })).toBe(true)
    expect(styled(true, { TERM: "dumb" })).toBe(false)
    expect(styled(false, { FORCE_COLOR: "1" })).toBe(true)
    expect(styled(false, { FORCE_COLOR: "0" })).toBe(false)
    expect(styled(false, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false)
  })

  it("progress", () => {
    const far = { generated: 9000, distinct: 1000, queue: 20, depth: 5 }
    expect(progressLine("M, tlc", far)).toBe(
      "M, tlc: 1,000 states, 9,000 generated, 20 queued, depth 5"
    )
    const more = { ...far, memory: 1e8, elapsed: 500 }
    expect(progressLine("M, explorer", more)).toBe(
      "M, explorer: 1,000 states, 9,000 generated, 20 queued, depth 5, 2 k/s, 100 MB, 0.50 s"
    )
  })
})
