import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { actor, step } from "../../protocols/kernel/action.ts"
import { type Protocol, protocol } from "../../protocols/kernel/protocol.ts"
import { promisesNothing } from "../../protocols/kernel/testing.ts"
import { TMCommit } from "../../protocols/two-phase-commit/actions.ts"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { TransactionCommit } from "../../protocols/two-phase-commit/transaction-commit.ts"
import { digestOf } from "../../traces/spec-digest.ts"
import type { Event } from "../../traces/format.ts"
import { reliable } from "./network.ts"
import { firstFault } from "./plain-replay.ts"
import { simulate, type Simulation } from "./simulation.ts"

const participants = (n: number) => ({
  RM: Array.from({ length: n }, (_, i) => `rm-${i}`),
  TMMayCrash: true
})

const plain: Simulation = {
  protocol: TwoPhaseCommit,
  folder: "two-phase-commit",
  spec: digestOf(""),
  constants: participants(3),
  seed: 1,
  faults: reliable,
  steps: 200
}

const run = (changes: Partial<Simulation>) =>
  Effect.runPromise(simulate({ ...plain, ...changes }))

/** The events of a run, as they are in its lines. */
const eventsOf = (lines: ReadonlyArray<string>): ReadonlyArray<Event> =>
  lines.slice(1, -1).map((line) => JSON.parse(line) as Event)

const actionsOf = async (changes: Partial<Simulation>) =>
  eventsOf((await run(changes)).lines).map(({ action }) => action)

const faults = fc.record({
  loss: fc.double({ min: 0, max: 1, noNaN: true }),
  duplication: fc.double({ min: 0, max: 0.7, noNaN: true }),
  delay: fc.nat(50)
})

const randomRun = fc.record({
  seed: fc.nat(),
  faults,
  constants: fc.integer({ min: 1, max: 5 }).map(participants),
  steps: fc.integer({ min: 0, max: 60 })
})

describe("a simulated run", () => {
  test("is a behaviour of the protocol, whatever the network does", async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (random) => {
        const { lines } = await run(random)
        expect(firstFault(TwoPhaseCommit, lines)).toBeNull()
      }),
      { numRuns: 60 }
    )
  })

  test("is the same for the same seed", async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (random) => {
        expect(await run(random)).toEqual(await run(random))
      }),
      { numRuns: 20 }
    )
  })

  test("is another for another seed", async () => {
    const traces = await Promise.all(
      [1, 2, 3, 4, 5].map(async (seed) => (await run({ seed })).lines.join())
    )
    expect(new Set(traces).size).toBe(5)
  })

  test("runs all actions, the crash among them", async () => {
    const eagerness = { TMCrash: 0.2, TMAbort: 0.2 }
    const seen = new Set<string | undefined>()
    for (let seed = 0; seed < 30; seed++) {
      for (const a of await actionsOf({ seed, eagerness })) seen.add(a)
    }
    const { next, environment } = TwoPhaseCommit
    expect(seen).toEqual(new Set(Object.keys({ ...next, ...environment })))
  })

  test("ends when its steps are used up", async () => {
    const constants = participants(20)
    for (const steps of [0, 1, 2, 3, 4, 5]) {
      const { lines, ending } = await run({ steps, constants })
      expect(ending).toBe("out of steps")
      expect(eventsOf(lines)).toHaveLength(steps)
    }
  })

  test("ends when nobody has anything left to do", async () => {
    const { lines, ending } = await run({ eagerness: { TMAbort: 0.5 } })
    expect(ending).toBe("at rest")
    const last = new Map(
      eventsOf(lines).map(({ actor, state }) => [actor, state?.["rmState"]])
    )
    last.delete("tm")
    expect([...last.values()]).not.toContain("working")
  })

  test("never takes an action without eagerness", async () => {
    const eagerness = { RMPrepare: 0, TMCommit: 0 }
    for (let seed = 0; seed < 10; seed++) {
      const actions = await actionsOf({ seed, eagerness })
      expect(actions.length).toBeGreaterThan(0)
      expect(actions).not.toContain("RMPrepare")
    }
  })

  test("shows a bug that was put back", async () => {
    const { AllPrepared: _, ...guards } = TMCommit.guards
    const { next } = TwoPhaseCommit
    const buggy = {
      ...TwoPhaseCommit,
      next: { ...next, TMCommit: { ...TMCommit, guards } }
    } as Protocol
    const eagerness = { TMAbort: 0, RMChooseToAbort: 0, TMCrash: 0 }
    const { lines } = await run({ protocol: buggy, eagerness })
    expect(firstFault(TwoPhaseCommit, lines)?.reason).toBe("AllPrepared")
    expect(firstFault(buggy, lines)).toBeNull()
  })
})

