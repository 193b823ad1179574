import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as NodeServices from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { modelsOf } from "../models/models.ts"
import { checkWithExplorer } from "../check/check.ts"
if (process.argv[3] === "cli") { await import("effect/cli/Command") }
console.error("rss at start", process.memoryUsage().rss/1e6|0, process.memoryUsage().heapUsed/1e6|0)
Effect.gen(function*() {
  const ms = yield* modelsOf("two-phase-commit")
  const m = ms.find(m => m.name === process.argv[2])!
  const r = yield* checkWithExplorer(m, { limits: {}, cached: true, onProgress: () => Effect.void })
  console.log({ ...r, counterexample: undefined, mem: process.memoryUsage() })
}).pipe(Effect.provide(Layer.mergeAll(NodeServices.layer, NodePath.layer)), NodeRuntime.runMain)
