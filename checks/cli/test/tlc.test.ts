/** Commands that run SANY and TLC. */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync
} from "node:fs"
import { tmpdir } from "node:os"
import { describe, expect, it } from "vitest"
import { bisim, documentIn } from "./command.ts"

const required = process.env["BISIM_REQUIRE_TLC"] === "1"
const doctor = await bisim(["doctor"])
const absent = doctor.code !== 0 && !required
if (absent) {
  console.warn(`Tests that run TLC are skipped:\n${doctor.out}${doctor.err}`)
}

const specs = `${import.meta.dirname}/../../tla2tools-runner/test/specs`

describe.skipIf(absent)("with TLC", () => {
  it("the doctor is content", () => {
    expect(doctor).toMatchObject({ code: 0, err: "" })
    expect(doctor.out).toContain("Every engine can be used.")
  })

  it("parses modules, and shows where one is wrong", async () => {
    const good = await bisim(["tla", "parse", `${specs}/Counter.tla`])
    expect(good).toMatchObject({ code: 0, err: "" })
    const bad = await bisim(["tla", "parse", `${specs}/Unbalanced.tla`])
    expect(bad.code).toBe(65)
    expect(bad.out).toMatch(/error: .*Unbalanced\.tla:4:1: /)
    expect(bad.out).toContain("  4 | Next == x' = x\n    | ^\n")
    const missing = await bisim(["tla", "parse", `${specs}/None.tla`, "--json"])
    expect(documentIn(missing)).toMatchObject({ exitCode: 65 })
  })

  it.each([
    ["Invariant", 12, "safety"],
    ["MissingConstant", 65, "config"]
  ])("tla check with %s.cfg ends with %d", async (config, code, verdict) => {
    const file = `${specs}/Counter.tla`
    const options = ["--config", `${specs}/${config}.cfg`, "--fingerprint", "0"]
    const ended = await bisim(["tla", "check", file, ...options, "--json"])
    expect(ended).toMatchObject({ code, err: "" })
    expect(documentIn(ended)).toMatchObject({ exitCode: code, verdict })
  })

  it("tells a counter-example with its initial state and its loop", async () => {
    const words = ["tla", "check", `${specs}/Counter.tla`, "--fingerprint", "0"]
    const ended = await bisim([...words, "--config", `${specs}/Lasso.cfg`])
    expect(ended.code).toBe(13)
    expect(ended.out.replace(/\d+\.\d\d s/u, "0.00 s")).toMatchInlineSnapshot(`
      "✗ liveness: Temporal properties were violated. (StaysAtLimit)
        0. initially
           seen = {}
           count = 0
        1. Climb    ~ seen: + {at: 0, how: [climb, Red]}
                    ~ count: 0 → 1
        2. Climb    ~ seen: + {at: 1, how: [climb, Red]}
                    ~ count: 1 → 2
        3. Restart  ~ seen: - {at: 0, how: [climb, Red]}, - {at: 1, how: [climb, Red]}
                    ~ count: 2 → 0
           ↺ back to 0, and so on for ever
        4 distinct states, 6 generated, depth 3, 0.00 s, TLC 2.18 of 20 March 2023
      "
    `)
  })

  it("simulates", async () => {
    const words = ["tla", "simulate", `${specs}/Counter.tla`, "--seed", "1"]
    const ended = await bisim([...words, "--config", `${specs}/Ok.cfg`])
    expect(ended.code).toBe(0)
  })

  it("checks a model with both engines", async () => {
    const words = ["check", "--model", "MCTwoPhaseCommit", "--engine", "both"]
    const ended = await bisim([...words, "--json"])
    expect(ended).toMatchObject({ code: 0, err: "" })
    const figures = { result: "ok", expected: true, distinct: 288, depth: 11 }
    expect(documentIn(ended)).toMatchObject({
      checks: [
        { engine: "explorer", ...figures },
        { engine: "tlc", ...figures }
      ]
    })
  })

  it("compares the graphs of spec and twin", async () => {
    const ended = await bisim(["parity", "--model", "MCTwoPhaseCommit"])
    expect(ended).toMatchObject({ code: 0, err: "" })
    expect(ended.out).toMatch(/✓ {2}MCTwoPhaseCommit +both +288 /)
  })

  it("judges logs by the spec as well", async () => {
    const traces = `${import.meta.dirname}/../../../traces/two-phase-commit`
    const words = ["validate", "two-phase-commit", "--arbiter", "tlc"]
    const bad = `${traces}/two_decisions.ndjson`
    const ended = await bisim([...words, bad])
    expect(ended).toMatchObject({ code: 16, err: "" })
    expect(ended.out).toContain("TLC rejects it as well, after 7 events (")
  })

  it("leaves no JVM and no folder behind when interrupted", async () => {
    const folder = mkdtempSync(`${realpathSync(tmpdir())}/bisim-interrupted-`)
    const words = ["check", "--model", "MCTwoPhaseCommit_Large_9"]
    const ended = await bisim([...words, "--engine", "tlc"], {
      environment: { TMPDIR: folder },
      watch: (out) => (out.includes("model") ? "SIGINT" : undefined),
      delay: 3000
    })
    expect(ended.code).toBe(130)
    expect(ended.out).toContain("incomplete (interrupted)")
    expect(readdirSync(folder)).toEqual([])
    expect(processesNaming(folder)).toEqual([])
    rmSync(folder, { recursive: true })
  })

  it("says that it was interrupted in its document, too", async () => {
    const large = "MCTwoPhaseCommit_Large_9"
    const ended = await bisim(["parity", "--model", large, "--json"], {
      after: 3000
    })
    expect(ended.code).toBe(130)
    expect(documentIn(ended)).toMatchObject({ exitCode: 130 })
  })
})

/** Command lines of running processes; where there is no /proc, none. */
const processesNaming = (text: string): ReadonlyArray<string> => {
  if (process.platform !== "linux") return []
  return readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((id) => {
      try {
        return [readFileSync(`/proc/${id}/cmdline`, "utf8")]
      } catch {
        return []
      }
    })
    .filter((line) => line.includes(text))
}
