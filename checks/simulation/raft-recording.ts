/**
 * What servers of Raft do, as the steps of a trace. Told is what the servers
 * know; of the history that only the definitions know of, what follows from
 * these: which terms a server has led before it crashed, and what clients knew.
 */
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { insert, key } from "../../protocols/kernel/value.ts"
import { appliedIndex } from "../../protocols/raft/configuration.ts"
import {
  type Constants,
  type Durable,
  fresh,
  type Server
} from "../../protocols/raft/state.ts"
import { asked, type Name, type Taken } from "../../protocols/raft/turn.ts"
import type { Observer } from "../../storage/raft/server.ts"
import type { Envelope } from "../../traces/format.ts"
import { Recorder, type RecordingError } from "../../traces/recorder.ts"

interface Recording {
  readonly constants: Constants
  readonly record: Recorder["Service"]["record"]
  /** What was sent last of messages that say the same. */
  readonly sent: Map<string, Envelope>
  /** Each server as it was told of last. */
  readonly servers: Map<string, Server>
  /** Up to where some client knows of what is applied. */
  acknowledged: number
}

const withClient: ReadonlyArray<string> = [
  "Acknowledge",
  "RequestRead",
  "AnswerRead"
]

/** What a step is called that no server takes. */
type Step = Omit<Taken, "action"> & { readonly action: Name | "Crash" }

/** The state after a step, with what is history. */
const withHistory = (
  { acknowledged }: Recording,
  before: Server,
  { action, state }: Step
): Server => {
  const asks = action === "RequestRead"
  const waiting = state.reads.length - (asks ? 1 : 0)
  const older = before.reads.slice(before.reads.length - waiting)
  const newer = state.reads.slice(waiting)
  return {
    ...state,
    termsLed: before.termsLed.reduce(insert<number>, state.termsLed),
    reads: [...older, ...newer.map((one) => ({ ...one, floor: acknowledged }))]
  }
}

const take = Effect.fnUntraced(function* (recording: Recording, step: Step) {
  const { constants, record, sent, servers, acknowledged } = recording
  const { action, choice, received } = step
  const seen = appliedIndex(step.state, constants)
  const isNews = seen > acknowledged
  if (action === "Acknowledge" && !isNews) return
  const actor = step.state.id
  const before = servers.get(actor) ?? fresh(actor, constants)
  const state = withHistory(recording, before, step)
  servers.set(actor, state)
  if (action === "Acknowledge" || action === "AnswerRead") {
    recording.acknowledged = Math.max(acknowledged, seen)
  }
  const envelope = received && sent.get(key(received))
  const event = yield* record({
    actor,
    action,
    state,
    sent: step.sent,
    met: withClient.includes(action) ? ["client"] : [],
    ...(choice && { choice }),
    ...(envelope && { received: envelope })
  })
  for (const one of event.sent ?? []) sent.set(key(one.message), one)
})

/**
 * What a server must have done that has not lived to tell it, so that this is
 * found on its disk. A mistake is left to be found out.
 */
const untold = (
  before: Server,
  found: Durable,
  constants: Constants
): ReadonlyArray<Taken> => {
  const rules = { constants, actions: {} }
  const turn = { state: before, taken: [] }
  const { index } = found.snapshot
  const written = [
    turn,
    asked(turn, "Persist", {}, rules),
    asked(turn, "Compact", { choice: { index } }, rules)
  ].find(({ state }) => key(state.durable) === key(found))
  if (written === undefined) return []
  // A server begins with its snapshot applied.
  return written.state.applied < index
    ? asked(written, "Apply", {}, rules).taken
    : written.taken
}

const restart = Effect.fnUntraced(function* (
  recording: Recording,
  before: Server,
  state: Server
) {
  const { constants } = recording
  for (const step of untold(before, state.durable, constants)) {
    yield* take(recording, step)
  }
  const choice = { kept: 0 }
  yield* take(recording, { action: "Crash", choice, sent: [], state })
})

/** Observes servers, and records what they do; a step at a time. */
export const recordingObserver = Effect.fnUntraced(function* (
  constants: Constants
): Effect.fn.Return<Observer, never, Recorder> {
  const { record } = yield* Recorder
  const oneByOne = yield* Semaphore.make(1)
  const recording: Recording = {
    constants,
    record,
    sent: new Map(),
    servers: new Map(),
    acknowledged: 0
  }
  const { servers } = recording
  const starts = (state: Server): Effect.Effect<void, RecordingError> => {
    const before = servers.get(state.id)
    if (before !== undefined) return restart(recording, before, state)
    servers.set(state.id, state)
    return Effect.void
  }
  // A step that cannot be recorded is a mistake of the run.
  const alone = (step: Effect.Effect<void, RecordingError>) =>
    Effect.orDie(oneByOne.withPermit(Effect.uninterruptible(step)))
  return {
    starts: (state) => alone(Effect.suspend(() => starts(state))),
    takes: (step) => alone(take(recording, step))
  }
})
