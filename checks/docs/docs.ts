/**
 * `npm run docs` writes what markers in pages stand for: definitions by name,
 * tables, the output of commands. With `--check` nothing is written, and a page
 * that would change is a fault.
 */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import { root } from "../models/models.ts"
import type { Problem } from "./page.ts"
import { refreshAll } from "./refresh.ts"

const tell = ({ page, line, problem }: Problem) =>
  Console.error(`${line === 0 ? page : `${page}:${line}`}: ${problem}`)

const docs = Effect.fnUntraced(function* (checkOnly: boolean) {
  const files = yield* FileSystem.FileSystem
  const required = process.env["BISIM_REQUIRE_TLC"] === "1"
  const { refreshed, wrong } = yield* refreshAll(required)
  const stale = refreshed.flatMap((page) => page.stale)
  const problems = [
    ...refreshed.flatMap((page) => page.problems),
    ...wrong,
    ...(checkOnly ? stale : [])
  ]
  for (const notice of refreshed.flatMap((page) => page.notices)) {
    yield* Console.error(notice)
  }
  for (const { path, before, after } of refreshed) {
    if (checkOnly || before === after) continue
    yield* files.writeFileString(`${root}/${path}`, after)
    yield* Console.log(`${path} is written`)
  }
  for (const problem of problems) yield* tell(problem)
  if (problems.length === 0) {
    yield* Console.log(`${refreshed.length} pages, as they should be.`)
  }
  yield* Effect.sync(() => {
    process.exitCode = problems.length === 0 ? 0 : 1
  })
})

const words = process.argv.slice(2)
const usage = Effect.gen(function* () {
  yield* Console.error("usage: node checks/docs/docs.ts [--check]")
  process.exitCode = 64
})

const main = words.some((word) => word !== "--check")
  ? usage
  : docs(words.includes("--check"))

NodeRuntime.runMain(
  Effect.provide(main, Layer.merge(NodeFileSystem.layer, NodePath.layer))
)
