/** Folds the events of a run into its result. */
import type { Progress, TlcEvent } from "./events.ts"
import type { ToolMessage } from "./messages.ts"
import { type Phase, phaseBegun } from "./phase.ts"
import { addToProblems, type OpenProblem, problemOf } from "./problems.ts"
import type { TlcResult, Trace } from "./result.ts"
import { decide } from "./verdict.ts"

/** What a collector must know of the run beside its events. */
export interface RunContext {
  /** Named in the summaries of .cfg errors. */
  readonly configPath: string
  /** TLC was asked to continue after a violation (`-continue`). */
  readonly keepGoing: boolean
  /**
   * The temporal properties in the .cfg file. Jars before 2026 do not name
   * the one that is violated; if there is only one it is known all the same.
   */
  readonly temporalProperties: ReadonlyArray<string>
}

/** Each field takes the last value that an event gives it. */
interface Facts {
  readonly counts: { -readonly [Key in keyof Progress]: Progress[Key] | null }
  initial: number | null
  collisionProbability: number | null
  milliseconds: number | null
  version: string | null
  seed: string | null
  mode: string | null
  parsed: TlcResult["parsed"]
  phase: Phase
  exitCode: number | null
  succeeded: boolean
  finished: boolean
  strayStates: boolean
  readonly problems: Array<OpenProblem>
  readonly warnings: Array<TlcResult["warnings"][number]>
  readonly coverage: Array<TlcResult["coverage"][number]>
  readonly expressionCoverage: Array<TlcResult["expressionCoverage"][number]>
  readonly messages: Array<ToolMessage>
  readonly output: Array<string>
  readonly errorOutput: Array<string>
}

const noFacts = (): Facts => ({
  counts: {
    depth: null,
    generated: null,
    distinct: null,
    queue: null,
    generatedPerMinute: null,
    distinctPerMinute: null
  },
  initial: null,
  collisionProbability: null,
  milliseconds: null,
  version: null,
  seed: null,
  mode: null,
  parsed: null,
  phase: "starting",
  exitCode: null,
  succeeded: false,
  finished: false,
  strayStates: false,
  problems: [],
  warnings: [],
  coverage: [],
  expressionCoverage: [],
  messages: [],
  output: [],
  errorOutput: []
})

/** Counts only grow; a later message that lacks one does not erase it. */
const addCounts = (facts: Facts, counts: Partial<Progress>): void => {
  for (const key of ["depth", "generated", "distinct", "queue"] as const) {
    facts.counts[key] = counts[key] ?? facts.counts[key]
  }
}

/** Coverage is reported every minute and at the end: the last one counts. */
const restartCoverage = (facts: Facts, code: number): void => {
  if (code !== 2201) return
  facts.coverage.length = 0
  facts.expressionCoverage.length = 0
}

const isBulk = (event: TlcEvent): boolean =>
  event._tag === "Coverage" ||
  event._tag === "ExpressionCoverage" ||
  event._tag === "State"

const addCountEvent = (facts: Facts, event: TlcEvent): void => {
  switch (event._tag) {
    case "InitialStates":
      facts.initial = event.distinct
      return addCounts(facts, {
        generated: event.generated,
        ...(facts.mode === "simulation" ? {} : { distinct: event.distinct })
      })
    case "Progress":
      return addCounts(facts, event.progress)
    case "Statistics":
      return addCounts(facts, event)
    case "Depth":
      return addCounts(facts, { depth: event.depth })
    case "Coverage":
      facts.coverage.push(event.coverage)
      return
    case "ExpressionCoverage":
      facts.expressionCoverage.push(event.coverage)
      return
    default:
      return
  }
}

const addRunEvent = (facts: Facts, event: TlcEvent): void => {
  switch (event._tag) {
    case "Version":
      facts.version = event.version
      return
    case "Started":
      facts.mode = event.mode
      facts.seed = event.seed
      return
    case "Parsed":
      facts.parsed = event.report
      return
    case "Success":
      facts.succeeded = true
      facts.collisionProbability = event.collisionProbability
      return
    case "Finished":
      facts.finished = true
      facts.milliseconds = event.milliseconds
      return
    case "Exit":
      facts.exitCode = event.code
      return
    case "Output":
      facts.output.push(event.text)
      return
    case "ErrorOutput":
      facts.errorOutput.push(event.text)
      return
    case "Message":
      return restartCoverage(facts, event.message.code)
    case "Warning": {
      const { code, text } = event.message
      facts.warnings.push({ code, text, weakens: event.weakens })
      return
    }
    default:
      return
  }
}

const add = (facts: Facts, event: TlcEvent): void => {
  if ("message" in event && !isBulk(event)) facts.messages.push(event.message)
  facts.phase = phaseBegun(event) ?? facts.phase
  addRunEvent(facts, event)
  addCountEvent(facts, event)
  if (!addToProblems(facts.problems, event)) facts.strayStates = true
}

const noTrace: Trace = { states: [], end: { _tag: "Finite" } }

const resultOf = (facts: Facts, context: RunContext): TlcResult => {
  const errors = facts.problems.map((problem) =>
    problemOf(problem, context.temporalProperties)
  )
  const { depth, distinct, generated, queue } = facts.counts
  const { verdict, summary } = decide({
    ...facts,
    ...context,
    errors,
    generated,
    queue
  })
  return {
    verdict,
    summary,
    properties: errors[0]?.properties ?? [],
    trace: errors[0]?.trace ?? noTrace,
    errors,
    warnings: [...facts.warnings],
    distinct,
    generated,
    queue,
    depth,
    initial: facts.initial,
    coverage: [...facts.coverage],
    expressionCoverage: [...facts.expressionCoverage],
    collisionProbability: facts.collisionProbability,
    milliseconds: facts.milliseconds,
    version: facts.version,
    seed: facts.seed,
    parsed: facts.parsed,
    messages: [...facts.messages],
    output: [...facts.output],
    errorOutput: [...facts.errorOutput],
    phase: facts.phase,
    exitCode: facts.exitCode
  }
}

/** Takes the events of one run; `result` is what they amount to so far. */
export interface ResultCollector {
  readonly add: (event: TlcEvent) => void
  readonly result: () => TlcResult
}

/** A collector without events. */
export const resultCollector = (context: RunContext): ResultCollector => {
  const facts = noFacts()
  return {
    add: (event) => add(facts, event),
    result: () => resultOf(facts, context)
  }
}

/** The result that all events of one run amount to. */
export const collectResult = (
  events: Iterable<TlcEvent>,
  context: RunContext
): TlcResult => {
  const collector = resultCollector(context)
  for (const event of events) collector.add(event)
  return collector.result()
}
