/**
 * Logs made up for tests and measurements: behaviours found by walking at
 * random through a protocol, and runs as the Java program logs them.
 */
import * as Result from "effect/Result"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Event } from "../format.ts"
import { headerOf } from "../recorder.ts"
import { traceWriter } from "../writer.ts"
import {
  initialWorld,
  type Machine,
  machineOf,
  stepOf,
  take,
  tries,
  type Transition
} from "./machine.ts"
import type { Label } from "./observed.ts"

/** A number from 0 below the bound; the same numbers for the same seed. */
export type Draw = (bound: number) => number

export const drawing = (seed: number): Draw => {
  let state = seed >>> 0
  return (bound) => {
    // The 32-bit generator "mulberry32".
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % bound
  }
}

/** A behaviour of a machine: random steps among those that are wanted. */
export const walk = (
  machine: Machine,
  draw: Draw,
  steps: number,
  wants: (label: Label, taken: number) => boolean = () => true
): ReadonlyArray<Transition> => {
  const world = initialWorld(machine)
  const taken: Array<Transition> = []
  while (taken.length < steps) {
    const choices = tries(machine, world).flatMap((label) => {
      if (!wants(label, taken.length)) return []
      const step = stepOf(machine, world, label)
      return Result.isSuccess(step) ? [step.success] : []
    })
    const chosen = choices[draw(Math.max(1, choices.length))]
    if (chosen === undefined) break
    take(machine, world, chosen)
    taken.push(chosen)
  }
  return taken
}

interface Clock {
  steps: number
  at: number
  messages: number
}

/** The events that a recorder would have written of a behaviour. */
export const eventsOf = (
  behaviour: ReadonlyArray<Transition>
): ReadonlyArray<Event> => {
  const clocks = new Map<string, Clock>()
  const sentAs = new Map<string, { readonly id: string; readonly at: number }>()
  return behaviour.map(({ label, changes, sent }) => {
    const { actor, action, message } = label
    const clock = clocks.get(actor) ?? { steps: 0, at: 0, messages: 0 }
    clocks.set(actor, clock)
    const origin = message === undefined ? undefined : sentAs.get(key(message))
    clock.steps += 1
    clock.at = Math.max(clock.at, origin?.at ?? 0) + 1
    const envelopes = sent.map((known) => {
      clock.messages += 1
      const id = `${actor}#${clock.messages}`
      sentAs.set(key(known), { id, at: clock.at })
      return { id, message: known }
    })
    const received =
      message === undefined || origin === undefined
        ? {}
        : { received: { id: origin.id, message } }
    const { id: _id, ...state } = changes[0]!.after as { readonly id: string }
    const { steps: seq, at } = clock
    return { seq, actor, action, at, ...received, sent: envelopes, state }
  })
}

/** The text of a trace in our format. */
export const traceText = (
  folder: string,
  protocol: Protocol,
  constants: object,
  events: ReadonlyArray<Event>
): string => {
  const write = traceWriter(protocol)
  const { kinds } = machineOf(protocol, constants)
  const spec = `sha256:${"0".repeat(64)}`
  return [
    write.header(headerOf({ protocol, folder, spec, constants })),
    ...events.map((event) => write.event(kinds.get(event.actor)!, event)),
    write.end({ end: true, events: events.length })
  ]
    .map((line) => `${line}\n`)
    .join("")
}

type Update = Readonly<Record<string, unknown>>

/** One line of the Java program, with everything that it can log. */
export interface JavaLine {
  readonly event: string
  readonly event_args?: ReadonlyArray<string>
  readonly [variable: string]: unknown
}

const update = (op: string, path: ReadonlyArray<string>, arg: unknown) => [
  { op, path, args: [arg] }
]

const sends = (message: Update): Update => ({
  msgs: update("AddElement", [], message)
})

const becomes = (rm: string, state: string): Update => ({
  rmState: update("Update", [rm], state)
})

/** What a run of the Java program is to look like. */
export interface JavaRun {
  readonly participants: number
  /** The coordinator commits when so many are prepared; all: no bug. */
  readonly commitsAt?: number
  /** The coordinator aborts when so many are prepared. */
  readonly abortsAt?: number
}

export const participants = (count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, i) => `rm-${i}`)

/** Participants prepare, and the coordinator hears of them again and again. */
const voting = (
  all: ReadonlyArray<string>,
  { commitsAt = all.length, abortsAt }: JavaRun,
  draw: Draw
): ReadonlyArray<JavaLine> => {
  const lines: Array<JavaLine> = []
  const heard = new Set<string>()
  const enough = abortsAt ?? commitsAt
  let prepared = 0
  while (abortsAt === undefined ? heard.size < enough : prepared < enough) {
    if (prepared < enough && (prepared === heard.size || draw(3) === 0)) {
      const rm = all[prepared++]!
      lines.push({
        ...sends({ type: "Prepared", rm }),
        ...becomes(rm, "prepared"),
        event: "RMPrepare",
        event_args: [rm]
      })
    } else {
      const rm = all[draw(3) === 0 ? prepared - 1 : draw(prepared)]!
      heard.add(rm)
      lines.push({
        tmPrepared: update("AddElement", [], rm),
        event: "TMRcvPrepared"
      })
    }
  }
  return lines
}

/** The coordinator decides, and everyone is told, in any order. */
const deciding = (
  all: ReadonlyArray<string>,
  aborts: boolean,
  draw: Draw
): ReadonlyArray<JavaLine> => {
  const event = aborts ? "RMRcvAbortMsg" : "RMRcvCommitMsg"
  const state = aborts ? "aborted" : "committed"
  const left = [...all]
  const told = all.map((_, i): JavaLine => {
    const [rm] = left.splice(draw(all.length - i), 1)
    return { ...becomes(rm!, state), event, event_args: [rm!] }
  })
  const decision: JavaLine = {
    ...sends({ type: aborts ? "Abort" : "Commit" }),
    tmState: update("Update", [], "done"),
    event: aborts ? "TMAbort" : "TMCommit"
  }
  return [decision, ...told]
}

/** A run as the Java program logs it; messages are received repeatedly. */
export const javaRun = (run: JavaRun, draw: Draw): ReadonlyArray<JavaLine> => {
  const all = participants(run.participants)
  const aborts = run.abortsAt !== undefined
  return [...voting(all, run, draw), ...deciding(all, aborts, draw)]
}

/** How much of a line is logged; the names are those of the authors. */
export const details: Readonly<Record<string, (line: JavaLine) => Update>> = {
  E: ({ event }) => ({ event }),
  EA: ({ event, event_args }) =>
    event_args === undefined ? { event } : { event, event_args },
  V: ({ event: _event, event_args: _arguments, ...updates }) => updates,
  VEA: (line) => line,
  VpEA: ({ event, event_args: _arguments, ...updates }) =>
    event.startsWith("TM") ? { ...updates, event } : updates,
  pVE: ({ event, event_args: _arguments, msgs: _msgs, ...updates }) => ({
    ...updates,
    event
  }),
  pVEA: ({ msgs: _msgs, ...line }) => line
}

/** The text of a log at some detail. */
export const javaText = (
  lines: ReadonlyArray<JavaLine>,
  detail: string
): string =>
  lines.map((line) => JSON.stringify(details[detail]!(line))).join("\n")
