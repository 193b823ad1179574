/**
 * Explores two-phase commit with so many participants, as far as so many
 * states, and prints a line on the way: at 100,000 states, and at each 10 times
 * the root of 10 more. A smaller model is explored first, to warm the machine
 * up, if a third word says so.
 */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { explore, type Progress } from "../explorer/explore.ts"
import { type Model, modelsOf } from "../models/models.ts"
import type { Point } from "./scale.ts"

const [count, states] = process.argv.slice(2).map(Number)

/** States at which the first line is printed. */
const FIRST = 1e5

const withParticipants = (model: Model, count: number): Model => ({
  ...model,
  constants: {
    ...model.constants,
    RM: Array.from({ length: count }, (_, i) => `rm-${i}`)
  }
})

const print = (
  { distinct, generated, depth, memory }: Progress,
  before: NodeJS.CpuUsage
) => {
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  const point: Point = { distinct, generated, depth, seconds, memory }
  console.log(JSON.stringify(point))
}

const measured = Effect.fnUntraced(function* (model: Model) {
  const before = process.cpuUsage()
  let next = FIRST
  const onProgress = (progress: Progress) =>
    Effect.sync(() => {
      if (progress.distinct < next) return
      print(progress, before)
      next *= Math.sqrt(10)
    })
  const limits = { states }
  print(yield* explore(model, { limits, cached: true, onProgress }), before)
})

const program = Effect.gen(function* () {
  const models = yield* modelsOf("two-phase-commit")
  const large = models.find(({ name }) => name === "MCTwoPhaseCommit_Large_9")!
  if (process.argv[4] === "warm") {
    const options = { limits: {}, cached: true, onProgress: () => Effect.void }
    yield* explore(withParticipants(large, 7), options)
  }
  yield* measured(withParticipants(large, count!))
})

await Effect.runPromise(
  Effect.provide(program, Layer.mergeAll(NodeFileSystem.layer, NodePath.layer))
)
