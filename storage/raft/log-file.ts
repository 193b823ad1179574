/**
 * A log in a file: a line for each write, with checksums, so that a write is
 * there whole or not at all. The file begins anew, beside the old one, with the
 * first write and with each that has another snapshot.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Result from "effect/Result"
import type { Durable } from "../../protocols/raft/state.ts"
import { type End, lineOf, linesIn, start } from "./log-lines.ts"
import {
  changeText,
  durableIn,
  headerText,
  isNear,
  wholeText
} from "./log-records.ts"
import { LogDamaged, RaftLog } from "./log.ts"

/** What is in the file. */
interface Kept {
  readonly durable: Durable
  readonly end: End
}

interface Place {
  readonly files: FileSystem.FileSystem
  readonly path: Path.Path
  readonly file: string
  readonly server: string
}

const keptIn = ({ server }: Place, bytes: Uint8Array) =>
  Result.gen(function* () {
    const lines = yield* linesIn(bytes)
    const durable = yield* durableIn(server, lines)
    return { durable, end: lines.at(-1)?.end ?? start }
  })

/** What is in the file, if there is one; a write that was cut off is not. */
const opened = Effect.fnUntraced(function* (place: Place) {
  const { files, file } = place
  const bytes = yield* files.readFile(file).pipe(
    Effect.catchIf(
      ({ reason }) => reason._tag === "NotFound",
      () => Effect.undefined
    )
  )
  if (bytes === undefined) return undefined
  const kept = yield* Effect.fromResult(keptIn(place, bytes)).pipe(
    Effect.mapError((damage) => new LogDamaged({ file, ...damage }))
  )
  if (kept.end.position < bytes.length) {
    const torn = yield* files.open(file, { flag: "r+" })
    yield* torn.truncate(kept.end.position)
    yield* torn.sync
  }
  return kept
}, Effect.scoped)

/** A new file, whole under its name when this returns. */
const begun = Effect.fnUntraced(function* (place: Place, durable: Durable) {
  const { files, path, file, server } = place
  const header = lineOf(headerText(server), start)
  const { line, end } = lineOf(wholeText(durable), header.end)
  const fresh = yield* files.open(`${file}.next`, { flag: "w" })
  yield* fresh.writeAll(Buffer.concat([header.line, line]))
  yield* fresh.sync
  yield* files.rename(`${file}.next`, file)
  // The new name is durable only when the folder is.
  const folder = yield* files.open(path.dirname(file))
  yield* folder.sync
  return { durable, end }
}, Effect.scoped)

const appended = Effect.fnUntraced(function* (
  { files, file }: Place,
  kept: Kept,
  durable: Durable
) {
  const text = changeText(kept.durable, durable)
  if (text === undefined) return kept
  const { line, end } = lineOf(text, kept.end)
  const there = yield* files.open(file, { flag: "a" })
  yield* there.writeAll(line)
  yield* there.sync
  return { durable, end }
}, Effect.scoped)

/**
 * Keeps the log of a server in a file, which the first write makes. One process
 * at a time may use it: there is no lock. It fails to start with `LogDamaged`
 * if the file is not as writes and crashes leave it, and leaves it alone then.
 */
export const fileLog = (
  file: string,
  server: string
): Layer.Layer<
  RaftLog,
  LogDamaged | PlatformError,
  FileSystem.FileSystem | Path.Path
> =>
  Layer.effect(
    RaftLog,
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const place = { files, path, file, server }
      let kept = yield* opened(place)
      let failed: PlatformError | undefined

      const write = (durable: Durable) =>
        Effect.suspend(() => {
          // Nobody knows what a write that failed has left at the end.
          if (failed !== undefined) return Effect.fail(failed)
          return kept !== undefined && isNear(kept.durable, durable)
            ? appended(place, kept, durable)
            : begun(place, durable)
        }).pipe(
          Effect.map((now) => {
            kept = now
          }),
          Effect.tapError((error) =>
            Effect.sync(() => {
              failed = error
            })
          ),
          Effect.uninterruptible
        )

      return { read: Effect.sync(() => kept?.durable), write }
    })
  )
