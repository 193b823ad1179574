/**
 * Logs of the Java program of Cirstea, Kuppe, Loillier and Merz ("Validating
 * Traces of Distributed Programs Against TLA+ Specifications", SEFM 2024). A
 * line may name the event (`event`), a prefix of its arguments (`event_args`),
 * and how the step updated variables of Lamport's specification:
 *
 *     {"event": "RMPrepare", "event_args": ["rm-0"],
 *      "rmState": [{"op": "Update", "path": ["rm-0"], "args": ["prepared"]}]}
 *
 * Notes of the program (`desc`) and the `clock` by which its logs were merged
 * say nothing about the step.
 *
 * A variable that a line mentions changes in that way and in no other; of one
 * that it does not mention, the line says nothing. The constants are in a file
 * of their own, `{"RM": ["rm-0", ...]}` and `{"TM": ["tm"]}`.
 */
import * as Result from "effect/Result"
import type { Message } from "../../protocols/kernel/protocol.ts"
import { shown } from "../problem.ts"
import type { Expectation, Observation } from "../validator/observed.ts"
import type { Adapter, OpenLog } from "./adapter.ts"
import { type Edit, edits, folded } from "./edits.ts"
import {
  eventIn,
  isRecord,
  type Line,
  refuse,
  refusing,
  saidIn,
  variablesIn
} from "./java-log.ts"

/** Who an event's argument is: the actor, or who sent what it receives. */
type Argument = "actor" | "sender"

const events: Readonly<Record<string, ReadonlyArray<Argument>>> = {
  RMPrepare: ["actor"],
  RMChooseToAbort: ["actor"],
  TMRcvPrepared: ["sender"],
  TMCommit: [],
  TMAbort: [],
  RMRcvCommitMsg: ["actor"],
  RMRcvAbortMsg: ["actor"]
}

const TM = "tm"

const rmStates = ["working", "prepared", "committed", "aborted"]

/** The program says that the coordinator is done, not what it has decided. */
const tmStates: Readonly<Record<string, ReadonlyArray<string>>> = {
  init: ["init"],
  done: ["committed", "aborted"],
  committed: ["committed"],
  aborted: ["aborted"]
}

type Names = ReadonlyArray<string>

const participant = (rms: Names, value: unknown, field: string): string =>
  typeof value === "string" && rms.includes(value)
    ? value
    : refuse(field, `${shown(value)} is no participant`)

const message = (rms: Names, value: unknown): Message => {
  if (!isRecord(value)) {
    return refuse("msgs", `expected a message, got ${shown(value)}`)
  }
  const { type, rm, ...rest } = value
  const [excess] = Object.keys(rest)
  if (excess !== undefined) {
    return refuse("msgs", `a message has no field ${shown(excess)}`)
  }
  if (type === "Prepared") {
    const sender = { rm: participant(rms, rm, "msgs") }
    return { _tag: "Prepared", ...sender }
  }
  if (type !== "Commit" && type !== "Abort") {
    return refuse("msgs", `there are no messages of the type ${shown(type)}`)
  }
  return rm === undefined
    ? { _tag: type }
    : refuse("msgs", `a message ${type} has no field "rm"`)
}

const state = (known: Names, value: unknown, field: string): string =>
  typeof value === "string" && known.includes(value)
    ? value
    : refuse(field, `${shown(value)} is none of ${known.join(", ")}`)

type Expectations = ReadonlyArray<Expectation>

/** What the updates of each variable say about a step. */
const variables: Readonly<
  Record<string, (rms: Names, edits: ReadonlyArray<Edit>) => Expectations>
