/** The recorded runs in `fixtures`; see `record.ts`. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { collectResult, type RunContext } from "../src/collect.ts"
import type { TlcEvent } from "../src/events.ts"
import type { TlcResult } from "../src/result.ts"
import { parseToolOutput } from "../src/tool-output.ts"

export const specs = join(import.meta.dirname, "specs")
export const fixtures = join(import.meta.dirname, "fixtures")

export const fixture = (file: string): string =>
  readFileSync(join(fixtures, file), "utf8")

export const linesOf = (name: string): ReadonlyArray<string> =>
  fixture(`${name}.out`).split("\n").slice(0, -1)

interface Run {
  readonly exitCode: number
  readonly stderr: string
}

const runs = JSON.parse(fixture("runs.json")) as Readonly<Record<string, Run>>

export const exitCodeOf = (name: string): number => runs[name]!.exitCode

export const eventsOf = (name: string): ReadonlyArray<TlcEvent> => [
  ...parseToolOutput(linesOf(name)),
  { _tag: "Exit", code: exitCodeOf(name) }
]

export const context: RunContext = {
  configPath: "Counter.cfg",
  keepGoing: false,
  temporalProperties: ["Promised"]
}

export const resultOf = (
  name: string,
  change: Partial<RunContext> = {}
): TlcResult => collectResult(eventsOf(name), { ...context, ...change })
