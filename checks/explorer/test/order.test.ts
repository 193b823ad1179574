/** Searches that go depth first, and walks: what they owe and what they do not. */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Protocol } from "../../../protocols/kernel/protocol.ts"
import { key } from "../../../protocols/kernel/value.ts"
import { checkByWalks, checkWithExplorer } from "../../check/check.ts"
import { type Model, modelsOf } from "../../models/models.ts"
import type { Label } from "../attempt.ts"
import type { Limits } from "../run.ts"
import { Search } from "../search.ts"
import { Twin } from "../twin.ts"
import { Walks } from "../walks.ts"
import { explorePlainly } from "./reference.ts"
import { anyTable, constants, system } from "./systems.ts"

const nothing = {
  invariants: {},
  refinements: {},
  bounds: [],
  deadlock: false,
  initialBreaks: []
}

const gauges = { memory: () => 0, elapsed: () => 0 }

const deepFirst = (given: Protocol, limits: Limits) => {
  const search = new Search<Label>(new Twin(given, constants), nothing, {
    limits,
    gauges,
    cached: true,
    order: "depth-first"
  })
  while (!search.advance(1 << 10)) continue
  return search
}

const models = await Effect.runPromise(
  Effect.provide(
    modelsOf("two-phase-commit"),
    Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
  )
)
const named = (name: string): Model =>
  models.find((model) => model.name === `MCTwoPhaseCommit${name}`)!

const options = { limits: {}, cached: true, onProgress: () => Effect.void }
const walkThrough = (
  model: Model,
  walks: number,
  depth: number,
  seed: number
) => Effect.runPromise(checkByWalks(model, options, { walks, depth, seed }))

describe("depth first", () => {
  it("finds the states and steps of random systems", () => {
    let deeper = 0
    fc.assert(
      fc.property(anyTable, (table) => {
        const plain = explorePlainly(system(table), constants)
        const search = deepFirst(system(table), {})
        expect(search.ending).toEqual({ _tag: "Complete" })
        expect([search.rows.count, search.generated]).toEqual([
          plain.worlds.size,
          plain.edges.length + 1
        ])
        expect(search.depth).toBeGreaterThanOrEqual(plain.depth)
        if (search.depth > plain.depth) deeper++
      }),
      { numRuns: 100 }
    )
    expect(deeper).toBeGreaterThan(20)
  })

  it("is incomplete where a limit keeps it from a state", () => {
    fc.assert(
      fc.property(anyTable, fc.integer({ min: 1, max: 6 }), (table, depth) => {
        const search = deepFirst(system(table), { depth })
        const whole = deepFirst(system(table), {}).rows.count
        expect(search.depth).toBeLessThanOrEqual(depth)
        if (search.ending?._tag === "Complete") {
          expect(search.rows.count).toBe(whole)
        } else {
          expect(search.ending).toEqual({ _tag: "Incomplete", limit: "depth" })
        }
      }),
      { numRuns: 100 }
    )
  })

  it.each(["", "_Five", "_Crash", "_Symmetry", "_Witness_NobodyCommits"])(
    "gives for %s what the manifest expects, but for depth and length",
    async (name) => {
      const report = await Effect.runPromise(
        checkWithExplorer(named(name), { ...options, order: "depth-first" })
      )
      expect(report.differences).toEqual([])
      expect(report.result).toBe(named(name).expected?.result)
      expect(report.visited).toEqual({ order: "depth-first" })
    }
  )

  it("does not decide liveness", async () => {
    const checking = checkWithExplorer(named("_Liveness"), {
      ...options,
      order: "depth-first"
    })
    await expect(Effect.runPromise(checking)).rejects.toThrow(
      /_Liveness\.cfg:6: EveryoneDecides is liveness, which is not decided depth first/u
    )
  })
})

