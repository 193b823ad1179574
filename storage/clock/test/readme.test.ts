/** The example of the README is run as a reader would run it. */
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, expect, test } from "vitest"

const root = resolve(import.meta.dirname, "../../..")
const readme = readFileSync(join(root, "storage/README.md"), "utf8")

const block = (language: string): string =>
  new RegExp(`\n\`\`\`${language}\n([^]*?)\n\`\`\`\n`).exec(readme)?.[1] ?? ""

const folder = mkdtempSync(join(tmpdir(), "bisim-readme-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const run = async (program: string): Promise<ReadonlyArray<string>> => {
  const words = ["--input-type=module-typescript", "-", join(folder, "bound")]
  const child = spawn(process.execPath, words, {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"]
  })
  child.stdin.end(program)
  return (await text(child.stdout)).trim().split("\n")
}

/** Readings are not the same twice; all else is. */
const shape = (line: string): string => line.replaceAll(/\d{4,}/g, "…")

test("the example prints what the README says, twice", async () => {
  const [, ...shown] = block("console").split("\n")
  expect(shown).toHaveLength(2)
  const printed = [await run(block("ts")), await run(block("ts"))]
  for (const lines of printed) {
    expect(lines.map(shape)).toEqual(shown.map(shape))
  }
  const [first = [], second = []] = printed.map((lines) =>
    (lines[0] ?? "").split(" < ").map((stamp) => Number(stamp.split(",")[0]))
  )
  const walls = [...first, ...second]
  expect(walls).toEqual(walls.toSorted((a, b) => a - b))
  expect(new Set(walls).size).toBe(4)
})
