import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { describe, expect, it } from "vitest"
import { allModels, root } from "../../models/models.ts"
import { isGreen } from "../report.ts"
import { checkWithTlc } from "../tlc.ts"
import { run, runWithFiles, seesGraph, withoutTlc } from "./engine.ts"

const options = { workers: 1, onEvent: () => Effect.void }
// The others are checked where their graphs are compared, in the same run.
const models = (await runWithFiles(allModels)).filter(
  (model) => model.everyday && !seesGraph(model)
)

describe.skipIf(withoutTlc)("TLC", () => {
  it("has models that must fail, and such with a symmetry", () => {
    expect(models.length).toBeGreaterThanOrEqual(50)
  })

  it.each(models)(
    "gives for $name what the manifest expects",
    async (model) => {
      const report = await run(checkWithTlc(model, options))
      expect(report.differences).toEqual([])
      expect(isGreen(report, model.expected)).toBe(true)
    }
  )

  it("tells how two-phase commit blocks", async () => {
    const [model] = (await run(allModels)).filter(({ name }) =>
      name.endsWith("_CrashLiveness")
    )
    const { counterexample } = await run(checkWithTlc(model!, options))
    expect(counterexample?.loop).toBe("stuttering")
    const actions = counterexample?.steps.map(({ action }) => action)
    expect(actions).toContain("TMCrash")
    expect(actions).toContain("RMPrepare")
  })

  it("is not asked about liveness under a bound", async () => {
    const model = (await run(allModels)).find(({ name }) =>
      name.endsWith("_Liveness")
    )!
    const protocol = { ...model.protocol, bounds: { Few: () => true } }
    const config = { ...model.config, constraints: [{ name: "Few", line: 7 }] }
    const check = checkWithTlc({ ...model, protocol, config }, options)
    const { message } = await run(Effect.flip(check))
    expect(message).toMatch(/_Liveness.cfg:7: a bound cuts behaviours off/)
  })

  it("names a refinement that a step breaks", async () => {
    const report = await run(
      Effect.scoped(
        Effect.gen(function* () {
          const files = yield* FileSystem.FileSystem
          const folder = yield* files.makeTempDirectoryScoped()
          yield* files.copy(`${root}/spec/two-phase-commit`, folder)
          const spec = `${folder}/TwoPhaseCommit.tla`
          const text = yield* files.readFileString(spec)
          yield* files.writeFileString(
            spec,
            text.replace("tmPrepared = RM", "tmPrepared # {}")
          )
          const model = (yield* allModels).find(
            ({ name }) => name === "MCTwoPhaseCommit"
          )!
          const specPath = `${folder}/MCTwoPhaseCommit.tla`
          return yield* checkWithTlc({ ...model, specPath }, options)
        })
      )
    )
    expect(report).toMatchObject({
      result: "liveness",
      violates: "RefinesTransactionCommit"
    })
  })
})
