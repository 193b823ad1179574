import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, it } from "vitest"
import { Tla2Tools } from "../src/tla2tools.ts"

const folder = mkdtempSync(join(tmpdir(), "tla2tools-unusable-"))
afterAll(() => rmSync(folder, { recursive: true }))

const java = (name: string, lines: string): string => {
  const path = join(folder, name)
  const version = `if [ "$1" = -version ]; then echo 'version "17.0.1"' >&2`
  const text = `#!/bin/sh\n${version}; exit; fi\n${lines}\n`
  writeFileSync(path, text, { mode: 0o755 })
  return path
}

it.skipIf(process.platform === "win32").each([
  [
    "is no program",
    "echo 'Error: Could not find or load main class tlc2.TLC' >&2; exit 1",
    "Could not find or load main class"
  ],
  [
    "is a TLC that lists no options",
    "echo 'Error: unrecognized option: -h'; exit 0",
    "unrecognized option: -h"
  ],
  ["says nothing", "exit 0", "it printed: )"]
])("a jar that %s is refused, and not remembered", async (_, says, reason) => {
  const jar = join(folder, "some.jar")
  writeFileSync(jar, "PK tlc2/TLC.class")
  const cacheFolder = join(folder, "cache")
  const options = { java: java("java", says), jar, sha256: "any", cacheFolder }
  const temporaryFolder = mkdtempSync(join(folder, "runs-"))
  const error = await Effect.runPromise(
    Layer.build(Tla2Tools.layer({ ...options, temporaryFolder })).pipe(
      Effect.scoped,
      Effect.flip
    )
  )
  expect(error._tag).toBe("JarUnusable")
  expect(error.message).toContain(`${jar} is no tla2tools jar`)
  expect(error.message).toContain(reason)
  expect(readdirSync(folder)).not.toContain("cache")
  expect(readdirSync(temporaryFolder)).toEqual([])
})
