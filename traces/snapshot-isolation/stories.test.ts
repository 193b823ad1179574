import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import {
  allowed,
  anomaliesOf,
  historyOf
} from "../../checks/simulation/anomalies.ts"
import type { Event } from "../format.ts"
import { digestOf } from "../spec-digest.ts"
import type { Performance } from "../story.ts"
import { reasonText } from "../validator/reasons.ts"
import { refusalOf, verdictOf } from "../validator/testing.ts"
import { acceptedStories } from "./accepted.ts"
import { balanceStories, everyOrder, outcomeOf } from "./balances.ts"
import { noFirstCommitter } from "./mistakes.ts"
import { latestRead, lostUpdate, torn } from "./runs.ts"

const folder = fileURLToPath(new URL(".", import.meta.url))

const eventsOf = (lines: ReadonlyArray<string>): ReadonlyArray<Event> =>
  lines.slice(1, -1).map((line) => JSON.parse(line) as Event)

const performed = async ({ perform }: Performance) =>
  eventsOf(await Effect.runPromise(perform(digestOf(""))))

const onDisk = (name: string): ReadonlyArray<Event> =>
  eventsOf(
    readFileSync(`${folder}${name}.ndjson`, "utf8").trimEnd().split("\n")
  )

const anomalies = (events: ReadonlyArray<Event>) => [
  ...anomaliesOf(historyOf(events))
]

const tally = (
  names: ReadonlyArray<string>
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, all]) => [
      name,
      all.length
    ])
  )

const outcomes = async (runs: ReadonlyArray<Performance>) =>
  tally((await Promise.all(runs.map(performed))).map(outcomeOf))

describe("two payments into one balance", () => {
  test("end in four ways, whatever the order of their steps", async () => {
    const runs = everyOrder()
    expect(runs).toHaveLength(70)
    const all = await outcomes(runs)
    expect(all).toEqual({
      "plus-50 | plus-20 | 150": 34,
      "plus-20 | plus-50 | 120": 34,
      "plus-50, plus-20 | nobody | 170": 1,
      "plus-20, plus-50 | nobody | 170": 1
    })
    const told = balanceStories.map(({ name }) => outcomeOf(onDisk(name)))
    expect(new Set(told)).toEqual(
      new Set([...Object.keys(all), "plus-50, plus-20-again | plus-20 | 170"])
    )
    const page = readFileSync(`${folder}../../docs/two-balances.md`, "utf8")
    for (const [outcome, count] of Object.entries(all)) {
      const cells = [...outcome.split(" | "), String(count)]
      expect(page.replaceAll(/ +/g, " ")).toContain(`| ${cells.join(" | ")} |`)
    }
  })

  test("lose money where nobody looks who was first", async () => {
    const all = await outcomes(everyOrder(noFirstCommitter))
    expect(all).toEqual({
      "plus-50, plus-20 | nobody | 120": 34,
      "plus-20, plus-50 | nobody | 150": 34,
      "plus-50, plus-20 | nobody | 170": 1,
      "plus-20, plus-50 | nobody | 170": 1
    })
  })
})

describe("anomalies", () => {
  const complete = [...acceptedStories, ...balanceStories]
    .map(({ name }) => name)
    .filter((name) => !name.includes("logged"))

  test("of what is accepted are those of snapshots", () => {
    const all = complete.map((name) => anomalies(onDisk(name)))
    expect(all.flat().filter((name) => !allowed.has(name))).toEqual([])
    expect(new Set(all.flat())).toEqual(allowed)
  })

  test.each([
    ["lost update", lostUpdate],
    ["non-repeatable read", latestRead],
    ["lone anti-dependency", torn]
  ] as const)("%s is seen where it was let in", async (name, run) => {
    expect(anomalies(await performed(run))).toContain(name)
  })

  test("dirty read is seen in a log that tells of one", () => {
    const events = onDisk("read_of_an_uncommitted_version")
    expect(anomalies(events)).toContain("dirty read")
  })
})

describe("the reason", () => {
  test.each([
    ["commits_twice", "Commit by t1 is not possible: Open is false."],
    [
      "reads_before_it_begins",
      "Read by t1 with {key: x, value: absent} is not possible: Open is false."
    ],
    [
      "two_transactions_with_one_id",
      "Begin by t1 is not possible: New is false."
    ],
    [
      "unknown_key",
      "Read cannot choose {key: z, value: absent}: there is no key z."
    ]
  ])("of %s is told", async (name, sentence) => {
    const verdict = await verdictOf(`${folder}${name}.ndjson`)
    const [why] =
      verdict._tag === "Rejected" ? reasonText(verdict.reason) : [verdict._tag]
    expect(why).toBe(sentence)
  })

  test("of two transactions with one id in the header is told", async () => {
    const file = `${folder}header_with_one_id_twice.ndjson`
    expect(await refusalOf(file)).toMatchObject({
      file,
      line: 1,
      problem: 'actors: two actors have the id "t1"'
    })
  })
})
