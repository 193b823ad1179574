/** `bisim tla parse`: what SANY says of a module. */
import * as Effect from "effect/Effect"
import type { ParseResult, SanyProblem } from "tla2tools-runner"
import type { ParseInput } from "../commands/tla.ts"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen } from "../screen.ts"
import { plural } from "../text/figures.ts"
import { problemLines } from "../text/sany.ts"
import type { Style } from "../text/style.ts"
import { tlaTools } from "./tla-setup.ts"

export const parse = Effect.fnUntraced(function* (input: ParseInput) {
  const screen = yield* openScreen
  const tools = yield* tlaTools(input, screen)
  yield* screen.progress(`SANY parses ${input.file}`)
  const result = yield* tools.parse(input.file, { libraries: input.library })
  const exitCode = result.ok ? ExitCode.holds : ExitCode.badInput
  yield* screen.say(...lines(input.file, result, screen.style))
  if (screen.json) {
    yield* print({
      document: "tla parse",
      version: 1,
      exitCode,
      file: input.file,
      ok: result.ok,
      errors: result.errors.map(problem),
      warnings: result.warnings.map(problem),
      modules: result.files
    })
  }
  return exitCode
}, Effect.scoped)

const problem = ({ kind: _, ...rest }: SanyProblem) => rest

const lines = (
  file: string,
  { ok, errors, warnings, files }: ParseResult,
  style: Style
): ReadonlyArray<string> => {
  const modules = plural(Object.keys(files).length, "module")
  return [
    ...errors.flatMap((each) => problemLines(each, style.red("error"), style)),
    ...warnings.flatMap((each) =>
      problemLines(each, style.yellow("warning"), style)
    ),
    ok
      ? `${style.green("✓")} ${file} and what it extends: ${modules} without errors`
      : `${style.red("✗")} ${file}: ${plural(errors.length, "error")}`
  ]
}
