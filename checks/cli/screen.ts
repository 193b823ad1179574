/**
 * Where a command's words go: text or one document to standard output,
 * progress to standard error and only if that is a terminal.
 */
import * as Effect from "effect/Effect"
import { Json } from "./json.ts"
import { hanging } from "./text/hanging.ts"
import { type Style, styleFor } from "./text/style.ts"

export interface Screen {
  readonly json: boolean
  /** The colours of standard output. */
  readonly style: Style
  /** Writes lines to standard output; nothing if a document is asked for. */
  readonly say: (...lines: ReadonlyArray<string>) => Effect.Effect<void>
  /** Replaces the progress line; `""` removes it. */
  readonly progress: (line: string) => Effect.Effect<void>
}

const clear = "\r\u001b[K"

/** The colours that a stream of this process may have. */
export const styleOf = (stream: { readonly isTTY?: boolean }): Style =>
  styleFor({ isTerminal: stream.isTTY === true, environment: process.env })

/** Cut so that a line never wraps, or it could not be removed again. */
const cut = (line: string): string =>
  [...line].slice(0, Math.max(20, (process.stderr.columns || 80) - 1)).join("")

/** What is kept or read by programs has its lines as they are. */
const shown = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const { isTTY, columns } = process.stdout
  return isTTY ? lines.flatMap((line) => hanging(line, columns)) : lines
}

/** Tells an error on standard error. */
export const complain = (message: string): Effect.Effect<void> =>
  Effect.sync(() => {
    const { red } = styleOf(process.stderr)
    process.stderr.write(`${red("error:")} ${message}\n`)
  })

/** The screen of this process, as the flag `--json` wants it. */
export const openScreen: Effect.Effect<Screen, never, typeof Json.Identifier> =
  Effect.gen(function* () {
    const json = yield* Json
    const animated = process.stderr.isTTY && process.env["TERM"] !== "dumb"
    let visible = false
    const progress = (line: string) =>
      Effect.sync(() => {
        if (!animated || (line === "" && !visible)) return
        visible = line !== ""
        process.stderr.write(clear + cut(line))
      })
    return {
      json,
      style: styleOf(process.stdout),
      say: (...lines) =>
        Effect.andThen(
          progress(""),
          Effect.sync(() => {
            if (!json) process.stdout.write(`${shown(lines).join("\n")}\n`)
          })
        ),
      progress
    }
  })
