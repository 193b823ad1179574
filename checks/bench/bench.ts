/**
 * `npm run bench`: the figures that the project promises, with their peers;
 * `npm run bench -- scale`: what a state costs in larger and larger searches.
 */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Tla2Tools } from "tla2tools-runner"
import { clockFigures } from "./clock.ts"
import { explorerFigures } from "./explorer.ts"
import { table } from "./figure.ts"
import { measureScale, scaleTable, spread } from "./scale.ts"
import { validationFigures } from "./validation.ts"

const services = Layer.mergeAll(
  NodeFileSystem.layer,
  NodePath.layer,
  Tla2Tools.layer()
)

const promises = Effect.gen(function* () {
  const figures = [
    ...(yield* clockFigures),
    ...(yield* validationFigures),
    ...(yield* explorerFigures)
  ]
  yield* Console.log(table(figures))
  if (figures.some(({ met }) => !met)) process.exitCode = 1
})

const scale = Effect.gen(function* () {
  const points = yield* measureScale
  const times = spread(points)
  yield* Console.log(scaleTable(points))
  yield* Console.log(`the dearest against the cheapest: ${times.toFixed(1)}`)
  if (times > 2) process.exitCode = 1
})

const program = process.argv[2] === "scale" ? scale : promises

NodeRuntime.runMain(Effect.provide(program, services))
