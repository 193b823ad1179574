/** `bisim tla translate`: from PlusCal to TLA+, in the file itself. */
import * as Effect from "effect/Effect"
import type { TranslationResult } from "tla2tools-runner"
import type { TranslateInput } from "../commands/tla.ts"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen } from "../screen.ts"
import type { Style } from "../text/style.ts"
import { tlaTools } from "./tla-setup.ts"

export const translate = Effect.fnUntraced(function* (input: TranslateInput) {
  const { check, file } = input
  const screen = yield* openScreen
  const tools = yield* tlaTools(input, screen)
  yield* screen.progress(`PlusCal's translator reads ${file}`)
  const result = yield* tools.translate(file, { write: !check })
  const { change, errors, ok } = result
  const exitCode = ok
    ? change !== null && check
      ? ExitCode.differs
      : ExitCode.holds
    : ExitCode.badInput
  yield* screen.say(...lines(input, result, screen.style))
  if (screen.json) {
    const written = change !== null && !check
    const head = { document: "tla translate", version: 1, exitCode } as const
    yield* print({ ...head, file, ok, written, errors, change })
  }
  return exitCode
}, Effect.scoped)

const lines = (
  { check, file }: TranslateInput,
  { change, errors, ok, output }: TranslationResult,
  style: Style
): ReadonlyArray<string> => {
  if (!ok) {
    const told = errors.map(({ line, column, message }) => {
      const place = line === null ? file : `${file}:${line}:${column}`
      return `${style.red("error:")} ${place}: ${message}`
    })
    return told.length > 0 ? told : output
  }
  if (change === null) return [`${style.green("✓")} ${file} is up to date`]
  const { added, line, removed } = change
  return [
    ...removed.map((text) => style.red(`- ${text}`)),
    ...added.map((text) => style.green(`+ ${text}`)),
    check
      ? `${style.red("✗")} ${file}: its translation differs from line ${line} on`
      : `${style.green("✓")} ${file} is written, with another text from line ${line} on`
  ]
}
