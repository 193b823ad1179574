import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { root } from "../../checks/models/models.ts"
import { forEachLine } from "../validator/lines.ts"
import { javaLogs, present } from "../validator/shared-logs.ts"
import { subjectsIn } from "../validator/subjects.ts"
import { running, withFiles } from "../validator/testing.ts"
import { validateFile } from "../validator/validate.ts"
import { withLines } from "./memory.ts"
import { mutateFile, type MutationOptions, type Validate } from "./mutate.ts"
import type { MutationReport, Survivor } from "./report.ts"

const folder = fileURLToPath(new URL("../two-phase-commit", import.meta.url))
const clockRuns = fileURLToPath(new URL("../hlc", import.meta.url))
const snapshots = fileURLToPath(
  new URL("../snapshot-isolation", import.meta.url)
)
const traceOf = (name: string) => `${folder}/${name}.ndjson`
const everyone = traceOf("everyone_commits")

const mutated = (
  file: string,
  options: MutationOptions = {}
): Promise<MutationReport> =>
  running(
    Effect.gen(function* () {
      const subjectFor = yield* subjectsIn(root)
      const mutation = yield* mutateFile(file, subjectFor, options)
      if (mutation._tag === "NotAccepted") throw new Error("not accepted")
      const { _tag, ...report } = mutation
      return report
    })
  )

const killed = ({ rejected, refused }: MutationReport) => rejected + refused

const because = ({ survivors }: MutationReport, reason: RegExp) =>
  survivors.filter((survivor) => reason.test(survivor.reason))

/** What a report must be, whatever the log. */
const checkSums = (report: MutationReport): void => {
  const { tried, undecided, equivalent, survivors, fields, distances } = report
  expect(killed(report) + undecided + survivors.length).toBe(tried)
  const same = survivors.filter(({ kind }) => kind === "equivalent")
  expect(same).toHaveLength(equivalent)
  expect(report.rate).toBeCloseTo(killed(report) / (tried - equivalent), 10)
  const sum = (numbers: ReadonlyArray<number>) =>
    numbers.reduce((a, b) => a + b, 0)
  expect(sum(fields.map((score) => score.tried))).toBe(tried)
  expect(sum(fields.map((score) => score.killed))).toBe(killed(report))
  expect(sum(distances.map((distance) => distance.killed))).toBe(killed(report))
}

describe("mutants of our complete traces", () => {
  const messages = [
    "everyone_commits",
    "everyone_commits_logged_without_states",
    "one_chooses_to_abort",
    "abort_although_everyone_was_prepared",
    "messages_lost_repeated_and_reordered",
    "coordinator_crashes_and_the_prepared_stay_blocked",
    "sixteen_commit"
  ].map(traceOf)
  const choices = [
    "one_transaction_by_itself",
    "snapshot_read_while_another_commits",
    "first_committer_wins",
    "write_skew",
    "read_only_anomaly",
    "removed_and_inserted_again",
    "two_balances_150",
    "two_balances_tried_again"
  ].map((name) => `${snapshots}/${name}.ndjson`)
  const clocks = [
    "happened_before_across_three_nodes",
    "restart_that_waits",
    "timestamp_is_refused",
    "counter_is_carried",
    "time_to_come_moves_no_clock"
  ].map((name) => `${clockRuns}/${name}.ndjson`)
  const named = [...messages, ...choices, ...clocks].map(
    (file) => [basename(file), file] as const
  )

  test.each(named)("of %s are killed", async (_name, file) => {
    const report = await mutated(file)
    checkSums(report)
    expect(report.tried).toBe(report.possible)
    expect(report.undecided).toBe(0)
    expect(report.rate).toBeGreaterThanOrEqual(0.95)
    const told = report.survivors.filter(({ kind }) => kind === "hole")
    expect(told).toEqual([])
    // Most are found out where they are, not where they matter.
    const [nearest] = report.distances
    expect(nearest?.lines).toBe(0)
    expect(nearest!.killed / killed(report)).toBeGreaterThan(0.8)
  })

  test("are of every field", async () => {
    const { fields } = await mutated(everyone)
    expect(fields.map(({ field }) => field).toSorted()).toEqual([
      "(line dropped)",
      "(line repeated)",
      "(lines swapped)",
      "action",
      "actor",
      "at",
      "end",
      "events",
      "header.actors.rm",
      "header.actors.tm",
      "header.clock",
      "header.constants.RM",
      "header.constants.TMMayCrash",
      "header.format",
      "header.module",
      "header.protocol",
      "header.seed",
      "header.spec",
      "header.version",
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
      "state.tmState"
    ])
  })

  test("are of what was chosen", async () => {
    const { fields } = await mutated(
      `${snapshots}/one_transaction_by_itself.ndjson`
    )
    const scores = fields.filter(({ field }) => field.startsWith("choice."))
    expect(scores.map(({ field }) => field)).toEqual([
      "choice.key",
      "choice.value"
    ])
    for (const { tried, killed } of scores) expect(killed).toBe(tried)
  })

  test("survive for reasons that were shown", async () => {
    const report = await mutated(everyone)
    const fields = (those: ReadonlyArray<Survivor>) =>
      new Set(those.map(({ field }) => field))
    const kinds = (kind: string) =>
      fields(report.survivors.filter((survivor) => survivor.kind === kind))
    expect(kinds("equivalent")).toEqual(new Set(["(lines swapped)"]))
    expect(kinds("unchecked")).toEqual(
      new Set(["at", "header.seed", "header.spec"])
    )
    expect(kinds("possible")).toEqual(new Set(["header.constants.TMMayCrash"]))
    const [digest] = because(report, /with a warning/)
    expect(digest).toMatchObject({ line: 1, field: "header.spec" })
    // Two participants prepare, one after the other.
    expect(because(report, /independent/)).toContainEqual(
      expect.objectContaining({ line: 3 })
    )
    const crash = await mutated(
      traceOf("coordinator_crashes_and_the_prepared_stay_blocked")
    )
    expect(because(crash, /nowhere else/)).toHaveLength(2)
  })
})

