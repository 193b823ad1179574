/** Runs TLC and SANY and reads what they print while they print it. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import type { Abilities } from "./abilities.ts"
import { type CheckOptions, checkWords } from "./check-options.ts"
import { SpecMissing } from "./errors.ts"
import type { TlcEvent } from "./events.ts"
import { type Machine, runFailed, runFolder, runJava } from "./run-java.ts"
import { parseSany } from "./sany.ts"
import { withSourceLines } from "./source-lines.ts"
import { toolOutputReader } from "./tool-output.ts"

const reading = Effect.mapError(runFailed("Reading the output of TLC"))

/** The folder and the file name of an existing module. */
const findSpec = Effect.fnUntraced(function* (spec: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const full = path.resolve(spec)
  const exists = yield* Effect.orElseSucceed(files.exists(full), () => false)
  if (!exists) return yield* new SpecMissing({ path: full })
  return { folder: path.dirname(full), module: path.basename(full) }
})

/** The `.cfg` file of a run, whether or not it exists. */
export const configPath = (options: CheckOptions, path: Path.Path): string =>
  path.resolve(options.config ?? options.spec.replace(/(\.tla)?$/, ".cfg"))

const lines = <E>(
  bytes: Stream.Stream<Uint8Array, E>
): Stream.Stream<string, E> => Stream.splitLines(Stream.decodeText(bytes))

const outputEvents = (
  stdout: Stream.Stream<Uint8Array, PlatformError>
): Stream.Stream<TlcEvent, PlatformError> =>
  Stream.suspend(() => {
    const reader = toolOutputReader()
    return lines(stdout).pipe(
      Stream.flatMap((line) => Stream.fromIterable(reader.push(line))),
      Stream.concat(Stream.suspend(() => Stream.fromIterable(reader.end())))
    )
  })

const dumpPath = (options: CheckOptions, path: Path.Path): string | null =>
  options.dump === undefined ? null : path.resolve(options.dump)

const start = Effect.fnUntraced(function* (
  machine: Machine,
  abilities: Abilities,
  options: CheckOptions
) {
  const path = yield* Path.Path
  const { folder: cwd, module } = yield* findSpec(options.spec)
  const own = yield* runFolder(machine)
  const words = yield* checkWords(
    options,
    {
      module,
      config: configPath(options, path),
      dump: dumpPath(options, path),
      metadata: path.join(own, "states")
    },
    abilities
  )
  const resolved = options.libraries?.map((folder) => path.resolve(folder))
  const classpath = options.classpath?.map((jar) => path.resolve(jar))
  const { handle } = yield* runJava(
    machine,
    {
      main: "tlc2.TLC",
      words,
      cwd,
      ...(resolved === undefined ? {} : { libraries: resolved }),
      ...(classpath === undefined ? {} : { classpath }),
      ...(options.heap === undefined ? {} : { heap: options.heap }),
      ...(options.javaArguments === undefined
        ? {}
        : { javaArguments: options.javaArguments })
    },
    own
  )
  return handle
})

/** The events of one run; the JVM lives as long as the stream is read. */
export const checkEvents = (
  machine: Machine,
  abilities: Abilities,
  options: CheckOptions
) =>
  Stream.unwrap(
    Effect.map(start(machine, abilities, options), (handle) => {
      const errors = lines(handle.stderr).pipe(
        Stream.map((text): TlcEvent => ({ _tag: "ErrorOutput", text }))
      )
      const exit = Effect.map(handle.exitCode, (code): TlcEvent => ({
        _tag: "Exit",
        code
      }))
      return Stream.merge(outputEvents(handle.stdout), errors).pipe(
        Stream.concat(Stream.fromEffect(exit)),
        Stream.mapError(runFailed("Reading the output of TLC")),
        Stream.mapEffect((event) =>
          event._tag === "Parsed"
            ? Effect.map(withSourceLines(event.report), (report): TlcEvent => ({
                _tag: "Parsed",
                report
              }))
            : Effect.succeed(event)
        )
      )
    })
  )

/** Where SANY looks for modules, beside the specification's own folder. */
export interface ParseOptions {
  /** Other folders. */
  readonly libraries?: ReadonlyArray<string>
  /** Other jars, such as the community modules. */
  readonly classpath?: ReadonlyArray<string>
}

/** Runs SANY alone on a module. */
export const parseSpec = Effect.fnUntraced(function* (
  machine: Machine,
  spec: string,
  options: ParseOptions
) {
  const path = yield* Path.Path
  const { folder: cwd, module } = yield* findSpec(spec)
  const { handle } = yield* runJava(machine, {
    main: "tla2sany.SANY",
    words: [module],
    cwd,
    libraries: (options.libraries ?? []).map((each) => path.resolve(each)),
    classpath: (options.classpath ?? []).map((each) => path.resolve(each))
  })
  const output = yield* reading(Stream.runCollect(lines(handle.all)))
  const exitCode = Number(yield* reading(handle.exitCode))
  const report = yield* withSourceLines(parseSany(output))
  const name = module.replace(/\.tla$/, "")
  // SANY ends with exit code 0 after errors of meaning: only both together,
  // and the module among those it checked, are success.
  const ok =
    exitCode === 0 &&
    report.errors.length === 0 &&
    report.checked.includes(name)
  return { ok, ...report, exitCode, output }
})
