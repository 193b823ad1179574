import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { javaLogs, present } from "../validator/shared-logs.ts"
import { subjectFor } from "../validator/subjects.ts"
import { running, withFiles } from "../validator/testing.ts"
import { mutateFile, type MutationOptions } from "./mutate.ts"

const folder = fileURLToPath(new URL("../two-phase-commit", import.meta.url))

const mutated = (file: string, options: MutationOptions = {}) =>
  running(mutateFile(file, subjectFor, options))

const complete = [
  "everyone_commits",
  "one_chooses_to_abort",
  "abort_although_everyone_was_prepared",
  "messages_lost_repeated_and_reordered",
  "coordinator_crashes_and_the_prepared_stay_blocked",
  "sixteen_commit"
]

describe("corruptions of our own traces", () => {
  test.each(complete)("of %s are found out", async (name) => {
    const result = await mutated(`${folder}/${name}.ndjson`)
    expect(result.tried).toBe(result.possible)
    expect(result.rate).toBeGreaterThanOrEqual(0.95)
    expect(result.rejected + result.refused + result.survivors.length).toBe(
      result.tried
    )
    for (const { reason } of result.survivors) {
      expect(reason).toMatch(/tells of another behaviour/)
    }
  })

  test("touch every field of every event", async () => {
    const path = `${folder}/everyone_commits.ndjson`
    const { fields } = await mutated(path)
    const names = fields.map(({ field }) => field)
    expect(names.toSorted()).toEqual([
      "(line dropped)",
      "(line twice)",
      "(lines swapped)",
      "action",
      "actor",
      "at",
      "received.id",
      "received.message._tag",
      "received.message.rm",
      "sent",
      "sent[].id",
      "sent[].message._tag",
      "sent[].message.rm",
      "seq",
      "state.rmState",
      "state.tmPrepared",
      "state.tmPrepared[]",
      "state.tmState"
    ])
    const events = readFileSync(path, "utf8").trim().split("\n").length - 2
    expect(fields.find(({ field }) => field === "at")?.tried).toBe(events)
  })

  test("are the same for the same seed, others for another", async () => {
    const path = `${folder}/messages_lost_repeated_and_reordered.ndjson`
    const one = await mutated(path, { seed: 3 })
    expect(await mutated(path, { seed: 3 })).toEqual(one)
    expect(await mutated(path, { seed: 4 })).not.toEqual(one)
  })

  test("are sampled if there are too many", async () => {
    const path = `${folder}/sixteen_commit.ndjson`
    const result = await mutated(path, { limit: 40 })
    expect(result).toMatchObject({ tried: 40, possible: 845 })
  })

  test("survive where nobody looks", async () => {
    // Without states a changed message that nobody receives is not noticed.
    const lines = readFileSync(`${folder}/everyone_commits.ndjson`, "utf8")
      .split("\n")
      .map((line) =>
        line.replace(/,"state":\{.*?\}\}$/, "}").replace(/,"sent":.*\]\}$/, "}")
      )
    await withFiles({ log: lines.join("\n") }, async (place) => {
      const result = await mutated(`${place}/log`)
      expect(result.rate).toBeLessThan(0.95)
      expect(result.survivors.length).toBeGreaterThan(3)
    })
  })
})

describe.skipIf(!present)("corruptions of the Java program's logs", () => {
  const full = javaLogs.filter(
    (path) => path.endsWith(".VEA") && !path.includes("BUG")
  )

  test.each(full)("of %s are found out, or behaviours", async (path) => {
    const result = await mutated(path)
    expect(result.fieldRate).toBeGreaterThanOrEqual(0.95)
    for (const { reason } of result.survivors) {
      expect(reason).toMatch(/tells of another behaviour/)
    }
  })

  test("are not tried on a rejected log", async () => {
    const bug = javaLogs.find((path) => path.includes("BUG"))!
    await expect(mutated(bug)).rejects.toThrow(/only a log that is accepted/)
  })
})
