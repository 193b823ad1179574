/**
 * Validates a file: is what it logs a behaviour of the protocol? Lines that
 * name their steps are replayed as they are read. Once a line leaves something
 * open, the file is read again and searched for a behaviour.
 */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import * as Result from "effect/Result"
import { BadInput } from "../../checks/models/bad-input.ts"
import type { OpenLog, Read, Subject } from "../adapters/adapter.ts"
import { BUDGET, decide, type Decision } from "./decide.ts"
import { explain } from "./explain.ts"
import { forEachLine, LINE_LIMIT } from "./lines.ts"
import { type Machine, machineOf, type World } from "./machine.ts"
import type { Observation } from "./observed.ts"
import { type FileOptions, openFile, problemText } from "./open.ts"
import { names, REMEMBERED, Replay } from "./replay.ts"
import type { SubjectFor } from "./subjects.ts"
import type {
  Contradiction,
  Matched,
  Rejected,
  Verdict
} from "./verdict.ts"

export interface ValidationOptions extends FileOptions {
  /** How many states may be looked at for a log that leaves things open. */
  readonly budget?: number
  /** The longest line that is read, in bytes. */
  readonly lineLimit?: number
}

/** A rejection before it is known how many events there are. */
type Found = Omit<Rejected, "events" | "warnings" | "searched">

const found = (
  machine: Machine,
  world: World,
  observation: Observation,
  consumed: number,
  lastMatched: ReadonlyArray<Matched>,
  contradiction?: Contradiction
): Found => {
  const { line, actor, action } = observation
  // If the log contradicts itself the protocol has nothing to do with it.
  const explained =
    contradiction === undefined
      ? explain(machine, world, observation)
      : {
          reason: contradiction,
          enabledInstead: [],
          nearMisses: [],
          states: []
        }
  return {
    _tag: "Rejected",
    line,
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    observation,
    ...explained,
    lastMatched,
    consumed
  }
}

/** A log as it is read for the first time. */
class Reading {
  events = 0
  rejected: Found | undefined
  /** A line has left something open. */
  open = false
  private readonly replay: Replay
  private readonly log: OpenLog

  constructor(protocol: Subject["protocol"], log: OpenLog) {
    this.log = log
    this.replay = new Replay(machineOf(protocol, log.constants))
  }

  /** Reads a line; tells what is wrong with its text. */
  line(text: string, line: number): string | undefined {
    const read = this.log.line(text, line)
    if (Result.isFailure(read)) return problemText(read.failure)
    if (read.success._tag === "Nothing") return undefined
    this.events += 1
    if (!this.open && this.rejected === undefined) this.step(read.success)
    return undefined
  }

  private step(read: Exclude<Read, { readonly _tag: "Nothing" }>): void {
    const { observation } = read
    const { machine, world } = this.replay
    const contradiction =
      read._tag === "Contradiction" ? read.contradiction : undefined
    if (contradiction === undefined) {
      this.open = !names(machine, observation)
      if (this.open || this.replay.take(observation)) return
    }
    this.rejected = found(
      machine,
      world,
      observation,
      this.events - 1,
      this.replay.lastOf(observation.actor ?? ""),
      contradiction
    )
  }
}

/** All steps of a log, up to one that contradicts those before it. */
interface Collected {
  readonly observations: ReadonlyArray<Observation>
  readonly contradiction:
    | (Read & { readonly _tag: "Contradiction" })
    | undefined
}

const collecting = (log: OpenLog) => {
  const observations: Array<Observation> = []
  let contradiction: Collected["contradiction"]
  return {
    line: (text: string, line: number): string | undefined => {
      const read = log.line(text, line)
      if (Result.isFailure(read)) return problemText(read.failure)
      if (contradiction !== undefined) return undefined
      if (read.success._tag === "Contradiction") contradiction = read.success
      if (read.success._tag === "Step") {
        observations.push(read.success.observation)
      }
      return undefined
    },
    collected: (): Collected => ({ observations, contradiction })
  }
}

/** What of a line, if it were logged, would leave less to try. */
const wanted = (
  { actions }: Machine,
  observations: ReadonlyArray<Observation>,
  { branching }: Decision & { readonly _tag: "Undecided" }
) => {
  const most = branching.reduce(
    (best, choices, i) => (choices > (branching[best] ?? 0) ? i : best),
    0
  )
  const { line, action, actor } = observations[most]!
  const receives =
    action !== undefined && actions.get(action)?._tag === "Receiving"
  const field =
    action === undefined
      ? "the action"
      : actor === undefined
        ? "the actor"
        : receives
          ? "the message that was received"
          : "the state after the step"
  return { line, field, choices: branching[most] ?? 0 }
}

