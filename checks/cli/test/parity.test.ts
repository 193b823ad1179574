import { describe, expect, it } from "vitest"
import type { ParityReport } from "../../parity/parity.ts"
import { parityColumns, parityDetails, parityRow } from "../text/parity.ts"
import { plainStyle } from "../text/style.ts"

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
