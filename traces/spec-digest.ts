/** Which text of a TLA+ module a run is to conform to. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import { createHash } from "node:crypto"

/** The digest of a module's text, as in the header of a trace. */
export const digestOf = (text: string): string =>
  `sha256:${createHash("sha256").update(text).digest("hex")}`

/** The digest of `spec/<folder>/<module>.tla`, seen from the root. */
export const specDigest = (
  root: string,
  folder: string,
  module: string
): Effect.Effect<string, PlatformError, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = `${root}/spec/${folder}/${module}.tla`
    return digestOf(yield* files.readFileString(path))
  })
