/** Everything that can be wrong with what the command is given. */
import {
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { afterAll, describe, expect, it } from "vitest"
import { bisim, documentIn } from "./command.ts"
import { copyOfProject } from "./copy.ts"

const repository = `${import.meta.dirname}/../../..`
const folder = mkdtempSync(`${realpathSync(tmpdir())}/bisim-mistakes-`)

afterAll(() => {
  rmSync(folder, { recursive: true })
})

const write = (name: string, text: string, mode = 0o644): string => {
  const path = `${folder}/${name}`
  writeFileSync(path, text, { mode })
  return path
}

describe("logs", () => {
  const trace = `${repository}/traces/two-phase-commit/everyone_commits.ndjson`
  const good = readFileSync(trace, "utf8")
  const lines = good.trimEnd().split("\n")
  const changed = (at: number, from: RegExp | string, to: string): string =>
    lines
      .map((line, i) => (i === at - 1 ? line.replace(from, to) : line))
      .join("\n")

  const mistakes: ReadonlyArray<
    readonly [name: string, text: string, line: number, problem: string]
  > = [
    ["empty", "", 0, "the file is empty"],
    ["other-format", '{"hello":"world"}\n', 1, "unknown format"],
    ["cut-off", good.slice(0, -40), lines.length - 1, "cut off"],
    ["not-json", changed(3, /.{5}$/u, ""), 3, "is not JSON"],
    ["unknown-action", changed(2, "RMPrepare", "RMSleep"), 2, '"RMSleep"'],
    ["unknown-actor", changed(2, '"rm-1"', '"rm-9"'), 2, '"rm-9"'],
    ["excess-field", changed(2, "{", '{"note":1,'), 2, "note"],
    ["wrong-type", changed(2, '"prepared"', "7"), 2, "state.rmState"],
    [
      "same-number",
      [...lines.slice(0, 3), lines[2], ...lines.slice(3)].join("\n"),
      4,
      "seq"
    ],
    ["long-line", "", 1, "longer than"]
  ]

  it("are each refused with file, line and problem", async () => {
    const files = mistakes.map(([name, text]) => write(`${name}.ndjson`, text))
    truncateSync(files.at(-1)!, 200 * 1024 * 1024)
    const missing = `${folder}/missing.ndjson`
    const all = [...files, missing, trace]
    const ended = await bisim([
      "validate",
      "two-phase-commit",
      ...all,
      "--json"
    ])
    expect(ended.code).toBe(65)
    const expected = mistakes.map(([, , line, problem], i) => ({
      file: files[i],
      verdict: "bad input",
      ...(line === 0 ? {} : { line }),
      problem: expect.stringContaining(problem) as string
    }))
    expect(documentIn(ended)).toMatchObject({
      document: "validate",
      exitCode: 65,
      files: [
        ...expected,
        { file: missing, verdict: "bad input" },
        { file: trace, verdict: "accepted", events: 10 }
      ]
    })
    const told = ended.err.trimEnd().split("\n")
    expect(told).toHaveLength(mistakes.length + 1)
    expect(told[3]).toContain(`error: ${files[3]}:3: `)
  })

  it("for other constants are refused", async () => {
    const constants = '{"RM":["a"],"TMMayCrash":false}'
    const words = ["validate", "two-phase-commit", trace]
    const ended = await bisim([...words, "--constants", constants])
    expect(ended).toMatchObject({ code: 65, out: "" })
    expect(ended.err).toContain("for other constants")
  })

  it("corrupted in any field are found out, or told why not", async () => {
    const ended = await bisim(["mutate", "two-phase-commit", trace, "--json"])
    expect(ended).toMatchObject({ code: 0, err: "" })
    const document = documentIn(ended)
    expect(document).toMatchObject({ document: "mutate", file: trace })
    expect(document).toHaveProperty("rate", expect.closeTo(1, 1))
  })

  it("that are no behaviour are rejected", async () => {
    const bad = "commit_without_everyone_prepared.ndjson"
    const words = ["validate", "two-phase-commit"]
    const place = `${repository}/traces/two-phase-commit/${bad}`
    const ended = await bisim([...words, place])
    expect(ended).toMatchObject({ code: 16, err: "" })
    expect(ended.out).toContain("AllPrepared is false")
    expect((await bisim([...words, trace])).out).toMatch(/^accepted: all 10 /)
  })
})

describe("models", () => {
  const { folder: copy, edit, restore } = copyOfProject()
  afterAll(() => {
    rmSync(copy, { recursive: true })
  })

  const spec = "spec/two-phase-commit"
  const explorer = ["check", "--engine", "explorer", "--model"]

  it("with an unknown constant are refused", async () => {
    const config = `${spec}/MCTwoPhaseCommit.cfg`
    edit(config, "TMMayCrash", "TMMayCrush")
    const ended = await bisim([...explorer, "MCTwoPhaseCommit"], {
      folder: copy
    })
    restore(config)
    expect(ended).toMatchObject({ code: 65, out: "" })
    expect(ended.err).toBe(
      `error: ${config}:5: TMMayCrush is no constant of TwoPhaseCommit; it has RM, TMMayCrash\n`
    )
  })

  it("with other figures than the manifest differ, until it is updated", async () => {
    const manifest = `${spec}/manifest.json`
    const words = [...explorer, "MCTwoPhaseCommit_Five"]
    edit(manifest, '"distinct": 8832', '"distinct": 8833')
    const differs = await bisim(words, { folder: copy })
    expect(differs.code).toBe(15)
    expect(differs.out).toContain("distinct: 8833 expected, 8832 found")
    const updated = await bisim([...words, "--update"], { folder: copy })
    expect(updated.code).toBe(0)
    expect(updated.out).toContain(`${manifest} is written.`)
    expect(readFileSync(`${copy}/${manifest}`, "utf8")).toBe(
      readFileSync(`${repository}/${manifest}`, "utf8")
    )
  })

  it("whose twin breaks a property are violated, and differ as texts", async () => {
    const actions = "protocols/two-phase-commit/actions.ts"
    edit(
      actions,
      "AllPrepared: (self, { RM }) => RM.every",
      "All: (self, { RM }) => RM.some"
    )
    const place = { folder: copy }
    const check = await bisim(
      [...explorer, "MCTwoPhaseCommit", "--json"],
      place
    )
    const pairing = await bisim(["pairing"], place)
    restore(actions)
    expect(check.code).toBe(13)
    expect(documentIn(check)).toMatchObject({
      checks: [{ expected: false, violates: "RefinesTransactionCommit" }]
    })
    expect(pairing.code).toBe(15)
    expect(pairing.out).toContain("guard AllPrepared is in the spec only")
  })
})

describe("tools", () => {
  const java = (version: string) =>
    write(
      `java-${version}`,
      `#!/bin/sh\necho 'version "${version}"' >&2\n`,
      0o755
    )
  const module = `${repository}/checks/tla2tools-runner/test/specs/Counter.tla`
  const parse = ["tla", "parse", module]
  const nowhere = { PATH: folder, JAVA_HOME: "", HOME: folder }

  it.each([
    ["no Java", () => parse, { ...nowhere }, "No Java was found"],
    [
      "a Java that is too old",
      () => [...parse, "--java", java("1.8.0_402")],
      {},
      "1.8.0_402"
    ],
    [
      "a jar with another checksum",
      () => {
        const jar = write("other.jar", "PK tlc2/TLC.class")
        return [...parse, "--java", java("17.0.1"), "--jar", jar]
      },
      {},
      "sha256"
    ],
    [
      "a cache that cannot be written",
      () => [...parse, "--java", java("17.0.2")],
      { ...nowhere, TLA2TOOLS_JAR: "", TLA2TOOLS_CACHE: "/dev/null/cache" },
      "/dev/null/cache"
    ]
  ])("%s: 69, and what helps", async (_, words, environment, hint) => {
    const ended = await bisim([...words(), "--json"], { environment })
    expect(ended.err).toContain(hint)
    expect(ended.code).toBe(69)
    expect(documentIn(ended)).toMatchObject({ document: "error", exitCode: 69 })
  })

  it("without Java TLC is skipped, and the doctor knows", async () => {
    const model = ["check", "--model", "MCTwoPhaseCommit"]
    const place = { environment: nowhere }
    const check = await bisim(model, place)
    expect(check.code).toBe(0)
    expect(check.out).toMatch(/- +tlc +skipped\n/)
    expect(check.out).toContain("TLC was skipped. No Java was found")
    const asked = await bisim([...model, "--engine", "tlc"], place)
    expect(asked).toMatchObject({ code: 69, out: "" })
    const doctor = await bisim(["doctor", "--json"], place)
    expect(doctor.code).toBe(69)
    expect(documentIn(doctor)).toMatchObject({
      findings: [
        { what: "Node", state: "ok" },
        { what: "Java", state: "missing" },
        {},
        {},
        {}
      ]
    })
  })
})
