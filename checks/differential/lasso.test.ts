import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { runWithFiles } from "../check/test/engine.ts"
import { type Counterexample } from "../explorer/counterexample.ts"
import { modelOf, ours } from "./compare.ts"
import { judge } from "./lasso.ts"
import { livenessForms, samples, type System } from "./system.ts"

const asked = Array.from({ length: 15 }, (_, seed) => samples(seed))
  .flat()
  .filter(({ question }) => livenessForms.some((f) => f === question.about))

const violation = (system: System, told: Counterexample) => {
  const { protocol, constants } = modelOf(system, ".")
  const judged = judge(protocol, constants)
  const faults = (told: Counterexample, about = system.question.about) =>
    judged(protocol.liveness[about]!, told)
  return { system, told, faults }
}

const violated = await runWithFiles(
  Effect.forEach(asked, (system) =>
    Effect.map(ours(system, true), ({ result, counterexample }) =>
      result === "liveness" ? [violation(system, counterexample!)] : []
    )
  )
).then((found) => found.flat())

const first = (wanted: (told: Counterexample) => boolean) =>
  violated.find(({ told }) => wanted(told))!

const going = ({ loop }: Counterexample) => typeof loop === "number"

describe("counter-examples to liveness", () => {
  it("are fair behaviours that break the formula", () => {
    expect(violated.length).toBeGreaterThan(40)
    const forms = new Set(violated.map(({ system }) => system.question.about))
    expect([...forms].sort()).toEqual([...livenessForms].sort())
    const wrong = violated.filter(({ told, faults }) => faults(told).length > 0)
    expect(wrong).toEqual([])
  })

  it("must be steps of the protocol", () => {
    const { told, faults } = first(({ steps }) => steps.length > 0)
    const steps = told.steps.map((step) => ({ ...step, actor: "nobody" }))
    expect(faults({ ...told, steps })).toEqual([
      "step 1 is none of the protocol"
    ])
  })

  it("must go on for ever", () => {
    const { told, faults } = first(({ steps }) => steps.length > 0)
    expect(faults({ steps: told.steps })).toEqual([
      "it does not go on for ever"
    ])
  })

  it("must come back", () => {
    const { told, faults } = first(
      (told) => going(told) && told.steps.length > 1
    )
    const steps = told.steps.slice(0, -1)
    expect(faults({ ...told, steps })).toEqual(["it does not come back"])
  })

  it("must be fair", () => {
    const { told, faults } = violated.find(
      ({ system, told }) =>
        told.steps.length > 0 &&
        system.fair.Step === "weakly" &&
        told.steps[0]!.action === "Step"
    )!
    expect(faults({ steps: [], loop: "stuttering" })).toContain(
      `it is not fair to Step of ${told.steps[0]!.actor}`
    )
  })

  it("must break the formula", () => {
    const kept = violated.filter(({ told, faults }) =>
      livenessForms.some((form) =>
        faults(told, form).includes("the formula holds")
      )
    )
    expect(kept.length).toBeGreaterThan(10)
  })
})
