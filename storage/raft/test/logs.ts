/** Logs in files that are simulated, and what is in them. */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type { Durable } from "../../../protocols/raft/state.ts"
import { makeDisk } from "../../disk/simulated-disk.ts"
import { fileLog } from "../log-file.ts"
import { type LogDamaged, RaftLog } from "../log.ts"

/** Where a log is kept, from one life of its server to the next. */
export type Place = Layer.Layer<RaftLog, unknown>

/** A log in the file `/logs/s1`. */
export const onDisk = (files: FileSystem.FileSystem, server = "s1"): Place =>
  Layer.provide(
    fileLog("/logs/s1", server),
    Layer.merge(Layer.succeed(FileSystem.FileSystem, files), Path.layer)
  )

/** The log, opened anew. */
export const opened = (place: Place) =>
  Effect.map(Layer.build(place), (built) => Context.get(built, RaftLog))

/** The bytes of a file after each of some writes. */
export const filesOf = (writes: ReadonlyArray<Durable>) => {
  const { files } = makeDisk()
  return Effect.gen(function* () {
    const { write } = yield* opened(onDisk(files))
    return yield* Effect.forEach(writes, (durable) =>
      Effect.andThen(write(durable), files.readFile("/logs/s1"))
    )
  }).pipe(Effect.scoped, Effect.runPromise)
}

/** What is read from a file of these bytes, and what is in it afterwards. */
export const reading = (bytes: Uint8Array, server = "s1") => {
  const { files } = makeDisk()
  return Effect.gen(function* () {
    const file = yield* files.open("/logs/s1", { flag: "w" })
    yield* file.writeAll(bytes)
    const log = yield* Effect.exit(opened(onDisk(files, server)))
    const left = yield* files.readFile("/logs/s1")
    if (Exit.isFailure(log)) {
      return { error: Cause.squash(log.cause) as LogDamaged, left }
    }
    return { durable: yield* log.value.read, left }
  }).pipe(Effect.scoped, Effect.runPromise)
}
