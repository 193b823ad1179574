/** The state graphs of specs and twins, compared. */
import * as Effect from "effect/Effect"
import { Tla2Tools } from "tla2tools-runner"
import {
  graphsOf,
  parity as compare,
  type ParityReport
} from "../../parity/parity.ts"
import type { ParityInput } from "../commands/parity.ts"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen } from "../screen.ts"
import {
  parityColumns,
  parityDetails,
  parityHeading,
  parityRow,
  paritySummary
} from "../text/parity.ts"
import { requireTlc } from "./engines.ts"
import { chosenModels } from "./models.ts"

export const parity = Effect.fnUntraced(function* (input: ParityInput) {
  const screen = yield* openScreen
  const { style } = screen
  const models = graphsOf(yield* chosenModels(input.protocol, input.model))
  yield* screen.progress("looking for Java and TLC")
  const tlc = yield* requireTlc()
  const columns = parityColumns(models.map(({ name }) => name))
  yield* screen.say(parityHeading(columns, style))
  const reports: Array<ParityReport> = []
  for (const model of models) {
    yield* screen.progress(`${model.name}: TLC generates the graph of the spec`)
    const report = yield* Effect.provideService(compare(model), Tla2Tools, tlc)
    reports.push(report)
    yield* screen.say(...parityRow(columns, report, style))
  }
  yield* screen.say(
    ...reports.flatMap((report) => parityDetails(report, style)),
    "",
    paritySummary(reports, style)
  )
  const exitCode = reports.every(({ same }) => same)
    ? ExitCode.holds
    : ExitCode.differs
  if (screen.json) yield* print(documentOf(reports, exitCode))
  return exitCode
}, Effect.scoped)

const documentOf = (
  reports: ReadonlyArray<ParityReport>,
  exitCode: number
) => ({
  document: "parity" as const,
  version: 1 as const,
  exitCode,
  models: reports.map(({ compared, difference, ...report }) => ({
    ...report,
    ...(compared === undefined ? {} : { compared }),
    ...(difference === undefined ? {} : { difference })
  }))
})
