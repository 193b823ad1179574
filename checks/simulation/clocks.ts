/**
 * Nodes that give their events timestamps with the clocks of `storage/clock`,
 * recorded: physical clocks drift and are set, nodes restart, messages are
 * lost, late and repeated. The same seed makes the same run, step for step.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { happen, Restart } from "../../protocols/hlc/actions.ts"
import { HybridLogicalClock } from "../../protocols/hlc/protocol.ts"
import type { Constants, Message, Node } from "../../protocols/hlc/state.ts"
import { MAX_LOGICAL, type Timestamp } from "../../protocols/hlc/timestamp.ts"
import type { Envelope } from "../../traces/format.ts"
import {
  type RecordedStep,
  Recorder,
  recorder,
  type RecordingError
} from "../../traces/recorder.ts"
import { memorySink, TraceLines } from "../../traces/sink.ts"
import {
  type ClockRun,
  join,
  type Member,
  readingOf,
  start,
  time
} from "./clock-nodes.ts"
import { chance, journeys } from "./network.ts"

/** A copy of a message that arrives at a time. */
interface Letter {
  readonly at: number
  readonly to: Member
  readonly envelope: Envelope<Message>
}

interface Run {
  readonly run: ClockRun
  readonly members: ReadonlyArray<Member>
  readonly steps: Array<RecordedStep>
  letters: ReadonlyArray<Letter>
}

type Step = Omit<RecordedStep, "actor" | "state" | "sent">

/** Records a step; l and c are told where the clock has answered. */
const note = (
  { steps }: Run,
  { id, told }: Member,
  step: Step & { readonly sent?: ReadonlyArray<Message> },
  answered: boolean
): void => {
  const { pt, l, c, last } = told
  const state = { id, pt, ...(answered ? { l, c } : {}), last }
  steps.push({ sent: [], ...step, actor: id, state })
}

/** The physical clock has moved, since it was last looked at. */
const look = Effect.fnUntraced(function* (run: Run, member: Member) {
  const reading = readingOf(member, yield* time)
  const { pt } = member.told
  if (reading === pt) return
  member.told = { ...member.told, pt: reading }
  const action = reading > pt ? "Advance" : "JumpBack"
  note(run, member, { action, choice: { reading } }, false)
})

/** The clock has answered; the event has heard of its causes. */
const answered = (
  run: Run,
  member: Member,
  { wall, logical }: Timestamp,
  step: Step,
  cause: Node["known"] = []
): void => {
  member.told = happen(member.told, { l: wall, c: logical }, cause)
  const { last: event, known } = member.told
  const message: Message = { _tag: "Stamped", event, known }
  const sent = step.action === "Send" ? [message] : []
  note(run, member, { ...step, sent }, true)
}

/** Asks for a timestamp; a clock without one leaves things as they are. */
const event = Effect.fnUntraced(function* (
  run: Run,
  member: Member,
  action: "LocalEvent" | "Send"
) {
  yield* look(run, member)
  const answer = yield* Effect.result(member.clock.now)
  if (Result.isSuccess(answer))
    answered(run, member, answer.success, { action })
  return Result.isSuccess(answer)
})

const posted = Effect.fnUntraced(function* (
  run: Run,
  member: Member,
  message: Message
) {
  member.sent += 1
  const envelope = { id: `${member.id}#${member.sent}`, message }
  const now = yield* time
  for (const to of run.members) {
    for (const delay of yield* journeys(run.run.faults)) {
      run.letters = [...run.letters, { at: now + delay + 1, to, envelope }]
    }
  }
})

const send = Effect.fnUntraced(function* (run: Run, member: Member) {
  if (!(yield* event(run, member, "Send"))) return
  const { last, known } = member.told
  yield* posted(run, member, { _tag: "Stamped", event: last, known })
})

const announce = Effect.fnUntraced(function* (run: Run, member: Member) {
  yield* look(run, member)
  const time = Math.max(member.told.pt, member.told.last.l) + 7
  const message: Message = { _tag: "Synthetic", l: time }
  const step = { action: "Announce", choice: { time }, sent: [message] }
  note(run, member, step, false)
  yield* posted(run, member, message)
})

