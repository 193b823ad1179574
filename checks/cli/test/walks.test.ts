/** `bisim check` depth first, and by random walks. */
import { describe, expect, it } from "vitest"
import type { CheckReport } from "../../check/report.ts"
import { ExitCode } from "../exit-codes.ts"
import { visitedLines } from "../text/visited.ts"
import { bisim, documentIn } from "./command.ts"

const report: CheckReport = {
  folder: "two-phase-commit",
  model: "MCTwoPhaseCommit",
  engine: "explorer",
  result: "incomplete",
  limit: "walks",
  elapsed: 10,
  differences: [],
  visited: {
    order: "random",
    walks: 1,
    depth: 100,
    seed: 7,
    taken: { RMPrepare: 1200, TMAbort: 3, TMCrash: 0 },
    unasked: ["EveryoneDecides"]
  }
}
const counterexample = { steps: [] }

describe("what is said of a search", () => {
  it("by random walks", () => {
    expect(`\n${visitedLines(report).join("\n")}\n`).toMatchInlineSnapshot(`
      "
      At most 1 walk of 100 steps, seed 7.
      Taken: RMPrepare 1,200, TMAbort 3.
      Never taken: TMCrash.
      Not asked: EveryoneDecides, about whole behaviours.
      The same again:
        npx bisim check --model MCTwoPhaseCommit --walks 1 --depth 100 --seed 7
      "
    `)
  })

  it("that need not have found the shortest way", () => {
    const [first] = visitedLines({ ...report, counterexample })
    expect(first).toBe("Found by chance: there may be a shorter way.")
    const deep = { ...report, visited: { order: "depth-first" } as const }
    expect(visitedLines(deep)).toEqual([])
    expect(visitedLines({ ...deep, counterexample })).toEqual([
      "Found depth first: there may be a shorter way."
    ])
  })

  it("breadth first: nothing", () => {
    const { visited: _, ...plain } = { ...report, counterexample }
    expect(visitedLines(plain)).toEqual([])
  })
})

const witness = ["--model", "MCTwoPhaseCommit_Witness_NobodyAborts"]

describe("bisim check", () => {
  it("repeats walks by the line that it prints", async () => {
    const words = ["check", ...witness, "--walks", "5", "--seed", "3"]
    const first = await bisim(words)
    expect(first.code).toBe(ExitCode.holds)
    const line = /^ *npx bisim (.*)$/mu.exec(first.out)![1]!
    expect(line).toBe(`${words.slice(0, 5).join(" ")} --depth 100 --seed 3`)
    const again = await bisim(line.split(" "))
    const timeless = ({ out }: { readonly out: string }) =>
      out.replaceAll(/[\d.]+ s\b/gu, "")
    expect(timeless(again)).toBe(timeless(first))
  })

  it("is undecided where walks find nothing, and tells what they did", async () => {
    const model = ["--model", "MCTwoPhaseCommit_Liveness"]
    const ended = await bisim(["check", ...model, "--walks", "3", "--json"])
    const document = documentIn(ended)
    if (document.document !== "check") throw new Error(document.document)
    const [found] = document.checks
    expect(ended.code).toBe(ExitCode.undecided)
    expect(found).toMatchObject({ result: "incomplete", limit: "walks" })
    expect(found!.visited).toMatchObject({
      ...{ order: "random", walks: 3, depth: 100, seed: 0 },
      unasked: ["EveryoneDecides"]
    })
  })

  it.each([
    "--walks 3 --engine tlc",
    "--depth-first --engine both",
    "--depth 3",
    "--seed 3",
    "--walks 3 --depth-first",
    "--walks 3 --max-depth 4",
    "--walks 3 --coverage",
    "--walks 3 --update",
    "--depth-first --update",
    "--walks 0"
  ])("refuses %s", async (words) => {
    const ended = await bisim(["check", ...witness, ...words.split(" ")])
    expect([ended.code, ended.out]).toEqual([ExitCode.usage, ""])
    expect(ended.err).not.toBe("")
  })
})
