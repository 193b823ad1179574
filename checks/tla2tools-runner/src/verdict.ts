/** Decides what a run of TLC has shown. */
import { exitCodes, killedCodes } from "./codes.ts"
import { type Phase, phaseWords } from "./phase.ts"
import type { TlcProblem, TlcResult, Verdict } from "./result.ts"

/** What the verdict depends on. */
export interface Evidence {
  readonly errors: ReadonlyArray<TlcProblem>
  readonly phase: Phase
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

/** A search without one ends without states; a simulation with this error. */
const noInitialState = 2118

const vacuous: Decision = {
  verdict: "vacuous",
  summary: "No state is initial: nothing was checked."
}

const afterError = (problem: TlcProblem, evidence: Evidence): Decision => {
  const summary = summaryOf(problem, evidence)
  const { exitCode } = evidence
  if (problem.code === noInitialState) return vacuous
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

/** A run that did not come to its own end, and what it had told by then. */
const cutShort = (
  verdict: "interrupted" | "killed",
  how: string,
  evidence: Evidence
): Decision => {
  const first = evidence.errors[0]
  const told = first === undefined ? "" : ` ${summaryOf(first, evidence)}`
  const summary = `${how} while ${phaseWords[evidence.phase]}.${told}`
  return { verdict, summary }
}

/** TLC ends a depth-first search at its limit as if all were well. */
const isCutOff = ({ mode, succeeded, exitCode, finished }: Evidence): boolean =>
  mode === "depth-first" && exitCode === 0 && finished && !succeeded

/**
 * The verdict and its sentence. Exit code and messages must agree: success
 * needs both, and a violation that ends with another exit code than its own
 * is a `toolError`.
 */
export const decide = (evidence: Evidence): Decision => {
  const { exitCode } = evidence
  if (exitCode === null) {
    return cutShort("interrupted", "TLC was interrupted", evidence)
  }
  if (killedCodes.has(exitCode)) {
    const how = `TLC was killed (exit code ${exitCode})`
    return cutShort("killed", how, evidence)
  }
  const first = evidence.errors[0]
  if (first !== undefined) return afterError(first, evidence)
  if (isCutOff(evidence)) {
    const summary = "No error was found in the depth asked for; there is more."
    return { verdict: "incomplete", summary }
  }
  const reason = doubt(evidence)
  if (reason !== null) return failed(reason, evidence)
  return evidence.initial === 0 || evidence.generated === 0
    ? vacuous
    : { verdict: "ok", summary: "No error was found." }
}
