/** What a protocol can do is accepted, however little of it is logged. */
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import * as Result from "effect/Result"
import type { Message, Protocol } from "../../protocols/kernel/protocol.ts"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { TransactionCommit } from "../../protocols/two-phase-commit/transaction-commit.ts"
import { BUDGET, decide, type Decision } from "./decide.ts"
import { interchangeable } from "./equivariance.ts"
import { initialWorld, machineOf, stepOf, take, tries } from "./machine.ts"
import type { Observation } from "./observed.ts"
import { drawing, eventsOf, participants, traceText, walk } from "./samples.ts"
import { Space } from "./space.ts"
import { verdictOf, withFiles } from "./testing.ts"

/** The decision, without a breath. */
const decisionOn = (
  machine: Parameters<typeof decide>[0],
  log: Parameters<typeof decide>[1],
  budget: number = BUDGET
): Decision => {
  const deliberation = decide(machine, log, budget)
  for (;;) {
    const next = deliberation.next()
    if (next.done === true) return next.value
  }
}

const machine = machineOf(TwoPhaseCommit, {
  RM: participants(4),
  TMMayCrash: true
})

/** What is left out of an event: any of its parts. */
const parts = ["action", "received", "sent", "state"] as const

const cut = (
  event: object,
  kept: ReadonlyArray<boolean>
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(event).filter(([field]) => {
      const part = parts.findIndex((name) => name === field)
      return part < 0 || kept[part]
    })
  )

const keeping = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())

describe("a behaviour is accepted", () => {
  test("with any parts of its events left out", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.integer({ min: 1, max: 25 }),
        fc.array(keeping, { minLength: 25, maxLength: 25 }),
        async (seed, steps, kept) => {
          const behaviour = walk(machine, drawing(seed), steps)
          const events = eventsOf(behaviour).map((event, i) =>
            cut(event, kept[i]!)
          )
          const text = traceText(
            "two-phase-commit",
            TwoPhaseCommit,
            machine.constants,
            events as never
          )
          await withFiles({ log: text }, async (folder) => {
            const verdict = await verdictOf(`${folder}/log`)
            expect(verdict).toMatchObject({
              _tag: "Accepted",
              events: events.length
            })
          })
        }
      ),
      { numRuns: 100 }
    )
  })

  test("with actors left out, too", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        (seed, steps, named) => {
          const behaviour = walk(machine, drawing(seed), steps)
          const log = behaviour.map(({ label }, i): Observation => ({
            line: i + 1,
            action: label.action,
            ...(named[i] ? { actor: label.actor } : {}),
            expected: []
          }))
          expect(decisionOn(machine, log)._tag).toBe("Accepted")
        }
      ),
      { numRuns: 100 }
    )
  })
})

/** Does any behaviour have these action names? Found by brute force. */
const hasBehaviour = (
  protocol: Protocol,
  constants: object,
  log: ReadonlyArray<Observation>
): boolean => {
  const small = machineOf(protocol, constants)
  const search = (
    at: number,
    world: ReturnType<typeof initialWorld>
  ): boolean => {
    const wanted = log[at]
    if (wanted === undefined) return true
    return tries(small, world)
      .filter(
        ({ action, actor }) =>
          action === wanted.action &&
          (wanted.actor === undefined || wanted.actor === actor)
      )
      .some((label) => {
        const step = stepOf(small, world, label)
        if (Result.isFailure(step)) return false
        const next = {
          states: new Map(world.states),
          network: new Map(world.network)
        }
        take(small, next, step.success)
        return search(at + 1, next)
      })
  }
  return search(0, initialWorld(small))
}