/** The labels of the last steps, with the lines that they were matched to. */
const matched = (
  path: (Decision & { readonly _tag: "Rejected" })["path"],
  observations: ReadonlyArray<Observation>,
  consumed: number,
  actor: string | undefined
): ReadonlyArray<Matched> =>
  path
    .map((label, i) => ({
      line: observations[consumed - path.length + i]!.line,
      label
    }))
    .filter(({ label }) => actor === undefined || label.actor === actor)
    .slice(-REMEMBERED)

/** Searches a log that leaves something open. */
export const judge = (
  machine: Machine,
  { observations, contradiction }: Collected,
  budget: number
): Verdict => {
  const events = observations.length
  const warnings: ReadonlyArray<string> = []
  const decision = decide(machine, observations, budget)
  const { searched } = decision
  if (decision._tag === "Rejected") {
    const { row, path, space, consumed } = decision
    const observation = observations[consumed]!
    const last = matched(path, observations, consumed, observation.actor)
    const world = space.world(row)
    const rejection = found(machine, world, observation, consumed, last)
    return { ...rejection, events, searched, warnings }
  }
  if (contradiction !== undefined) {
    const { observation, contradiction: reason } = contradiction
    return {
      ...found(
        machine,
        new Replay(machine).world,
        observation,
        events,
        [],
        reason
      ),
      events,
      searched,
      warnings
    }
  }
  if (decision._tag === "Accepted") {
    return { _tag: "Accepted", events, searched, warnings }
  }
  const { consumed } = decision
  return {
    _tag: "Undecided",
    budget,
    line: observations[consumed]!.line,
    wanted: wanted(machine, observations, decision),
    consumed,
    events,
    warnings
  }
}

/** Reads all lines of a file; fails where a line is not as it should be. */
const reading = Effect.fnUntraced(function* (
  file: string,
  log: OpenLog,
  header: boolean,
  read: (text: string, line: number) => string | undefined,
  lineLimit: number
) {
  let problem: BadInput | undefined
  const count = yield* forEachLine(
    file,
    (text, { line, ended }) => {
      if (header && line === 1) return true
      const wrong = read(text, line)
      if (wrong === undefined) return true
      const cut = !ended && wrong.startsWith("is not JSON")
      problem = new BadInput({
        file,
        line,
        problem: cut ? `the last line is cut off: ${wrong}` : wrong
      })
      return false
    },
    lineLimit
  )
  if (problem !== undefined) return yield* problem
  const wrong = log.end()
  if (wrong !== undefined) {
    // What is missing is missing after the last line.
    const line = wrong.field === "end" ? count + 1 : count
    return yield* new BadInput({ file, line, problem: problemText(wrong) })
  }
})

/** What a file is, what it says, and what is to be thought of it. */
export interface Validation {
  readonly format: string
  readonly folder: string
  readonly constants: object
  readonly verdict: Verdict
}

/**
 * Validates a file against one of the given protocols. It fails with `BadInput`
 * if the file is no whole log of a known format: then there is no verdict.
 */
export const validateFile = (
  file: string,
  subjectFor: SubjectFor,
  options: ValidationOptions = {}
): Effect.Effect<
  Validation,
  BadInput,
  FileSystem.FileSystem | Path.Path
> =>
  Effect.gen(function* () {
    const { budget = BUDGET, lineLimit = LINE_LIMIT } = options
    const opened = yield* openFile(file, subjectFor, options)
    const { adapter, subject } = opened
    const open = Effect.suspend(() => {
      const log = opened.log()
      return Result.isSuccess(log)
        ? Effect.succeed(log.success)
        : Effect.fail(
            new BadInput({
              file,
              line: adapter.header ? 1 : 0,
              problem: problemText(log.failure)
            })
          )
    })
    const log = yield* open
    const first = new Reading(subject.protocol, log)
    const { header } = adapter
    const line = (text: string, number: number) => first.line(text, number)
    yield* reading(file, log, header, line, lineLimit)
    const { constants, warnings } = log
    const known = { format: adapter.name, folder: subject.folder, constants }
    const { events, rejected } = first
    if (rejected !== undefined) {
      const verdict = { ...rejected, events, searched: 0, warnings }
      return { ...known, verdict }
    }
    if (!first.open) {
      const verdict: Verdict = {
        _tag: "Accepted",
        events,
        searched: 0,
        warnings
      }
      return { ...known, verdict }
    }
    const again = yield* open
    const all = collecting(again)
    yield* reading(file, again, header, all.line, lineLimit)
    const machine = machineOf(subject.protocol, constants)
    const verdict = judge(machine, all.collected(), budget)
    return { ...known, verdict: { ...verdict, events, warnings } }
  })
