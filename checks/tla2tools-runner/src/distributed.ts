/**
 * What distributed TLC says, and what of it is true. It ends with exit code 0
 * whatever it finds; it tells a violation by the last two states alone, the
 * first of them under a wrong name; its counts of generated states and its
 * depth vary from run to run. None of that goes beyond this file.
 */
import { killedCodes } from "./codes.ts"
import type { TlcEvent } from "./events.ts"
import type { ToolMessage } from "./messages.ts"
import { causeText } from "./problems.ts"
import type { TlcResult, Verdict } from "./result.ts"

/** A worker that ended before the search did. */
export interface LostWorker {
  /** From 1, in the order of their start. */
  readonly worker: number
  readonly exitCode: number
  /** The last line that it printed. */
  readonly lastWords: string
}

/** What happens while TLC searches on several JVMs. */
export type DistributedEvent =
  | {
      readonly _tag: "Ready"
      /** What workers on other hosts have to be told. */
      readonly address: string
      readonly port: number
    }
  | {
      /** A worker's thread has come or gone, on whatever host. */
      readonly _tag: "Threads"
      readonly threads: number
    }
  | ({ readonly _tag: "WorkerLost" } & LostWorker)
  | {
      readonly _tag: "Progress"
      readonly distinct: number
      readonly queue: number
    }
  | {
      /** Of the local run that looks for the trace of a violation. */
      readonly _tag: "Local"
      readonly event: TlcEvent
    }

/** The answer of a distributed run. */
export interface DistributedResult {
  readonly verdict: Verdict
  readonly summary: string
  /** Null unless the search was completed. */
  readonly distinct: number | null
  /** How many threads of workers took part, on whatever host. */
  readonly threads: number
  readonly lost: ReadonlyArray<LostWorker>
  /** The run on this machine that explains the verdict, unless it is `ok`. */
  readonly local: TlcResult | null
  /** Everything that the server said. */
  readonly messages: ReadonlyArray<ToolMessage>
  readonly errorOutput: ReadonlyArray<string>
  /** Null if the server was ended because nobody was left to work for it. */
  readonly exitCode: number | null
}

/** What is known of a server and its workers. */
export interface ServerFacts {
  readonly ready: boolean
  readonly joined: number
  readonly left: number
  readonly distinct: number | null
  readonly queue: number | null
  readonly violated: boolean
  /** TLC said that no error has been found (2193). */
  readonly succeeded: boolean
  readonly finished: boolean
  /** The first error that is no violation. */
  readonly problem: string | null
  readonly lost: ReadonlyArray<LostWorker>
  readonly messages: ReadonlyArray<ToolMessage>
  readonly errorOutput: ReadonlyArray<string>
  readonly exitCode: number | null
}

export const noServerFacts: ServerFacts = {
  ready: false,
  joined: 0,
  left: 0,
  distinct: null,
  queue: null,
  violated: false,
  succeeded: false,
  finished: false,
  problem: null,
  lost: [],
  messages: [],
  errorOutput: [],
  exitCode: null
}

/**
 * 2121 comes before the states of a violation, of an evaluation that failed,
 * of a deadlock; 2102 tells an initial state that is wrong.
 */
const violationCodes = new Set([2102, 2107, 2108, 2110, 2112, 2114, 2121])

const withMessage = (facts: ServerFacts, message: ToolMessage): ServerFacts => {
  const told = { ...facts, messages: [...facts.messages, message] }
  const { code, severity } = message
  if (violationCodes.has(code)) return { ...told, violated: true }
  if (code === 7000) return { ...told, ready: true }
  if (code === 7001) return { ...told, joined: facts.joined + 1 }
  if (code === 7002) return { ...told, left: facts.left + 1 }
  return (severity === 1 || severity === 2) && facts.problem === null
    ? { ...told, problem: causeText(message) }
    : told
}

/** The facts after one more event of the server's output. */
export const afterServerEvent = (
  facts: ServerFacts,
  event: TlcEvent
): ServerFacts => {
  if (event._tag === "Exit") return { ...facts, exitCode: event.code }
  if (event._tag === "ErrorOutput") {
    return { ...facts, errorOutput: [...facts.errorOutput, event.text] }
  }
  if (!("message" in event)) return facts
  const told = withMessage(facts, event.message)
  switch (event._tag) {
    case "Progress": {
      const { distinct, queue } = event.progress
      return { ...told, distinct, queue }
    }
    case "Statistics":
      return { ...told, distinct: event.distinct, queue: event.queue }
    case "Success":
      return { ...told, succeeded: true }
    case "Finished":
      return { ...told, finished: true }
    default:
      return told
  }
}

/** Whether threads of workers are at work, as far as the server knows. */
export const threadsOf = ({ joined, left }: ServerFacts): number =>
  joined - left

/** Why a run without an error is no success, or null if it is one. */
const doubt = (facts: ServerFacts): string | null => {
  if (facts.exitCode !== 0) return `it ended with exit code ${facts.exitCode}`
  if (facts.joined === 0) return "no worker took part"
  if (!facts.succeeded) return "it did not say that no error was found"
  if (!facts.finished) return "it did not say that it finished"
  if (facts.distinct === null) return "it gave no count of states"
  return facts.queue === 0 ? null : `it left ${facts.queue} states unexplored`
}

/** What a run without a violation has shown. */
const judge = (
  facts: ServerFacts
): { readonly verdict: Verdict; readonly summary: string } => {
  const { exitCode, lost, problem } = facts
  if (exitCode === null) {
    const last = lost.at(-1)?.lastWords ?? "nothing"
    const summary = `Every worker was lost. The last one said: ${last}`
    return { verdict: "incomplete", summary }
  }
  if (killedCodes.has(exitCode)) {
    const summary = `The server was killed (exit code ${exitCode}).`
    return { verdict: "killed", summary }
  }
  if (problem !== null) return { verdict: "toolError", summary: problem }
  const reason = doubt(facts)
  return reason === null
    ? { verdict: "ok", summary: "No error was found." }
    : {
        verdict: "toolError",
        summary: `TLC's server cannot be trusted: ${reason}.`
      }
}

const told = ({
  exitCode,
  errorOutput,
  joined,
  lost,
  messages
}: ServerFacts) => ({
  threads: joined,
  lost,
  messages,
  errorOutput,
  exitCode
})

/** The answer of a run in which the server told of no violation. */
export const resultOfServer = (facts: ServerFacts): DistributedResult => {
  const { summary, verdict } = judge(facts)
  const distinct = verdict === "ok" ? facts.distinct : null
  return { verdict, summary, distinct, local: null, ...told(facts) }
}

/**
 * The answer if a local run was made, before the search or because the server
 * told of a violation. The server's word stands: a local run that finds
 * nothing then is a contradiction.
 */
export const resultOfLocal = (
  facts: ServerFacts,
  local: TlcResult
): DistributedResult => {
  const contradicts = facts.violated && local.verdict === "ok"
  return {
    verdict: contradicts ? "toolError" : local.verdict,
    summary: contradicts
      ? "Distributed TLC told of a violation, but a local run found none."
      : local.summary,
    distinct: null,
    local,
    ...told(facts)
  }
}
