/** Reads a file line by line; neither the file nor a huge line is ever held. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import { BadInput } from "../../checks/models/bad-input.ts"

/** The longest line that is read, in bytes. */
export const LINE_LIMIT = 16 * 1024 * 1024

const CHUNK = 256 * 1024
const NEWLINE = 0x0a

/** What a line is told with. */
export interface Place {
  /** From 1. */
  readonly line: number
  /** Does a line break follow? */
  readonly ended: boolean
}

/** Takes a line; `false`: no more are wanted. */
export type Take = (text: string, place: Place) => boolean

/** Bytes to lines. Line feeds end lines; a last one need not be there. */
class Splitter {
  line = 0
  wanted = true
  private readonly decoder = new TextDecoder("utf-8", { fatal: true })
  private readonly take: Take
  private readonly limit: number
  private pending: Array<Uint8Array> = []
  private held = 0

  constructor(take: Take, limit: number) {
    this.take = take
    this.limit = limit
  }

  /** What is wrong with the line at hand, if anything. */
  push(chunk: Uint8Array): string | undefined {
    let start = 0
    while (this.wanted) {
      const end = chunk.indexOf(NEWLINE, start)
      const part = chunk.subarray(start, end < 0 ? chunk.length : end)
      if (this.held + part.length > this.limit) return this.tooLong()
      if (end < 0) {
        // The chunk's memory is read into again.
        if (part.length > 0) this.pending.push(part.slice())
        this.held += part.length
        return undefined
      }
      const problem = this.tell(part, true)
      if (problem !== undefined) return problem
      start = end + 1
    }
    return undefined
  }

  end(): string | undefined {
    return this.held > 0 && this.wanted
      ? this.tell(new Uint8Array(0), false)
      : undefined
  }

  private tooLong(): string {
    this.line += 1
    const limit = this.limit / (1024 * 1024)
    return `the line is longer than ${limit} MB, which is the limit`
  }

  private tell(part: Uint8Array, ended: boolean): string | undefined {
    this.line += 1
    const bytes =
      this.held === 0 ? part : Buffer.concat([...this.pending, part])
    this.pending = []
    this.held = 0
    let text: string
    try {
      text = this.decoder.decode(bytes)
    } catch {
      return "is not UTF-8 text"
    }
    const place = { line: this.line, ended }
    this.wanted = this.take(
      text.endsWith("\r") ? text.slice(0, -1) : text,
      place
    )
    return undefined
  }
}

const kinds: Readonly<Record<string, string>> = {
  Directory: "is a folder",
  FIFO: "is a pipe, but a log is read more than once: save it to a file"
}

/** Why a file cannot be read. */
const unreadable = Effect.fnUntraced(function* (
  file: string,
  { reason, message }: PlatformError
) {
  const files = yield* FileSystem.FileSystem
  const kind = yield* files.stat(file).pipe(
    Effect.map(({ type }) => kinds[type]),
    Effect.orElseSucceed(() => undefined)
  )
  const problem =
    reason._tag === "NotFound"
      ? "there is no such file"
      : (kind ?? `it cannot be read: ${message}`)
  return yield* new BadInput({ file, line: 0, problem })
})

/** Tells the lines of a file, one after another; gives their number. */
export const forEachLine = (
  file: string,
  take: Take,
  limit: number = LINE_LIMIT
): Effect.Effect<number, BadInput, FileSystem.FileSystem> =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const opened = yield* files.open(file)
    const splitter = new Splitter(take, limit)
    const buffer = new Uint8Array(CHUNK)
    const check = (problem: string | undefined) =>
      problem === undefined
        ? Effect.void
        : Effect.fail(new BadInput({ file, line: splitter.line, problem }))
    while (splitter.wanted) {
      const size = yield* opened.read(buffer)
      if (size === 0) break
      yield* check(splitter.push(buffer.subarray(0, size)))
    }
    yield* check(splitter.end())
    return splitter.line
  }).pipe(
    Effect.scoped,
    Effect.catchTag("PlatformError", (error) => unreadable(file, error))
  )
