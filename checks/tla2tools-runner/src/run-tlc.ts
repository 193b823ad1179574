/** Runs TLC and SANY and reads what they print while they print it. */
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import type { Abilities } from "./abilities.ts"
import { type CheckOptions, checkWords } from "./check-options.ts"
import { resultCollector } from "./collect.ts"
import type { TlcEvent } from "./events.ts"
import type { TlcResult } from "./result.ts"
import { configFile, findSpec, javaOptions, settingsOf } from "./run-files.ts"
import { type Machine, runFailed, runFolder, runJava } from "./run-java.ts"
import { parseSany, type SanyReport } from "./sany.ts"
import { withSourceLines } from "./source-lines.ts"
import { toolOutputReader } from "./tool-output.ts"

/** 128 plus SIGKILL. */
const KILLED = 137

const reading = Effect.mapError(runFailed("Reading the output of TLC"))

/** The lines of what a program prints. */
export const lines = <E>(
  bytes: Stream.Stream<Uint8Array, E>
): Stream.Stream<string, E> => Stream.splitLines(Stream.decodeText(bytes))

/** The events of what TLC prints with `-tool`. */
export const outputEvents = (
  stdout: Stream.Stream<Uint8Array, PlatformError>
): Stream.Stream<TlcEvent, PlatformError> =>
  Stream.suspend(() => {
    const reader = toolOutputReader()
    return lines(stdout).pipe(
      Stream.flatMap((line) => Stream.fromIterable(reader.push(line))),
      Stream.concat(Stream.suspend(() => Stream.fromIterable(reader.end())))
    )
  })

/** The paths in the options, wherever the program runs. */
const resolved = (options: CheckOptions, path: Path.Path): CheckOptions => ({
  ...options,
  ...(options.dump === undefined ? {} : { dump: path.resolve(options.dump) }),
  ...(options.dumpTrace === undefined
    ? {}
    : {
        dumpTrace: {
          ...options.dumpTrace,
          path: path.resolve(options.dumpTrace.path)
        }
      }),
  ...(options.simulate?.file === undefined
    ? {}
    : {
        simulate: {
          ...options.simulate,
          file: path.resolve(options.simulate.file)
        }
      })
})

const start = Effect.fnUntraced(function* (
  machine: Machine,
  abilities: Abilities,
  options: CheckOptions
) {
  const path = yield* Path.Path
  const { folder: cwd, module } = yield* findSpec(options.spec)
  const own = yield* runFolder(machine)
  const config = yield* configFile(options, own)
  const metadata = path.join(own, "states")
  const words = yield* checkWords(
    resolved(options, path),
    { module, config, metadata },
    abilities
  )
  const { handle } = yield* runJava(
    machine,
    { main: "tlc2.TLC", words, cwd, ...javaOptions(options, path) },
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
      const exit = handle.exitCode.pipe(
        // It has none if the guard itself was killed.
        Effect.orElseSucceed(() => KILLED),
        Effect.map((code): TlcEvent => ({ _tag: "Exit", code }))
      )
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

/** Sees every event as it comes, and what all so far amount to. */
export type Observer = (
  event: TlcEvent,
  soFar: () => TlcResult
) => Effect.Effect<void>

/** Runs TLC to its end. */
export const runTlc = Effect.fnUntraced(function* (
  machine: Machine,
  abilities: Abilities,
  options: CheckOptions,
  observe: Observer
) {
  const { configPath, properties } = yield* settingsOf(options)
  const collector = resultCollector({
    configPath,
    keepGoing: options.keepGoing ?? false,
    temporalProperties: properties
  })
  yield* Stream.runForEach(checkEvents(machine, abilities, options), (event) =>
    Effect.andThen(
      Effect.sync(() => collector.add(event)),
      observe(event, collector.result)
    )
  )
  return collector.result()
})

/** Where SANY looks for modules, beside the specification's own folder. */
export interface ParseOptions {
  /** Other folders. */
  readonly libraries?: ReadonlyArray<string>
  /** Other jars, such as the community modules. */
  readonly classpath?: ReadonlyArray<string>
}

/** What SANY said of one module. */
export interface ParseResult extends SanyReport {
  /** No errors, and the module itself was checked. */
  readonly ok: boolean
  readonly exitCode: number
  readonly output: ReadonlyArray<string>
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
    ...javaOptions(options, path)
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
  return { ok, ...report, exitCode, output } satisfies ParseResult
})
