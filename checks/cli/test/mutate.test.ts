import { describe, expect, it } from "vitest"
import type { MutationReport } from "../../../traces/mutate/report.ts"
import { mutationLines } from "../text/mutate.ts"
import { plainStyle } from "../text/style.ts"
import { bisim, documentIn } from "./command.ts"

const traces = `${import.meta.dirname}/../../../traces/two-phase-commit`
const words = ["mutate", "two-phase-commit"]

describe.concurrent("bisim mutate", () => {
  it("tells the kill rate and the survivors", async ({ expect }) => {
    const { code, out, err } = await bisim([
      ...words,
      `${traces}/one_chooses_to_abort.ndjson`
    ])
    expect({ code, err }).toEqual({ code: 0, err: "" })
    expect(out).toMatch(/^9\d\.\d %: \d+ of \d+ mutants are killed/)
    expect(out).toMatch(/\(equivalent\): the two steps are independent/)
    expect(out).toMatch(/line 1, header\.seed: 3 → [24]/)
    expect(out.split("\n").length).toBeLessThanOrEqual(41)
  })

  it("tells all in a document, of as many as are wanted", async ({
    expect
  }) => {
    const file = `${traces}/sixteen_commit.ndjson`
    const sample = ["--max", "30", "--seed", "9", "--json"]
    const ended = await bisim([...words, file, ...sample])
    expect(ended).toMatchObject({ code: 0, err: "" })
    const document = documentIn(ended)
    expect(document).toMatchObject({ document: "mutate", file, tried: 30 })
  })

  it("refuses a log that is not accepted as validate does", async ({
    expect
  }) => {
    const file = `${traces}/two_decisions.ndjson`
    const rejected = await bisim([...words, file, "--json"])
    expect(rejected.code).toBe(16)
    expect(rejected.err).toContain("only a log that is accepted")
    expect(documentIn(rejected)).toMatchObject({ document: "error", line: 9 })
    const cut = await bisim([...words, `${traces}/cut_off.ndjson`])
    expect(cut).toMatchObject({ code: 65, out: "" })
  })
})

const report: MutationReport = {
  format: "bisim-trace",
  folder: "two-phase-commit",
  possible: 8312,
  tried: 20,
  rejected: 7,
  refused: 3,
  undecided: 1,
  equivalent: 2,
  rate: 10 / 18,
  rateOfAll: 10 / 20,
  fields: [
    { field: "seq", tried: 2, killed: 2, undecided: 0 },
    { field: "at", tried: 16, killed: 8, undecided: 1 },
    { field: "(lines swapped)", tried: 2, killed: 0, undecided: 0 }
  ],
  distances: [
    { lines: 0, killed: 8 },
    { lines: 1, killed: 1 },
    { lines: 9, killed: 1 }
  ],
  survivors: [
    ...[3, 4].map(
      (line) =>
        ({
          line,
          field: "(lines swapped)",
          kind: "equivalent",
          reason: "the order does not matter"
        }) as const
    ),
    ...[2, 3, 4, 5, 6, 7, 8].map(
      (line) =>
        ({
          line,
          field: "at",
          from: line,
          to: line + 1,
          kind: "hole",
          reason: "nobody looks"
        }) as const
    )
  ]
}

describe("the text", () => {
  it("has the survivors by their reasons, holes first", () => {
    const text = mutationLines(report, plainStyle).join("\n")
    expect(`\n${text}\n`).toMatchInlineSnapshot(`
      "
      55.6 %: 10 of 18 mutants are killed (7 rejected, 3 refused as no log).
      2 more are equivalent to the log; of all 20 it is 50.0 %.
      These are 20 of 8,312 mutants.
      1 mutant undecided.
      Found out: 8 at the corrupted line, 1 one line after it, 1 up to 9 lines after
      it.

        field            mutants  killed
        at                    16       8  7 survived, 1 undecided
        (lines swapped)        2       0  2 survived
        All killed: seq 2

      7 survived (hole): nobody looks.
        line 2, at: 2 → 3; line 3, at: 3 → 4; line 4, at: 4 → 5; line 5, at: 5 → 6;
        line 6, at: 6 → 7; line 7, at: 7 → 8; line 8, at: 8 → 9
      2 survived (equivalent): the order does not matter.
        lines 3-4 swapped; lines 4-5 swapped
      "
    `)
  })

  it("fits a screen, whatever survives", () => {
    const { survivors } = report
    const many = Array.from({ length: 30 }, (_, i) =>
      survivors.map((one) => ({ ...one, reason: `${one.reason} ${i}` }))
    ).flat()
    const fields = Array.from({ length: 30 }, (_, i) => ({
      field: `field${i}`,
      tried: 9,
      killed: 0,
      undecided: 0
    }))
    const lines = mutationLines(
      { ...report, survivors: many, fields },
      plainStyle
    )
    expect(lines).toHaveLength(40)
    expect(lines.at(-1)).toBe("... (--json tells all)")
    expect(lines).toContainEqual("  ... and 21 more fields")
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
  })
})
