/** What the numbers of TLC's messages and exit codes mean. */
import type { ErrorKind } from "./events.ts"
import { codesOf, type ToolMessage } from "./messages.ts"

const kinds: ReadonlyArray<readonly [ErrorKind, ReadonlyArray<number>]> = [
  ["assumption", [2104, 2105, 2404, 2405]],
  ["deadlock", [2114]],
  ["safety", [2107, 2110]],
  ["liveness", [2108, 2112, 2116]],
  ["assertion", [2132]],
  ["specEvaluation", [2106, 2109, 2115, 2118, 2147]],
  ["safetyEvaluation", [2111, 2146]],
  ["livenessEvaluation", [2113, 2253]],
  ["parse", [2171, 3002]],
  ["stateSpaceTooLarge", [2172, 2282]],
  ["resources", [1001, 1002, 1003, 1005]],
  ["commandLine", [1101, 1102]]
]

const kindOfCode = new Map(
  kinds.flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const))
)

const between = (code: number, low: number, high: number): boolean =>
  code >= low && code <= high

/** Errors of the .cfg file, or of names in it that the module lacks. */
const isConfig = (code: number): boolean =>
  between(code, 2222, 2245) ||
  between(code, 2280, 2281) ||
  between(code, 5001, 5006)

/** 2213 and following: formulas that TLC's liveness checker cannot take. */
const isLivenessFormula = (code: number): boolean =>
  between(code, 2213, 2214) || between(code, 2249, 2252)

const isSystem = (code: number): boolean =>
  between(code, 2123, 2131) || between(code, 2160, 2167) || code === 2100

/** Temporal properties and several threads: told without their own codes. */
const tooMuchForDepthFirst = /^Depth-First Iterative Deepening mode does not/

/** A full disk, above all: TLC takes it for an error in the specification. */
const cannotBeWritten = /\bjava\.io\.IOException\b/

/**
 * The kind of an error message. A cause may be nested in a general message:
 * an error in the .cfg file is 5006 inside 1000.
 */
export const errorKind = (message: ToolMessage): ErrorKind => {
  const codes = codesOf(message)
  if (codes.some(isConfig) || tooMuchForDepthFirst.test(message.text)) {
    return "config"
  }
  if (cannotBeWritten.test(message.text)) return "resources"
  for (const code of codes) {
    const kind = kindOfCode.get(code)
    if (kind !== undefined) return kind
    if (isLivenessFormula(code)) return "livenessEvaluation"
    if (isSystem(code)) return "tool"
  }
  return message.severity === 2 ? "tool" : "specEvaluation"
}

/** The exit codes with which TLC ends after a first error of each kind. */
export const exitCodes: Readonly<Record<ErrorKind, ReadonlyArray<number>>> = {
  assumption: [10],
  deadlock: [11],
  safety: [12],
  liveness: [13],
  assertion: [14],
  specEvaluation: [75, 255],
  safetyEvaluation: [76],
  livenessEvaluation: [13, 75, 77, 255],
  parse: [150],
  config: [151, 255],
  stateSpaceTooLarge: [152, 255],
  resources: [153, 255],
  commandLine: [1, 255],
  tool: [153, 255]
}

/** 128 plus SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGTERM. */
export const killedCodes: ReadonlySet<number> = new Set([
  129, 130, 131, 137, 143
])

/** Liveness that was checked vacuously or unsoundly, whatever the answer. */
export const weakeningCodes: ReadonlySet<number> = new Set([
  2255, 2257, 2259, 2279, 2284
])

/** Severity 1, yet parts of another error's report, not errors of their own. */
export const reportingCodes: ReadonlySet<number> = new Set([
  2103, 2120, 2121, 2264
])
