/** `npm run bench`: the figures that the project promises, with their peers. */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Tla2Tools } from "tla2tools-runner"
import { explorerFigures } from "./explorer.ts"
import { table } from "./figure.ts"
import { validationFigures } from "./validation.ts"

const services = Layer.mergeAll(
  NodeFileSystem.layer,
  NodePath.layer,
  Tla2Tools.layer()
)

const program = Effect.gen(function* () {
  const figures = [...(yield* validationFigures), ...(yield* explorerFigures)]
  yield* Console.log(table(figures))
  if (figures.some(({ met }) => !met)) process.exitCode = 1
})

NodeRuntime.runMain(Effect.provide(program, services))
