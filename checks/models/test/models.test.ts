import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import { asked } from "../../explorer/properties.ts"
import * as Result from "effect/Result"
import { differences } from "../manifest.ts"
import { allModels, modelsOf, readModel } from "../models.ts"

const services = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

const run = <A, E>(
  program: Effect.Effect<A, E, Layer.Success<typeof services>>
): Promise<A> => Effect.runPromise(Effect.provide(program, services))

/** What is wrong with a configuration of this text. */
const refusal = (name: string, text: string) =>
  run(
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const file = `${folder}/${name}`
      yield* files.writeFileString(file, text)
      const error = yield* Effect.flip(
        readModel("two-phase-commit", file, undefined)
      )
      return error.message.replace(`${folder}/`, "")
    }).pipe(Effect.scoped)
  )

describe("the models", () => {
  it("are all expected to give something, large ones on demand", async () => {
    const models = await run(allModels)
    expect(models.length).toBeGreaterThanOrEqual(12)
    expect(models.filter(({ expected }) => expected === undefined)).toEqual([])
    const large = models.filter(({ everyday }) => !everyday)
    expect(large.length).toBeGreaterThanOrEqual(7)
    expect(large.filter(({ name }) => !name.includes("_Large_"))).toEqual([])
  })

  it("name only properties that the twin has", async () => {
    for (const { name, protocol, config, constants } of await run(allModels)) {
      const result = asked(protocol, config, constants)
      expect([name, Result.isSuccess(result)]).toEqual([name, true])
    }
  })

  it("of an unknown folder cannot be read", async () => {
    const error = await run(Effect.flip(modelsOf("no-such-protocol")))
    expect(error.message).toMatch(/no-such-protocol\/manifest.json: cannot be/)
  })

  it.each([
    [
      "MCTwoPhaseCommit.cfg",
      'CONSTANTS\n  RM = {"a"}\n  TMMayCrash = FALSE\n  Servers = 3',
      "MCTwoPhaseCommit.cfg:4: Servers is no constant of TwoPhaseCommit; it has RM, TMMayCrash"
    ],
    [
      "MCTwoPhaseCommit.cfg",
      'CONSTANTS\n  RM = {"a"}\n  TMMayCrash = 3',
      /^MCTwoPhaseCommit.cfg:2: the constants do not fit: .*TMMayCrash/
    ],
    [
      "MCTwoPhaseCommit.cfg",
      'CONSTANTS\n  RM = {"a", "tm"}\n  TMMayCrash = FALSE',
      "MCTwoPhaseCommit.cfg:2: two actors have the id tm"
    ],
    [
      "MCTwoPhaseCommit.cfg",
      'CONSTANTS\n  RM = {"a"}\n  TMMayCrash = FALSE\nCHECK_DEADLOCK FALSE',
      "MCTwoPhaseCommit.cfg: names no property, so that nothing would be checked"
    ],
    [
      "MCThreePhaseCommit.cfg",
      "SPECIFICATION Spec",
      "MCThreePhaseCommit.cfg: no protocol in two-phase-commit is the twin of ThreePhaseCommit"
    ]
  ])("%s: %j is refused", async (name, text, message) => {
    expect(await refusal(name, text)).toMatch(message)
  })

  it.each([
    ["INVARIANT Consistant", "Consistant is not an invariant of"],
    ["PROPERTY Consistent", "Consistent is not a property of"],
    ["SPECIFICATION Next", "Next is not a specification of"],
    ["CONSTRAINT Bounded", "Bounded is not a bound of"]
  ])("with %s are refused by the explorer", async (text, cause) => {
    const [model] = (await run(allModels)).filter(
      ({ name }) => name === "MCTwoPhaseCommit"
    )
    const { parseConfig } = await import("../config.ts")
    const config = Result.getOrThrow(parseConfig(text))
    const result = asked(model!.protocol, config, model!.constants)
    expect(Result.isFailure(result) && result.failure.cause).toContain(cause)
  })
})

describe("a manifest", () => {
  const expected = {
    model: "M.cfg",
    result: "ok",
    distinct: 3,
    depth: 2
  } as const

  it("agrees with what it says", () => {
    const found = { result: "ok", distinct: 3, generated: 9, depth: 2 } as const
    expect(differences(expected, found)).toEqual([])
  })

  it("names each figure that differs", () => {
    expect(
      differences(expected, { result: "safety", distinct: 4, depth: 2 })
    ).toEqual([
      "result: ok expected, safety found",
      "distinct: 3 expected, 4 found"
    ])
  })
})
