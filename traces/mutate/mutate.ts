/**
 * How blind is a log's validation? Every field of a log that is accepted is
 * corrupted, one at a time, lines are dropped, repeated and swapped, and each of
 * these mutants is validated as any log is. Those that are found out are
 * killed; for those that survive the reason is told.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import * as Result from "effect/Result"
import type { BadInput } from "../../checks/models/bad-input.ts"
import { forEachLine } from "../validator/lines.ts"
import { machineOf } from "../validator/machine.ts"
import { type FileOptions, openFile } from "../validator/open.ts"
import { collecting } from "../validator/reading.ts"
import { drawing } from "../validator/samples.ts"
import type { SubjectFor } from "../validator/subjects.ts"
import {
  validateFile,
  type Validation,
  type ValidationOptions
} from "../validator/validate.ts"
import { domainOf } from "./domain.ts"
import type { Json } from "./json.ts"
import { withLines } from "./memory.ts"
import {
  corrupted,
  type Line,
  type Mutant,
  mutantsOf,
  sampled
} from "./mutants.ts"
import {
  type Fate,
  type MutationReport,
  reportOf,
  type Tried
} from "./report.ts"
import {
  byOwnRules,
  followed,
  type Followed,
  survival,
  warned
} from "./survival.ts"

type Files = FileSystem.FileSystem | Path.Path

/** What validates a log; tests put something else in its place. */
export type Validate = (
  file: string,
  subjectFor: SubjectFor,
  options: ValidationOptions
) => Effect.Effect<Validation, BadInput, Files>

export interface MutationOptions extends FileOptions {
  /** The same seed draws the same mutants. */
  readonly seed?: number
  /** So many mutants are tried at most; by default fewer of long logs. */
  readonly max?: number
  /** States that may be looked at for a mutant that leaves things open. */
  readonly budget?: number
  readonly validate?: Validate
  /** Told before each mutant how many were tried. */
  readonly progress?: (tried: number, all: number) => Effect.Effect<void>
}

/** The log was mutated, or it is not accepted itself. */
export type Mutation =
  | ({ readonly _tag: "Mutated" } & MutationReport)
  | { readonly _tag: "NotAccepted"; readonly validation: Validation }

const MOST = 2000
const FEWEST = 50
/** Lines that are validated for one report, in all its mutants. */
const LINES = 400_000
/** A state that is looked at takes as long as so many lines. */
const LINES_A_STATE = 10
const BUDGET = 5000

const mostOf = (lines: number, searched: number): number => {
  const work = lines + LINES_A_STATE * searched
  return Math.max(FEWEST, Math.min(MOST, Math.floor(LINES / work)))
}

/** What the file says about the protocol; nothing if it makes no sense. */
const tell = Effect.fnUntraced(function* (
  file: string,
  subjectFor: SubjectFor,
  options: FileOptions
) {
  const { adapter, subject, log } = yield* openFile(file, subjectFor, options)
  const opened = log()
  if (Result.isFailure(opened)) return undefined
  const all = collecting(opened.success)
  let wrong: unknown
  yield* forEachLine(file, (text, { line }) => {
    if (!adapter.header || line > 1) wrong ??= all.line(text, line)
    return wrong === undefined
  })
  wrong ??= opened.success.end()
  if (wrong !== undefined) return undefined
  const { observations, contradiction } = all.collected()
  if (contradiction !== undefined) return undefined
  const machine = machineOf(subject.protocol, opened.success.constants)
  return { machine, observations }
})

const linesOf = Effect.fnUntraced(function* (file: string) {
  const lines: Array<Line> = []
  yield* forEachLine(
    file,
    (text) => lines.push({ text, value: JSON.parse(text) as Json }) > 0
  )
  return lines
})

/** A log and what is needed to try its mutants. */
interface Subject {
  readonly file: string
  readonly subjectFor: SubjectFor
  readonly options: MutationOptions
  readonly lines: ReadonlyArray<Line>
  readonly log: Followed
  /** Of a format that has rules of its own: what they cannot check, and why. */
  readonly unchecked: Readonly<Record<string, string>> | undefined
  readonly warnings: ReadonlyArray<string>
}

const fateOf = Effect.fnUntraced(function* (
  { file, subjectFor, options, log, unchecked, warnings }: Subject,
  mutant: Mutant
) {
  const { validate = validateFile, budget = BUDGET } = options
  const result = yield* Effect.result(
    validate(file, subjectFor, { ...options, budget })
  )
  if (Result.isFailure(result)) {
    return { _tag: "Refused", line: result.failure.line } satisfies Fate
  }
  const { verdict } = result.success
  if (verdict._tag === "Rejected") {
    return { _tag: "Rejected", line: verdict.line } satisfies Fate
  }
  if (verdict._tag === "Undecided") return { _tag: "Undecided" } satisfies Fate
  const more = verdict.warnings.filter((text) => !warnings.includes(text))
  if (unchecked !== undefined) {
    const reason = byOwnRules(unchecked, mutant)
    return { _tag: "Accepted", reason } satisfies Fate
  }
  const told = yield* tell(file, subjectFor, options).pipe(
    Effect.catchTag("BadInput", () => Effect.undefined)
  )
  const reason = more.length > 0 ? warned(more) : survival(log, told, mutant)
  return { _tag: "Accepted", reason } satisfies Fate
})

/** Tries one mutant: its lines take the place of those of the file. */
const attempt = Effect.fnUntraced(function* (subject: Subject, mutant: Mutant) {
  const files = yield* FileSystem.FileSystem
  const { file, lines } = subject
  const instead = withLines(files, file, corrupted(lines, mutant))
  const fate: Fate = yield* Effect.provideService(
    fateOf(subject, mutant),
    FileSystem.FileSystem,
    instead
  )
  return { mutant, fate } satisfies Tried
})

/**
 * Corrupts a log and tells which corruptions are found out. It fails with
 * `BadInput` if the file is no log.
 */
export const mutateFile = (
  file: string,
  subjectFor: SubjectFor,
  options: MutationOptions = {}
): Effect.Effect<Mutation, BadInput, Files> =>
  Effect.gen(function* () {
    const { budget: _budget, ...asGiven } = options
    const validation = yield* validateFile(file, subjectFor, asGiven)
    const { verdict, format, folder } = validation
    if (verdict._tag !== "Accepted") return { _tag: "NotAccepted", validation }
    const lines = yield* linesOf(file)
    const { adapter } = yield* openFile(file, subjectFor, options)
    const told = (yield* tell(file, subjectFor, options))!
    const values = lines.map(({ value }) => value)
    const domain = domainOf(told.machine, values)
    const { header, partial } = adapter
    const { seed = 1, max = mostOf(lines.length, verdict.searched) } = options
    const all = mutantsOf(
      { domain, draw: drawing(seed), partial, header },
      lines
    )
    const { possible, chosen } = sampled(all, drawing(~seed), max)
    const log = followed(told, values)
    const { warnings } = verdict
    const { unchecked } = adapter
    const about = { file, subjectFor, options, lines, log }
    const subject = { ...about, unchecked, warnings }
    const progress = options.progress ?? (() => Effect.void)
    const tried = yield* Effect.forEach(chosen, (mutant, i) =>
      Effect.andThen(progress(i, chosen.length), attempt(subject, mutant))
    )
    const head = { format, folder, possible }
    return { _tag: "Mutated", ...reportOf(head, tried) }
  })
