/** What a jar's TLC can do. Versions differ, and unknown options are fatal. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { Jar } from "./jar.ts"
import { type Machine, runFailed, runJava } from "./run-java.ts"

/** The version and the command-line options that TLC's own help lists. */
export const Abilities = Schema.Struct({
  version: Schema.String,
  options: Schema.Array(Schema.String)
})
export type Abilities = typeof Abilities.Type

const Stored = Schema.fromJsonString(Abilities)

/** Reads `TLC -h`, which marks its text with terminal sequences. */
export const parseHelp = (help: string): Abilities => {
  const text = help.replace(/\u001b\[\d*m/g, "")
  const version = / - Version (.+)/.exec(text)?.[1] ?? "of unknown version"
  const options = [...text.matchAll(/(?:^|[\s[])(-[A-Za-z]+)/gm)].map(
    (found) => found[1]!
  )
  return { version: version.trim(), options: [...new Set(options)].sort() }
}

const probe = Effect.fnUntraced(function* (machine: Machine) {
  const run = yield* runJava(machine, { main: "tlc2.TLC", words: ["-h"] })
  const help = yield* Stream.mkString(
    Stream.decodeText(run.handle.stdout)
  ).pipe(Effect.mapError(runFailed("Asking TLC for its options")))
  return parseHelp(help)
})

/**
 * The abilities of a jar, asked once per jar and remembered in the cache
 * folder under the jar's checksum. A cache that cannot be written is no error:
 * the question is then asked each time.
 */
export const findAbilities = Effect.fnUntraced(function* (
  machine: Machine,
  jar: Jar,
  folder: string
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const memory = path.join(folder, `abilities-${jar.sha256}.json`)
  const remembered = yield* files.readFileString(memory).pipe(
    Effect.flatMap(Schema.decodeUnknownEffect(Stored)),
    Effect.orElseSucceed(() => null)
  )
  if (remembered !== null) return remembered
  const found = yield* Effect.scoped(probe(machine))
  yield* Schema.encodeEffect(Stored)(found).pipe(
    Effect.tap(() => files.makeDirectory(folder, { recursive: true })),
    Effect.flatMap((text) =>
      Effect.scoped(
        Effect.gen(function* () {
          const draft = yield* files.makeTempFileScoped({ directory: folder })
          yield* files.writeFileString(draft, text)
          yield* files.rename(draft, memory)
        })
      )
    ),
    Effect.ignore
  )
  return found
})
