/** The service: SANY and TLC of one jar on one machine. */
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { ChildProcessSpawner } from "effect/process/ChildProcessSpawner"
import * as Stream from "effect/Stream"
import { type Abilities, findAbilities } from "./abilities.ts"
import type { CheckOptions } from "./check-options.ts"
import { resultCollector } from "./collect.ts"
import { temporalProperties } from "./config-file.ts"
import type { RunFailed, SetupError, SpecMissing, TlcError } from "./errors.ts"
import type { TlcEvent } from "./events.ts"
import { readGraph, type StateGraph } from "./graph.ts"
import { findJar, type Jar } from "./jar.ts"
import { findJava, type Java } from "./java.ts"
import type { TlcResult } from "./result.ts"
import { type Machine, runFailed, runFolder } from "./run-java.ts"
import {
  checkEvents,
  configPath,
  type ParseOptions,
  parseSpec
} from "./run-tlc.ts"
import type { SanyReport } from "./sany.ts"
import { cacheFolder, type SetupOptions } from "./setup.ts"

/** What SANY said of one module. */
export interface ParseResult extends SanyReport {
  /** No errors, and the module itself was checked. */
  readonly ok: boolean
  readonly exitCode: number
  readonly output: ReadonlyArray<string>
}

/** SANY and TLC of one jar. */
export interface Tla2ToolsService {
  readonly java: Java
  readonly jar: Jar
  /** TLC's own version, such as `2.18 of 20 March 2023`. */
  readonly version: string
  readonly abilities: Abilities
  /** Reads a module, and all that it extends, with SANY. */
  readonly parse: (
    spec: string,
    options?: ParseOptions
  ) => Effect.Effect<ParseResult, SpecMissing | RunFailed>
  /**
   * Runs TLC. The stream ends after the `Exit` event; when its reader stops
   * early or is interrupted, the JVM is killed and its folder removed.
   */
  readonly check: (options: CheckOptions) => Stream.Stream<TlcEvent, TlcError>
  /** Runs TLC to its end; `observe` sees every event as it comes. */
  readonly run: (
    options: CheckOptions,
    observe?: (event: TlcEvent) => Effect.Effect<void>
  ) => Effect.Effect<TlcResult, TlcError>
  /** Runs TLC and reads the state graph that it found. */
  readonly graph: (
    options: Omit<CheckOptions, "dump">
  ) => Effect.Effect<
    { readonly result: TlcResult; readonly graph: StateGraph },
    TlcError
  >
}

type Services = ChildProcessSpawner | FileSystem.FileSystem | Path.Path

const contextOf = Effect.fnUntraced(function* (options: CheckOptions) {
  const files = yield* FileSystem.FileSystem
  const config = configPath(options, yield* Path.Path)
  const text = yield* Effect.orElseSucceed(
    files.readFileString(config),
    () => ""
  )
  return {
    configPath: config,
    keepGoing: options.keepGoing ?? false,
    temporalProperties: temporalProperties(text)
  }
})

const runTlc = Effect.fnUntraced(function* (
  machine: Machine,
  abilities: Abilities,
  options: CheckOptions,
  observe: (event: TlcEvent) => Effect.Effect<void>
) {
  const collector = resultCollector(yield* contextOf(options))
  yield* Stream.runForEach(checkEvents(machine, abilities, options), (event) =>
    Effect.andThen(
      Effect.sync(() => collector.add(event)),
      observe(event)
    )
  )
  return collector.result()
})

const runGraph = Effect.fnUntraced(function* (
  machine: Machine,
  abilities: Abilities,
  options: Omit<CheckOptions, "dump">
) {
  const path = yield* Path.Path
  const folder = yield* runFolder(machine)
  const dump = path.join(folder, "graph.dot")
  const observe = (): Effect.Effect<void> => Effect.void
  const asked = { ...options, dump }
  const result = yield* runTlc(machine, abilities, asked, observe)
  const files = yield* FileSystem.FileSystem
  const reading = Effect.mapError(runFailed(`Reading ${dump}`))
  // A run that ends before its first state writes no file.
  const graph = (yield* reading(files.exists(dump)))
    ? yield* reading(readGraph(dump))
    : { nodes: new Map(), edges: [] }
  return { result, graph }
})

const make = Effect.fnUntraced(function* (options: SetupOptions) {
  const services = yield* Effect.context<Services>()
  const machine: Machine = {
    java: yield* findJava(options),
    jar: yield* findJar(options),
    temporaryFolder: options.temporaryFolder
  }
  const folder = yield* cacheFolder(options)
  const abilities = yield* findAbilities(machine, machine.jar, folder)
  return Tla2Tools.of({
    java: machine.java,
    jar: machine.jar,
    version: abilities.version,
    abilities,
    parse: (spec, parseOptions = {}) =>
      Effect.scoped(parseSpec(machine, spec, parseOptions)).pipe(
        Effect.provide(services)
      ),
    check: (check) =>
      checkEvents(machine, abilities, check).pipe(
        Stream.provideContext(services)
      ),
    run: (check, observe = () => Effect.void) =>
      runTlc(machine, abilities, check, observe).pipe(Effect.provide(services)),
    graph: (check) =>
      Effect.scoped(runGraph(machine, abilities, check)).pipe(
        Effect.provide(services)
      )
  })
})

/** SANY and TLC, wherever they are on this machine. */
export class Tla2Tools extends Context.Service<Tla2Tools, Tla2ToolsService>()(
  "tla2tools-runner/Tla2Tools"
) {
  /** Looks for Java and the jar once; see `SetupOptions`. */
  static readonly layerWith = (
    options: SetupOptions
  ): Layer.Layer<Tla2Tools, SetupError, Services> =>
    Layer.effect(Tla2Tools, make(options))

  /** The same, with Node's files and processes. */
  static readonly layer = (
    options: SetupOptions = {}
  ): Layer.Layer<Tla2Tools, SetupError> =>
    Layer.provide(
      Tla2Tools.layerWith(options),
      Layer.provideMerge(
        NodeChildProcessSpawner.layer,
        Layer.merge(NodeFileSystem.layer, NodePath.layer)
      )
    )
}
