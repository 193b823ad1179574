import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Effect from "effect/Effect"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { firstFault } from "../checks/simulation/plain-replay.ts"
import { HybridLogicalClock } from "../protocols/hlc/protocol.ts"
import { Raft } from "../protocols/raft/protocol.ts"
import { SnapshotIsolation } from "../protocols/snapshot-isolation/protocol.ts"
import { TwoPhaseCommit } from "../protocols/two-phase-commit/protocol.ts"
import { generatedFiles } from "./examples.ts"
import type { Verdict } from "./story.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

const onDisk = (path: string): string => readFileSync(`${root}/${path}`, "utf8")

const verdictsOf = (folder: string) =>
  Object.entries(
    JSON.parse(onDisk(`traces/${folder}/verdicts.json`)) as Record<
      string,
      Verdict
    >
  )

describe("the example traces", () => {
  test("are those that `npm run traces` writes", async () => {
    const files = await Effect.runPromise(
      generatedFiles(root).pipe(Effect.provide(NodeFileSystem.layer))
    )
    expect(files.size).toBeGreaterThan(60)
    for (const [path, text] of files) expect(onDisk(path), path).toBe(text)
  })
})

describe.each([
  ["two-phase-commit", TwoPhaseCommit],
  ["snapshot-isolation", SnapshotIsolation],
  ["hlc", HybridLogicalClock],
  ["raft", Raft]
])("the example traces of %s", (folder, protocol) => {
  const verdicts = verdictsOf(folder)

  test("are all there, each with a verdict", () => {
    const traces = readdirSync(`${root}/traces/${folder}`).filter((f) =>
      f.endsWith(".ndjson")
    )
    expect(traces.length).toBeGreaterThan(20)
    expect(traces.sort()).toEqual(verdicts.map(([file]) => file).sort())
  })

  // The plain replay guesses nothing: it must know what was chosen or received.
  const whole = verdicts.filter(
    ([file]) => !/actions_only|without_choices/.test(file)
  )

  test.each(whole)(
    "%s has its verdict from a plain replay",
    (file, verdict) => {
      const lines = onDisk(`traces/${folder}/${file}`).trimEnd().split("\n")
      expect(firstFault(protocol, lines)).toEqual(
        verdict.verdict === "accepted"
          ? null
          : { line: verdict.line, reason: verdict.reason }
      )
    }
  )
})
