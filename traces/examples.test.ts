import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Effect from "effect/Effect"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { firstFault } from "../checks/simulation/plain-replay.ts"
import { TwoPhaseCommit } from "../protocols/two-phase-commit/protocol.ts"
import { generatedFiles } from "./examples.ts"
import type { Verdict } from "./story.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = `${root}/traces/two-phase-commit`

const onDisk = (path: string): string => readFileSync(`${root}/${path}`, "utf8")

const verdicts = Object.entries(
  JSON.parse(onDisk("traces/two-phase-commit/verdicts.json")) as Record<
    string,
    Verdict
  >
)

describe("the example traces", () => {
  test("are those that `npm run traces` writes", async () => {
    const files = await Effect.runPromise(
      generatedFiles(root).pipe(Effect.provide(NodeFileSystem.layer))
    )
    expect(files.size).toBeGreaterThan(30)
    for (const [path, text] of files) expect(onDisk(path), path).toBe(text)
  })

  test("are all there, each with a verdict", () => {
    const traces = readdirSync(folder).filter((f) => f.endsWith(".ndjson"))
    expect(traces.sort()).toEqual(verdicts.map(([file]) => file).sort())
  })

  // The plain replay guesses nothing, so it needs to know what was received.
  const whole = verdicts.filter(([file]) => !file.includes("actions_only"))

  test.each(whole)(
    "%s has its verdict from a plain replay",
    (file, verdict) => {
      const lines = onDisk(`traces/two-phase-commit/${file}`)
        .trimEnd()
        .split("\n")
      const fault = firstFault(TwoPhaseCommit, lines)
      expect(fault).toEqual(
        verdict.verdict === "accepted"
          ? null
          : { line: verdict.line, reason: verdict.reason }
      )
    }
  )
})
