/** How every command ends: its exit code, and what is told when it fails. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as References from "effect/References"
import { ExitCode } from "./exit-codes.ts"
import { failureOf } from "./failures.ts"
import { print, printUnlessPrinted } from "./print.ts"
import { complain, openScreen } from "./screen.ts"

/**
 * Runs a command's program. Its module is loaded here and not before, so that a
 * command costs only what it needs.
 */
export const running = <Module, E, R>(
  load: () => Promise<Module>,
  program: (module: Module) => Effect.Effect<number, E, R>
) =>
  Effect.promise(load).pipe(
    Effect.flatMap(program),
    Effect.catchCause(tell),
    Effect.onInterrupt(() => tellInterrupted),
    Effect.flatMap(end)
  )

const end = (code: number) =>
  Effect.sync(() => {
    process.exitCode = code
  })

const tellInterrupted = Effect.gen(function* () {
  const screen = yield* openScreen
  yield* screen.progress("")
  if (!screen.json) return
  const exitCode = ExitCode.interrupted
  const message = "interrupted"
  yield* printUnlessPrinted({
    document: "error",
    version: 1,
    exitCode,
    message
  })
})

const tell = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>) {
  const screen = yield* openScreen
  const level = yield* References.MinimumLogLevel
  const failure = failureOf(cause)
  const details = ["All", "Trace", "Debug"].includes(level)
    ? `\n${Cause.pretty(cause)}`
    : ""
  yield* screen.progress("")
  yield* complain(failure.message + details)
  if (screen.json) {
    const { code, ...rest } = failure
    yield* print({ document: "error", version: 1, exitCode: code, ...rest })
  }
  return failure.code
})
