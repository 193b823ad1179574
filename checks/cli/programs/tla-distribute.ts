/** `bisim tla distribute` and `bisim tla join`: TLC on several machines. */
import * as Effect from "effect/Effect"
import type {
  DistributedEvent,
  DistributedResult,
  JoinResult,
  LostWorker
} from "tla2tools-runner"
import type { DistributeInput, JoinInput } from "../commands/tla.ts"
import { codeOfVerdict, ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen, type Screen } from "../screen.ts"
import { count, plural } from "../text/figures.ts"
import type { Style } from "../text/style.ts"
import { tlaLines } from "../text/tla.ts"
import { told } from "./tla-document.ts"
import { given, tlaTools } from "./tla-setup.ts"

export const distribute = Effect.fnUntraced(function* (input: DistributeInput) {
  const screen = yield* openScreen
  const tools = yield* tlaTools(input, screen)
  yield* screen.progress(`TLC ${tools.version} checks ${input.file}`)
  let distinct = 0
  const interrupted = Effect.suspend(() =>
    screen.say(
      `incomplete (interrupted): ${plural(distinct, "distinct state")}`
    )
  )
  const result = yield* tools
    .distribute(
      {
        spec: input.file,
        libraries: input.library,
        remote: input.remote,
        ...(input.deadlock ? { ignoreDeadlock: true } : {}),
        ...given("config", input.config),
        ...given("heap", input.heap),
        ...given("workers", input.workers),
        ...given("threads", input.threads),
        ...given("address", input.address),
        ...given("port", input.port)
      },
      (event) => {
        if (event._tag === "Progress") distinct = event.distinct
        return follow(screen, event)
      }
    )
    .pipe(Effect.onInterrupt(() => interrupted))
  const exitCode = codeOfVerdict(result.verdict)
  yield* screen.say(...lines(result, screen.style))
  if (screen.json) yield* print(documentOf(input.file, result, exitCode))
  return exitCode
}, Effect.scoped)

const follow = (
  screen: Screen,
  event: DistributedEvent
): Effect.Effect<void> => {
  switch (event._tag) {
    case "Ready":
      return screen.say(`Workers come to ${event.address}, port ${event.port}.`)
    case "WorkerLost":
      return screen.say(lossOf(event, screen.style))
    case "Threads":
      return screen.progress(`TLC: ${plural(event.threads, "thread")}`)
    case "Progress": {
      const { distinct, queue } = event
      const far = `${count(distinct)} states, ${count(queue)} queued`
      return screen.progress(`TLC: ${far}`)
    }
    case "Local":
      return screen.progress("TLC looks for the trace on this machine")
  }
}

const lossOf = (
  { worker, exitCode, lastWords }: LostWorker,
  style: Style
): string =>
  `${style.yellow("warning:")} worker ${worker} was lost (exit code ` +
  `${exitCode}): ${lastWords}`

const lines = (
  { distinct, local, summary, threads, verdict }: DistributedResult,
  style: Style
): ReadonlyArray<string> => {
  if (local !== null && local.verdict === verdict) {
    return tlaLines(local, { output: false }, style)
  }
  const sign = verdict === "ok" ? style.green("✓") : style.red("✗")
  const found =
    distinct === null ? "" : `${plural(distinct, "distinct state")}, `
  return [`${sign} ${summary}`, `  ${found}${plural(threads, "thread")}`]
}

const documentOf = (
  file: string,
  { distinct, local, lost, summary, threads, verdict }: DistributedResult,
  exitCode: number
) => ({
  document: "tla distribute" as const,
  version: 1 as const,
  exitCode,
  file,
  verdict,
  summary,
  distinct,
  threads,
  lost,
  ...(local === null ? {} : { local: told(local) })
})

export const join = Effect.fnUntraced(function* (input: JoinInput) {
  const { server } = input
  const screen = yield* openScreen
  const tools = yield* tlaTools(input, screen)
  yield* screen.progress(`working for ${server}`)
  const { ended, output } = yield* tools.join({
    server,
    ...given("heap", input.heap),
    ...given("threads", input.threads),
    ...given("address", input.address),
    ...given("port", input.port)
  })
  const exitCode = ended === "completed" ? ExitCode.holds : ExitCode.undecided
  yield* screen.say(endings[ended], ...(ended === "failed" ? output : []))
  if (screen.json) {
    const head = { document: "tla join", version: 1, exitCode } as const
    yield* print({ ...head, server, ended, output })
  }
  return exitCode
}, Effect.scoped)

const endings: Readonly<Record<JoinResult["ended"], string>> = {
  completed: "The server is done.",
  serverLost: "The server is gone.",
  failed: "The worker failed:"
}
