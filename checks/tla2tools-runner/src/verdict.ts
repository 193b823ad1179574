/** Decides what a run of TLC has shown. */
import { exitCodes } from "./codes.ts"
import type { TlcProblem, TlcResult, Verdict } from "./result.ts"

/** What the verdict depends on. */
export interface Evidence {
  readonly errors: ReadonlyArray<TlcProblem>
  readonly exitCode: number | null
  readonly mode: string | null
  /** TLC said that no error has been found (2193). */
  readonly succeeded: boolean
  /** TLC said that it finished (2186). */
  readonly finished: boolean
  readonly generated: number | null
  readonly initial: number | null
  readonly queue: number | null
  /** States were printed that belong to no error. */
  readonly strayStates: boolean
  readonly keepGoing: boolean
  readonly configPath: string
  readonly parsed: TlcResult["parsed"]
  readonly errorOutput: ReadonlyArray<string>
}

export interface Decision {
  readonly verdict: Verdict
  readonly summary: string
}

/** 128 plus SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGTERM. */
const killed = new Set([129, 130, 131, 137, 143])

const oneLine = (text: string): string => text.trim().replace(/\s+/g, " ")

const parseSummary = (evidence: Evidence): string | null => {
  const first = evidence.parsed?.errors[0]
  if (first === undefined) return null
  const place = [first.file ?? first.module, first.line, first.column]
    .filter((part) => part !== null)
    .join(":")
  return oneLine(place === "" ? first.message : `${place}: ${first.message}`)
}

const summaryOf = (problem: TlcProblem, evidence: Evidence): string => {
  const text = oneLine(problem.text)
  if (problem.kind === "config") return `${evidence.configPath}: ${text}`
  if (problem.kind === "parse") return parseSummary(evidence) ?? text
  return text
}

const failed = (reason: string, evidence: Evidence): Decision => {
  const last = evidence.errorOutput.findLast((line) => line.trim() !== "")
  const detail = last === undefined ? "" : ` TLC's last words: ${last.trim()}`
  return { verdict: "toolError", summary: reason + detail }
}

const afterError = (problem: TlcProblem, evidence: Evidence): Decision => {
  const summary = summaryOf(problem, evidence)
  const { exitCode } = evidence
  if (problem.kind === "tool" || problem.kind === "commandLine") {
    return { verdict: "toolError", summary }
  }
  const agrees =
    exitCode !== null &&
    (exitCodes[problem.kind].includes(exitCode) ||
      (exitCode === 0 && evidence.keepGoing))
  return agrees
    ? { verdict: problem.kind, summary }
    : failed(
        `TLC reported "${summary}" but ended with exit code ${exitCode}.`,
        evidence
      )
}

/** Why a run without an error message is no success, or null if it is one. */
const doubt = (evidence: Evidence): string | null => {
  if (evidence.exitCode !== 0) {
    return `TLC ended with exit code ${evidence.exitCode} and no error message.`
  }
  if (!evidence.finished) return "TLC ended without saying that it finished."
  if (evidence.strayStates) return "TLC printed a trace without an error."
  if (evidence.generated === null) return "TLC gave no count of states."
  if (evidence.mode === "simulation") return null
  if (!evidence.succeeded) return "TLC did not say that no error was found."
  return evidence.queue === null || evidence.queue === 0
    ? null
    : `TLC left ${evidence.queue} states unexplored.`
}

/**
 * The verdict and its sentence. Exit code and messages must agree: success
 * needs both, and a violation that ends with another exit code than its own
 * is a `toolError`.
 */
export const decide = (evidence: Evidence): Decision => {
  if (evidence.exitCode !== null && killed.has(evidence.exitCode)) {
    const summary = `TLC was killed (exit code ${evidence.exitCode}).`
    return { verdict: "killed", summary }
  }
  const first = evidence.errors[0]
  if (first !== undefined) return afterError(first, evidence)
  const reason = doubt(evidence)
  if (reason !== null) return failed(reason, evidence)
  return evidence.initial === 0 || evidence.generated === 0
    ? {
        verdict: "vacuous",
        summary: "No state is initial: nothing was checked."
      }
    : { verdict: "ok", summary: "No error was found." }
}
