import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { SnapshotIsolationBugs } from "../../protocols/snapshot-isolation/bugs.ts"
import { PLSI } from "../../protocols/snapshot-isolation/phenomena.ts"
import { SnapshotIsolation } from "../../protocols/snapshot-isolation/protocol.ts"
import type { Event } from "../../traces/format.ts"
import { digestOf } from "../../traces/spec-digest.ts"
import { verdictOf, withFiles } from "../../traces/validator/testing.ts"
import { tornCommit } from "../../traces/snapshot-isolation/mistakes.ts"
import { allowed, anomaliesOf, historyOf } from "./anomalies.ts"
import { firstFault } from "./plain-replay.ts"
import { type Clients, serve, type Script } from "./store.ts"

const keys = ["x", "y", "z"]
const values = ["a", "b"]

const key = fc.constantFrom(...keys)
const value = fc.constantFrom(...values)

const script: fc.Arbitrary<Script> = fc.record({
  operations: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ _tag: fc.constant("Read"), key }) },
      {
        weight: 2,
        arbitrary: fc.record({ _tag: fc.constant("Insert"), key, value })
      },
      {
        weight: 2,
        arbitrary: fc.record({ _tag: fc.constant("Update"), key, value })
      },
      { weight: 1, arbitrary: fc.record({ _tag: fc.constant("Remove"), key }) }
    ),
    { maxLength: 5 }
  ),
  end: fc.oneof(
    { weight: 5, arbitrary: fc.constant("Commit" as const) },
    { weight: 1, arbitrary: fc.constant("Abort" as const) }
  ),
  pauses: fc.array(fc.nat(9), { maxLength: 7 })
})

const clients: fc.Arbitrary<Clients> = fc
  .array(fc.array(script, { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4
  })
  .map((clients) => ({ spec: digestOf(""), keys, values, clients, retries: 2 }))

const run = (clients: Clients) => Effect.runPromise(serve(clients))

const eventsOf = (lines: ReadonlyArray<string>): ReadonlyArray<Event> =>
  lines.slice(1, -1).map((line) => JSON.parse(line) as Event)

const found = (lines: ReadonlyArray<string>) =>
  anomaliesOf(historyOf(eventsOf(lines)))

const forbidden = (lines: ReadonlyArray<string>) =>
  [...found(lines)].filter((name) => !allowed.has(name))

const validated = (lines: ReadonlyArray<string>) =>
  withFiles({ log: lines.map((line) => `${line}\n`).join("") }, (folder) =>
    verdictOf(`${folder}/log`)
  )

/** The same random clients in each run of the tests. */
const many = fc.sample(clients, { seed: 1, numRuns: 120 })

const tally = (names: Iterable<string>): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Map.groupBy(names, (name) => name)
      .entries()
      .map(([name, all]) => [name, all.length])
  )

describe("random clients of the store", () => {
  test("record behaviours, whose anomalies are those of snapshots", async () => {
    await fc.assert(
      fc.asyncProperty(clients, async (random) => {
        const lines = await run(random)
        expect(await validated(lines)).toMatchObject({ _tag: "Accepted" })
        expect(firstFault(SnapshotIsolation, lines)).toBeNull()
        expect(PLSI(historyOf(eventsOf(lines)))).toBe(true)
        expect(forbidden(lines)).toEqual([])
      }),
      { numRuns: 60 }
    )
  })

  test("make the same run each time", async () => {
    for (const random of many.slice(0, 10)) {
      expect(await run(random)).toEqual(await run(random))
    }
  })

  test("do everything, lose to others, and skew their writes", async () => {
    const runs = await Promise.all(many.map(run))
    const events = runs.flatMap(eventsOf)
    const { next } = SnapshotIsolation
    expect(new Set(events.map(({ action }) => action))).toEqual(
      new Set(Object.keys(next))
    )
    const again = events.filter(
      ({ actor, action }) => action === "Commit" && !actor.endsWith(".1")
    )
    expect(again.length).toBeGreaterThan(10)
    const anomalies = tally(runs.flatMap((lines) => [...found(lines)]))
    expect(anomalies["write skew"]).toBeGreaterThan(2)
  })
})

describe("a store with a mistake", () => {
  const bugs = Object.entries(SnapshotIsolationBugs).map(
    ([name, { actions }]) => [name, actions] as const
  )

  // Where the mistake does not show, the run is one that might have been.
  test.each([["torn commit", tornCommit] as const, ...bugs])(
    "%s is found out where it shows",
    async (_name, actions) => {
      const reasons = new Set<string>()
      for (const random of many.slice(0, 40)) {
        const lines = await run({ ...random, actions })
        const fault = firstFault(SnapshotIsolation, lines)
        if (fault === null) {
          expect(PLSI(historyOf(eventsOf(lines)))).toBe(true)
          expect(forbidden(lines)).toEqual([])
        } else {
          reasons.add(fault.reason)
          const { line } = fault
          const verdict = await validated(lines)
          expect(verdict).toMatchObject({ _tag: "Rejected", line })
        }
      }
      expect([...reasons]).not.toEqual([])
    }
  )
})
