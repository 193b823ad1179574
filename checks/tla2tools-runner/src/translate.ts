/** Translates PlusCal: the file changes only if the whole of it succeeds. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import { findSpec } from "./run-files.ts"
import { type Machine, runFailed, runFolder, runJava } from "./run-java.ts"
import { lines } from "./run-tlc.ts"

/** How a translation is asked for. */
export interface TranslateOptions {
  /** False: leave the file alone and only tell what would change. */
  readonly write?: boolean
  /** Options of the translator, such as `-wf`, before the file's own. */
  readonly arguments?: ReadonlyArray<string>
}

/** What the translator could not take; places count from 1. */
export interface TranslationProblem {
  readonly message: string
  readonly line: number | null
  readonly column: number | null
}

/** Consecutive lines that are replaced by others; `line` counts from 1. */
export interface Change {
  readonly line: number
  readonly removed: ReadonlyArray<string>
  readonly added: ReadonlyArray<string>
}

export interface TranslationResult {
  /** The algorithm was translated. */
  readonly ok: boolean
  readonly errors: ReadonlyArray<TranslationProblem>
  /** What differs between the file and its translation; null if nothing. */
  readonly change: Change | null
  readonly output: ReadonlyArray<string>
  readonly exitCode: number
}

/** The errors in what the translator printed. */
export const parseTranslator = (
  output: ReadonlyArray<string>
): ReadonlyArray<TranslationProblem> => {
  const paragraphs = output.join("\n").split(/\n\s*\n|^(?=Unrecoverable)/m)
  return paragraphs.flatMap((paragraph): Array<TranslationProblem> => {
    const found = /error:\s*\n\s*-- ([\s\S]*)/.exec(paragraph)
    if (found === null) return []
    const text = found[1]!.replace(/\s*\n\s*/g, " ").replace(/\.+\s*$/, "")
    const place = /^(.*?)\s*\bline (\d+), column (\d+)$/.exec(text)
    return place === null
      ? [{ message: text, line: null, column: null }]
      : [
          {
            message: place[1]!,
            line: Number(place[2]),
            column: Number(place[3])
          }
        ]
  })
}

/** The one stretch of lines in which two texts differ. */
export const changeBetween = (before: string, after: string): Change | null => {
  if (before === after) return null
  const old = before.split("\n")
  const now = after.split("\n")
  const shorter = Math.min(old.length, now.length)
  let head = 0
  while (head < shorter && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) {
    tail += 1
  }
  return {
    line: head + 1,
    removed: old.slice(head, old.length - tail),
    added: now.slice(head, now.length - tail)
  }
}

const failing =
  (doing: string) =>
  <A, R>(effect: Effect.Effect<A, PlatformError, R>) =>
    Effect.mapError(effect, runFailed(doing))

/** Puts a text in a file's place in one step, with the file's own mode. */
const replaceFile = Effect.fnUntraced(function* (file: string, text: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const real = yield* files.realPath(file)
  const { mode } = yield* files.stat(real)
  const draft = yield* files.makeTempFileScoped({
    directory: path.dirname(real)
  })
  yield* files.writeFileString(draft, text)
  yield* files.chmod(draft, mode & 0o777)
  yield* files.rename(draft, real)
}, Effect.scoped)

const runTranslator = Effect.fnUntraced(function* (
  machine: Machine,
  folder: string,
  module: string,
  options: TranslateOptions
) {
  const { handle } = yield* runJava(
    machine,
    {
      main: "pcal.trans",
      words: ["-nocfg", ...(options.arguments ?? []), module],
      cwd: folder
    },
    folder
  )
  const running = failing("Running the PlusCal translator")
  const output = yield* running(Stream.runCollect(lines(handle.all)))
  return { output, exitCode: Number(yield* running(handle.exitCode)) }
})

/** Translates the algorithm of a module, in a copy of the file first. */
export const translateSpec = Effect.fnUntraced(function* (
  machine: Machine,
  spec: string,
  options: TranslateOptions
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { folder, module } = yield* findSpec(spec)
  const file = path.join(folder, module)
  const own = yield* runFolder(machine)
  const copy = path.join(own, module)
  const before = yield* failing(`Reading ${file}`)(files.readFileString(file))
  yield* failing(`Writing ${copy}`)(files.writeFileString(copy, before))
  const ran = yield* runTranslator(machine, own, module, options)
  const ok = ran.exitCode === 0 && ran.output.includes("Translation completed.")
  if (!ok) {
    const errors = parseTranslator(ran.output)
    return { ok, errors, change: null, ...ran } satisfies TranslationResult
  }
  const after = yield* failing(`Reading ${copy}`)(files.readFileString(copy))
  const change = changeBetween(before, after)
  if (change !== null && options.write !== false) {
    yield* failing(`Writing ${file}`)(replaceFile(file, after))
  }
  return { ok, errors: [], change, ...ran } satisfies TranslationResult
})
