import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import { actor, step } from "../../../protocols/kernel/action.ts"
import type { Protocol } from "../../../protocols/kernel/protocol.ts"
import { TwoPhaseCommit } from "../../../protocols/two-phase-commit/protocol.ts"
import * as State from "../../../protocols/two-phase-commit/state.ts"
import { checkWithExplorer } from "../../check/check.ts"
import { isGreen } from "../../check/report.ts"
import { allModels, type Model } from "../../models/models.ts"
import { explore } from "../explore.ts"

const services = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

const run = <A, E>(
  program: Effect.Effect<A, E, Layer.Success<typeof services>>
): Promise<A> => Effect.runPromise(Effect.provide(program, services))

const models = await run(allModels)
const named = (name: string): Model =>
  models.find((model) => model.name === name)!

const options = {
  limits: {},
  cached: true,
  onProgress: () => Effect.void
}

const exploreWith = (name: string, change: Partial<Protocol>) =>
  run(
    explore(
      { ...named(name), protocol: { ...TwoPhaseCommit, ...change } },
      options
    )
  )

/** So many states are visited without the cache too, or a level less. */
const MANY = 1_000

/** As deep as that many states lie; without the cache each takes its time. */
const nearby = async (model: Model) => {
  const first = { ...options, limits: { states: MANY } }
  const { finding, depth } = await run(explore(model, first))
  return finding._tag === "Incomplete" ? { depth: depth - 1 } : {}
}

/** The protocol's actions with one guard less. */
const without = (action: string, guard: string): Partial<Protocol> => {
  const { [guard]: _, ...guards } = TwoPhaseCommit.next[action]!.guards
  const next = {
    ...TwoPhaseCommit.next,
    [action]: { ...TwoPhaseCommit.next[action]!, guards }
  }
  return { next }
}

describe("the explorer", () => {
  it.each(models.filter(({ everyday }) => everyday))(
    "gives for $name what the manifest expects",
    async (model) => {
      expect(model.expected).toBeDefined()
      const report = await run(checkWithExplorer(model, options))
      expect(report.differences).toEqual([])
      expect(isGreen(report, model.expected)).toBe(true)
    }
  )

  it.each(models.filter(({ everyday }) => everyday))(
    "says of $name the same without the cache",
    async (model) => {
      const near = { ...options, limits: await nearby(model) }
      const cached = await run(explore(model, near))
      const plain = await run(explore(model, { ...near, cached: false }))
      const { finding, distinct, generated, depth, evaluations } = cached
      expect(plain.finding).toEqual(finding)
      // A violation may end the search within a block.
      if (finding._tag !== "Violated") {
        expect(plain).toMatchObject({ distinct, generated, depth })
      }
      // What is computed for the cache pays where states are many.
      if (distinct > 100) expect(plain.evaluations).toBeGreaterThan(evaluations)
    }
  )

  it("tells the shortest way to an inconsistent end", async () => {
    const { finding } = await exploreWith(
      "MCTwoPhaseCommit",
      without("TMCommit", "AllPrepared")
    )
    expect(finding).toMatchObject({ _tag: "Violated" })
    if (finding._tag !== "Violated") return
    expect(finding.counterexample.steps.map(({ action }) => action)).toEqual([
      "TMCommit",
      "RMRcvCommitMsg"
    ])
    expect(finding.counterexample.steps[1]!.changes).toEqual([
      { field: "rm-0.rmState", before: "working", after: "committed" }
    ])
  })

  it("finds a step that breaks an action property", async () => {
    const { finding } = await exploreWith("MCTwoPhaseCommit", {
      ...without("TMAbort", "Undecided"),
      refinements: {}
    }).catch((error: unknown) => ({ finding: error }))
    expect((finding as Error).message).toContain(
      "RefinesTransactionCommit is not a property"
    )
    const model = named("MCTwoPhaseCommit")
    const config = {
      ...model.config,
      invariants: [],
      properties: model.config.properties.filter(
        ({ name }) => name === "DecisionsAreFinal"
      )
    }
    const protocol = { ...TwoPhaseCommit, ...without("TMAbort", "Undecided") }
    const broken = await run(explore({ ...model, config, protocol }, options))
    expect(broken.finding).toMatchObject({
      kind: "liveness",
      property: "DecisionsAreFinal"
    })
  })

  it("finds a state that is not well typed", async () => {
    const rm = actor("rm", {
      state: State.ResourceManager,
      message: State.Message,
      constants: State.Constants
    })
    const RMPrepare = rm.local({
      guards: {},
      step: (self) => step({ ...self, rmState: "ready" as "prepared" })
    })
    const { finding } = await exploreWith("MCTwoPhaseCommit", {
      next: { ...TwoPhaseCommit.next, RMPrepare }
    })
    expect(finding).toMatchObject({ kind: "safety", property: "TypeOK" })
  })

  it("finds a step that the abstract protocol forbids", async () => {
    const model = named("MCTwoPhaseCommit")
    const config = {
      ...model.config,
      invariants: [],
      properties: model.config.properties.filter(
        ({ name }) => name === "RefinesTransactionCommit"
      )
    }
    const protocol = {
      ...TwoPhaseCommit,
      ...without("TMCommit", "AllPrepared")
    }
    const broken = await run(explore({ ...model, config, protocol }, options))
    expect(broken.finding).toMatchObject({
      kind: "liveness",
      property: "RefinesTransactionCommit"
    })
  })

  it("finds out an action that writes to what it was given", async () => {
    const next = {
      ...TwoPhaseCommit.next,
      TMCommit: {
        ...TwoPhaseCommit.next["TMCommit"]!,
        guards: {},
        step: ((self: { tmState: string }) => {
          self.tmState = "committed"
          return step(self)
        }) as never
      }
    }
    await expect(exploreWith("MCTwoPhaseCommit", { next })).rejects.toThrow(
      /read.only/
    )
  })
})