describe("which mutants there are", () => {
  test("depends on the seed only", async () => {
    const file = traceOf("messages_lost_repeated_and_reordered")
    const one = await mutated(file, { seed: 3, max: 100 })
    expect(await mutated(file, { seed: 3, max: 100 })).toEqual(one)
    expect(await mutated(file, { seed: 4, max: 100 })).not.toEqual(one)
  })

  test("is a sample if there are too many", async () => {
    const report = await mutated(traceOf("sixteen_commit"), { max: 40 })
    checkSums(report)
    expect(report.tried).toBe(40)
    expect(report.possible).toBeGreaterThan(1000)
  })

  test("leaves the file as it is", async () => {
    const text = readFileSync(everyone, "utf8")
    await withFiles({ log: text }, async (place) => {
      await mutated(`${place}/log`)
      expect(readFileSync(`${place}/log`, "utf8")).toBe(text)
    })
  })
})

/** Accepts whatever it is given. */
const credulous: Validate = () =>
  Effect.succeed({
    format: "bisim-trace",
    folder: "two-phase-commit",
    constants: {},
    verdict: { _tag: "Accepted", events: 1, searched: 0, warnings: [] }
  })

/** Never looks at the states that are logged. */
const stateless: Validate = (file, subjectFor, options) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const lines: Array<string> = []
    yield* forEachLine(
      file,
      (text) => lines.push(text.replace(/,"state":\{[^}]*\}/u, "")) > 0
    )
    return yield* validateFile(file, subjectFor, options).pipe(
      Effect.provideService(
        FileSystem.FileSystem,
        withLines(files, file, lines)
      )
    )
  })

describe("a validator that is blind", () => {
  test("to everything kills nothing, and that is seen", async () => {
    const report = await mutated(everyone, { validate: credulous })
    checkSums(report)
    expect(killed(report)).toBe(0)
    expect(report.rate).toBe(0)
    const holes = report.survivors.filter(({ kind }) => kind === "hole")
    expect(because(report, /no step of the protocol/).length).toBeGreaterThan(9)
    expect(because(report, /no log any more/).length).toBeGreaterThan(99)
    expect(holes.length).toBeGreaterThan(0.9 * report.tried)
  })

  test("to states is told which fields it does not see", async () => {
    const report = await mutated(everyone, { validate: stateless })
    checkSums(report)
    expect(report.rate).toBeLessThan(0.95)
    const holes = report.survivors.filter(({ kind }) => kind === "hole")
    expect(new Set(holes.map(({ field }) => field))).toEqual(
      new Set(["state.rmState", "state.tmState", "state.tmPrepared"])
    )
    expect(because(report, /no step of the protocol/)).not.toEqual([])
  })
})

test("a log that is not accepted has no mutants", async () => {
  const file = traceOf("two_decisions")
  await expect(mutated(file)).rejects.toThrow("not accepted")
  await expect(mutated(traceOf("cut_off"))).rejects.toThrow(/cut off/)
})

test("what a log leaves open may stay undecided, and is not killed", async () => {
  const file = traceOf("sixteen_commit_logged_by_actions_only")
  const report = await mutated(file, { max: 40, budget: 20 })
  checkSums(report)
  expect(report.undecided).toBeGreaterThan(0)
})

describe.skipIf(!present)("mutants of the Java program's logs", () => {
  const full = javaLogs
    .filter((path) => path.endsWith(".VEA") && !path.includes("BUG"))
    .map((path) => [basename(path), path] as const)

  test.each(full)("of %s are killed, or equivalent", async (_, path) => {
    const report = await mutated(path, { max: 300 })
    checkSums(report)
    expect(report.rate).toBeGreaterThanOrEqual(0.95)
    const holes = report.survivors.filter(({ kind }) => kind === "hole")
    expect(holes).toEqual([])
    // The program receives a message again and again.
    expect(because(report, /changes nothing/)).not.toEqual([])
    expect(because(report, /same steps/)).not.toEqual([])
  })
})
