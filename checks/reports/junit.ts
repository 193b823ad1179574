/** Results as JUnit XML, which forges and build servers show. */
import { element, escaped } from "./xml.ts"

/** How one check, or the validation of one file, ended. */
export interface Result {
  /** The suite that it belongs to: a protocol's folder. */
  readonly suite: string
  readonly name: string
  readonly status: "passed" | "failed" | "broken" | "skipped"
  /** Why it has not passed, in a few words. */
  readonly message?: string
  readonly details?: ReadonlyArray<string>
  /** Milliseconds, where they were measured. */
  readonly elapsed?: number
  /** The file that it is about, and the line in it, from 1. */
  readonly file: string
  readonly line?: number
}

const tags = { failed: "failure", broken: "error", skipped: "skipped" } as const

/** The results as one document. */
export const junit = (results: ReadonlyArray<Result>): string => {
  const suites = Map.groupBy(results, ({ suite }) => suite)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    element(
      "testsuites",
      { name: "bisim", ...counts(results) },
      ...[...suites].flatMap(([name, cases]) => [
        "\n  ",
        element(
          "testsuite",
          { name, ...counts(cases) },
          ...cases.flatMap((each) => ["\n    ", testcase(each)]),
          "\n  "
        )
      ]),
      "\n"
    ),
    "\n"
  ].join("")
}

const counts = (results: ReadonlyArray<Result>) => {
  const count = (status: Result["status"]) =>
    results.filter((each) => each.status === status).length
  const elapsed = results.reduce((sum, { elapsed = 0 }) => sum + elapsed, 0)
  return {
    tests: results.length,
    failures: count("failed"),
    errors: count("broken"),
    skipped: count("skipped"),
    time: seconds(elapsed)
  }
}

const seconds = (milliseconds: number): string =>
  (milliseconds / 1000).toFixed(3)

const testcase = (result: Result): string => {
  const { suite, name, status, message, details = [] } = result
  const { elapsed, file, line } = result
  return element(
    "testcase",
    {
      classname: suite,
      name,
      file,
      line,
      time: elapsed === undefined ? undefined : seconds(elapsed)
    },
    ...(status === "passed"
      ? []
      : [element(tags[status], { message }, ...text(details))])
  )
}

const text = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.map((line) => `\n${escaped(line)}`)
