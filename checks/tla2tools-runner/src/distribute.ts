/**
 * Distributed TLC: a server and its workers, each a JVM, on one or many hosts.
 *
 * Two things are left to runs on this machine alone: beforehand, a behaviour
 * of one state tells whether module, configuration, assumptions and initial
 * states are sound, since the server checks no assumptions and misreports the
 * rest; afterwards, the trace of a violation, of which the server tells little.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import type {
  ChildProcessHandle,
  ChildProcessSpawner
} from "effect/process/ChildProcessSpawner"
import { createServer } from "node:net"
import type { Abilities } from "./abilities.ts"
import type { CheckOptions } from "./check-options.ts"
import {
  afterServerEvent,
  type DistributedEvent,
  type LostWorker,
  noServerFacts,
  resultOfLocal,
  resultOfServer,
  type ServerFacts,
  threadsOf
} from "./distributed.ts"
import { NotDistributable, RunFailed } from "./errors.ts"
import type { TlcEvent } from "./events.ts"
import { configFile, findSpec, javaOptions, settingsOf } from "./run-files.ts"
import { type Machine, runFailed, runFolder, runJava } from "./run-java.ts"
import { lines, outputEvents, runTlc } from "./run-tlc.ts"
import { type JoinResult, networkArguments, runWorker } from "./worker.ts"

/** A search on several JVMs. Only `spec` is needed. */
export interface DistributeOptions extends Pick<
  CheckOptions,
  | "spec"
  | "config"
  | "ignoreDeadlock"
  | "heap"
  | "libraries"
  | "classpath"
  | "javaArguments"
> {
  /** Workers to start on this host; 2 if left out. */
  readonly workers?: number
  /** Threads of each; 1 if left out. */
  readonly threads?: number
  /** How this host is reached from others; 127.0.0.1 if left out. */
  readonly address?: string
  /** The port to which workers come; one that is free if left out. */
  readonly port?: number
  /** True: workers may come from other hosts, so wait when there are none. */
  readonly remote?: boolean
}

type WorkerServices = ChildProcessSpawner | FileSystem.FileSystem | Path.Path

type Observe = (event: DistributedEvent) => Effect.Effect<void>

/** A port that nobody uses. With one in use the server ends, with code 0. */
const freePort = (address: string): Effect.Effect<number, RunFailed> =>
  Effect.callback((resume) => {
    const server = createServer()
    server.once("error", (error) => {
      const doing = `Finding a port on ${address}`
      const reason = error.message
      resume(Effect.fail(new RunFailed({ doing, reason })))
    })
    server.listen(0, address, () => {
      const bound = server.address()
      const port = typeof bound === "object" && bound !== null ? bound.port : 0
      server.close(() => resume(Effect.succeed(port)))
    })
  })

/**
 * Workers ask the server for files by their bare names, and it looks beside the
 * module: so module and configuration are put together in the run's folder.
 */
const gather = Effect.fnUntraced(function* (
  options: DistributeOptions,
  folder: string
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const spec = yield* findSpec(options.spec)
  const config = yield* configFile(options, folder)
  const copy = (from: string, name: string) =>
    files.copyFile(from, path.join(folder, name))
  const all = Effect.gen(function* () {
    for (const name of yield* files.readDirectory(spec.folder)) {
      if (name.endsWith(".tla")) yield* copy(path.join(spec.folder, name), name)
    }
    yield* copy(config, "distributed.cfg")
  })
  yield* Effect.mapError(all, runFailed(`Copying modules to ${folder}`))
  return spec.module
})

const startServer = Effect.fnUntraced(function* (
  machine: Machine,
  options: DistributeOptions,
  network: ReadonlyArray<string>
) {
  const path = yield* Path.Path
  const cwd = yield* runFolder(machine)
  const module = yield* gather(options, cwd)
  const deadlock = options.ignoreDeadlock === true ? ["-deadlock"] : []
  const files = ["-metadir", path.join(cwd, "states")]
  const config = ["-config", "distributed.cfg"]
  const words = ["-tool", ...files, ...config, ...deadlock, module]
  const javaArguments = [...network, ...(options.javaArguments ?? [])]
  const java = javaOptions({ ...options, javaArguments }, path)
  const main = "tlc2.tool.distributed.TLCServer"
  return (yield* runJava(machine, { main, words, cwd, ...java }, cwd)).handle
})

const serverEvents = (
  handle: ChildProcessHandle
): Stream.Stream<TlcEvent, PlatformError> => {
  const errors = lines(handle.stderr).pipe(
    Stream.map((text): TlcEvent => ({ _tag: "ErrorOutput", text }))
  )
  const exit = Effect.map(handle.exitCode, (code): TlcEvent => ({
    _tag: "Exit",
    code
  }))
  return Stream.concat(
    Stream.merge(outputEvents(handle.stdout), errors),
    Stream.fromEffect(exit)
  )
}

const lossOf = (worker: number, result: JoinResult): LostWorker | null =>
  result.ended === "completed"
    ? null
    : {
        worker,
        exitCode: result.exitCode ?? 0,
        lastWords: result.output.findLast((line) => line.trim() !== "") ?? ""
      }

