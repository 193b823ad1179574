/** What the engines need, whether it is there, and how to get it. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { SetupError, Tla2ToolsService } from "tla2tools-runner"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen } from "../screen.ts"
import type { Style } from "../text/style.ts"
import { wrapped } from "../../reports/wrapped.ts"
import { requireTlc } from "./engines.ts"

interface Finding {
  readonly what: string
  readonly state: "ok" | "missing" | "unknown"
  readonly found: string
}

export const doctor = Effect.gen(function* () {
  const screen = yield* openScreen
  yield* screen.progress("looking for Java and TLC")
  const tools = yield* Effect.result(requireTlc())
  const findings = [
    node,
    ...(Result.isSuccess(tools)
      ? present(tools.success)
      : absent(tools.failure)),
    explorer
  ]
  const exitCode = Result.isSuccess(tools)
    ? ExitCode.holds
    : ExitCode.toolMissing
  yield* screen.say(
    ...findings.flatMap((finding) => lines(finding, screen.style)),
    "",
    Result.isSuccess(tools)
      ? screen.style.green("Every engine can be used.")
      : screen.style.yellow("Everything works but TLC and what needs it.")
  )
  if (screen.json) {
    yield* print({ document: "doctor", version: 1, exitCode, findings })
  }
  return exitCode
}).pipe(Effect.scoped)

/** The launcher refuses to start under one that is too old. */
const node: Finding = {
  what: "Node",
  state: "ok",
  found: `${process.versions.node}, ${process.execPath}`
}

const explorer: Finding = {
  what: "explorer",
  state: "ok",
  found: "built in"
}

const present = ({
  java,
  jar,
  version
}: Tla2ToolsService): ReadonlyArray<Finding> => [
  { what: "Java", state: "ok", found: `${java.version}, ${java.path}` },
  { what: "jar", state: "ok", found: `${jar.path} (${origins[jar.source]})` },
  { what: "TLC", state: "ok", found: version }
]

const origins: Readonly<Record<Tla2ToolsService["jar"]["source"], string>> = {
  option: "named",
  environment: "named by TLA2TOOLS_JAR",
  cache: "fetched before",
  maven: "of the local Maven repository",
  fetched: "fetched just now"
}

/** Java is looked for first, so without it nothing is known of the jar. */
const absent = (error: SetupError): ReadonlyArray<Finding> => {
  const isJava = error._tag === "JavaMissing" || error._tag === "JavaTooOld"
  const unknown = "not looked for"
  return [
    isJava
      ? missing("Java", error)
      : { what: "Java", state: "ok", found: "found" },
    isJava
      ? { what: "jar", state: "unknown", found: unknown }
      : missing("jar", error),
    { what: "TLC", state: "unknown", found: "cannot be used" }
  ]
}

/** The message tells what is wrong, and the remedy. */
const missing = (what: string, { message }: SetupError): Finding => ({
  what,
  state: "missing",
  found: message
})

const lines = (
  { what, state, found }: Finding,
  style: Style
): ReadonlyArray<string> => {
  const marks = {
    ok: style.green("✓"),
    missing: style.red("✗"),
    unknown: style.dim("-")
  }
  const [first = "", ...rest] = wrapped(found, 66)
  return [
    `${marks[state]} ${what.padEnd(8)}  ${first}`,
    ...rest.map((line) => " ".repeat(12) + line)
  ]
}
