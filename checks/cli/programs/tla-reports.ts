/** What `bisim tla check --report` writes. */
import type { TlcResult } from "tla2tools-runner"
import { fromTlc } from "../../reports/from-tlc.ts"
import type { Result } from "../../reports/junit.ts"
import type { Wanted } from "../commands/report.ts"
import { codeOfVerdict, ExitCode } from "../exit-codes.ts"
import type { Screen } from "../screen.ts"
import { plainStyle } from "../text/style.ts"
import { tlaLines } from "../text/tla.ts"
import { writeReports } from "./reports.ts"

/** Reports what TLC found in a module. */
export const write = (
  file: string,
  result: TlcResult,
  wanted: ReadonlyArray<Wanted>,
  screen: Screen
) =>
  writeReports(
    wanted,
    {
      behaviour: fromTlc(file, result),
      nothing: "there is no counter-example to show",
      results: [resultOf(file, result)]
    },
    screen
  )

const resultOf = (file: string, result: TlcResult): Result => {
  const code = codeOfVerdict(result.verdict)
  const { milliseconds, summary } = result
  const known = {
    suite: "tla",
    name: file,
    file,
    ...(milliseconds === null ? {} : { elapsed: milliseconds })
  }
  if (code === ExitCode.holds) return { ...known, status: "passed" }
  const violated = code < ExitCode.usage
  return {
    ...known,
    status: violated ? "failed" : "broken",
    message: summary,
    details: tlaLines(result, { output: false }, plainStyle)
  }
}
