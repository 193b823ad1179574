import { describe, expect, it } from "vitest"
import type { Covered } from "../programs/coverage.ts"
import { coverageLines } from "../text/coverage.ts"
import { plainStyle } from "../text/style.ts"
import { bisim, documentIn } from "./command.ts"

const covered: Covered = {
  folder: "two-phase-commit",
  module: "TwoPhaseCommit",
  models: ["MCTwoPhaseCommit", "MCTwoPhaseCommit_Five"],
  states: 9120,
  complete: true,
  actions: [
    {
      action: "TMCommit",
      taken: 2,
      guards: [
        { guard: "Undecided", isFalse: 8032, alone: 80 },
        { guard: "AllPrepared", isFalse: 9039, alone: 1086 }
      ]
    },
    { action: "RMRcvCommitMsg", taken: 184, guards: [] },
    {
      action: "TMCrash",
      taken: 0,
      guards: [
        { guard: "MayCrash", isFalse: 9120, alone: 1088 },
        { guard: "Undecided", isFalse: 8032, alone: 0 }
      ]
    }
  ]
}

describe("the table of coverage", () => {
  it("tells what each guard is good for", () => {
    const lines = coverageLines(covered, plainStyle)
    expect(`${lines.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      TwoPhaseCommit: 9,120 states of MCTwoPhaseCommit, MCTwoPhaseCommit_Five
      action          taken  guard        false  alone
      TMCommit            2  Undecided    8,032     80
                             AllPrepared  9,039  1,086
      RMRcvCommitMsg    184
      TMCrash             0  MayCrash     9,120  1,088
                             Undecided    8,032      0
      Tries: taken, with a guard false, and with it alone false: there it matters.
      Never taken: TMCrash.
      No state needs: Undecided of TMCrash.
      "
    `)
  })

  it("says if it is of some states only", () => {
    const lines = coverageLines({ ...covered, complete: false }, plainStyle)
    expect(lines).toContain(
      "Incomplete: a limit was reached before all states were seen."
    )
  })
})

describe("bisim check --coverage", () => {
  const words = ["check", "--coverage", "--model", "MCTwoPhaseCommit"]

  it("counts over the graphs of the models", async () => {
    const ended = await bisim([...words, "--engine", "explorer", "--json"])
    expect(ended.code).toBe(0)
    const document = documentIn(ended) as unknown as {
      readonly coverage: readonly [Covered]
    }
    expect(document.coverage).toHaveLength(1)
    expect(document.coverage[0]).toMatchObject({
      module: "TwoPhaseCommit",
      models: ["MCTwoPhaseCommit"],
      states: 288,
      complete: true
    })
    const { actions } = document.coverage[0]
    const taken = actions.reduce((all, { taken }) => all + taken, 0)
    expect(taken + 1).toBe(1146)
  })

  it("names what no state needs, and what never happens", async () => {
    const ended = await bisim([...words, "--engine", "explorer"])
    expect(ended.code).toBe(0)
    expect(ended.out).toMatch(
      /Never taken: TMCrash\.\nNo state needs: Undecided of TMCrash\.\n$/u
    )
  })

  it("is the explorer's alone", async () => {
    const ended = await bisim([...words, "--engine", "tlc"])
    expect(ended).toMatchObject({ code: 64, out: "" })
    expect(ended.err).toContain("only the explorer counts")
  })
})
