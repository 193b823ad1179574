/**
 * How much of a log does its validation look at? Every field of an accepted log
 * is corrupted, one at a time, and the log is validated again. What is still
 * accepted has survived: either nobody looked at the field, or the corrupted
 * log tells of another behaviour of the protocol.
 */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import * as Result from "effect/Result"
import { BadInput } from "../../checks/models/bad-input.ts"
import { same } from "../validator/same.ts"
import { forEachLine } from "../validator/lines.ts"
import { namesIn } from "../validator/log.ts"
import { type Machine, machineOf } from "../validator/machine.ts"
import type { Observation } from "../validator/observed.ts"
import { type FileOptions, type OpenFile, openFile } from "../validator/open.ts"
import { drawing } from "../validator/samples.ts"
import type { SubjectFor } from "../validator/subjects.ts"
import { type Validation, validateLines } from "../validator/validate.ts"
import { domainOf, type Json } from "./domain.ts"
import {
  isWholeLine,
  type Mutant,
  mutantsOf,
  type StepLine
} from "./mutants.ts"
import { survival } from "./survival.ts"

export interface MutationOptions extends FileOptions {
  /** The same seed gives the same corruptions. */
  readonly seed?: number
  /** So many corruptions are tried at most; by default fewer for long logs. */
  readonly limit?: number
  /** States that may be looked at for one corrupted log. */
  readonly budget?: number
}

/** How many corruptions of a field were found out. */
export interface FieldScore {
  readonly field: string
  readonly tried: number
  readonly killed: number
}

/** A corruption that was not found out. */
export interface Survivor {
  readonly field: string
  readonly line: number
  readonly from?: Json
  readonly to?: Json
  /** Why that is so. */
  readonly reason: string
}

export interface MutationReport {
  /** All corruptions that there are, of which `tried` were tried. */
  readonly possible: number
  readonly tried: number
  /** Those rejected, and those refused as no log at all. */
  readonly rejected: number
  readonly refused: number
  /** Found out of those that were tried, from 0 to 1. */
  readonly rate: number
  /** The same of corrupted fields only, without lines dropped or moved. */
  readonly fieldRate: number
  readonly fields: ReadonlyArray<FieldScore>
  readonly survivors: ReadonlyArray<Survivor>
  /** Swaps of lines left out, since the format does not order those lines. */
  readonly unordered: number
}

/** Lines validated in all, for one report. */
const WORK = 400_000
const MOST = 2000
const BUDGET = 5000

/** Have the steps a name in common, or does one of them leave out who acts? */
const ordered = (machine: Machine, a: Observation, b: Observation): boolean => {
  if (a.actor === undefined || b.actor === undefined) return true
  const names = namesIn(machine, a)
  if ([...namesIn(machine, b)].some((name) => names.has(name))) return true
  const sent = a.sent ?? []
  return sent.some((message) => same(message, b.received))
}

/** The lines that tell of steps; the others are left alone. */
const stepsOf = (
  opened: OpenFile,
  lines: ReadonlyArray<string>
): { readonly machine: Machine; readonly steps: ReadonlyArray<StepLine> } => {
  const log = Result.getOrThrow(opened.log())
  const machine = machineOf(opened.subject.protocol, log.constants)
  const read = lines.flatMap((text, i) => {
    if (opened.adapter.header && i === 0) return []
    const result = Result.getOrThrow(log.line(text, i + 1))
    return result._tag === "Step"
      ? [{ text, observation: result.observation }]
      : []
  })
  const steps = read.map(({ text, observation }, i): StepLine => {
    const next = read[i + 1]
    return {
      line: observation.line,
      value: JSON.parse(text) as Json,
      ordered:
        next !== undefined &&
        next.text !== text &&
        ordered(machine, observation, next.observation)
    }
  })
  return { machine, steps }
}

