import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { HybridLogicalClock } from "../../protocols/hlc/protocol.ts"
import type { Timestamp } from "../../protocols/hlc/timestamp.ts"
import type { Event } from "../../traces/format.ts"
import type { ClockRun } from "./clock-nodes.ts"
import { runClocks } from "./clocks.ts"
import { firstFault } from "./plain-replay.ts"

const spec = `sha256:${"0".repeat(64)}`

const faults = { loss: 0.2, duplication: 0.3, delay: 15 }

type Choice = Partial<ClockRun> & { readonly seed: number }

const linesOf = (choice: Choice) =>
  Effect.runPromise(
    runClocks({ spec, nodes: 4, turns: 60, maxOffset: 15, faults, ...choice })
  )

const eventsIn = (lines: ReadonlyArray<string>): ReadonlyArray<Event> =>
  lines.slice(1, -1).map((line) => JSON.parse(line) as Event)

type Change = (answer: Timestamp) => Timestamp

/** A clock whose answers are changed; what it counts begins with each start. */
const answering =
  (change: () => Change): NonNullable<ClockRun["mistaken"]> =>
  (clock) => {
    const now = change()
    return {
      ...clock,
      now: Effect.map(clock.now, now),
      receive: (remote) => Effect.map(clock.receive(remote), now)
    }
  }

const mistakes: Readonly<Record<string, Partial<ClockRun>>> = {
  "forgets the remote maximum": {
    mistaken: (clock) => ({ ...clock, receive: () => clock.now })
  },
  "does not reset its counter": {
    mistaken: answering(() => {
      let count = 0
      return (answer) => ({ ...answer, logical: count++ })
    })
  },
  "wraps its counter": {
    mistaken: answering(() => ({ wall, logical }) => ({
      wall,
      logical: logical % 4
    }))
  },
  "lets a synthetic timestamp move it": {
    mistaken: (clock) => ({
      ...clock,
      receive: ({ wall, logical }) => clock.receive({ wall, logical })
    })
  },
  "forgets at a restart": { forgetful: true }
}

interface Stamp {
  readonly l: number
  readonly c: number
}

const later = (a: Stamp, b: Stamp): Stamp =>
  b.l > a.l || (b.l === a.l && b.c > a.c) ? b : a

/** The first line whose timestamp is not the one that the paper gives. */
const firstWrong = (events: ReadonlyArray<Event>): number | null => {
  const clocks = new Map<string, Stamp>()
  const found = events.findIndex(({ actor, action, received, state }) => {
    const clock = clocks.get(actor) ?? { l: 0, c: 0 }
    const last = state!["last"] as Stamp & { readonly pt: number }
    if (action === "Restart") clocks.set(actor, { l: clock.l, c: Infinity })
    if (!["LocalEvent", "Send", "Receive"].includes(action!)) return false
    const heard = received?.message as { readonly event: Stamp } | undefined
    const { l, c } = heard === undefined ? clock : later(clock, heard.event)
    const right = last.pt > l ? { l: last.pt, c: 0 } : { l, c: c + 1 }
    clocks.set(actor, last)
    return last.l !== right.l || last.c !== right.c
  })
  return found < 0 ? null : found + 2
}

const lineOf = (lines: ReadonlyArray<string>): number | null =>
  firstFault(HybridLogicalClock, lines)?.line ?? null

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })

describe("clocks that run", () => {
  test("are a behaviour, whatever happens to them", async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const lines = await linesOf({ seed })
        expect(firstFault(HybridLogicalClock, lines)).toBe(null)
        const events = eventsIn(lines)
        expect(firstWrong(events)).toBe(null)
        for (const { action } of events) seen.add(action!)
      }),
      { numRuns: 30 }
    )
    expect([...seen].sort()).toEqual([
      "Advance",
      "Announce",
      "JumpBack",
      "Learn",
      "LocalEvent",
      "Receive",
      "Refuse",
      "Restart",
      "Send"
    ])
  })

  test("run the same again with the same seed", async () => {
    const lines = await linesOf({ seed: 5 })
    expect(await linesOf({ seed: 5 })).toEqual(lines)
    expect(await linesOf({ seed: 6 })).not.toEqual(lines)
  })

  test.each(Object.entries(mistakes))(
    "are found out where one %s",
    async (_name, mistake) => {
      let found = 0
      await fc.assert(
        fc.asyncProperty(seeds, async (seed) => {
          const lines = await linesOf({ seed, ...mistake })
          const wrong = firstWrong(eventsIn(lines))
          expect(lineOf(lines)).toBe(wrong)
          if (wrong !== null) found += 1
        }),
        // The same runs each time: the mistake must show.
        { numRuns: 15, seed: 1 }
      )
      expect(found).toBeGreaterThan(0)
    }
  )
})
