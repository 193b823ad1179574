/** Finds a Java runtime that is new enough. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as ChildProcess from "effect/process/ChildProcess"
import { ChildProcessSpawner } from "effect/process/ChildProcessSpawner"
import { JavaMissing, JavaTooOld, minimumJava } from "./errors.ts"
import { type SetupOptions, variable } from "./setup.ts"

/** A Java runtime: the command and its feature release, such as 17. */
export interface Java {
  readonly path: string
  readonly version: string
  readonly release: number
}

/** `1.8.0_402` is release 8, `17.0.15` release 17; null if there is none. */
export const javaRelease = (
  report: string
): { readonly version: string; readonly release: number } | null => {
  const found = /version "((?:1\.)?(\d+)[^"]*)"/.exec(report)
  return found === null
    ? null
    : { version: found[1]!, release: Number(found[2]) }
}

const commandName = process.platform === "win32" ? "java.exe" : "java"

const inFolders = Effect.fnUntraced(function* (folders: ReadonlyArray<string>) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  for (const folder of folders) {
    const candidate = path.join(folder, commandName)
    const isFile = yield* files.stat(candidate).pipe(
      Effect.map((info) => info.type === "File"),
      Effect.orElseSucceed(() => false)
    )
    if (isFile) return candidate
  }
  return undefined
})

const findCommand = Effect.fnUntraced(function* (options: SetupOptions) {
  if (options.java !== undefined) return options.java
  const path = yield* Path.Path
  const home = yield* variable("JAVA_HOME")
  const searched = ((yield* variable("PATH")) ?? "").split(
    process.platform === "win32" ? ";" : ":"
  )
  const folders = searched.filter((folder) => folder !== "")
  const homes = home === undefined ? [] : [path.join(home, "bin")]
  const found = yield* inFolders([...homes, ...folders])
  if (found !== undefined) return found
  return yield* new JavaMissing({
    looked: [...(home === undefined ? [] : [`JAVA_HOME=${home}`]), "PATH"]
  })
})

/**
 * The runtime of the `java` option, else of `JAVA_HOME`, else the first on
 * `PATH`. Fails with `JavaMissing` or, for releases before 11, `JavaTooOld`.
 */
export const findJava = Effect.fnUntraced(function* (options: SetupOptions) {
  const spawner = yield* ChildProcessSpawner
  const path = yield* findCommand(options)
  const report = yield* spawner
    .string(ChildProcess.make(path, ["-version"], { stdin: "ignore" }), {
      includeStderr: true
    })
    .pipe(Effect.mapError(() => new JavaMissing({ looked: [path] })))
  const found = javaRelease(report)
  if (found === null) return yield* new JavaMissing({ looked: [path] })
  if (found.release < minimumJava) {
    return yield* new JavaTooOld({ path, found: found.version })
  }
  return { path, ...found } satisfies Java
})