/** So many of the mutants, evenly spread over the log. */
const sampled = (
  mutants: ReadonlyArray<Mutant>,
  count: number
): ReadonlyArray<Mutant> =>
  mutants.length <= count
    ? mutants
    : Array.from(
        { length: count },
        (_, i) => mutants[Math.floor((i * mutants.length) / count)]!
      )

type Fate = "rejected" | "refused" | Survivor

const fateOf = (
  opened: OpenFile,
  lines: ReadonlyArray<string>,
  mutant: Mutant,
  budget: number
): Fate => {
  const result = validateLines(opened, mutant.apply(lines), budget)
  if (Result.isFailure(result)) return "refused"
  if (result.success._tag === "Rejected") return "rejected"
  const { field, line, from, to } = mutant
  return {
    field,
    line,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    reason: survival(mutant, result.success)
  }
}

const scores = (
  fates: ReadonlyArray<readonly [Mutant, Fate]>
): ReadonlyArray<FieldScore> =>
  [...Map.groupBy(fates, ([{ field }]) => field)].map(([field, of]) => ({
    field,
    tried: of.length,
    killed: of.filter(([, fate]) => typeof fate === "string").length
  }))

const rateOf = (fields: ReadonlyArray<FieldScore>): number => {
  const tried = fields.reduce((sum, field) => sum + field.tried, 0)
  const killed = fields.reduce((sum, field) => sum + field.killed, 0)
  return tried === 0 ? 1 : killed / tried
}

/** Corrupts the lines of an accepted log, and validates each corruption. */
export const mutateLines = (
  opened: OpenFile,
  lines: ReadonlyArray<string>,
  { seed = 1, limit, budget = BUDGET }: MutationOptions = {}
): MutationReport => {
  const { machine, steps } = stepsOf(opened, lines)
  const domain = domainOf(
    machine,
    opened.adapter.partial,
    steps.map(({ value }) => value)
  )
  const mutants = mutantsOf(domain, drawing(seed), steps)
  const most = Math.min(MOST, Math.max(50, Math.floor(WORK / lines.length)))
  const tried = sampled(mutants, limit ?? most)
  const fates = tried.map(
    (mutant) => [mutant, fateOf(opened, lines, mutant, budget)] as const
  )
  const survivors = fates.flatMap(([, fate]) =>
    typeof fate === "string" ? [] : [fate]
  )
  const fields = scores(fates)
  return {
    possible: mutants.length,
    tried: tried.length,
    rejected: fates.filter(([, fate]) => fate === "rejected").length,
    refused: fates.filter(([, fate]) => fate === "refused").length,
    rate: rateOf(fields),
    fieldRate: rateOf(fields.filter(({ field }) => !isWholeLine(field))),
    fields,
    survivors,
    unordered: steps.length - steps.filter((step) => step.ordered).length
  }
}

const NOT_ACCEPTED =
  "only a log that is accepted can be corrupted, and this one is not"

/**
 * Corrupts an accepted log and tells which corruptions validation finds out.
 * It fails with `BadInput` if the file is no log, or not accepted.
 */
export const mutateFile = (
  file: string,
  subjectFor: SubjectFor,
  options: MutationOptions = {}
): Effect.Effect<
  MutationReport & Pick<Validation, "format" | "folder">,
  BadInput,
  FileSystem.FileSystem | Path.Path
> =>
  Effect.gen(function* () {
    const opened = yield* openFile(file, subjectFor, options)
    const lines: Array<string> = []
    yield* forEachLine(file, (text) => lines.push(text) > 0)
    const verdict = validateLines(opened, lines)
    if (Result.isFailure(verdict)) {
      return yield* new BadInput({ file, ...verdict.failure })
    }
    if (verdict.success._tag !== "Accepted") {
      const line = "line" in verdict.success ? verdict.success.line : 0
      return yield* new BadInput({ file, line, problem: NOT_ACCEPTED })
    }
    const { adapter, subject } = opened
    const known = { format: adapter.name, folder: subject.folder }
    return { ...known, ...mutateLines(opened, lines, options) }
  })
