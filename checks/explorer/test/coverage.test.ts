import * as Effect from "effect/Effect"
import { forSeconds, Tla2Tools } from "tla2tools-runner"
import { describe, expect, it } from "vitest"
import { actor, step } from "../../../protocols/kernel/action.ts"
import type { Action, Protocol } from "../../../protocols/kernel/protocol.ts"
import { key } from "../../../protocols/kernel/value.ts"
import { TwoPhaseCommit } from "../../../protocols/two-phase-commit/protocol.ts"
import * as State from "../../../protocols/two-phase-commit/state.ts"
import { run, runWithFiles, withoutTlc } from "../../check/test/engine.ts"
import { modelOf } from "../../differential/compare.ts"
import { samples } from "../../differential/system.ts"
import { allModels, type Model } from "../../models/models.ts"
import { graphsOf } from "../../parity/parity.ts"
import { type Coverage, measureCoverage, sum } from "../coverage.ts"
import { explorePlainly } from "./reference.ts"

const measure = (model: Model): Promise<Coverage> =>
  runWithFiles(measureCoverage(model, {}))

const models = await runWithFiles(allModels)

/** Small systems, all of whose states are seen. */
const small = samples(0)
  .map((system) => modelOf(system, "."))
  .map(({ config, ...model }) => ({
    ...model,
    config: { ...config, constraints: [] }
  }))
  .filter(
    ({ protocol, constants }) =>
      explorePlainly(protocol, constants).worlds.size < 60
  )

/** The protocol with only the wanted guards of one action. */
const keeping = (
  protocol: Protocol,
  action: string,
  wanted: (guard: string) => boolean
): Protocol => {
  const change = (actions: Readonly<Record<string, Action>>) =>
    Object.fromEntries(
      Object.entries(actions).map(([name, rule]) => [
        name,
        name === action
          ? {
              ...rule,
              guards: Object.fromEntries(
                Object.entries(rule.guards).filter(([guard]) => wanted(guard))
              )
            }
          : rule
      ])
    )
  const { next, environment } = protocol
  return { ...protocol, next: change(next), environment: change(environment) }
}

describe("coverage", () => {
  it("counts as steps what the search generates", async () => {
    expect(small.length).toBeGreaterThan(5)
    for (const model of small) {
      const { states, complete, actions } = await measure(model)
      const plain = explorePlainly(model.protocol, model.constants)
      expect([states, complete]).toEqual([plain.worlds.size, true])
      for (const { action, taken } of actions) {
        const steps = plain.edges.filter((edge) => edge.action === action)
        expect([action, taken]).toEqual([action, steps.length])
      }
    }
  })

  it("counts for a guard what would happen without it, or with it alone", async () => {
    let [needed, spare] = [0, 0]
    for (const model of small) {
      const { protocol, constants } = model
      const { worlds } = explorePlainly(protocol, constants)
      const stepsOf = (changed: Protocol, action: string): number =>
        explorePlainly(changed, constants, (world) =>
          worlds.has(key(world))
        ).edges.filter((edge) => edge.action === action).length
      for (const { action, taken, guards } of (await measure(model)).actions) {
        const with_ = (wanted: (guard: string) => boolean) =>
          stepsOf(keeping(protocol, action, wanted), action)
        const tries = with_(() => false)
        for (const { guard, isFalse, alone } of guards) {
          expect(taken + alone).toBe(with_((name) => name !== guard))
          expect(tries - isFalse).toBe(with_((name) => name === guard))
          if (alone > 0) needed++
          else spare++
        }
      }
    }
    expect(Math.min(needed, spare)).toBeGreaterThan(20)
  })

  it("takes a guard that cannot be asked for true", async () => {
    const model = models.find(({ name }) => name === "MCTwoPhaseCommit")!
    const tm = actor("tm", {
      state: State.TransactionManager,
      message: State.Message,
      constants: State.Constants
    })
    const Praise = tm.local({
      guards: {
        SomeArePrepared: ({ tmPrepared }) => tmPrepared.length > 0,
        FirstIsFirst: ({ tmPrepared: [first] }) => first!.endsWith("0")
      },
      step: (self) => step(self)
    })
    const protocol = { ...TwoPhaseCommit, next: { Praise } }
    const { states, actions } = await measure({ ...model, protocol })
    expect(states).toBe(1)
    expect(actions[0]).toEqual({
      action: "Praise",
      taken: 0,
      guards: [
        { guard: "SomeArePrepared", isFalse: 1, alone: 1 },
        { guard: "FirstIsFirst", isFalse: 0, alone: 0 }
      ]
    })
  })

  it("is summed over models", async () => {
    const [three, crash] = await Promise.all(
      ["MCTwoPhaseCommit", "MCTwoPhaseCommit_Crash"].map((name) =>
        measure(models.find((model) => model.name === name)!)
      )
    )
    const mayCrash = ({ actions }: Coverage) => actions.at(-1)!.guards[0]!
    const both = sum([three!, crash!])
    expect(both.states).toBe(288 + 352)
    expect([three!, crash!, both].map(mayCrash)).toEqual([
      { guard: "MayCrash", isFalse: 288, alone: 64 },
      { guard: "MayCrash", isFalse: 0, alone: 0 },
      { guard: "MayCrash", isFalse: 288, alone: 64 }
    ])
  })

  it("says if not all states were seen", async () => {
    const model = models.find(({ name }) => name === "MCTwoPhaseCommit")!
    const limited = measureCoverage(model, { states: 100 })
    expect(await runWithFiles(limited)).toMatchObject({
      states: 100,
      complete: false
    })
  })
})

describe.skipIf(withoutTlc)("coverage by TLC", () => {
  it("gives each action of each small graph as many steps", async () => {
    const graphs = graphsOf(
      models.filter(
        ({ everyday, expected }) =>
          everyday &&
          expected?.result === "ok" &&
          (expected.distinct ?? Infinity) < 1_000
      )
    )
    expect(graphs.length).toBeGreaterThanOrEqual(3)
    for (const model of graphs) {
      const { specPath: spec, configPath: config } = model
      const { coverage } = await run(
        Effect.flatMap(Tla2Tools, (tools) =>
          tools.run({ spec, config, coverage: true, javaArguments: forSeconds })
        )
      )
      const theirs = coverage
        // TLC may leave out what it never tries.
        .filter(({ kind, generated }) => kind === "action" && generated !== 0)
        .map(({ name, generated }) => [name, generated] as const)
      const { actions } = await measure(model)
      const ours = actions
        .filter(({ taken }) => taken > 0)
        .map(({ action, taken }) => [action, taken] as const)
      expect([model.name, new Map(theirs)]).toEqual([model.name, new Map(ours)])
    }
  })
})