describe("random walks", () => {
  it("are the same for the same seed, and others for another", async () => {
    const told = async (seed: number) => {
      const report = await walkThrough(named("_Large_9"), 20, 30, seed)
      const { elapsed: _, memory: __, ...rest } = report
      return key(rest)
    }
    const [first, again, other] = [await told(1), await told(1), await told(2)]
    expect(again).toBe(first)
    expect(other.replace('"seed":2', '"seed":1')).not.toBe(first)
  })

  it("show a fault by steps that are possible, the last breaks it", async () => {
    const model = named("_Witness_NobodyAborts")
    const report = await walkThrough(model, 100, 20, 5)
    expect([report.result, report.violates]).toEqual(["safety", "NobodyAborts"])
    expect(report.differences).toEqual([])
    const { steps } = report.counterexample!
    expect(steps.length + 1).toBe(report.length)
    expect(steps.at(-1)!.changes).toContainEqual({
      field: `${steps.at(-1)!.actor}.rmState`,
      before: expect.anything() as unknown,
      after: "aborted"
    })
    if (report.visited?.order !== "random") throw new Error("no walks")
    expect(report.visited.taken[steps.at(-1)!.action]).toBeGreaterThan(0)
  })

  it("are never ok: there may be a way that none has gone", async () => {
    const report = await walkThrough(named(""), 500, 50, 0)
    expect([report.result, report.limit]).toEqual(["incomplete", "walks"])
    const { distinct } = named("").expected!
    expect(report.distinct).toBeLessThanOrEqual(distinct!)
    expect(report.distinct).toBeGreaterThan(distinct! / 2)
  })

  it("count what they took, and name what they cannot refute", async () => {
    const { visited } = await walkThrough(named("_Liveness"), 50, 40, 0)
    if (visited?.order !== "random") throw new Error("no walks")
    expect(visited.unasked).toEqual(["EveryoneDecides"])
    expect(visited.taken["TMCrash"]).toBe(0)
    expect(visited.taken["RMPrepare"]).toBeGreaterThan(0)
  })

  it("only see what can be reached, and make no more steps than said", () => {
    fc.assert(
      fc.property(anyTable, fc.integer({ min: 1, max: 8 }), (table, depth) => {
        const { worlds } = explorePlainly(system(table), constants)
        let at = 0
        const twin = new Twin(system(table), constants)
        const walks = new Walks<Label>(
          twin,
          nothing,
          {
            ...{ walks: 5, depth, limits: {}, gauges, cached: true },
            draw: () => (at = (at + 0.37) % 1)
          },
          () => {}
        )
        while (!walks.advance(100)) continue
        expect(walks.ending).toEqual({ _tag: "Walked" })
        expect(walks.begun).toBe(5)
        expect(walks.depth).toBeLessThanOrEqual(depth + 1)
        expect(walks.distinct).toBeLessThanOrEqual(worlds.size)
      }),
      { numRuns: 100 }
    )
  })

  it("stop at a state out of bounds, in a deadlock, and at a limit", async () => {
    const text = named("")
    const protocol = {
      ...text.protocol,
      bounds: { Few: (world: object) => !key(world).includes('"Abort"') },
      next: { TMAbort: text.protocol.next["TMAbort"]! }
    }
    const config = { ...text.config, properties: [], checkDeadlock: true }
    const ended = async (
      change: Partial<Model["config"]>,
      limits: Limits = {}
    ) => {
      const model = { ...text, protocol, config: { ...config, ...change } }
      const how = { walks: 3, depth: 9, seed: 0 }
      const { result, limit, generated } = await Effect.runPromise(
        checkByWalks(model, { ...options, limits }, how)
      )
      return [result, limit, generated]
    }
    expect(await ended({})).toEqual(["deadlock", undefined, 2])
    const constraints = [{ name: "Few", line: 1 }]
    expect(await ended({ constraints })).toEqual(["incomplete", "walks", 6])
    expect(await ended({}, { states: 2 })).toEqual(["incomplete", "states", 2])
  })
})
