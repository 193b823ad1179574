/** Writes the example traces and the JSON Schema anew: `npm run traces`. */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodeRuntime from "@effect/platform-node-shared/NodeRuntime"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { fileURLToPath } from "node:url"
import { generatedFiles } from "./examples.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

const writeAll = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  for (const [path, text] of yield* generatedFiles(root)) {
    yield* files.writeFileString(`${root}/${path}`, text)
  }
})

NodeRuntime.runMain(writeAll.pipe(Effect.provide(NodeFileSystem.layer)))
