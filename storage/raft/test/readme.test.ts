/** The example of the README is run as a reader would run it. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, expect, test } from "vitest"

const root = resolve(import.meta.dirname, "../../..")

const [, section = ""] = readFileSync(
  join(root, "storage/README.md"),
  "utf8"
).split("## Servers of Raft\n")

const block = (language: string): string =>
  new RegExp(`\n\`\`\`${language}\n([^]*?)\`\`\`\n`).exec(section)?.[1] ?? ""

const folder = mkdtempSync(join(tmpdir(), "bisim-words-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const run = (word: string): string => {
  const words = ["--input-type=module-typescript", "-", folder, word]
  const { stdout } = spawnSync(process.execPath, words, {
    cwd: root,
    input: block("ts"),
    encoding: "utf8"
  })
  return stdout
}

test("the example prints what the README says, and forgets nothing", () => {
  const shown = block("console")
    .split(/\$ .*\n/)
    .filter((text) => text !== "")
  expect(shown).toEqual(["hello\n", "hello world\n"])
  expect([run("hello"), run("world")]).toEqual(shown)
  expect(readdirSync(folder)).toEqual(["s1.log", "s2.log", "s3.log"])
})
