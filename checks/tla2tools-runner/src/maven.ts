/** Fetches the known jar through the Maven client. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as ChildProcess from "effect/process/ChildProcess"
import { ChildProcessSpawner } from "effect/process/ChildProcessSpawner"
import * as Stream from "effect/Stream"
import { CacheUnwritable, JarMissing, knownJar } from "./errors.ts"

const unwritable =
  (folder: string) =>
  (error: PlatformError): CacheUnwritable =>
    new CacheUnwritable({ folder, reason: error.message })

/** Run in an empty folder, so that no project's pom.xml takes part. */
const runMaven = Effect.fnUntraced(function* (
  folder: string,
  looked: ReadonlyArray<string>
) {
  const spawner = yield* ChildProcessSpawner
  const missing = (fetch: string): JarMissing =>
    new JarMissing({ looked, fetch })
  const command = ChildProcess.make(
    "mvn",
    [
      "--quiet",
      "--batch-mode",
      "dependency:copy",
      `-Dartifact=${knownJar.artifact}`,
      `-DoutputDirectory=${folder}`
    ],
    { cwd: folder, stdin: "ignore" }
  )
  const run = Effect.gen(function* () {
    const handle = yield* spawner.spawn(command)
    const text = yield* Stream.mkString(Stream.decodeText(handle.all))
    return { text, code: Number(yield* handle.exitCode) }
  })
  const { code, text } = yield* Effect.scoped(run).pipe(
    Effect.mapError(() => missing("the command mvn could not be run."))
  )
  if (code === 0) return
  const cause = text.split("\n").find((line) => line.includes("ERROR")) ?? text
  return yield* missing(`mvn failed: ${cause.replace("[ERROR]", "").trim()}`)
})

/**
 * Puts the jar into `folder` in one step: it is fetched beside its place,
 * accepted or refused by `check`, and only then renamed.
 */
export const fetchJar = <E, R>(
  folder: string,
  looked: ReadonlyArray<string>,
  check: (path: string) => Effect.Effect<unknown, E, R>
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const refused = Effect.mapError(unwritable(folder))
      yield* files.makeDirectory(folder, { recursive: true }).pipe(refused)
      const draft = yield* files
        .makeTempDirectoryScoped({ directory: folder, prefix: "fetch-" })
        .pipe(refused)
      yield* runMaven(draft, looked)
      const fetched = path.join(draft, knownJar.file)
      yield* check(fetched)
      yield* files
        .rename(fetched, path.join(folder, knownJar.file))
        .pipe(refused)
    })
  )