> = {
  rmState: (rms, updates) => {
    const field = "rmState"
    const told = new Map<string, string>()
    for (const update of updates) {
      if (update._tag !== "Set" || update.key === undefined) {
        return refuse(field, `${update.op} is not for one participant's state`)
      }
      const rm = participant(rms, update.key, field)
      told.set(rm, state(rmStates, update.value, field))
    }
    return [
      ...[...told].map(([actor, value]): Expectation => {
        return { _tag: "Field", actor, field, oneOf: [value] }
      }),
      { _tag: "Kept", kind: "rm", field, except: [...told.keys()] }
    ]
  },
  tmState: (_rms, updates) => {
    const field = "tmState"
    const last = updates.at(-1)
    if (last?._tag !== "Set" || last.key !== undefined) {
      return refuse(field, `${last?.op} is not for a single value`)
    }
    const value = state(Object.keys(tmStates), last.value, field)
    return [{ _tag: "Field", actor: TM, field, oneOf: tmStates[value]! }]
  },
  tmPrepared: (rms, updates) => {
    const field = "tmPrepared"
    const { all, added, removed } = folded(updates, (value) =>
      participant(rms, value, field)
    )
    return all === undefined
      ? [{ _tag: "Elements", actor: TM, field, added, removed }]
      : [{ _tag: "Field", actor: TM, field, oneOf: [all] }]
  },
  msgs: (rms, updates) => {
    const { all, added, removed } = folded(updates, (value) =>
      message(rms, value)
    )
    return all === undefined && removed.length === 0
      ? [{ _tag: "Network", added }]
      : refuse("msgs", "a message once sent stays: it is not taken away")
  }
}

const eventOf = (rms: Names, line: Line): Partial<Observation> => {
  const named = eventIn(line, events)
  if (named === undefined) return {}
  const { event, args } = named
  const who = event.startsWith("TM") ? { actor: TM } : {}
  if (args.length === 0) return { action: event, ...who }
  const rm = participant(rms, args[0], "event_args")
  return events[event]![0] === "actor"
    ? { action: event, actor: rm }
    : {
        action: event,
        ...who,
        received: message(rms, { type: "Prepared", rm })
      }
}

const observation = (rms: Names, text: string, line: number): Observation => {
  const said = saidIn(text)
  const expected = variablesIn(said, Object.keys(variables)).flatMap(
    ([name, value]) => {
      const list = edits(value)
      return Result.isSuccess(list)
        ? variables[name]!(rms, list.success)
        : refuse(name, list.failure)
    }
  )
  return { line, ...eventOf(rms, said), expected }
}

const constantsOf = (given: ReadonlyArray<unknown>) => {
  const all = given.reduce<Line>(
    (known, value) =>
      isRecord(value)
        ? { ...known, ...value }
        : refuse("constants", `expected an object, got ${shown(value)}`),
    {}
  )
  const { RM, TM: coordinators, TMMayCrash = false, ...rest } = all
  const [excess] = Object.keys(rest)
  if (excess !== undefined) {
    return refuse("constants", `${excess} is no constant of this program`)
  }
  if (
    !Array.isArray(RM) ||
    RM.length === 0 ||
    !RM.every((name) => typeof name === "string" && name !== TM) ||
    new Set(RM).size !== RM.length
  ) {
    return refuse("constants", `RM must be names, each once: ${shown(RM)}`)
  }
  if (coordinators !== undefined) {
    if (!Array.isArray(coordinators) || coordinators.length !== 1) {
      return refuse("constants", `TM must be one name: ${shown(coordinators)}`)
    }
  }
  if (typeof TMMayCrash !== "boolean") {
    return refuse("constants", "TMMayCrash must be true or false")
  }
  return { RM: RM as Names, TMMayCrash }
}

const openLog = (given: ReadonlyArray<unknown>): OpenLog => {
  const constants = constantsOf(given)
  return {
    constants,
    warnings: [],
    line: (text, line) =>
      refusing(() => ({
        _tag: "Step",
        observation: observation(constants.RM, text, line)
      })),
    end: () => undefined
  }
}

/** `trace.ndjson.BUG-4RM.EA` and `trace.ndjson.4RM.V`: `conf.4RM.ndjson`. */
const constantsBeside = (name: string): string | undefined => {
  const size = /(?:^|[.-])(\d+RM)(?:[.-]|$)/.exec(name)?.[1]
  return size === undefined ? undefined : `conf.${size}.ndjson`
}

export const twoPhaseCommitJava: Adapter = {
  name: "two-phase-commit-java",
  folder: "two-phase-commit",
  recognise: (first) =>
    isRecord(first) &&
    !("format" in first) &&
    ("event" in first || Object.keys(variables).some((name) => name in first)),
  header: false,
  partial: ["event_args"],
  constantsBeside,
  open: (_subject, _first, constants) =>
    constants === undefined
      ? Result.fail({ field: "constants", cause: "are missing" })
      : refusing(() => openLog(constants))
}
