import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { afterAll, describe, expect, it } from "vitest"
import { ExitCode } from "../exit-codes.ts"
import { bisim, documentIn } from "./command.ts"

const folder = mkdtempSync(`${tmpdir()}/bisim-reports-`)
const at = (name: string): string => `${folder}/${name}`
const read = (name: string): string => readFileSync(at(name), "utf8")
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const check = (...words: ReadonlyArray<string>) =>
  bisim(["check", "--engine", "explorer", ...words])

const validate = (names: ReadonlyArray<string>, ...reports: Array<string>) =>
  bisim([
    "validate",
    "two-phase-commit",
    ...names.map((name) => `traces/two-phase-commit/${name}.ndjson`),
    ...reports.flatMap((report) => ["--report", report])
  ])

describe("check --report", () => {
  it("writes what is asked for", async () => {
    const { code, out } = await check(
      ...["--model", "MCTwoPhaseCommit_CrashLiveness"],
      ...["--report", `html=${at("a.html")}`],
      ...["--report", `itf=${at("a.itf.json")}`],
      ...["--report", `mermaid=${at("a.mmd")}`],
      ...["--report", `junit=${at("a.xml")}`]
    )
    expect(code).toBe(ExitCode.holds)
    expect(out).toContain(`${at("a.html")} is written.\n`)
    expect(read("a.html")).toContain("<h1>EveryoneDecides does not hold</h1>")
    expect(read("a.html")).toContain("The coordinator stops for ever")
    expect(JSON.parse(read("a.itf.json"))).toMatchObject({ loop: 4 })
    expect(read("a.mmd")).toContain("4. TMCrash")
    expect(read("a.xml")).toContain('tests="1" failures="0"')
  })

  it("shows what is not as it should be", async () => {
    const { code, out, err } = await check(
      ...["--model", "MCTwoPhaseCommit", "--max-states", "9"],
      ...["--report", `junit=${at("b.xml")}`, "--report", "github"],
      ...["--report", `html=${at("b.html")}`]
    )
    expect(code).toBe(ExitCode.undecided)
    expect(read("b.xml")).toContain('tests="1" failures="1"')
    expect(err).toMatch(
      /^::error file=spec\/two-phase-commit\/MCTwoPhaseCommit\.cfg,title=MCTwoPhaseCommit%2C explorer::.*incomplete/m
    )
    expect(out).toContain("b.html is not written: there is no counter-example")
    expect(readdirSync(folder)).not.toContain("b.html")
  })

  it.each(["pdf=x", "html", "html=", "github=x"])(
    "refuses %j before anything is checked",
    async (report) => {
      const { code, out, err } = await check("--report", report)
      expect(code).toBe(ExitCode.usage)
      expect(out).toBe("")
      expect(err).toContain("html=FILE, itf=FILE, mermaid=FILE, junit=FILE")
    }
  )

  it("keeps standard output for one document", async () => {
    const ended = await check(
      ...["--model", "MCTwoPhaseCommit_Witness_NobodyAborts", "--json"],
      ...["--report", "github", "--report", `mermaid=${at("j.mmd")}`]
    )
    expect(documentIn(ended)).toMatchObject({ document: "check" })
    expect(read("j.mmd")).toContain("RMChooseToAbort")
  })

  it("tells which file cannot be written", async () => {
    const file = at("nowhere/a.html")
    const { code, err } = await check(
      ...["--model", "MCTwoPhaseCommit_Witness_NobodyAborts"],
      ...["--report", `html=${file}`]
    )
    expect(code).toBe(ExitCode.badInput)
    expect(err).toContain(`${file}: cannot be written: NotFound`)
  })
})

describe("validate --report", () => {
  it("shows the first log that is rejected", async () => {
    const { code, err } = await validate(
      ["everyone_commits", "commit_without_everyone_prepared", "cut_off"],
      `mermaid=${at("c.mmd")}`,
      `junit=${at("c.xml")}`,
      "github"
    )
    expect(code).toBe(ExitCode.badInput)
    expect(read("c.mmd")).toContain("4. × TMCommit<br/>TMCommit by tm is not")
    expect(read("c.xml")).toContain('tests="3" failures="1" errors="1"')
    expect(err).toMatch(
      /^::error file=traces\/two-phase-commit\/commit_without_everyone_prepared\.ndjson,line=5,/m
    )
    expect(err).toMatch(/^::error file=\S+cut_off\.ndjson,line=12,/m)
  })

  it("finds the steps that a log leaves open", async () => {
    const name = "sixteen_commit_logged_by_actions_only"
    const { code } = await validate([name], `mermaid=${at("d.mmd")}`)
    expect(code).toBe(ExitCode.holds)
    const count = (part: RegExp) => read("d.mmd").match(part)!.length
    expect(count(/->>p16: Prepared/g)).toBe(count(/TMRcvPrepared/g))
    expect(count(/p16->>p\d+: Commit/g)).toBe(count(/RMRcvCommitMsg/g))
    expect(count(/Note over/g)).toBe(55)
  })
})

describe("graph", () => {
  it("draws a small model", async () => {
    const words = ["graph", "MCTransactionCommit", at("e.svg")]
    expect(await bisim(words)).toMatchObject({
      code: ExitCode.holds,
      out: `${at("e.svg")} is written: 34 states, 93 steps.\n`
    })
    expect(read("e.svg").match(/class="state/g)).toHaveLength(34)
    expect(documentIn(await bisim([...words, "--json"]))).toMatchObject({
      document: "graph",
      states: 34,
      steps: 93
    })
  })

  it("refuses what nobody could read", async () => {
    const words = ["graph", "MCTwoPhaseCommit_Five", at("f.svg")]
    const { code, err } = await bisim(words)
    expect(code).toBe(ExitCode.badInput)
    expect(err).toContain("more than 300 states")
  })
})
