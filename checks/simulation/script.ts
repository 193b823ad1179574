/** Runs a protocol as a script says: who takes which step, in this order. */
import * as Effect from "effect/Effect"
import type { Choice } from "../../protocols/kernel/action.ts"
import type { Envelope } from "../../traces/format.ts"
import {
  Recorder,
  recorder,
  type RecordingError,
  type RunDescription
} from "../../traces/recorder.ts"
import { memorySink, TraceLines } from "../../traces/sink.ts"
import { same } from "../../traces/validator/same.ts"
import { actorsOf, enabled, take } from "./world.ts"

/** One step. */
export interface Turn {
  readonly actor: string
  readonly action: string
  readonly choice?: Choice
  /** The id of the message that it receives, or what the latest such is. */
  readonly receives?: string | ((sent: Envelope) => boolean)
}

const sentAs = (
  sent: ReadonlyMap<string, Envelope>,
  receives: Turn["receives"]
): ReadonlyArray<Envelope> =>
  typeof receives === "function"
    ? [[...sent.values()].findLast(receives) ?? []].flat()
    : [sent.get(receives ?? "") ?? []].flat()

const play = Effect.fnUntraced(function* (
  { protocol, constants }: RunDescription,
  script: ReadonlyArray<Turn>
) {
  const { record } = yield* Recorder
  const actors = actorsOf(protocol, constants)
  const sent = new Map<string, Envelope>()
  for (const turn of script) {
    const { actor: id, action, choice, receives } = turn
    const actor = actors.byId.get(id)!
    // Messages may come again: each lies there when it is to be received.
    actor.inbox = sentAs(sent, receives)
    const step = enabled(actors, actor).find(
      (found) => found.action === action && same(found.choice, choice)
    )
    if (step === undefined) {
      return yield* Effect.die(`not possible: ${JSON.stringify(turn)}`)
    }
    take(actors, actor, step)
    const { received, met } = step
    const event = yield* record({
      actor: id,
      action,
      ...(choice === undefined ? {} : { choice }),
      met: met.map((other) => other.actor.id),
      ...(received === undefined ? {} : { received }),
      sent: step.step.sent,
      state: step.step.state
    })
    for (const envelope of event.sent ?? []) sent.set(envelope.id, envelope)
  }
})

/** The lines of the trace. It dies of a turn that is not possible. */
export const perform = (
  run: RunDescription,
  script: ReadonlyArray<Turn>
): Effect.Effect<ReadonlyArray<string>, RecordingError> =>
  Effect.gen(function* () {
    yield* Effect.provide(play(run, script), recorder(run))
    const { lines } = yield* TraceLines
    return yield* lines
  }).pipe(Effect.provide(memorySink))
