/** What `bisim check --report` writes. */
import * as Effect from "effect/Effect"
import { fromCounterexample } from "../../reports/from-counterexample.ts"
import type { Result } from "../../reports/junit.ts"
import type { Model } from "../../models/models.ts"
import type { CheckInput } from "../commands/check.ts"
import type { Screen } from "../screen.ts"
import { checkDetails, type Checked } from "../text/check.ts"
import { plainStyle } from "../text/style.ts"
import { writeReports } from "./reports.ts"
import { sentencesOf } from "./sentences.ts"

/** Reports the checks; `missing` says why there are none by TLC. */
export const write = Effect.fnUntraced(function* (
  models: ReadonlyArray<Model>,
  done: ReadonlyArray<Checked>,
  missing: string | undefined,
  input: CheckInput,
  screen: Screen
) {
  const model = (name: string) => models.find((each) => each.name === name)!
  const results = done.map((each) => resultOf(model(each.report.model), each))
  yield* writeReports(
    input.report,
    {
      behaviour: yield* drawn(models, done, input.model !== undefined),
      nothing: "there is no counter-example to show",
      results:
        missing === undefined
          ? results
          : [...results, ...models.map((each) => skipped(each, missing))]
    },
    screen
  )
})

/** The first counter-example that is not expected, or the one asked for. */
const drawn = Effect.fnUntraced(function* (
  models: ReadonlyArray<Model>,
  done: ReadonlyArray<Checked>,
  alone: boolean
) {
  const refuted = done.filter(({ report }) => report.counterexample)
  const unexpected = refuted.find(({ expected }) => !expected)
  const report = (unexpected ?? (alone ? refuted[0] : undefined))?.report
  if (report?.counterexample === undefined) return undefined
  const { counterexample } = report
  const model = models.find(({ name }) => name === report.model)!
  const sentence = yield* sentencesOf(model)
  return fromCounterexample(model, { ...report, counterexample }, sentence)
})

const resultOf = (model: Model, checked: Checked): Result => {
  const { report, expected } = checked
  const { engine, elapsed, result, violates } = report
  const known = { ...about(model, engine), elapsed }
  if (expected) return { ...known, status: "passed" }
  const [, message = "", ...details] = checkDetails(checked, true, plainStyle)
  const { invariants, properties } = model.config
  const named = [...invariants, ...properties].find((m) => m.name === violates)
  return {
    ...known,
    status: result === "error" || result === "failed" ? "broken" : "failed",
    message,
    details,
    ...(named === undefined ? {} : { line: named.line })
  }
}

const skipped = (model: Model, message: string): Result => ({
  ...about(model, "tlc"),
  status: "skipped",
  message
})

const about = ({ folder, name, configPath }: Model, engine: string) => ({
  suite: folder,
  name: `${name}, ${engine}`,
  file: configPath
})
