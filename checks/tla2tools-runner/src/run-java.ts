/** Starts a program of the jar in a folder of its own. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import { ChildProcessSpawner } from "effect/process/ChildProcessSpawner"
import { RunFailed } from "./errors.ts"
import { guarded } from "./guard.ts"
import type { Jar } from "./jar.ts"
import type { Java } from "./java.ts"

/** What every run is started with. */
export interface Machine {
  readonly java: Java
  readonly jar: Jar
  /** Where runs make their folders; the system's folder if undefined. */
  readonly temporaryFolder: string | undefined
  /** The file of classes with which a JVM starts sooner, if there is one. */
  readonly classes?: string | undefined
}

/** One start of a main class. */
export interface JavaRun {
  readonly main: string
  readonly words: ReadonlyArray<string>
  /** Working folder; the run's own if left out. */
  readonly cwd?: string
  /** Other jars or class folders, after the jar of TLC. */
  readonly classpath?: ReadonlyArray<string>
  /** Folders in which modules are looked up, after the specification's. */
  readonly libraries?: ReadonlyArray<string>
  /** Maximal heap, as Java writes it: `4g`. */
  readonly heap?: string
  readonly javaArguments?: ReadonlyArray<string>
}

/** The error of a failed step, in the words of the operating system. */
export const runFailed =
  (doing: string) =>
  (error: PlatformError): RunFailed =>
    new RunFailed({ doing, reason: error.message })

const separator = process.platform === "win32" ? ";" : ":"

const javaWords = (
  machine: Machine,
  run: JavaRun,
  folder: string
): ReadonlyArray<string> => [
  // Digits are grouped, and dates written, as the language has it.
  "-Duser.language=en",
  "-Dfile.encoding=UTF-8",
  "-XX:+UseParallelGC",
  // Its file lies outside every folder of ours and outlives a killed JVM.
  "-XX:-UsePerfData",
  // TLC unpacks its standard modules here, under names that runs would share.
  `-Djava.io.tmpdir=${folder}`,
  // Newer jars wrap no lines at this width; older ones ignore it.
  "-Dtlc2.value.Values.width=100000",
  // A JVM passes over a file that does not fit, and need not say so.
  ...(machine.classes === undefined
    ? []
    : [`-XX:SharedArchiveFile=${machine.classes}`, "-Xlog:cds*=off"]),
  ...(run.heap === undefined ? [] : [`-Xmx${run.heap}`]),
  ...(run.libraries === undefined
    ? []
    : [`-DTLA-Library=${run.libraries.join(separator)}`]),
  ...(run.javaArguments ?? []),
  "-cp",
  [machine.jar.path, ...(run.classpath ?? [])].join(separator),
  run.main,
  ...run.words
]

/**
 * A folder that goes with the scope. It is removed after the JVM is dead,
 * because it is acquired before.
 */
export const runFolder = Effect.fnUntraced(function* (machine: Machine) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* files
    .makeTempDirectoryScoped({
      prefix: "tla2tools-",
      ...(machine.temporaryFolder === undefined
        ? {}
        : { directory: machine.temporaryFolder })
    })
    .pipe(Effect.mapError(runFailed("Making a folder for the run")))
  return path.resolve(folder)
})

/** A running JVM and its folder, both ended with the scope. */
export const runJava = Effect.fnUntraced(function* (
  machine: Machine,
  run: JavaRun,
  ownFolder?: string
) {
  const spawner = yield* ChildProcessSpawner
  const folder = ownFolder ?? (yield* runFolder(machine))
  const handle = yield* spawner
    .spawn(
      guarded(
        folder,
        machine.java.path,
        javaWords(machine, run, folder),
        run.cwd ?? folder
      )
    )
    .pipe(Effect.mapError(runFailed("Starting Java")))
  return { handle, folder }
})
