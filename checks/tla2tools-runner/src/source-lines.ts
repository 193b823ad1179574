/** Adds the text of the offending line to SANY's problems. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { SanyProblem, SanyReport } from "./sany.ts"

const withLine = Effect.fnUntraced(function* (problem: SanyProblem) {
  const { file, line } = problem
  if (file === null || line === null) return problem
  const files = yield* FileSystem.FileSystem
  const text = yield* Effect.orElseSucceed(files.readFileString(file), () => "")
  const sourceLine = text.split(/\r?\n/)[line - 1] ?? null
  return { ...problem, sourceLine }
})

/** The report with `sourceLine` filled wherever the module can be read. */
export const withSourceLines = Effect.fnUntraced(function* (
  report: SanyReport
) {
  return {
    ...report,
    errors: yield* Effect.forEach(report.errors, withLine),
    warnings: yield* Effect.forEach(report.warnings, withLine)
  } satisfies SanyReport
})
