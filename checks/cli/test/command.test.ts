import { describe, expect, it } from "vitest"
import { Document } from "../documents.ts"
import { bisim, documentIn } from "./command.ts"

describe.concurrent("the command line", () => {
  it("is helpful", async () => {
    const { code, out, err } = await bisim(["--help"])
    expect({ code, err }).toEqual({ code: 0, err: "" })
    expect(out).toContain("EXIT CODES")
    for (const name of ["list", "check", "parity", "pairing", "doctor"]) {
      expect(out).toContain(`\n  ${name}`)
    }
    const check = await bisim(["check", "--help"])
    expect(check.code).toBe(0)
    expect(check.out).toContain("EXAMPLES")
  })

  it("prints completions", async () => {
    const { code, out } = await bisim(["--completions", "bash"])
    expect(code).toBe(0)
    expect(out).toContain("two-phase-commit")
  })

  it.each([
    [[], "a command is missing"],
    [["chekc"], "check"],
    [["check", "--modle", "x"], "--model"],
    [["check", "paxos"], "two-phase-commit"],
    [["check", "--max-states", "0"], "a number above 0"],
    [["check", "--model", "Nope"], "MCTwoPhaseCommit_Five"],
    [["check", "--engine", "tlc", "--max-states", "1"], "--max-time"],
    [["validate", "two-phase-commit"], "FILE"]
  ])("refuses %j with 64 and says why", async (words, hint) => {
    const ended = await bisim([...words, "--json"])
    expect(ended.code).toBe(64)
    expect(ended.err).toMatch(/^error: /)
    expect(ended.err).toContain(hint)
    expect(documentIn(ended)).toMatchObject({
      document: "error",
      exitCode: 64
    })
  })

  it("describes its documents", async () => {
    const { code, out } = await bisim(["schema"])
    expect(code).toBe(0)
    const documents = Document.members.length
    expect(JSON.parse(out)).toHaveProperty("anyOf.length", documents)
  })

  it("lists the models", async () => {
    const ended = await bisim(["list", "--json"])
    expect(ended).toMatchObject({ code: 0, err: "" })
    const document = documentIn(ended)
    expect(document).toMatchObject({ document: "list", exitCode: 0 })
    expect(document).toHaveProperty("models")
    const { out } = await bisim(["list", "two-phase-commit"])
    expect(out).toMatch(/MCTwoPhaseCommit +288 {2}Everyday model: /)
  })

  it("checks with the explorer", async () => {
    const ended = await bisim(["check", "--engine", "explorer"])
    expect(ended).toMatchObject({ code: 0, err: "" })
    expect(ended.out).toMatch(
      /✓ {2}MCTwoPhaseCommit +explorer +ok +288 +1,146 +11 /
    )
    expect(ended.out).toMatch(/\d+ checks, as expected\.\n$/)
    expect(ended.out).not.toContain("\u001b[")
  })

  it("tells the counter-example of a model that is named", async ({
    expect
  }) => {
    const words = ["check", "--engine", "explorer"]
    const model = ["--model", "MCTwoPhaseCommit_CrashLiveness"]
    const { code, out } = await bisim([...words, ...model])
    expect(code).toBe(0)
    expect(out.replace(/\d+\.\d\d s/, "0.00 s")).toMatchInlineSnapshot(`
      "   model                           engine    result        distinct    generated  depth     time
      ✓  MCTwoPhaseCommit_CrashLiveness  explorer  refuted     EveryoneDecides in 5 states      0.00 s

      MCTwoPhaseCommit_CrashLiveness, explorer: refuted as it must be: EveryoneDecides in 5 states
        0. initially
        1. RMPrepare(rm-0)  ~ rm-0.rmState: working → prepared
                            + Prepared{rm: rm-0}
        2. RMPrepare(rm-1)  ~ rm-1.rmState: working → prepared
                            + Prepared{rm: rm-1}
        3. RMPrepare(rm-2)  ~ rm-2.rmState: working → prepared
                            + Prepared{rm: rm-2}
        4. TMCrash(tm)      ~ tm.tmState: init → crashed
           ∞ and nothing more has to happen: it may stay so for ever

      1 check, as expected.
      "
    `)
    const ended = await bisim([...words, ...model, "--json"])
    expect(documentIn(ended)).toMatchObject({
      document: "check",
      checks: [{ result: "liveness", expected: true, length: 5 }]
    })
  })

  it("says incomplete, never ok, when a limit is reached", async () => {
    const model = ["check", "--model", "MCTwoPhaseCommit_Large_7"]
    const ended = await bisim([...model, "--max-states", "1000", "--json"])
    expect(ended.code).toBe(17)
    expect(documentIn(ended)).toMatchObject({
      exitCode: 17,
      checks: [{ result: "incomplete", limit: "states", distinct: 1000 }]
    })
    const { code, out } = await bisim([...model, "--max-depth", "3"])
    expect(code).toBe(17)
    expect(out).toContain("1 check, 1 incomplete.")
  })

  it("obeys NO_COLOR", async () => {
    const environment = { FORCE_COLOR: "1" }
    const coloured = await bisim(["pairing"], { environment })
    expect(coloured.out).toContain("\u001b[32m✓")
    const plain = await bisim(["pairing"], {
      environment: { ...environment, NO_COLOR: "1" }
    })
    expect(plain.out).not.toContain("\u001b[")
    expect(plain.code).toBe(0)
  })

  it("tells partial figures when interrupted", async () => {
    const words = ["check", "--model", "MCTwoPhaseCommit_Large_9"]
    const { code, out } = await bisim([...words, "--engine", "explorer"], {
      watch: (said) => (said.includes("model") ? "SIGINT" : undefined)
    })
    expect(code).toBe(130)
    expect(out).toMatch(/\? {2}MCTwoPhaseCommit_Large_9 +explorer +incomplete/)
    expect(out).toContain("(interrupted)")
  })
})
