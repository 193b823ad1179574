/**
 * Compiler, linter, formatter and the search for dead code find nothing; and
 * each would, as a copy of the repository with planted faults shows.
 */
import { spawn } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { faults } from "./faults.ts"
import { readTree, root, type Tree } from "./tree.ts"

const tools = {
  tsc: ["--pretty", "false"],
  oxlint: ["--format", "unix"],
  oxfmt: ["--check"],
  knip: ["--no-progress"]
}
type Tool = keyof typeof tools

interface Found {
  readonly exitCode: number | null
  readonly lines: ReadonlyArray<string>
}

const run = async (tool: Tool, folder: string): Promise<Found> => {
  const program = join(root, "node_modules/.bin", tool)
  const child = spawn(process.execPath, [program, ...tools[tool]], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 120_000
  })
  const exit = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve)
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { exitCode: await exit, lines: `${out}${err}`.trim().split("\n") }
}

test.each(Object.keys(tools) as ReadonlyArray<Tool>)(
  "%s finds nothing",
  async (tool) => {
    const { exitCode, lines } = await run(tool, root)
    expect(exitCode, lines.join("\n")).toBe(0)
  }
)

const tree = readTree()
const lineCount = (code: string): number => code.split("\n").length

/** Each fault, and the line on which it stands in the copy. */
const places = Object.entries(faults).flatMap(([path, planted]) => {
  let line = tree[path] === undefined ? 1 : lineCount(tree[path])
  return planted.map(([code, rule]) => {
    const at = line
    line += lineCount(code)
    return { path, line: at, rule, code: code.split("\n")[0] }
  })
})

const typeTests = "protocols/types.test-d.ts"
const expectation = /\/\/ @ts-expect-error (TS\d+) (.*)/
const refused = (tree[typeTests] ?? "").split("\n").flatMap((line, i) => {
  const [, code, reason] = expectation.exec(line) ?? []
  return code === undefined ? [] : [{ line: i + 2, code, reason }]
})

const misformatted = "checks/planted-format.ts"
const manifest = tree["package.json"] ?? ""

const planted: Tree = {
  ...tree,
  ...Object.fromEntries(
    Object.entries(faults).map(([path, lines]) => [
      path,
      (tree[path] ?? "") + lines.map(([code]) => code).join("\n")
    ])
  ),
  [typeTests]: (tree[typeTests] ?? "").replaceAll("@ts-expect-error", ""),
  [misformatted]: "export const x = {a:1,};\n",
  "package.json": manifest.replace(
    '"dependencies": {',
    '"dependencies": { "planted": "1.0.0",'
  )
}

describe("with faults planted", () => {
  const folder = mkdtempSync(join(tmpdir(), "bisim-planted-"))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  beforeAll(() => {
    for (const [path, content] of Object.entries(planted)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    mkdirSync(join(folder, "node_modules"))
    for (const name of readdirSync(join(root, "node_modules"))) {
      const target =
        name === "tla2tools-runner"
          ? join(folder, "checks", name)
          : join(root, "node_modules", name)
      symlinkSync(target, join(folder, "node_modules", name))
    }
  })

  describe("oxlint", () => {
    let found: Found = { exitCode: null, lines: [] }
    beforeAll(async () => {
      found = await run("oxlint", folder)
    })

    test("fails", () => {
      expect(found.exitCode).toBe(1)
    })

    const of = (rule: string) => (complaint: string) =>
      new RegExp(`\\[Error/\\w+\\(${rule}`).test(complaint)
    const at = (path: string, line: number) =>
      found.lines.filter((complaint) =>
        complaint.startsWith(`${path}:${line}:`)
      )

    test.each(places)("$path: $code", ({ path, line, rule }) => {
      const complaints = at(path, line)
      if (rule === null)
        expect(complaints.filter(of("no-restricted"))).toEqual([])
      else
        expect(complaints.filter(of(rule)), complaints.join("\n")).not.toEqual(
          []
        )
    })
  })

  describe("tsc", () => {
    let found: Found = { exitCode: null, lines: [] }
    beforeAll(async () => {
      found = await run("tsc", folder)
    })

    test("fails", () => {
      expect(found.exitCode).not.toBe(0)
    })

    test("there are types to be refused", () => {
      expect(refused.length).toBeGreaterThan(10)
    })

    test.each(refused)("$reason ($code)", ({ line, code }) => {
      const complaint = new RegExp(
        `^${typeTests}\\(${line},\\d+\\): error ${code}`
      )
      expect(found.lines.filter((c) => complaint.test(c))).not.toEqual([])
    })
  })

  test("oxfmt", async () => {
    const { exitCode, lines } = await run("oxfmt", folder)
    expect(exitCode).toBe(1)
    expect(lines.join("\n")).toContain(misformatted)
  })

  test("knip", async () => {
    const { exitCode, lines } = await run("knip", folder)
    const output = lines.join("\n")
    expect(exitCode).toBe(1)
    expect(output).toMatch(new RegExp(`^${misformatted}`, "m"))
    expect(output).toMatch(/^planted +package\.json/m)
    expect(output).toMatch(/^Label +type +checks\/explorer\/rows\.ts/m)
  })
})
