/** A worker of distributed TLC, which never outlives its server. */
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import * as Stream from "effect/Stream"
import { createConnection } from "node:net"
import { javaOptions } from "./run-files.ts"
import {
  type JavaRun,
  type Machine,
  runFailed,
  runFolder,
  runJava
} from "./run-java.ts"
import { lines } from "./run-tlc.ts"

/** TLC's own, for server and workers alike. */
export const defaultPort = 10997

/** A worker for a server that runs elsewhere. */
export interface JoinOptions {
  /** The server's name or address. */
  readonly server: string
  /** 10997 if left out. */
  readonly port?: number
  /** How this host is reached from the server; 127.0.0.1 if left out. */
  readonly address?: string
  /** Threads; 1 if left out. */
  readonly threads?: number
  readonly heap?: string
  readonly classpath?: ReadonlyArray<string>
  readonly javaArguments?: ReadonlyArray<string>
}

export interface JoinResult {
  /**
   * `completed`: the server let it go; `serverLost`: the server went without a
   * word, and the worker was ended; `failed`: it ended for another reason.
   */
  readonly ended: "completed" | "serverLost" | "failed"
  /** Null if it was ended because the server was lost. */
  readonly exitCode: number | null
  readonly output: ReadonlyArray<string>
}

/** What both sides of a distributed run are told. */
export const networkArguments = (
  port: number,
  address: string
): ReadonlyArray<string> => [
  `-Djava.rmi.server.hostname=${address}`,
  `-Dtlc2.tool.distributed.TLCServer.port=${port}`
]

const workerRun = (options: JoinOptions): JavaRun => ({
  main: "tlc2.tool.distributed.TLCWorker",
  words: [options.server],
  javaArguments: [
    ...networkArguments(
      options.port ?? defaultPort,
      options.address ?? "127.0.0.1"
    ),
    `-Dtlc2.tool.distributed.TLCWorker.threadCount=${options.threads ?? 1}`,
    ...(options.javaArguments ?? [])
  ]
})

/** A worker that could not start, or was left alone, ends with 0 as well. */
const isCompleted = (
  output: ReadonlyArray<string>,
  exitCode: number
): boolean =>
  exitCode === 0 && output.some((line) => line.includes("work completed at"))

/** Runs one worker until it ends by itself. */
export const runWorker = Effect.fnUntraced(function* (
  machine: Machine,
  options: JoinOptions
) {
  const path = yield* Path.Path
  const folder = yield* runFolder(machine)
  const run = workerRun(options)
  const java = javaOptions({ ...options, ...run }, path)
  const { handle } = yield* runJava(
    machine,
    { main: run.main, words: run.words, cwd: folder, ...java },
    folder
  )
  const running = Effect.mapError(runFailed("Running a worker"))
  const output = yield* running(Stream.runCollect(lines(handle.all)))
  const exitCode = Number(yield* running(handle.exitCode))
  return {
    ended: isCompleted(output, exitCode) ? "completed" : "failed",
    exitCode,
    output
  } satisfies JoinResult
}, Effect.scoped)

/** Whether anybody listens there. */
const answers = (host: string, port: number): Effect.Effect<boolean> =>
  Effect.callback((resume) => {
    const socket = createConnection({ host, port })
    const end = (answered: boolean): void => {
      socket.destroy()
      resume(Effect.succeed(answered))
    }
    socket.once("connect", () => end(true)).once("error", () => end(false))
    return Effect.sync(() => {
      socket.destroy()
    })
  })

/** A server that was there and is silent so often in a row is gone. */
const silences = 3

/** Ends when the server has been there and is there no longer. */
const serverLost = Effect.fnUntraced(function* (host: string, port: number) {
  let silent = -1
  while (silent < silences) {
    if (yield* answers(host, port)) silent = 0
    else if (silent >= 0) silent += 1
    yield* Effect.sleep("1 second")
  }
  return {
    ended: "serverLost",
    exitCode: null,
    output: []
  } satisfies JoinResult
})

/** Works for a server until it is done or gone. */
export const joinServer = (machine: Machine, options: JoinOptions) =>
  Effect.raceFirst(
    runWorker(machine, options),
    serverLost(options.server, options.port ?? defaultPort)
  )