describe("the network", () => {
  const quiet = { RMChooseToAbort: 0, TMAbort: 0, TMCrash: 0 }

  const receipts = async (changes: Partial<Simulation>) =>
    eventsOf((await run({ eagerness: quiet, ...changes })).lines).flatMap(
      ({ actor, received }) => (received ? [`${actor} ${received.id}`] : [])
    )

  test("delivers everything once when it is reliable", async () => {
    const all = await receipts({})
    expect(all).toHaveLength(6)
    expect(new Set(all).size).toBe(6)
  })

  test("delivers nothing when it loses everything", async () => {
    expect(await receipts({ faults: { ...reliable, loss: 1 } })).toEqual([])
  })

  test("delivers some messages more than once", async () => {
    const all = await receipts({ faults: { ...reliable, duplication: 0.8 } })
    expect(new Set(all).size).toBe(6)
    expect(all.length).toBeGreaterThan(6)
  })

  test("lets messages overtake each other when it delays them", async () => {
    const overtaken = async (delay: number, seed: number) => {
      const faults = { ...reliable, delay }
      const { lines } = await run({ eagerness: quiet, faults, seed })
      const events = eventsOf(lines)
      const sent = events.flatMap((e) => e.sent?.map(({ id }) => id) ?? [])
      const received = events.flatMap((e) =>
        e.action === "TMRcvPrepared" && e.received ? [e.received.id] : []
      )
      expect(received).toHaveLength(3)
      return received.join() !== sent.slice(0, 3).join()
    }
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
    const late = await Promise.all(seeds.map((seed) => overtaken(100, seed)))
    expect(late.filter(Boolean).length).toBeGreaterThan(3)
  })
})

const Constants = Schema.Struct({ Size: Schema.Int })
const Message = Schema.TaggedUnion({ Ball: {} })
const Player = Schema.Struct({ id: Schema.String, balls: Schema.Int })
const player = actor("player", {
  state: Player,
  message: Message,
  constants: Constants
})

/** One ball is thrown once, and whoever is there may catch it. */
const catching = (semantics: "set" | "bag"): Protocol => {
  const next = {
    Throw: player.local({
      guards: {
        First: (self) => self.id === "player-0",
        Holding: (self) => self.balls === 1
      },
      step: (self) => step({ ...self, balls: 0 }, { _tag: "Ball" })
    }),
    Catch: player.receiving("Ball", {
      guards: { Other: (self) => self.id !== "player-0" },
      step: (self) => step({ ...self, balls: self.balls + 1 })
    })
  }
  return protocol<
    {
      readonly player: Readonly<Record<string, typeof Player.Type>>
      readonly network: ReadonlyArray<typeof Message.Type>
    },
    typeof Constants.Type,
    keyof typeof next
  >({
    module: "Catching",
    constants: Constants,
    actors: {
      player: {
        state: Player,
        ids: ({ Size }) =>
          Array.from({ length: Size }, (_, i) => `player-${i}`),
        init: (id) => ({ id, balls: id === "player-0" ? 1 : 0 })
      }
    },
    network: { semantics, message: Message, part: () => "" },
    next,
    ...promisesNothing
  })
}

describe("a message", () => {
  const throws = async (semantics: "set" | "bag", seed: number) => {
    const constants = { Size: 4 }
    const faults = { loss: 0, duplication: 0.5, delay: 30 }
    const protocol = catching(semantics)
    return actionsOf({ protocol, constants, faults, seed })
  }

  test("of a bag is received once, whatever the network repeats", async () => {
    for (let seed = 0; seed < 20; seed++) {
      expect(await throws("bag", seed)).toEqual(["Throw", "Catch"])
    }
  })

  test("of a set is received by everyone who accepts it", async () => {
    const actions = await throws("set", 2)
    expect(actions.filter((a) => a === "Catch").length).toBeGreaterThan(3)
  })

  test("reaches nobody but those to whom it is addressed", async () => {
    const everyone = catching("set")
    const network = { ...everyone.network, to: () => ["nobody"] }
    const protocol = { ...everyone, network }
    const actions = await actionsOf({ protocol, constants: { Size: 4 } })
    expect(actions).toEqual(["Throw"])
  })
})

describe("joint actions", () => {
  const joint = (seed: number) =>
    run({
      protocol: TransactionCommit,
      constants: { RM: participants(4).RM },
      eagerness: { DecideAbort: 0.1 },
      seed
    })

  test("see the others as they are", async () => {
    const decisions = new Set<string>()
    for (let seed = 0; seed < 30; seed++) {
      const events = eventsOf((await joint(seed)).lines)
      const decided = events.flatMap(({ action = "" }) =>
        action.startsWith("Decide") ? [action] : []
      )
      expect(new Set(decided).size).toBe(1)
      for (const decision of decided) decisions.add(decision)
    }
    expect(decisions).toEqual(new Set(["DecideCommit", "DecideAbort"]))
  })

  test("put the clocks of all who met in order", async () => {
    const events = eventsOf((await joint(1)).lines)
    const decided = events.filter(({ action }) => action !== "Prepare")
    const clocks = decided.map(({ at }) => at)
    expect(clocks.length).toBeGreaterThan(1)
    expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b))
  })
})
