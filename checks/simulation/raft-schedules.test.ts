import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { AllBugs } from "../../protocols/bugs.ts"
import { actionsWith, outcomeOf, type Schedule } from "./raft-schedule.ts"
import { promisesHold, schedules } from "./raft-schedules.ts"

const LENGTH = 200
const RUNS = 10_000

/** The bugs that are put back, and how long a shrunk schedule may be. */
const mistakes: ReadonlyArray<readonly [bug: string, most: number]> = [
  ["B2", 15],
  ["B3", 25],
  ["B13", 15]
]

const mistaken = (bug: string) => AllBugs["Raft"]![bug]!.actions

/** Who gets which message again, though it had it before. */
const repeats = ({ turns }: Schedule): boolean => {
  const had = new Set<unknown>()
  return turns.some(({ action, about }) => {
    if (about === undefined || !("_tag" in about)) return false
    if (action === "UpdateTerm") return false
    const again = had.has(about)
    had.add(about)
    return again
  })
}

const isTorn = ({ turns }: Schedule): boolean =>
  turns.some(
    ({ action, about }) =>
      action === "Crash" && JSON.stringify(about) === '{"kept":1}'
  )

describe("random schedules of Raft", () => {
  test("break no promise, and much happens in them", () => {
    const seen = new Map<string, number>()
    const count = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1)
    let steps = 0
    fc.assert(
      promisesHold(LENGTH, (schedule) => {
        steps += schedule.turns.length
        const actions = schedule.turns.map(({ action }) => action)
        for (const name of new Set(actions)) count(name)
        if (repeats(schedule)) count("a message comes again")
        if (isTorn(schedule)) count("a write is torn")
      }),
      { numRuns: RUNS }
    )
    expect(steps).toBeGreaterThan(0.99 * LENGTH * RUNS)
    const often = [
      "BecomeLeader",
      "AdvanceCommitIndex",
      "Crash",
      "RefuseEntries"
    ]
    for (const name of [...often, "a message comes again"]) {
      expect([name, seen.get(name)! > RUNS / 10]).toEqual([name, true])
    }
    const here = ["a write is torn", "AcceptSnapshot", "ChangeConfiguration"]
    for (const name of [...here, "LeaveJoint", "CampaignAtOnce"]) {
      expect(seen.has(name), name).toBe(true)
    }
  })

  test.each(mistakes)("find %s, in at most %i steps", (bug, most) => {
    const found = fc.check(promisesHold(LENGTH, undefined, mistaken(bug)), {
      numRuns: 1000
    })
    expect(found.failed).toBe(true)
    const [schedule] = found.counterexample!
    expect(schedule.turns.length).toBeLessThanOrEqual(most)
    const actions = actionsWith(mistaken(bug))
    const { violated, taken } = outcomeOf(schedule, actions)
    expect(violated).toBeDefined()
    expect(taken).toEqual(schedule.turns)
    // The mistake is what breaks the promise, not the schedule.
    expect(outcomeOf(schedule, actionsWith()).violated).toBe(undefined)
  })

  test("are printed as what is done, line by line", () => {
    const found = fc.check(promisesHold(LENGTH, undefined, mistaken("B2")), {
      numRuns: 1000,
      seed: 1
    })
    const [, ...lines] = fc.stringify(found.counterexample![0]).split("\n")
    expect(lines.length).toBe(found.counterexample![0].turns.length)
    for (const line of lines) expect(line).toMatch(/^s\d [A-Z]\w+( |$)/)
  })

  test("are walks in which everything is possible when its turn comes", () => {
    fc.assert(
      fc.property(schedules(LENGTH), (schedule) => {
        const { taken } = outcomeOf(
          { ...schedule, walked: false },
          actionsWith()
        )
        expect(taken).toEqual(schedule.turns)
      })
    )
  })
})
