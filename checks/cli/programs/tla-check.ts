/** `bisim tla check` and `bisim tla simulate`: TLC on any specification. */
import * as Effect from "effect/Effect"
import type { CheckOptions, TlcEvent, TlcResult } from "tla2tools-runner"
import type { SimulateInput, TlaCheckInput } from "../commands/tla.ts"
import { codeOfVerdict } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen, type Screen } from "../screen.ts"
import { progressLine } from "../text/progress.ts"
import { tlaLines } from "../text/tla.ts"
import { told } from "./tla-document.ts"
import { given, tlaTools } from "./tla-setup.ts"

export const check = (input: TlaCheckInput) =>
  run(input, {
    ...common(input),
    ...given("workers", input.workers),
    ...given("depthFirst", input.depthFirst),
    ...given("dump", input.dump),
    ...given("fingerprint", input.fingerprint),
    keepGoing: input.keepGoing,
    coverage: input.coverage
  })

export const simulate = (input: SimulateInput) =>
  run(input, {
    ...common(input),
    simulate: {
      behaviours: input.behaviours ?? 100,
      ...given("depth", input.depth),
      ...given("seed", input.seed)
    }
  })

const common = (input: TlaCheckInput | SimulateInput): CheckOptions => ({
  spec: input.file,
  ...given("config", input.config),
  ...given("heap", input.heap),
  ignoreDeadlock: input.deadlock,
  libraries: input.library
})

const run = Effect.fnUntraced(function* (
  input: TlaCheckInput | SimulateInput,
  options: CheckOptions
) {
  const screen = yield* openScreen
  const tools = yield* tlaTools(input, screen)
  yield* screen.progress(`TLC ${tools.version} checks ${input.file}`)
  let found: (() => TlcResult) | undefined
  const result = yield* tools
    .run(options, (event, soFar) => {
      found = soFar
      return follow(screen, event)
    })
    .pipe(
      Effect.onInterrupt(() =>
        found === undefined
          ? screen.say("interrupted: TLC had not said anything")
          : tell(input, found(), screen)
      )
    )
  return yield* tell(input, result, screen)
}, Effect.scoped)

const tell = Effect.fnUntraced(function* (
  input: TlaCheckInput | SimulateInput,
  result: TlcResult,
  screen: Screen
) {
  const exitCode = codeOfVerdict(result.verdict)
  yield* screen.say(...tlaLines(result, input, screen.style))
  if (input.report.length > 0) {
    const { file, report } = input
    const reports = yield* Effect.promise(() => import("./tla-reports.ts"))
    yield* reports.write(file, result, report, screen)
  }
  if (screen.json) yield* print(documentOf(input.file, result, exitCode))
  return exitCode
})

const follow = (screen: Screen, event: TlcEvent): Effect.Effect<void> => {
  if (event._tag !== "Progress") return Effect.void
  const { generated, distinct, queue, depth } = event.progress
  return screen.progress(
    progressLine("TLC", {
      generated,
      distinct: distinct ?? 0,
      queue: queue ?? 0,
      depth: depth ?? 0
    })
  )
}

const documentOf = (file: string, result: TlcResult, exitCode: number) => ({
  document: "tla check" as const,
  version: 1 as const,
  exitCode,
  file,
  ...told(result)
})
