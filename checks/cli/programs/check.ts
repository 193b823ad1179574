/** Every chosen model with every engine at hand, in one table. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type SetupError, Tla2Tools, type TlcEvent } from "tla2tools-runner"
import type { CheckReport, Engine } from "../../check/report.ts"
import { checkWithTlc } from "../../check/tlc.ts"
import type { Model } from "../../models/models.ts"
import type { CheckInput } from "../commands/check.ts"
import { ExitCode, worst } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen, type Screen } from "../screen.ts"
import {
  checkColumns,
  checkDetails,
  type Checked,
  checkHeading,
  checkRow,
  checkSummary,
  skippedRow
} from "../text/check.ts"
import { coverageLines } from "../text/coverage.ts"
import { type Far, progressLine } from "../text/progress.ts"
import { type Column } from "../text/table.ts"
import { wrapped } from "../../reports/wrapped.ts"
import { byExplorer, enginesOf, limitsOf } from "./check-explorer.ts"
import { cover, type Covered } from "./coverage.ts"
import { findTlc, isTlc, requireTlc } from "./engines.ts"
import { chosenModels } from "./models.ts"
import { update } from "./update.ts"
import { codeOf, judge } from "./verdict.ts"

/** What has been done so far, for the case that it ends here. */
interface Work {
  readonly screen: Screen
  readonly columns: ReadonlyArray<Column>
  readonly input: CheckInput
  readonly done: Array<Checked>
  readonly codes: Array<number>
  now:
    | {
        readonly model: Model
        readonly engine: Engine
        readonly began: number
        far: Far
      }
    | undefined
}

export const check = Effect.fnUntraced(function* (input: CheckInput) {
  const wanted = yield* enginesOf(input)
  const models = yield* chosenModels(input.protocol, input.model)
  const screen = yield* openScreen
  const tlc = yield* tools(wanted, screen)
  const columns = checkColumns(models.map(({ name }) => name))
  const work: Work = {
    screen,
    columns,
    input,
    done: [],
    codes: [],
    now: undefined
  }
  yield* screen.say(checkHeading(columns, screen.style))
  yield* runAll(work, models, wanted, tlc).pipe(
    Effect.onInterrupt(() => interrupted(work, models.length === 1))
  )
  return yield* conclude(work, models, tlc)
}, Effect.scoped)

type Tools = Effect.Success<typeof findTlc> | undefined

const tools = Effect.fnUntraced(function* (
  wanted: CheckInput["engine"],
  screen: Screen
) {
  if (wanted === "explorer") return undefined
  yield* screen.progress("looking for Java and TLC")
  return yield* wanted === undefined ? findTlc : requireTlc()
})

const runAll = Effect.fnUntraced(function* (
  work: Work,
  models: ReadonlyArray<Model>,
  wanted: CheckInput["engine"],
  tlc: Tools
) {
  const { screen, columns } = work
  for (const model of models) {
    if (wanted !== "tlc") {
      const checking = byExplorer(work.input, model, (progress) =>
        remember(work, progress)
      )
      yield* run(work, model, "explorer", checking)
    }
    if (tlc === undefined) continue
    if (isTlc(tlc)) {
      const checking = byTlc(work, model)
      const provided = Effect.provideService(checking, Tla2Tools, tlc)
      yield* run(work, model, "tlc", provided)
    } else {
      yield* screen.say(skippedRow(columns, screen.style))
    }
  }
})

const run = Effect.fnUntraced(function* <E, R>(
  work: Work,
  model: Model,
  engine: Engine,
  checking: Effect.Effect<CheckReport, E, R>
) {
  const { screen, columns, done, codes } = work
  const again = done.at(-1)?.report.model === model.name
  const far = { generated: 0, distinct: 0, queue: 0, depth: 0 }
  const began = yield* Clock.currentTimeMillis
  work.now = { model, engine, began, far }
  yield* screen.progress(`${model.name}, ${engine}`)
  const report = yield* checking
  const checked = judge(report, model.expected)
  work.now = undefined
  done.push(checked)
  codes.push(codeOf(checked, model.expected))
  yield* screen.say(checkRow(columns, checked, !again, screen.style))
})

