/** Where the lines of a trace go: into memory or a file. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type { PlatformError } from "effect/PlatformError"

/** Takes lines, in order; each is written when `write` returns. */
export class TraceSink extends Context.Service<
  TraceSink,
  {
    /** Writes a line; the text comes without its line break. */
    readonly write: (line: string) => Effect.Effect<void, PlatformError>
  }
>()("bisim/traces/TraceSink") {}

/** The lines that were written into memory so far. */
export class TraceLines extends Context.Service<
  TraceLines,
  { readonly lines: Effect.Effect<ReadonlyArray<string>> }
>()("bisim/traces/TraceLines") {}

/** Keeps the lines in memory, where `TraceLines` gives them. */
export const memorySink: Layer.Layer<TraceSink | TraceLines> =
  Layer.effectContext(
    Effect.sync(() => {
      const written: Array<string> = []
      const write = (line: string) =>
        Effect.sync(() => {
          written.push(line)
        })
      return Context.make(TraceSink, { write }).pipe(
        Context.add(TraceLines, { lines: Effect.sync(() => [...written]) })
      )
    })
  )

/** Writes into a new file, a line at a time; an old one is overwritten. */
export const fileSink = (
  path: string
): Layer.Layer<TraceSink, PlatformError, FileSystem.FileSystem> =>
  Layer.effect(
    TraceSink,
    Effect.gen(function* () {
      const files = yield* FileSystem.FileSystem
      const file = yield* files.open(path, { flag: "w" })
      const text = new TextEncoder()
      return { write: (line) => file.writeAll(text.encode(`${line}\n`)) }
    })
  )
