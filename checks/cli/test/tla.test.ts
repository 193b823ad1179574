/** `bisim tla`: SANY, TLC and PlusCal for anybody's specifications. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync
} from "node:fs"
import { tmpdir } from "node:os"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bisim, documentIn } from "./command.ts"

const required = process.env["BISIM_REQUIRE_TLC"] === "1"
const absent = (await bisim(["doctor"])).code !== 0 && !required

const specs = `${import.meta.dirname}/../../tla2tools-runner/test/specs`

describe.skipIf(absent)("bisim tla", () => {
  let folder = ""
  beforeAll(() => {
    folder = mkdtempSync(`${realpathSync(tmpdir())}/bisim-tla-`)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const copied = (name: string): string => {
    copyFileSync(`${specs}/${name}`, `${folder}/${name}`)
    return `${folder}/${name}`
  }

  it("translates PlusCal once it is asked to", async () => {
    const file = copied("Algorithm.tla")
    const before = readFileSync(file, "utf8")
    const asked = await bisim(["tla", "translate", file, "--check"])
    expect(asked.code).toBe(15)
    expect(asked.out).toContain("+ VARIABLES count, pc\n")
    expect(asked.out).toContain(`${file}: its translation differs from line 10`)
    expect(readFileSync(file, "utf8")).toBe(before)
    expect((await bisim(["tla", "translate", file])).code).toBe(0)
    expect(readFileSync(file, "utf8")).toContain("VARIABLES count, pc")
    const again = await bisim(["tla", "translate", file, "--check", "--json"])
    expect(documentIn(again)).toMatchObject({ exitCode: 0, change: null })
  })

  it("names the line of a wrong algorithm, and leaves the file", async () => {
    const file = copied("Misplaced.tla")
    const before = readFileSync(file, "utf8")
    const ended = await bisim(["tla", "translate", file])
    expect(ended).toMatchObject({
      code: 65,
      out: `error: ${file}:7:22: Expected ":=" but found ";"\n`
    })
    expect(readFileSync(file, "utf8")).toBe(before)
  })

  it("does not call a search that was cut off complete", async () => {
    const words = ["tla", "check", `${specs}/Counter.tla`, "--depth-first", "2"]
    const ended = await bisim([...words, "--config", `${specs}/Plain.cfg`])
    expect(ended.code).toBe(17)
    expect(ended.out).toContain("✗ incomplete: No error was found in the depth")
  })

  it("writes what TLC found, of a specification without a twin", async () => {
    const at = (name: string) => `${folder}/${name}`
    const kinds = ["html", "itf", "mermaid", "junit"]
    const report = (config: string) =>
      bisim([
        ...["tla", "check", `${specs}/Counter.tla`, "--fingerprint", "0"],
        ...["--config", `${specs}/${config}.cfg`, "--report", "github"],
        ...kinds.flatMap((kind) => ["--report", `${kind}=${at(kind)}`])
      ])
    const read = (name: string) => readFileSync(at(name), "utf8")
    const held = await report("Ok")
    expect(held).toMatchObject({ code: 0, err: "" })
    expect(held.out).toContain("html is not written: there is no counter-")
    expect(read("junit")).toContain('tests="1" failures="0" errors="0"')
    const lasso = await report("Lasso")
    expect(lasso.code).toBe(13)
    expect(lasso.err).toMatch(/^::error file=\S+Counter.tla,title=/u)
    expect(read("junit")).toContain('tests="1" failures="1" errors="0"')
    expect(read("html")).toContain("<h1>StaysAtLimit does not hold</h1>")
    expect(read("html")).toContain("<dt>initially count</dt>")
    const itf = JSON.parse(read("itf")) as { readonly states: unknown }
    expect(itf).toMatchObject({ vars: ["seen", "count"], loop: 0 })
    expect(itf.states).toHaveLength(3)
    expect(read("mermaid")).toContain(
      "    Note over p0: 3. Restart<br/>~ seen: - {at: 0,"
    )
    expect((await report("Malformed")).code).toBe(65)
    expect(read("junit")).toContain('tests="1" failures="0" errors="1"')
  })

  it("checks on several JVMs, and tells the whole trace", async () => {
    const words = ["tla", "distribute", `${specs}/Grid.tla`]
    const config = ["--config", `${specs}/GridViolated.cfg`]
    const ended = await bisim([...words, ...config])
    expect(ended.code).toBe(12)
    expect(ended.out).toContain("✗ safety: Invariant NotThere is violated.")
    expect(ended.out).toContain("  5. ")
  })

  it("does not distribute what would not be checked", async () => {
    const words = ["tla", "distribute", `${specs}/Counter.tla`, "--json"]
    const ended = await bisim([...words, "--config", `${specs}/Ok.cfg`])
    expect(ended.code).toBe(65)
    expect(documentIn(ended)).toMatchObject({ exitCode: 65 })
    expect(ended.err).toContain("leave ReachesLimit to a local run")
  })

  it.each([
    ["text", []],
    ["a document", ["--json"]]
  ])("tells what it found when it is interrupted, as %s", async (_, flags) => {
    const temporary = mkdtempSync(`${folder}/interrupted-`)
    const words = ["tla", "check", `${specs}/Endless.tla`, ...flags]
    const { code, out } = await interrupted(words, temporary)
    expect(code).toBe(130)
    if (flags.length === 0) expect(out).toMatch(/^(✗ )?interrupted: TLC /u)
    else expect(documentIn({ code, out, err: "" }).exitCode).toBe(130)
    expect(readdirSync(temporary)).toEqual([])
  })
})

/** Interrupts a command as soon as its run has written something. */
const interrupted = async (words: ReadonlyArray<string>, folder: string) => {
  const program = `${import.meta.dirname}/../bisim.js`
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "ignore"]
  })
  const started = () =>
    readdirSync(folder, { recursive: true }).some((name) =>
      String(name).endsWith(".fp")
    )
  while (!started()) await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill("SIGINT")
  const [out, [code]] = await Promise.all([
    text(child.stdout),
    once(child, "close") as Promise<[number | null]>
  ])
  return { code, out }
}
