/** What `bisim validate --report` writes. */
import * as Effect from "effect/Effect"
import { BUDGET, decide } from "../../../traces/validator/decide.ts"
import { machineOf } from "../../../traces/validator/machine.ts"
import { openFile } from "../../../traces/validator/open.ts"
import { names } from "../../../traces/validator/machine.ts"
import { report } from "../../../traces/validator/report.ts"
import type { SubjectFor } from "../../../traces/validator/subjects.ts"
import {
  readOpen,
  readTold,
  type Validation,
  type ValidationOptions
} from "../../../traces/validator/validate.ts"
import { fromLog } from "../../reports/from-log.ts"
import type { Result } from "../../reports/junit.ts"
import type { Sentence } from "../../reports/telling.ts"
import type { ValidateInput } from "../commands/validate.ts"
import type { Screen } from "../screen.ts"
import { writeReports } from "./reports.ts"
import type { Validated } from "./validate.ts"

/** A file, its verdict, and whether it is what one wants to see. */
type Held = Validated & { readonly holds: boolean }

/** Reports the logs. */
export const write = Effect.fnUntraced(function* (
  all: ReadonlyArray<Held>,
  subjects: SubjectFor,
  { protocol, report: wanted }: ValidateInput,
  options: ValidationOptions,
  sentence: Sentence,
  screen: Screen
) {
  const judged = all.filter((each) => "judged" in each)
  // The first log that is not accepted, or the one that was asked for.
  const shown =
    judged.find(({ holds }) => !holds) ??
    (all.length === 1 ? judged[0] : undefined)
  const behaviour =
    shown && (yield* behaviourOf(shown, subjects, options, sentence))
  const results = all.map((each) => resultOf(protocol, each, sentence))
  const nothing = "there is no log to show"
  yield* writeReports(wanted, { behaviour, nothing, results }, screen)
})

/** The run that a log tells of, up to the line that is rejected. */
const behaviourOf = Effect.fnUntraced(function* (
  { file, judged }: Held & { readonly judged: Validation },
  subjects: SubjectFor,
  options: ValidationOptions,
  sentence: Sentence
) {
  const { constants, verdict } = judged
  const opened = yield* openFile(file, subjects, options)
  // Formats with rules of their own tell of no steps of the twin.
  const foreign = opened.adapter.unchecked !== undefined
  const observations = foreign
    ? yield* readTold(file, opened)
    : (yield* readOpen(file, opened)).observations
  const machine = machineOf(opened.subject.protocol, constants)
  const consumed =
    verdict._tag === "Accepted" ? observations.length : verdict.consumed
  const matched = observations.slice(0, consumed)
  const log = { file, machine, observations: matched, verdict, foreign }
  if (foreign || matched.every((each) => names(machine, each))) {
    return fromLog(log, sentence)
  }
  // Once more, for the steps that the search finds.
  const deciding = decide(machine, matched, options.budget ?? BUDGET)
  let decided = deciding.next()
  while (decided.done !== true) {
    yield* Effect.yieldNow
    decided = deciding.next()
  }
  const { value } = decided
  const labels = value._tag === "Accepted" ? value.path : []
  return fromLog({ ...log, labels }, sentence)
})

/** How the validation of a file ended. */
const resultOf = (suite: string, each: Held, sentence: Sentence): Result => {
  const { file, holds } = each
  const about = { suite, name: file, file }
  if ("failure" in each) {
    const { message, line } = each.failure
    const where = line === undefined ? {} : { line }
    return { ...about, ...where, status: "broken", message }
  }
  const { verdict } = each.judged
  if (holds) return { ...about, status: "passed" }
  const [message = "", ...details] = report(verdict, { sentence })
  const where = verdict._tag === "Accepted" ? {} : { line: verdict.line }
  return { ...about, ...where, status: "failed", message, details }
}
