import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import {
  alwaysEventually,
  eventually,
  eventuallyAlways,
  forAll,
  leadsTo,
  type Liveness
} from "../../../protocols/kernel/liveness.ts"
import type { AnyWorld, Protocol } from "../../../protocols/kernel/protocol.ts"
import { parseConfig } from "../../models/config.ts"
import type { Model } from "../../models/models.ts"
import { explore, type Finding } from "../explore.ts"
import { protocolOf } from "./movers.ts"
import { constants, system } from "./systems.ts"

interface Movers extends AnyWorld {
  readonly mover: Readonly<Record<string, { readonly at: number }>>
}

type Constants = { readonly Movers: ReadonlyArray<string> }

/** Where A, B, and C lead from 0, 1, and so on; -1: nowhere. */
const walking = (
  a: ReadonlyArray<number>,
  b: ReadonlyArray<number>,
  c: ReadonlyArray<number> = a.map(() => -1)
) =>
  protocolOf({
    movers: 1,
    size: a.length,
    moves: [[a], [b], [c]],
    fair: ["none", "none", "none"],
    form: "Eventually",
    from: { holds: [], enabled: undefined },
    to: { holds: [], enabled: undefined }
  })

/** Back and forth between 0 and 1 by B; from 0 on to 2 by A. */
const pacing = walking([2, -1, -1], [1, 0, -1])

const at =
  (place: number, mover = "m0") =>
  ({ mover: all }: Movers) =>
    all[mover]!.at === place

const modelOf = (
  protocol: Protocol,
  formula: Liveness<Movers, Constants>,
  { text = "", movers = ["m0"] }
): Model =>
  ({
    configPath: "MCMovers.cfg",
    protocol: {
      ...protocol,
      liveness: { Live: formula as Liveness<AnyWorld, object> },
      bounds: { Few: () => true }
    },
    config: Result.getOrThrow(
      parseConfig(
        `SPECIFICATION FairSpec\nPROPERTY Live\n${text}\nCHECK_DEADLOCK FALSE`
      )
    ),
    constants: { Movers: movers }
  }) as Partial<Model> as Model

const options = { limits: {}, cached: true, onProgress: () => Effect.void }

const exploring = (
  protocol: Protocol,
  formula: Liveness<Movers, Constants>,
  given = {}
) => explore(modelOf(protocol, formula, given), options)

/** What is found: the steps that refute, and where they go back to. */
const told = (finding: Finding): string => {
  if (finding._tag !== "Violated") return finding._tag
  const { steps, loop } = finding.counterexample
  const names = steps.map(({ action, actor }) => `${action} ${actor}`)
  const of = [...(finding.of ?? []), ""].join(": ")
  return `${of}${names.join(",")} -> ${loop}`
}

const verdict = async (...given: Parameters<typeof exploring>) =>
  told((await Effect.runPromise(exploring(...given))).finding)

const refusal = async (...given: Parameters<typeof exploring>) =>
  (await Effect.runPromise(Effect.flip(exploring(...given)))).message

describe("fairness", () => {
  it("weak: what stays possible happens, what comes and goes need not", async () => {
    const leaves = eventually(at(2))
    expect(await verdict(pacing, leaves)).toBe(" -> stuttering")
    const moving = { ...pacing, weaklyFair: ["A", "B"] }
    expect(await verdict(moving, leaves)).toBe("B m0,B m0 -> 0")
    const standing = walking([2, -1, -1], [-1, -1, -1])
    const fair = { ...standing, weaklyFair: ["A"] }
    expect(await verdict(fair, leaves)).toBe("Holds")
  })

  it("strong: what is possible again and again happens", async () => {
    const fair = { ...pacing, weaklyFair: ["A", "B"], stronglyFair: ["A"] }
    expect(await verdict(fair, eventually(at(2)))).toBe("Holds")
  })

  it("strong: a part of a cycle may do without it", async () => {
    const around = walking([1, 0, -1, -1], [-1, 2, 0, -1], [-1, -1, 3, -1])
    const fair = { ...around, weaklyFair: ["A"], stronglyFair: ["C"] }
    const leaves = eventually(at(3))
    expect(await verdict(fair, leaves)).toBe("A m0,A m0 -> 0")
    const both = { ...fair, stronglyFair: ["B", "C"] }
    expect(await verdict(both, leaves)).toBe("Holds")
  })

  it("is asked of each actor by itself", async () => {
    const fair = { ...walking([1, 0, -1], [-1, -1, -1]), weaklyFair: ["A"] }
    const movers = ["m0", "m1"]
    const everyone = forAll(
      ({ Movers }: Constants) => Movers,
      (id) => eventually(at(1, id))
    )
    expect(await verdict(fair, everyone, { movers })).toBe("Holds")
    const unfair = { ...fair, weaklyFair: [] }
    expect(await verdict(unfair, everyone, { movers })).toMatch(/^m0: /)
  })

  it("is asked only of the actors that are named", async () => {
    const fair = { ...walking([1, 0, -1], [-1, -1, -1]), weaklyFair: ["A"] }
    const named = { ...fair, fairActors: () => ["m1"] }
    const goes = (id: string) => eventually(at(1, id))
    const movers = ["m0", "m1"]
    expect(await verdict(named, goes("m1"), { movers })).toBe("Holds")
    expect(await verdict(named, goes("m0"), { movers })).not.toBe("Holds")
  })

  it("counts for nothing with SPECIFICATION Spec", async () => {
    const fair = { ...pacing, stronglyFair: ["A"] }
    const model = modelOf(fair, eventually(at(2)), {})
    const config = Result.getOrThrow(
      parseConfig("SPECIFICATION Spec\nPROPERTY Live\nCHECK_DEADLOCK FALSE")
    )
    const { finding } = await Effect.runPromise(
      explore({ ...model, config }, options)
    )
    expect(told(finding)).toBe(" -> stuttering")
  })
})

