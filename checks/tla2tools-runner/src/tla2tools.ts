/** The service: SANY and TLC of one jar on one machine. */
import * as NodeChildProcessSpawner from "@effect/platform-node-shared/NodeChildProcessSpawner"
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type { Scope } from "effect/Scope"
import { ChildProcessSpawner } from "effect/process/ChildProcessSpawner"
import * as Stream from "effect/Stream"
import { type Abilities, findAbilities } from "./abilities.ts"
import { type Behaviour, readBehaviours } from "./behaviours.ts"
import type { CheckOptions, Simulation } from "./check-options.ts"
import { findClasses } from "./classes.ts"
import { distribute, type DistributeOptions } from "./distribute.ts"
import type { DistributedEvent, DistributedResult } from "./distributed.ts"
import type {
  NotDistributable,
  RunFailed,
  SetupError,
  SpecMissing,
  TlcError
} from "./errors.ts"
import type { TlcEvent } from "./events.ts"
import { readGraph, type StateGraph } from "./graph.ts"
import { findJar, type Jar } from "./jar.ts"
import { findJava, type Java } from "./java.ts"
import type { TlcResult } from "./result.ts"
import { type Machine, runFailed, runFolder } from "./run-java.ts"
import {
  checkEvents,
  type Observer,
  type ParseOptions,
  type ParseResult,
  parseSpec,
  runTlc
} from "./run-tlc.ts"
import { cacheFolder, type SetupOptions } from "./setup.ts"
import {
  translateSpec,
  type TranslateOptions,
  type TranslationResult
} from "./translate.ts"
import { type JoinOptions, type JoinResult, joinServer } from "./worker.ts"

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
  /**
   * Runs TLC to its end; `observe` sees every event as it comes. If the run is
   * interrupted, what `soFar` then answers is all that was found.
   */
  readonly run: (
    options: CheckOptions,
    observe?: Observer
  ) => Effect.Effect<TlcResult, TlcError>
  /** Runs TLC and reads the state graph that it found. */
  readonly graph: (
    options: Omit<CheckOptions, "dump">
  ) => Effect.Effect<
    { readonly result: TlcResult; readonly graph: StateGraph },
    TlcError
  >
  /** Simulates and reads the behaviours that were simulated. */
  readonly simulate: (options: SimulateOptions) => Effect.Effect<
    {
      readonly result: TlcResult
      readonly behaviours: ReadonlyArray<Behaviour>
    },
    TlcError
  >
  /**
   * Searches with a server and workers, each a JVM. Fails with
   * `NotDistributable` if the configuration names temporal properties.
   */
  readonly distribute: (
    options: DistributeOptions,
    observe?: (event: DistributedEvent) => Effect.Effect<void>
  ) => Effect.Effect<DistributedResult, TlcError | NotDistributable>
  /** Works for a server of another host until it is done or gone. */
  readonly join: (options: JoinOptions) => Effect.Effect<JoinResult, RunFailed>
  /** Translates PlusCal; the file changes only if that succeeds. */
  readonly translate: (
    spec: string,
    options?: TranslateOptions
  ) => Effect.Effect<TranslationResult, SpecMissing | RunFailed>
}

/** A run of TLC that simulates. */
export interface SimulateOptions extends Omit<CheckOptions, "simulate"> {
  readonly simulate: Omit<Simulation, "file">
}

type Services = ChildProcessSpawner | FileSystem.FileSystem | Path.Path

const runGraph = Effect.fnUntraced(function* (
  machine: Machine,
  abilities: Abilities,
  options: Omit<CheckOptions, "dump">
) {
  const path = yield* Path.Path
  const folder = yield* runFolder(machine)
  const dump = path.join(folder, "graph.dot")
  const asked = { ...options, dump }
  const result = yield* runTlc(machine, abilities, asked, silent)
  const files = yield* FileSystem.FileSystem
  const reading = Effect.mapError(runFailed(`Reading ${dump}`))
  // A run that ends before its first state writes no file.
  const graph = (yield* reading(files.exists(dump)))
    ? yield* reading(readGraph(dump))
    : { nodes: new Map(), edges: [] }
  return { result, graph }
})

const runSimulation = Effect.fnUntraced(function* (
  machine: Machine,
  abilities: Abilities,
  options: SimulateOptions
) {
  const path = yield* Path.Path
  const folder = yield* runFolder(machine)
  const simulate = { ...options.simulate, file: path.join(folder, "run") }
  const asked = { ...options, simulate }
  const result = yield* runTlc(machine, abilities, asked, silent)
  const reading = Effect.mapError(runFailed(`Reading ${folder}`))
  return { result, behaviours: yield* reading(readBehaviours(folder)) }
})

const silent = (): Effect.Effect<void> => Effect.void

const make = Effect.fnUntraced(function* (options: SetupOptions) {
  const services = yield* Effect.context<Services>()
  const found: Machine = {
    java: yield* findJava(options),
    jar: yield* findJar(options),
    temporaryFolder: options.temporaryFolder
  }
  const folder = yield* cacheFolder(options)
  const abilities = yield* findAbilities(found, folder)
  const machine = { ...found, classes: yield* findClasses(found, folder) }
  const scoped = <A, E>(effect: Effect.Effect<A, E, Services | Scope>) =>
    Effect.scoped(effect).pipe(Effect.provide(services))
  return Tla2Tools.of({
    java: machine.java,
    jar: machine.jar,
    version: abilities.version,
    abilities,
    parse: (spec, asked = {}) => scoped(parseSpec(machine, spec, asked)),
    check: (asked) =>
      checkEvents(machine, abilities, asked).pipe(
        Stream.provideContext(services)
      ),
    run: (asked, observe = silent) =>
      scoped(runTlc(machine, abilities, asked, observe)),
    graph: (asked) => scoped(runGraph(machine, abilities, asked)),
    simulate: (asked) => scoped(runSimulation(machine, abilities, asked)),
    distribute: (asked, observe = silent) =>
      scoped(distribute(machine, abilities, asked, observe)),
    join: (asked) => scoped(joinServer(machine, asked)),
    translate: (spec, asked = {}) => scoped(translateSpec(machine, spec, asked))
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
