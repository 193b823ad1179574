/** A file system in which one file has other lines than on disk. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"

const notForMemory = Effect.die("this file is in memory, and only read")

/** A file that can be read from its beginning to its end. */
const opened = (bytes: Uint8Array): FileSystem.File => {
  let at = 0
  const next = (size: number): Uint8Array => {
    const part = bytes.subarray(at, at + size)
    at += part.length
    return part
  }
  return {
    [FileSystem.FileTypeId]: FileSystem.FileTypeId,
    read: (buffer) =>
      Effect.sync(() => {
        const part = next(buffer.length)
        buffer.set(part)
        return part.length
      }),
    readAlloc: (size) =>
      Effect.sync(() => {
        const part = next(size)
        return part.length === 0 ? Option.none() : Option.some(part)
      }),
    stat: notForMemory,
    seek: () => notForMemory,
    sync: notForMemory,
    truncate: () => notForMemory,
    write: () => notForMemory,
    writeAll: () => notForMemory
  }
}

const encoder = new TextEncoder()

/** The file system, but the file consists of these lines. */
export const withLines = (
  files: FileSystem.FileSystem,
  file: string,
  lines: ReadonlyArray<string>
): FileSystem.FileSystem => {
  const bytes = encoder.encode(lines.map((line) => `${line}\n`).join(""))
  return {
    ...files,
    open: (path, options) =>
      path === file
        ? Effect.sync(() => opened(bytes))
        : files.open(path, options)
  }
}
