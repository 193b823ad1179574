/** Finds out what a file is, and what else is needed to read it. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Result from "effect/Result"
import { BadInput } from "../../checks/models/bad-input.ts"
import type { Adapter, OpenLog, Subject } from "../adapters/adapter.ts"
import { adapterNamed, adapters, recognise } from "../adapters/index.ts"
import type { Problem } from "../format.ts"
import { parseJson } from "../json.ts"
import { shown } from "../problem.ts"
import { forEachLine } from "./lines.ts"
import type { SubjectFor } from "./subjects.ts"

/** What a user may say about a file. */
export interface FileOptions {
  /** The name of the format; left out: it is recognised by the first line. */
  readonly format?: string
  /** JSON text with the constants, or the path of a file with them. */
  readonly constants?: string
}

const bad = (file: string, line: number, problem: string) =>
  new BadInput({ file, line, problem })

/** The first line of a file. */
const firstLine = Effect.fnUntraced(function* (file: string) {
  let first: string | undefined
  let whole = true
  yield* forEachLine(file, (text, { ended }) => {
    first = text
    whole = ended
    return false
  })
  if (first === undefined) return yield* bad(file, 0, "the file is empty")
  return { text: first, whole }
})

const parsed = (text: string): unknown => Result.getOrUndefined(parseJson(text))

const known = adapters.map(({ name }) => name).join(", ")

const adapterOf = Effect.fnUntraced(function* (
  file: string,
  { text, whole }: { readonly text: string; readonly whole: boolean },
  format: string | undefined
) {
  if (format !== undefined) {
    const named = adapterNamed(format)
    return named === undefined
      ? yield* bad(file, 0, `unknown format ${format}; known are ${known}`)
      : named
  }
  const first = parseJson(text)
  if (Result.isFailure(first)) {
    const cut = `is not JSON: it is cut off: ${shown(text)}`
    return yield* bad(file, 1, whole ? first.failure.cause : cut)
  }
  const found = recognise(first.success)
  return found === undefined
    ? yield* bad(file, 1, `unknown format; known are ${known}`)
    : found
})

/** The JSON values of a text, one a line. */
const values = (file: string, text: string) =>
  Effect.forEach(
    text.split("\n").map((line, i) => [line.trim(), i + 1] as const),
    ([line, number]) => {
      const value = parsed(line)
      return value === undefined && line !== ""
        ? Effect.fail(bad(file, number, `is not JSON: ${shown(line)}`))
        : Effect.succeed(line === "" ? [] : [value])
    }
  ).pipe(Effect.map((lists) => lists.flat()))

const MISSING = "its constants are missing: they were not given"
const EXAMPLE = "trace.ndjson.4RM.E does: conf.4RM.ndjson"

/** The constants that were given, or lie beside the log. */
const constantsOf = Effect.fnUntraced(function* (
  file: string,
  adapter: Adapter,
  given: string | undefined
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  if (given?.trimStart().startsWith("{")) {
    const value = parsed(given)
    return value === undefined ? yield* values("--constants", given) : [value]
  }
  const beside = adapter.constantsBeside(path.basename(file))
  if (given === undefined && beside === undefined) {
    if (adapter.header || adapter.gather !== undefined) return undefined
    return yield* bad(
      file,
      0,
      `${MISSING}, and the file's name does not tell where they are (as ${EXAMPLE})`
    )
  }
  const place = given ?? path.join(path.dirname(file), beside!)
  const text = yield* files
    .readFileString(place)
    .pipe(
      Effect.mapError(() =>
        given === undefined
          ? bad(file, 0, `${MISSING}, and there is no ${place}`)
          : bad(place, 0, "there is no such file with constants")
      )
    )
  return yield* values(place, text)
})

/** The constants that the log itself holds, if they are there. */
const gather = Effect.fnUntraced(function* (
  file: string,
  adapter: Adapter,
  given: ReadonlyArray<unknown> | undefined
) {
  const gathering = adapter.gather?.(given)
  if (gathering === undefined) return undefined
  yield* forEachLine(file, (text) => {
    gathering.line(text)
    return true
  })
  return gathering.constants()
})

/** A file that was recognised. */
export interface OpenFile {
  readonly adapter: Adapter
  readonly subject: Subject
  /** Begins to read its lines, as often as one likes. */
  readonly log: () => Result.Result<OpenLog, Problem>
}

/** Recognises a file; the protocol that it is about may be asked for. */
export const openFile = Effect.fnUntraced(function* (
  file: string,
  subjectFor: SubjectFor,
  options: FileOptions = {}
) {
  const first = yield* firstLine(file)
  const adapter = yield* adapterOf(file, first, options.format)
  const header = parsed(first.text)
  const folder = adapter.folder ?? textIn(header, "protocol")
  const subject = subjectFor(folder ?? "", textIn(header, "module"))
  if (subject === undefined) {
    return yield* bad(file, 1, `unknown protocol ${shown(folder)}`)
  }
  const given = yield* constantsOf(file, adapter, options.constants)
  const gathered = yield* gather(file, adapter, given)
  const constants = gathered === undefined ? given : [gathered]
  const log = () => adapter.open(subject, first.text, constants)
  const opened: OpenFile = { adapter, subject, log }
  return opened
})

const textIn = (first: unknown, field: string): string | undefined => {
  if (typeof first !== "object" || first === null) return undefined
  const value: unknown = Reflect.get(first, field)
  return typeof value === "string" ? value : undefined
}