describe("a formula", () => {
  const pacingFair = { ...pacing, weaklyFair: ["A", "B"] }

  it.each<[string, Liveness<Movers, Constants>, string]>([
    ["<>P", eventually(at(1)), "A m0 -> stuttering"],
    ["P ~> Q", leadsTo(at(1), at(0)), "Holds"],
    ["P ~> Q", leadsTo(at(1), at(2)), "B m0,B m0 -> 0"],
    ["[]<>P", alwaysEventually(at(0)), "A m0 -> stuttering"],
    ["<>[]P", eventuallyAlways(at(0)), "B m0,B m0 -> 0"],
    [
      "ENABLED",
      eventuallyAlways((_, __, enabled) => !enabled("A", "m0")),
      "B m0,B m0 -> 0"
    ],
    [
      "ENABLED",
      alwaysEventually((_, __, enabled) => !enabled("A", "m0")),
      "Holds"
    ],
    [
      "\\A",
      forAll(
        () => [0, 2],
        (place) =>
          forAll(
            ({ Movers }) => Movers,
            (id) => leadsTo(at(place, id), at(1, id))
          )
      ),
      "0: m0: A m0 -> stuttering"
    ]
  ])("%s", async (_, formula, expected) => {
    expect(await verdict(pacingFair, formula)).toBe(expected)
  })

  it("does not say that an action is enabled that changes nothing", async () => {
    const idle = walking([0, -1, -1], [-1, -1, -1])
    const formula = alwaysEventually<Movers, Constants>((_, __, enabled) =>
      enabled("A", "m0")
    )
    expect(await verdict(idle, formula)).toBe(" -> stuttering")
  })
})

describe("what is enabled", () => {
  it("for one who hears a message is not so for another", async () => {
    const nowhere = [-1, -1, -1]
    const talking = system({
      semantics: "set",
      walk: nowhere,
      say: [1, -1, -1],
      hear: [2, -1, -1],
      meet: nowhere,
      visit: nowhere
    })
    type Walkers = AnyWorld & {
      readonly walker: Readonly<Record<string, { readonly at: number }>>
    }
    const model = modelOf(talking, eventually(at(0)), {})
    const Live = alwaysEventually<AnyWorld, object>(
      (world, _, enabled) =>
        !enabled("Hear", "a") || (world as Walkers).walker["b"]!.at !== 0
    )
    const liveness = { Live }
    const protocol = { ...model.protocol, weaklyFair: [], liveness }
    const { finding } = await Effect.runPromise(
      explore({ ...model, protocol, constants }, options)
    )
    expect(told(finding)).toBe("Holds")
  })
})

describe("what has no answer is refused", () => {
  it("liveness under a bound", async () => {
    const text = "CONSTRAINT Few"
    expect(await refusal(pacing, eventually(at(2)), { text })).toBe(
      "MCMovers.cfg:3: a bound cuts behaviours off: liveness would not be decided"
    )
  })

  it("a parameter without values", async () => {
    const nobody = forAll<string, Movers, Constants>(
      () => [],
      (id) => eventually(at(2, id))
    )
    expect(await refusal(pacing, nobody)).toBe(
      "MCMovers.cfg:2: Live has a parameter, and there is no value for it"
    )
  })

  it.each([
    ["D", "m0"],
    ["A", "m7"]
  ])("%s of %s that might be enabled", async (action, id) => {
    const formula = eventually<Movers, Constants>((_, __, enabled) =>
      enabled(action, id)
    )
    await expect(verdict(pacing, formula)).rejects.toThrow(
      `Movers has no action ${action} of an actor ${id}`
    )
  })
})
