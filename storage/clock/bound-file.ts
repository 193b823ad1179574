/**
 * A bound in a file: one line, with a checksum. A new line is written beside
 * it, synced and renamed, so that at any time the file holds one bound, whole.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import * as Result from "effect/Result"
import { crc32 } from "node:zlib"
import { BoundCorrupt, ClockBound } from "./bound.ts"

const checksum = (bound: string): string =>
  crc32(bound).toString(16).padStart(8, "0")

const lineOf = (bound: number): string =>
  `clock bound 1: ${bound} ms, checksum ${checksum(`${bound}`)}\n`

const LINE = /^clock bound 1: (\d{1,15}) ms, checksum ([0-9a-f]{8})\n$/

const boundIn = (text: string): Result.Result<number, string> => {
  if (text === "") return Result.fail("it is empty")
  const [, bound, sum] = LINE.exec(text) ?? []
  if (bound === undefined) return Result.fail("it is not a clock's bound")
  return sum === checksum(bound)
    ? Result.succeed(Number(bound))
    : Result.fail(`its checksum is ${sum}, not ${checksum(bound)}`)
}

const readFrom = (files: FileSystem.FileSystem, file: string) =>
  files.readFileString(file).pipe(
    Effect.flatMap((text) => Effect.fromResult(boundIn(text))),
    Effect.catchIf(
      (e) => typeof e !== "string" && e.reason._tag === "NotFound",
      () => Effect.undefined
    ),
    Effect.mapError((e) =>
      typeof e === "string" ? new BoundCorrupt({ file, cause: e }) : e
    )
  )

/** Keeps the bound in a file, which it makes if there is none. */
export const fileBound = (
  file: string
): Layer.Layer<ClockBound, never, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(
    ClockBound,
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const next = `${file}.next`

      const raise = Effect.fnUntraced(function* (bound: number) {
        const line = new TextEncoder().encode(lineOf(bound))
        const fresh = yield* files.open(next, { flag: "w" })
        yield* fresh.writeAll(line)
        yield* fresh.sync
        yield* files.rename(next, file)
        // The new name is durable only when the folder is.
        const folder = yield* files.open(path.dirname(file))
        yield* folder.sync
      }, Effect.scoped)

      return { read: readFrom(files, file), raise }
    })
  )