test("verdicts are those of an exhaustive search without memory", () => {
  const constants = { RM: participants(3), TMMayCrash: true }
  const small = machineOf(TwoPhaseCommit, constants)
  const names = [...small.actions.keys()]
  const seen = { Accepted: 0, Rejected: 0, Undecided: 0 }
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.nat(6),
      fc.constantFrom(...names),
      (seed, steps, named, at, other) => {
        const behaviour = walk(small, drawing(seed), steps)
        const log = behaviour.map(({ label }, i): Observation => {
          const action = i === at ? other : label.action
          const fits = small.actions.get(action)!.actor
          const kind = small.kinds.get(label.actor)
          const who = named[i] && kind === fits ? { actor: label.actor } : {}
          return { line: i + 1, action, ...who, expected: [] }
        })
        const decision = decisionOn(small, log)
        seen[decision._tag] += 1
        const expected = hasBehaviour(TwoPhaseCommit, constants, log)
        expect(decision._tag).toBe(expected ? "Accepted" : "Rejected")
        if (decision._tag === "Rejected") {
          const { consumed } = decision
          const prefix = (length: number) =>
            hasBehaviour(TwoPhaseCommit, constants, log.slice(0, length))
          expect([prefix(consumed), prefix(consumed + 1)]).toEqual([
            true,
            false
          ])
        }
      }
    ),
    { numRuns: 400 }
  )
  expect(seen.Accepted).toBeGreaterThan(50)
  expect(seen.Rejected).toBeGreaterThan(50)
})

describe("actors are taken for interchangeable", () => {
  const everyone = new Set(participants(3))
  const explored = (protocol: Protocol, constants: object): Space => {
    const space = new Space(machineOf(protocol, constants))
    let rows = [space.initial]
    for (let depth = 0; depth < 5; depth++) {
      rows = rows.flatMap((row) => {
        const next: Array<typeof row> = []
        const any = { line: 1, expected: [] }
        space.forEachMove(
          row,
          any,
          () => true,
          (move) => next.push(space.after(row, move))
        )
        return next.slice(0, 6)
      })
    }
    return space
  }

  test("if the protocol treats them alike", () => {
    const constants = { RM: participants(3), TMMayCrash: true }
    const space = explored(TwoPhaseCommit, constants)
    expect(space.evaluations().length).toBeGreaterThan(20)
    expect(interchangeable(space, everyone)).toBe(true)
  })

  test("also where they meet", () => {
    const space = explored(TransactionCommit, { RM: participants(3) })
    expect(space.evaluations().length).toBeGreaterThan(20)
    expect(interchangeable(space, everyone)).toBe(true)
  })

  /** Only the first participant may choose to abort. */
  const unfair: Protocol = {
    ...TwoPhaseCommit,
    next: {
      ...TwoPhaseCommit.next,
      RMChooseToAbort: {
        ...TwoPhaseCommit.next["RMChooseToAbort"]!,
        guards: {
          First: ({ id }: { readonly id: string }) => id === "rm-0",
          ...TwoPhaseCommit.next["RMChooseToAbort"]!.guards
        }
      }
    }
  }

  test("not if it prefers one of them", () => {
    const constants = { RM: participants(3), TMMayCrash: true }
    const space = explored(unfair, constants)
    expect(interchangeable(space, everyone)).toBe(false)
  })

  test("and a verdict does not depend on that", () => {
    const unequal = machineOf(unfair, {
      RM: participants(6),
      TMMayCrash: false
    })
    const log = (names: ReadonlyArray<string>): ReadonlyArray<Observation> =>
      names.map((action, i) => ({ line: i + 1, action, expected: [] }))
    // If all were alike, it would not matter who prepares first.
    const good = ["RMPrepare", "RMChooseToAbort"]
    expect(decisionOn(unequal, log(good))._tag).toBe("Accepted")
    const bad = [...good, "RMChooseToAbort"]
    expect(decisionOn(unequal, log(bad))).toMatchObject({
      _tag: "Rejected",
      consumed: 2
    })
  })
})

describe("messages that can be received once", () => {
  const bag: Protocol = {
    ...TwoPhaseCommit,
    network: { ...TwoPhaseCommit.network, semantics: "bag" }
  }
  const once = machineOf(bag, { RM: participants(2), TMMayCrash: false })
  const message: Message & { readonly rm: string } = {
    _tag: "Prepared",
    rm: "rm-0"
  }
  const prepared: Observation = {
    line: 1,
    action: "RMPrepare",
    actor: "rm-0",
    expected: []
  }
  const heard = (line: number): Observation => ({
    line,
    action: "TMRcvPrepared",
    actor: "tm",
    received: message,
    expected: []
  })

  test("are gone then", () => {
    expect(decisionOn(once, [prepared, heard(2)])._tag).toBe("Accepted")
    expect(decisionOn(once, [prepared, heard(2), heard(3)])).toMatchObject({
      _tag: "Rejected",
      consumed: 2
    })
  })
})
