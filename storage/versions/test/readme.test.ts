/** The example of the README is run as a reader would run it. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, test } from "vitest"

const root = resolve(import.meta.dirname, "../../..")

test("the example reads what was committed", () => {
  const [, section = ""] = readFileSync(
    `${root}/storage/README.md`,
    "utf8"
  ).split("## A store of versions\n")
  const [, program = ""] = /```ts\n([^]*?)```\n/.exec(section) ?? []
  const words = ["--input-type=module-typescript", "-"]
  const { stdout } = spawnSync(process.execPath, words, {
    cwd: root,
    input: program,
    encoding: "utf8"
  })
  expect(stdout).toBe("100\n")
})
