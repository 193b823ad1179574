/** TLC for the tests that run it: absent on a machine without Java. */
import * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll } from "vitest"
import { Tla2Tools } from "../src/tla2tools.ts"
import { specs } from "./fixtures.ts"

const required = process.env["BISIM_REQUIRE_TLC"] === "1"

/** Where the tests of one file have their folders. */
export const openTlc = async () => {
  const temporaryFolder = mkdtempSync(join(tmpdir(), "tla2tools-test-"))
  const runtime = ManagedRuntime.make(
    Tla2Tools.layer({ temporaryFolder, fetch: required })
  )
  const missing: string | null = await runtime.runPromise(Tla2Tools).then(
    () => null,
    (error: Error) => error.message
  )
  const absent = missing !== null && !required
  const cleanUp = async (): Promise<void> => {
    await runtime.dispose()
    rmSync(temporaryFolder, { recursive: true, force: true })
  }
  // Hooks of a file whose tests are all skipped do not run.
  if (absent) {
    console.warn(`Tests that run TLC are skipped: ${missing}`)
    await cleanUp()
  }
  beforeAll(() => {
    if (missing !== null && required) throw new Error(missing)
  })
  afterAll(cleanUp)
  const use = <A, E>(f: (tools: Tla2Tools["Service"]) => Effect.Effect<A, E>) =>
    runtime.runPromise(Effect.flatMap(Tla2Tools, f))
  return { absent, temporaryFolder, use }
}

export const spec = (name: string): string => join(specs, `${name}.tla`)
export const config = (name: string): string => join(specs, `${name}.cfg`)

/** The ids of running Java processes whose command line has all the texts. */
export const javaProcesses = (
  ...texts: ReadonlyArray<string>
): ReadonlyArray<number> => {
  const { stdout } = spawnSync("ps", ["-A", "-ww", "-o", "pid=,args="], {
    encoding: "utf8"
  })
  return stdout
    .split("\n")
    .map((line) => /^\s*(\d+) (\S*java\s.*)$/.exec(line))
    .filter((found) => found !== null)
    .filter(([, , words]) => texts.every((text) => words!.includes(text)))
    .map(([, id]) => Number(id))
}

export const alive = (processId: number): boolean => {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}

/** Looks again until it is so; the test's own time limit ends the wait. */
export const eventually = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}
