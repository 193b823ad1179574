/** The package as it is published, away from this repository. */
import { spawnSync } from "node:child_process"
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openTlc } from "./live.ts"

const { absent } = await openTlc()

const source = join(import.meta.dirname, "..")
const root = join(source, "../..")
const programs = join(root, "node_modules", ".bin")
const folder = mkdtempSync(join(tmpdir(), "tla2tools-package-"))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (cwd: string, command: string, ...words: ReadonlyArray<string>) => {
  const path = `${programs}${delimiter}${process.env["PATH"]}`
  const { stderr, stdout, status, error } = spawnSync(command, words, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PATH: path, NO_COLOR: "1" }
  })
  if (error !== undefined) throw error
  return { status, stdout, stderr }
}

/** Packs a copy, because packing changes the manifest for a moment. */
const pack = (): string => {
  const copy = join(folder, "repository", "checks", "tla2tools-runner")
  mkdirSync(join(copy, ".."), { recursive: true })
  cpSync(source, copy, {
    recursive: true,
    filter: (path) => !/node_modules|dist$/.test(path.slice(source.length))
  })
  cpSync(
    join(root, "tsconfig.json"),
    join(folder, "repository", "tsconfig.json")
  )
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  const packed = run(copy, "npm", "pack", "--json", "--silent")
  expect(packed.status, packed.stdout + packed.stderr).toBe(0)
  const name = /tla2tools-runner-[\d.]+\.tgz/.exec(packed.stdout)![0]
  return join(copy, name)
}

/** A project of somebody else that has installed the package. */
const install = (archive: string): string => {
  const project = join(folder, "project")
  const modules = join(project, "node_modules")
  mkdirSync(modules, { recursive: true })
  const unpacked = run(modules, "tar", "xzf", archive)
  expect(unpacked.status, unpacked.stderr).toBe(0)
  cpSync(join(modules, "package"), join(modules, "tla2tools-runner"), {
    recursive: true
  })
  rmSync(join(modules, "package"), { recursive: true })
  for (const name of ["effect", "@effect", "@types"]) {
    symlinkSync(join(root, "node_modules", name), join(modules, name))
  }
  cpSync(join(source, "examples"), join(project, "examples"), {
    recursive: true
  })
  cpSync(join(source, "test/specs"), join(project, "test/specs"), {
    recursive: true
  })
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n')
  return project
}

let archive = ""
let project = ""
beforeAll(() => {
  archive = pack()
  project = install(archive)
})

describe("the package", () => {
  it.each([
    ["publint", ["--strict"]],
    ["attw", ["--profile", "esm-only"]]
  ])("has nothing that %s finds wrong", (program, words) => {
    const { status, stderr, stdout } = run(folder, program, ...words, archive)
    expect(status, stdout + stderr).toBe(0)
  })

  it("brings its licence, and depends on nothing of this repository", () => {
    const installed = join(project, "node_modules", "tla2tools-runner")
    const manifest = JSON.parse(
      readFileSync(join(installed, "package.json"), "utf8")
    ) as Readonly<Record<string, unknown>>
    expect(manifest["exports"]).toBe("./dist/index.js")
    expect(manifest["dependencies"]).toBeUndefined()
    expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(
      readFileSync(join(root, "LICENSE"), "utf8")
    )
  })

  it("has types that a strict program can use", () => {
    const options = ["--noEmit", "--strict", "--module", "nodenext"]
    const more = ["--target", "es2024", "--types", "node"]
    const all = [...options, ...more, "--noUncheckedIndexedAccess"]
    const files = ["examples/check.ts", "examples/graph.ts"]
    const good = run(project, "tsc", ...all, "--skipLibCheck", ...files)
    expect(good.status, good.stdout).toBe(0)
    const wrong = join(project, "wrong.ts")
    writeFileSync(
      wrong,
      'import { parseValue } from "tla2tools-runner"\nparseValue(1)\n'
    )
    const bad = run(project, "tsc", ...all, "--skipLibCheck", "wrong.ts")
    expect(bad.stdout).toContain("wrong.ts(2,12)")
  })

  it.skipIf(absent)("runs its examples as the README shows them", () => {
    const readme = readFileSync(join(source, "README.md"), "utf8")
    const shown = /\$ node examples\/check\.ts\n([\s\S]*?)```/.exec(readme)![1]
    expect(run(project, "node", "examples/check.ts")).toEqual({
      status: 0,
      stdout: shown,
      stderr: ""
    })
    const graph = run(project, "node", "examples/graph.ts")
    expect(graph.stdout.split("\n")).toContain("2 Restart 0")
  })
})
