/** The text of a module and of those in its folder that it extends. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"

const extended = (text: string): ReadonlyArray<string> =>
  (/^EXTENDS ([^\n]+)/m.exec(text)?.[1] ?? "").split(",").map((n) => n.trim())

/** All of a specification that is told in chapters, the last one first. */
export const specText = (
  folder: string,
  module: string
): Effect.Effect<string, PlatformError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const fileOf = (name: string) => path.join(folder, `${name}.tla`)
    const text = yield* files.readFileString(fileOf(module))
    const chapters = yield* Effect.filter(extended(text), (name) =>
      files.exists(fileOf(name))
    )
    const above = yield* Effect.forEach(chapters, (name) =>
      specText(folder, name)
    )
    return [text, ...above].join("\n")
  })
