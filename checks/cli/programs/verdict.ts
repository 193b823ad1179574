/** Whether a check ended as expected, and the exit code that it asks for. */
import { type CheckReport, isGreen } from "../../check/report.ts"
import type { Expectation } from "../../models/manifest.ts"
import { codeOfEnd, ExitCode } from "../exit-codes.ts"
import type { Checked } from "../text/check.ts"

export const judge = (
  report: CheckReport,
  expected: Expectation | undefined
): Checked => ({ report, expected: isGreen(report, expected) })

/** A model that ends as expected but with other figures differs; so does one
 * that holds although it must not. */
export const codeOf = (
  { report, expected }: Checked,
  expectation: Expectation | undefined
): number => {
  if (expected) return ExitCode.holds
  const { result, violates } = report
  const same =
    result === "ok" ||
    (result === expectation?.result &&
      (expectation.violates ?? violates) === violates)
  return same ? ExitCode.differs : codeOfEnd(result)
}
