import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { TwoPhaseCommit } from "../../../protocols/two-phase-commit/protocol.ts"
import { isGreen } from "../../check/report.ts"
import {
  run,
  runWithFiles,
  seesGraph,
  withoutTlc
} from "../../check/test/engine.ts"
import { checkWithGraph } from "../../check/tlc.ts"
import { parseConfig } from "../../models/config.ts"
import { allModels, type Model, root } from "../../models/models.ts"
import { compare, graphsOf, parity, type ParityReport } from "../parity.ts"

const models = await runWithFiles(allModels)
const everyday = models.filter((model) => model.everyday)
const checked = everyday.filter(seesGraph)
const plain = graphsOf([...checked, ...everyday]).filter(
  (model) => !seesGraph(model)
)
const small = models.find(({ name }) => name === "MCTwoPhaseCommit")!

/** Labelled steps of some of them, as first found. */
const edges: Readonly<Record<string, number>> = {
  MCTransactionCommit: 93,
  MCTwoPhaseCommit: 994,
  MCTwoPhaseCommit_Five: 45_690,
  MCTwoPhaseCommit_Crash: 1_154
}

/** The model with a copy of the spec in which some text is replaced. */
const withSpec = Effect.fnUntraced(function* (
  model: Model,
  from: string,
  to: string
) {
  const files = yield* FileSystem.FileSystem
  const folder = yield* files.makeTempDirectoryScoped()
  yield* files.copy(`${root}/spec/two-phase-commit`, folder)
  const spec = `${folder}/TwoPhaseCommit.tla`
  const text = yield* files.readFileString(spec)
  if (!text.includes(from)) throw new Error(`the spec has no ${from}`)
  yield* files.writeFileString(spec, text.replace(from, to))
  return { ...model, specPath: `${folder}/MCTwoPhaseCommit.tla` }
})

/** The states of the whole graph; a symmetry counts orbits. */
const states = ({ config, expected }: Model): number | undefined =>
  config.symmetry === undefined ? expected?.distinct : undefined

const expectParity = (model: Model, { same, compared }: ParityReport) => {
  expect({ same, ...compared }).toEqual({
    same: true,
    nodes: states(model) ?? compared?.nodes,
    edges: edges[model.name] ?? compared?.edges
  })
  expect(compared?.edges).toBeGreaterThan(0)
  expect(compared?.nodes).toBeGreaterThan(1)
}

describe.skipIf(withoutTlc)("parity", () => {
  it.each(plain)("holds for $name, state by state", async (model) => {
    expectParity(model, await run(parity(model)))
  })

  it.each(checked)(
    "holds for $name, of which TLC says what the manifest expects",
    async (model) => {
      const { report, result, graph } = await run(checkWithGraph(model))
      expect(report.differences).toEqual([])
      expect(isGreen(report, model.expected)).toBe(true)
      expectParity(model, await run(compare(model, result, graph)))
    }
  )

  it("is asked of models that hold, and of some that do not", () => {
    expect(checked.length).toBeGreaterThanOrEqual(40)
    expect(plain.length).toBeGreaterThanOrEqual(5)
  })

  it("holds for participants that are model values", async () => {
    const text = "CONSTANTS RM = {r1, r2} TMMayCrash = FALSE"
    const config = Result.getOrThrow(parseConfig(text))
    const constants = { RM: ["r1", "r2"], TMMayCrash: false }
    const report = await run(parity({ ...small, config, constants }))
    expect(report.difference).toBe(undefined)
    expect(report).toMatchObject({ same: true, compared: { nodes: 56 } })
  })

  it("is broken by one guard less in the twin", async () => {
    const action = TwoPhaseCommit.next["RMChooseToAbort"]!
    const protocol = {
      ...TwoPhaseCommit,
      next: {
        ...TwoPhaseCommit.next,
        RMChooseToAbort: { ...action, guards: {} }
      }
    }
    const report = await run(parity({ ...small, protocol }))
    expect(report.same).toBe(false)
    expect(report.difference?.path).toMatchObject([
      { action: "RMPrepare", changes: [{}, {}] }
    ])
    expect(report.difference?.lone).toEqual([
      {
        side: "twin",
        action: "RMChooseToAbort",
        changes: [
          { field: "rmState[rm-0]", before: "prepared", after: "aborted" }
        ]
      }
    ])
  })

  it("is broken by one guard less in the spec", async () => {
    const report = await run(
      Effect.scoped(
        Effect.flatMap(
          withSpec(small, "/\\ AllPrepared :: tmPrepared = RM", ""),
          parity
        )
      )
    )
    expect(report.same).toBe(false)
    expect(report.spec.distinct).toBeGreaterThan(report.twin.distinct)
    expect(report.difference).toMatchObject({
      path: [],
      lone: [{ side: "spec", action: "TMCommit" }]
    })
  })

  it("refuses a spec that TLC cannot read", async () => {
    const failed = await run(
      Effect.scoped(
        Effect.flatMap(withSpec(small, "Init ==", "Init = ="), parity)
      ).pipe(Effect.flip)
    )
    expect(failed.message).toMatch(/MCTwoPhaseCommit.tla: TLC cannot give/)
  })
})
