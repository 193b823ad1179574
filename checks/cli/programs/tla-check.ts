/** `bisim tla check` and `bisim tla simulate`: TLC on any specification. */
import * as Effect from "effect/Effect"
import {
  type CheckOptions,
  show,
  type TlcEvent,
  type TlcResult
} from "tla2tools-runner"
import type { SimulateInput, TlaCheckInput } from "../commands/tla.ts"
import { codeOfVerdict } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen, type Screen } from "../screen.ts"
import { progressLine } from "../text/progress.ts"
import { tlaLines } from "../text/tla.ts"
import { tlaTools } from "./tla-setup.ts"

export const check = (input: TlaCheckInput) =>
  run(input, {
    ...common(input),
    ...given("workers", input.workers),
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

/** A field that is left out if there is no value for it. */
const given = <const Name extends string, A>(
  name: Name,
  value: A | undefined
): { readonly [K in Name]?: A } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]?: A })

const run = Effect.fnUntraced(function* (
  input: TlaCheckInput | SimulateInput,
  options: CheckOptions
) {
  const screen = yield* openScreen
  const tools = yield* tlaTools(input, screen)
  yield* screen.progress(`TLC ${tools.version} checks ${input.file}`)
  const result = yield* tools.run(options, (event) => follow(screen, event))
  yield* screen.say(...tlaLines(result, input, screen.style))
  const exitCode = codeOfVerdict(result.verdict)
  if (screen.json) yield* print(documentOf(input.file, result, exitCode))
  return exitCode
}, Effect.scoped)

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

const documentOf = (file: string, result: TlcResult, exitCode: number) => {
  const { verdict, summary, properties, trace, warnings, output } = result
  const { distinct, generated, depth, queue, milliseconds, version } = result
  return {
    document: "tla check" as const,
    version: 1 as const,
    exitCode,
    file,
    verdict,
    summary,
    properties,
    distinct,
    generated,
    depth,
    queue,
    milliseconds,
    tlc: version,
    trace: trace.states.map(({ action, variables, unparsed }) => ({
      action: action === null ? "Init" : actionText(action),
      variables: {
        ...Object.fromEntries(
          Object.entries(variables).map(([name, value]) => [name, show(value)])
        ),
        ...unparsed
      }
    })),
    ...loop(trace.end),
    warnings: warnings.map(({ text }) => text),
    output
  }
}

const loop = (end: TlcResult["trace"]["end"]) => {
  switch (end._tag) {
    case "Finite":
      return {}
    case "Stuttering":
      return { loop: "stuttering" as const }
    case "BackToState":
      return { loop: end.number - 1 }
  }
}

const actionText = ({
  name,
  arguments: given
}: NonNullable<TlcResult["trace"]["states"][number]["action"]>): string =>
  given.length === 0 ? name : `${name}(${given.map(show).join(", ")})`
