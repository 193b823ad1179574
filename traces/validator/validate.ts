/**
 * Validates a log: is what it says a behaviour of the protocol? Lines that name
 * their steps are replayed as they are read. Once a line leaves something open,
 * the log is read again and searched for a behaviour.
 */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import * as Result from "effect/Result"
import { BadInput } from "../../checks/models/bad-input.ts"
import type { OpenLog } from "../adapters/adapter.ts"
import { BUDGET } from "./decide.ts"
import { judge } from "./judge.ts"
import { forEachLine, LINE_LIMIT } from "./lines.ts"
import { machineOf } from "./machine.ts"
import { type FileOptions, type OpenFile, openFile } from "./open.ts"
import { problemText } from "./problem-text.ts"
import { collecting, Reading } from "./reading.ts"
import type { SubjectFor } from "./subjects.ts"
import type { Verdict } from "./verdict.ts"

export interface ValidationOptions extends FileOptions {
  /** How many states may be looked at for a log that leaves things open. */
  readonly budget?: number
  /** The longest line that is read, in bytes. */
  readonly lineLimit?: number
}

/** Reads all lines of a file; fails where a line is not as it should be. */
const reading = Effect.fnUntraced(function* (
  file: string,
  log: OpenLog,
  header: boolean,
  read: (text: string, line: number) => string | undefined,
  lineLimit: number
) {
  let problem: BadInput | undefined
  const count = yield* forEachLine(
    file,
    (text, { line, ended }) => {
      if (header && line === 1) return true
      const wrong = read(text, line)
      if (wrong === undefined) return true
      const cut = !ended && wrong.startsWith("is not JSON")
      problem = new BadInput({
        file,
        line,
        problem: cut ? `the last line is cut off: ${wrong}` : wrong
      })
      return false
    },
    lineLimit
  )
  if (problem !== undefined) return yield* problem
  const wrong = log.end()
  if (wrong !== undefined) {
    // What is missing is missing after the last line.
    const last = wrong.field === "end" ? count + 1 : count
    const { line = last } = wrong
    return yield* new BadInput({ file, line, problem: problemText(wrong) })
  }
})

/** What a file is, what it says, and what is to be thought of it. */
export interface Validation {
  readonly format: string
  readonly folder: string
  readonly constants: object
  readonly verdict: Verdict
}

/** The verdict on a log whose lines were all read, if no search is needed. */
const verdictAtOnce = (
  { events, rejected, open }: Reading,
  warnings: ReadonlyArray<string>
): Verdict | undefined =>
  rejected !== undefined
    ? { ...rejected, events, searched: 0, warnings }
    : open
      ? undefined
      : { _tag: "Accepted", events, searched: 0, warnings }

const opening = (file: string, { adapter, log }: OpenFile) =>
  Effect.mapError(
    Effect.suspend(() => Effect.fromResult(log())),
    (problem) =>
      new BadInput({
        file,
        line: adapter.header ? 1 : 0,
        problem: problemText(problem)
      })
  )

/** Reads lines that tell of no steps. */
const reads =
  (log: OpenLog) =>
  (text: string, line: number): string | undefined => {
    const read = log.line(text, line)
    return Result.isFailure(read) ? problemText(read.failure) : undefined
  }

/** Reads all steps of a file that was opened. */
export const readOpen = Effect.fnUntraced(function* (
  file: string,
  opened: OpenFile,
  lineLimit: number = LINE_LIMIT
) {
  const log = yield* opening(file, opened)
  if (log.verdict !== undefined) {
    const problem = `no line of ${opened.adapter.name} tells of one step`
    return yield* new BadInput({ file, line: 0, problem })
  }
  const all = collecting(log)
  yield* reading(file, log, opened.adapter.header, all.line, lineLimit)
  return all.collected()
})

/** Reads what the lines of a file say, of a format with rules of its own. */
export const readTold = Effect.fnUntraced(function* (
  file: string,
  opened: OpenFile,
  lineLimit: number = LINE_LIMIT
) {
  const log = yield* opening(file, opened)
  yield* reading(file, log, opened.adapter.header, reads(log), lineLimit)
  return log.told?.() ?? []
})

/** Validates a file that was opened. */
export const validateOpen = Effect.fnUntraced(function* (
  file: string,
  opened: OpenFile,
  options: Pick<ValidationOptions, "budget" | "lineLimit"> = {}
) {
  const { budget = BUDGET, lineLimit = LINE_LIMIT } = options
  const { adapter, subject } = opened
  const { header } = adapter
  const log = yield* opening(file, opened)
  if (log.verdict !== undefined) {
    yield* reading(file, log, header, reads(log), lineLimit)
    const { constants } = log
    const about = { format: adapter.name, folder: subject.folder, constants }
    return { ...about, verdict: log.verdict() }
  }
  const { constants, warnings } = log
  const first = new Reading(subject.protocol, log)
  const line = (text: string, number: number) => first.line(text, number)
  yield* reading(file, log, header, line, lineLimit)
  const known = { format: adapter.name, folder: subject.folder, constants }
  const verdict = verdictAtOnce(first, warnings)
  if (verdict !== undefined) return { ...known, verdict }
  const steps = yield* readOpen(file, opened, lineLimit)
  const machine = machineOf(subject.protocol, constants)
  const deliberation = judge(machine, steps, budget)
  let judged = deliberation.next()
  while (judged.done !== true) {
    yield* Effect.yieldNow
    judged = deliberation.next()
  }
  const { events } = first
  return { ...known, verdict: { ...judged.value, events, warnings } }
})

/**
 * Validates a file against one of the protocols that `subjectFor` finds. It
 * fails with `BadInput` if the file is no whole log of a known format: then
 * there is no verdict.
 */
export const validateFile = (
  file: string,
  subjectFor: SubjectFor,
  options: ValidationOptions = {}
): Effect.Effect<Validation, BadInput, FileSystem.FileSystem | Path.Path> =>
  Effect.flatMap(openFile(file, subjectFor, options), (opened) =>
    validateOpen(file, opened, options)
  )
