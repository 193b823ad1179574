/** Writes what `--report` asks for. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { BadInput } from "../../models/bad-input.ts"
import { annotations } from "../../reports/annotations.ts"
import type { Behaviour } from "../../reports/behaviour.ts"
import { html } from "../../reports/html.ts"
import { itf } from "../../reports/itf.ts"
import { junit, type Result } from "../../reports/junit.ts"
import { mermaid } from "../../reports/mermaid.ts"
import type { Wanted } from "../commands/report.ts"
import type { Screen } from "../screen.ts"

/** Writes a file; fails if that is not possible. */
export const writeFile = Effect.fnUntraced(function* (
  file: string,
  text: string
) {
  const files = yield* FileSystem.FileSystem
  yield* files.writeFileString(file, text).pipe(
    Effect.mapError(
      ({ reason }) =>
        new BadInput({
          file,
          line: 0,
          problem: `cannot be written: ${reason._tag}`
        })
    )
  )
})

/** What there is to report; `nothing` says why there is no behaviour. */
interface Found {
  readonly behaviour: Behaviour | undefined
  readonly nothing: string
  readonly results: ReadonlyArray<Result>
}

const formats = { html, itf, mermaid }

/** Writes reports, and says so. */
export const writeReports = Effect.fnUntraced(function* (
  wanted: ReadonlyArray<Wanted>,
  { behaviour, nothing, results }: Found,
  screen: Screen
) {
  for (const want of wanted) {
    if (want.kind === "github") {
      yield* annotate(results)
      continue
    }
    const { kind, file } = want
    const text =
      kind === "junit" ? junit(results) : behaviour && formats[kind](behaviour)
    if (text !== undefined) yield* writeFile(file, text)
    const why = behaviour === undefined ? nothing : "the states are not known"
    yield* screen.say(
      `${file} is ${text === undefined ? `not written: ${why}` : "written"}.`
    )
  }
})

/** To standard error, which forges read too: a document may be on the other. */
const annotate = (results: ReadonlyArray<Result>) =>
  Effect.sync(() => {
    for (const line of annotations(results)) process.stderr.write(`${line}\n`)
  })