const remember = (work: Work, far: Far): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { now, screen } = work
    if (now === undefined) return Effect.void
    now.far = far
    return screen.progress(
      progressLine(`${now.model.name}, ${now.engine}`, far)
    )
  })

const byTlc = (work: Work, model: Model) => {
  const { maxTime, workers = 1 } = work.input
  const onEvent = (event: TlcEvent): Effect.Effect<void> => {
    if (event._tag !== "Progress") return Effect.void
    const { generated, distinct, queue, depth } = event.progress
    return remember(work, {
      generated,
      distinct: distinct ?? 0,
      queue: queue ?? 0,
      depth: depth ?? 0
    })
  }
  const checking = checkWithTlc(model, { workers, onEvent })
  return maxTime === undefined
    ? checking
    : Effect.timeoutOption(checking, maxTime * 1000).pipe(
        Effect.map(
          Option.getOrElse(() => unfinished(work, "time", maxTime * 1000))
        )
      )
}

/** The report of a check that was stopped from outside. */
const unfinished = (
  { now }: Work,
  limit: string,
  elapsed: number
): CheckReport => {
  const { model, engine, far } = now!
  const { generated, distinct, depth } = far
  const figures = distinct === 0 ? {} : { generated, distinct, depth }
  const { name, folder } = model
  return {
    model: name,
    folder,
    engine,
    result: "incomplete",
    limit,
    ...figures,
    elapsed,
    differences: []
  }
}

const interrupted = (work: Work, alone: boolean) =>
  Effect.gen(function* () {
    const { screen, columns, done, now } = work
    if (now !== undefined) {
      const elapsed = (yield* Clock.currentTimeMillis) - now.began
      const report = unfinished(work, "interrupted", elapsed)
      const checked = { report, expected: false }
      done.push(checked)
      yield* screen.say(checkRow(columns, checked, true, screen.style))
    }
    yield* tell(work, alone)
    yield* document(work, ExitCode.interrupted, undefined, [])
  })

const tell = ({ done, screen }: Work, alone: boolean) =>
  screen.say(
    ...done.flatMap((checked) => checkDetails(checked, alone, screen.style)),
    "",
    checkSummary(done, screen.style)
  )

const conclude = Effect.fnUntraced(function* (
  work: Work,
  models: ReadonlyArray<Model>,
  tlc: Tools
) {
  const { screen, done, codes, input } = work
  yield* tell(work, input.model !== undefined)
  const missing = tlc === undefined || isTlc(tlc) ? undefined : tlc
  if (missing !== undefined) {
    yield* screen.say("", ...wrapped(`TLC was skipped. ${missing.message}`, 80))
  }
  const covered = input.coverage
    ? yield* cover(models, limitsOf(input), screen)
    : undefined
  for (const each of covered ?? []) {
    yield* screen.say(...coverageLines(each, screen.style))
  }
  const reports = done.map(({ report }) => report)
  const updated = input.update ? yield* update(models, reports) : []
  for (const file of updated) yield* screen.say(`${file} is written.`)
  if (input.report.length > 0) {
    const reports = yield* Effect.promise(() => import("./check-reports.ts"))
    yield* reports.write(models, done, missing?.message, input, screen)
  }
  const code = input.update ? ExitCode.holds : worst(codes)
  yield* document(work, code, missing, updated, covered)
  return code
})

const document = (
  { screen, done }: Work,
  exitCode: number,
  missing: SetupError | undefined,
  updated: ReadonlyArray<string>,
  covered?: ReadonlyArray<Covered>
): Effect.Effect<void> =>
  screen.json
    ? print({
        document: "check",
        version: 1,
        exitCode,
        checks: done.map(({ report: { states: _, ...report }, expected }) => ({
          ...report,
          expected
        })),
        skipped:
          missing === undefined
            ? []
            : [{ engine: "tlc", reason: missing.message }],
        updated,
        ...(covered === undefined ? {} : { coverage: covered })
      })
    : Effect.void