type Happening =
  | { readonly _tag: "Server"; readonly event: TlcEvent }
  | { readonly _tag: "WorkerEnded"; readonly loss: LostWorker | null }

interface Place {
  readonly address: string
  readonly port: number
}

/** What the observer is told of a server's event, if anything. */
const toldOf = (
  event: TlcEvent,
  facts: ServerFacts,
  place: Place
): DistributedEvent | null => {
  if (event._tag === "Progress") {
    const { distinct, queue } = event.progress
    return distinct === null || queue === null
      ? null
      : { _tag: "Progress", distinct, queue }
  }
  if (!("message" in event)) return null
  const { code } = event.message
  if (code === 7000) return { _tag: "Ready", ...place }
  return code === 7001 || code === 7002
    ? { _tag: "Threads", threads: threadsOf(facts) }
    : null
}

/** The server and its workers, until the server ends. */
const happenings = (
  server: ChildProcessHandle,
  workers: ReadonlyArray<Effect.Effect<LostWorker | null, RunFailed>>
): Stream.Stream<Happening, RunFailed> => {
  const events = serverEvents(server).pipe(
    Stream.mapError(runFailed("Reading the output of TLC's server")),
    Stream.map((event): Happening => ({ _tag: "Server", event }))
  )
  const ends = workers.map((worker) =>
    Stream.fromEffect(
      Effect.map(worker, (loss): Happening => ({ _tag: "WorkerEnded", loss }))
    )
  )
  return Stream.merge(
    events,
    Stream.mergeAll(ends, { concurrency: "unbounded" })
  )
}

/** What was seen of a search, and the workers of this host still at it. */
interface Seen {
  readonly facts: ServerFacts
  readonly working: number
}

const afterHappening = (
  { facts, working }: Seen,
  happening: Happening
): Seen => {
  if (happening._tag === "Server") {
    return { facts: afterServerEvent(facts, happening.event), working }
  }
  const { loss } = happening
  const lost = loss === null ? facts.lost : [...facts.lost, loss]
  return { facts: { ...facts, lost }, working: working - 1 }
}

/** A server whose workers are gone would wait for ever. */
const isOver = ({ facts, working }: Seen, remote: boolean): boolean =>
  facts.exitCode !== null ||
  (!remote &&
    working === 0 &&
    facts.lost.length > 0 &&
    threadsOf(facts) <= 0 &&
    !facts.succeeded &&
    !facts.violated)

const search = Effect.fnUntraced(function* (
  machine: Machine,
  options: DistributeOptions,
  observe: Observe
) {
  const services = yield* Effect.context<WorkerServices>()
  const address = options.address ?? "127.0.0.1"
  const port = options.port ?? (yield* freePort(address))
  const place = { address, port }
  const network = networkArguments(port, address)
  const server = yield* startServer(machine, options, network)
  const ready = yield* Deferred.make<void>()
  const work = runWorker(machine, { ...options, ...place, server: address })
  const workers = Array.from({ length: options.workers ?? 2 }, (_, i) =>
    Deferred.await(ready).pipe(
      Effect.andThen(work),
      Effect.map((result) => lossOf(i + 1, result)),
      Effect.provide(services)
    )
  )
  let seen: Seen = { facts: noServerFacts, working: workers.length }
  const tell = (event: DistributedEvent | null) =>
    event === null ? Effect.void : observe(event)
  yield* Stream.runForEachWhile(happenings(server, workers), (happening) => {
    seen = afterHappening(seen, happening)
    if (seen.facts.ready) Deferred.doneUnsafe(ready, Effect.void)
    const told =
      happening._tag === "Server"
        ? toldOf(happening.event, seen.facts, place)
        : happening.loss && ({ _tag: "WorkerLost", ...happening.loss } as const)
    return Effect.as(tell(told), !isOver(seen, options.remote ?? false))
  })
  return seen.facts
})

/** Searches on several JVMs, and explains on this one what was found. */
export const distribute = Effect.fnUntraced(function* (
  machine: Machine,
  abilities: Abilities,
  options: DistributeOptions,
  observe: Observe
) {
  const { checkDeadlock, properties } = yield* settingsOf(options)
  if (properties.length > 0) return yield* new NotDistributable({ properties })
  // The server knows the option only, not what the configuration says.
  const ignoreDeadlock = options.ignoreDeadlock ?? !checkDeadlock
  const asked = { ...options, ignoreDeadlock }
  const { address: _a, port: _p, remote: _r, threads: _t, ...shared } = asked
  const rehearsal = yield* runTlc(
    machine,
    abilities,
    { ...shared, workers: 1, simulate: { behaviours: 1, depth: 1 } },
    () => Effect.void
  )
  if (rehearsal.verdict !== "ok") return resultOfLocal(noServerFacts, rehearsal)
  const facts = yield* Effect.scoped(search(machine, asked, observe))
  if (!facts.violated) return resultOfServer(facts)
  const local = yield* runTlc(
    machine,
    abilities,
    { ...shared, workers: "auto" },
    (event) => observe({ _tag: "Local", event })
  )
  return resultOfLocal(facts, local)
})