const receive = Effect.fnUntraced(function* (
  run: Run,
  { to, envelope }: Letter
) {
  yield* look(run, to)
  const { message } = envelope
  if (message._tag === "Synthetic") {
    note(run, to, { action: "Learn", received: envelope }, false)
    const remote = { wall: message.l, logical: 0, synthetic: true as const }
    const answer = yield* Effect.result(to.clock.receive(remote))
    if (Result.isFailure(answer)) return
    answered(run, to, answer.success, { action: "LocalEvent" })
    return
  }
  const { l: wall, c: logical } = message.event
  const answer = yield* Effect.result(to.clock.receive({ wall, logical }))
  if (Result.isSuccess(answer)) {
    const step = { action: "Receive", received: envelope }
    answered(run, to, answer.success, step, message.known)
  } else if (answer.failure._tag === "TooFarAhead") {
    note(run, to, { action: "Refuse", received: envelope }, false)
  }
})

const constantsOf = ({ run, members, steps }: Run): Constants => {
  const chosen = (name: string) =>
    steps.flatMap(({ choice }) => (choice?.[name] as number | undefined) ?? [])
  const sorted = (all: ReadonlyArray<number>) =>
    [...new Set(all)].sort((a, b) => a - b)
  return {
    Node: members.map(({ id }) => id),
    Reading: sorted([0, ...chosen("reading")]),
    Synchronised: [],
    MaxAhead: 0,
    MaxBehind: 0,
    TickFirst: false,
    MaxOffset: run.maxOffset,
    MaxCounter: MAX_LOGICAL,
    CarryOverflow: false,
    ReceiveTicks: true,
    Future: sorted(chosen("time"))
  }
}

const restart = Effect.fnUntraced(function* (run: Run, member: Member) {
  yield* look(run, member)
  yield* Scope.close(member.scope, Exit.void)
  Object.assign(member, yield* start(member.layer, run.run.mistaken))
  const { state } = Restart.step(member.told, constantsOf(run))
  member.told = state
  note(run, member, { action: "Restart" }, false)
})

/** What a node does next, how often: events most, restarts least. */
const doings = [
  ...Array.from({ length: 6 }, () => "event" as const),
  ...Array.from({ length: 6 }, () => "send" as const),
  "set",
  "set",
  "announce",
  "restart"
] as const

const turn = Effect.fnUntraced(function* (run: Run) {
  yield* TestClock.adjust((yield* chance(0.7)) ? 1 : 0)
  const now = yield* time
  const due = run.letters.filter(({ at }) => at <= now)
  run.letters = run.letters.filter(({ at }) => at > now)
  for (const letter of due) yield* receive(run, letter)
  const last = run.members.length - 1
  const member = run.members[yield* Random.nextIntBetween(0, last)]!
  switch (doings[yield* Random.nextIntBetween(0, doings.length - 1)]!) {
    case "event":
      return yield* Effect.asVoid(event(run, member, "LocalEvent"))
    case "send":
      return yield* send(run, member)
    case "set":
      member.offset += yield* Random.nextIntBetween(-20, 20)
      return
    case "announce":
      return yield* announce(run, member)
    case "restart":
      return yield* restart(run, member)
  }
})

/** The lines of the trace of such a run. */
export const runClocks = (
  run: ClockRun
): Effect.Effect<ReadonlyArray<string>, RecordingError> =>
  Effect.gen(function* () {
    const numbers = Array.from({ length: run.nodes }, (_, i) => i)
    const members = yield* Effect.forEach(numbers, (i) => join(run, i))
    const all: Run = { run, members, steps: [], letters: [] }
    for (let i = 0; i < run.turns; i++) yield* turn(all)
    for (const { scope } of members) yield* Scope.close(scope, Exit.void)
    return { constants: constantsOf(all), steps: all.steps }
  }).pipe(
    Random.withSeed(run.seed),
    Effect.scoped,
    Effect.provide(TestClock.layer()),
    Effect.flatMap(({ constants, steps }) => recorded(run, constants, steps))
  )

const recorded = (
  { spec, seed }: ClockRun,
  constants: Constants,
  steps: ReadonlyArray<RecordedStep>
) => {
  const protocol = HybridLogicalClock
  const about = { protocol, folder: "hlc", spec, constants, seed }
  return Effect.gen(function* () {
    yield* Effect.flatMap(Recorder, ({ record }) =>
      Effect.forEach(steps, record, { discard: true })
    ).pipe(Effect.provide(recorder(about)))
    const { lines } = yield* TraceLines
    return yield* lines
  }).pipe(Effect.provide(memorySink))
}
