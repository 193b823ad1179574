/**
 * Runs a protocol: every actor is a fiber that applies the protocol's own
 * actions to its own state, over a network with faults. Randomness is seeded
 * and time is simulated, so the same seed gives the same run, step for step.
 *
 * An actor takes its turn again and again, a few milliseconds apart: it picks
 * one of the steps that it can take and takes it, or hesitates. A message that
 * has arrived lies before the actor until an action receives it.
 */
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as TestClock from "effect/testing/TestClock"
import type { Envelope } from "../../traces/format.ts"
import {
  Recorder,
  recorder,
  type RecordingError,
  type RunDescription
} from "../../traces/recorder.ts"
import { memorySink, TraceLines } from "../../traces/sink.ts"
import { chance, type Faults, journeys } from "./network.ts"
import {
  type Actor,
  type Actors,
  actorsOf,
  deliver,
  enabled,
  type Enabled,
  recipients,
  take
} from "./world.ts"

/** What to run, and how. */
export interface Simulation extends RunDescription {
  readonly seed: number
  readonly faults: Faults
  /** The run ends after so many steps, if it is not at rest before. */
  readonly steps: number
  /**
   * How likely an actor is to take an action that it has picked, from 0
   * (never) to 1 (at once). Without it: 1, for the environment 0.02.
   */
  readonly eagerness?: Readonly<Record<string, number>>
}

/** Why a run ended: nobody had anything left to do, or the steps ran out. */
export type Ending = "at rest" | "out of steps"

/** A run that was recorded in memory. */
export interface Trace {
  /** The lines of its trace, as text. */
  readonly lines: ReadonlyArray<string>
  readonly ending: Ending
}

/** A run under way. */
interface Run {
  readonly simulation: Simulation
  readonly actors: Actors
  /** One thing at a time: a step with its record, or a delivery. */
  readonly oneByOne: Semaphore.Semaphore
  readonly scope: Scope.Scope
  steps: number
  travelling: number
}

const eagernessOf = ({ protocol, eagerness }: Simulation, action: string) =>
  eagerness?.[action] ?? (action in protocol.environment ? 0.02 : 1)

/** Sends a message on its way to everyone who may receive it. */
const send = Effect.fnUntraced(function* (run: Run, envelope: Envelope) {
  for (const actor of recipients(run.actors, envelope.message)) {
    for (const delay of yield* journeys(run.simulation.faults)) {
      run.travelling += 1
      const arrive = Effect.sync(() => {
        run.travelling -= 1
        deliver(run.actors, actor, envelope)
      })
      yield* Effect.sleep(delay + 1).pipe(
        Effect.andThen(run.oneByOne.withPermit(arrive)),
        Effect.forkIn(run.scope)
      )
    }
  }
})

/** The actor takes a step; it is recorded, and its messages are sent. */
const act = Effect.fnUntraced(function* (
  run: Run,
  actor: Actor,
  chosen: Enabled
) {
  const { action, choice, met, received, step } = chosen
  const { record } = yield* Recorder
  take(run.actors, actor, chosen)
  run.steps += 1
  const event = yield* record({
    actor: actor.id,
    action,
    ...(choice === undefined ? {} : { choice }),
    met: met.map((other) => other.actor.id),
    ...(received === undefined ? {} : { received }),
    sent: step.sent,
    state: step.state
  })
  for (const envelope of event.sent ?? []) yield* send(run, envelope)
})

/** The actor picks one of the steps that it can take, and takes it or not. */
const turn = Effect.fnUntraced(function* (run: Run, actor: Actor) {
  const { simulation, actors } = run
  const choices = enabled(actors, actor)
  if (choices.length === 0 || run.steps >= simulation.steps) return
  const drawn = yield* Random.nextIntBetween(0, choices.length - 1)
  const chosen = choices[drawn]
  if (chosen === undefined) return
  if (yield* chance(eagernessOf(simulation, chosen.action))) {
    yield* act(run, actor, chosen)
  }
})

/** An actor's life: one turn after another, with randomness of its own. */
const live = (run: Run, actor: Actor) =>
  Random.nextIntBetween(1, 10).pipe(
    Effect.flatMap((pause) => Effect.sleep(pause)),
    Effect.andThen(run.oneByOne.withPermit(turn(run, actor))),
    Effect.forever,
    Random.withSeed(`${run.simulation.seed} ${actor.id}`)
  )

/** Nobody can do anything but what the environment does to them. */
const atRest = ({ simulation, actors, travelling }: Run): boolean =>
  travelling === 0 &&
  ![...actors.byId.values()].some((actor) =>
    enabled(actors, actor).some(
      ({ action }) =>
        action in simulation.protocol.next &&
        eagernessOf(simulation, action) > 0
    )
  )

const endingOf = (run: Run): Ending | null =>
  atRest(run)
    ? "at rest"
    : run.steps >= run.simulation.steps
      ? "out of steps"
      : null

/** Lets the simulated time pass, a millisecond at a time, until the end. */
const drive = Effect.fnUntraced(function* (run: Run) {
  const ending = run.oneByOne.withPermit(Effect.sync(() => endingOf(run)))
  let ended = yield* ending
  while (ended === null) {
    yield* TestClock.adjust(1)
    ended = yield* ending
  }
  return ended
})

/**
 * Runs the protocol, and tells the recorder every step. It fails only if the
 * recorder does.
 */
export const simulateInto = Effect.fnUntraced(
  function* (
    simulation: Simulation
  ): Effect.fn.Return<Ending, RecordingError, Recorder | Scope.Scope> {
    const { protocol, constants } = simulation
    const run: Run = {
      simulation,
      actors: actorsOf(protocol, constants),
      oneByOne: yield* Semaphore.make(1),
      scope: yield* Scope.Scope,
      steps: 0,
      travelling: 0
    }
    const lives = [...run.actors.byId.values()].map((actor) => live(run, actor))
    const everyone = Effect.all(lives, {
      concurrency: "unbounded",
      discard: true
    })
    return yield* Effect.raceFirst(
      drive(run),
      Effect.andThen(everyone, Effect.never)
    )
  },
  Effect.scoped,
  Effect.provide(TestClock.layer())
)

/** Runs the protocol, and gives the trace of the run. */
export const simulate = (
  simulation: Simulation
): Effect.Effect<Trace, RecordingError> =>
  Effect.gen(function* () {
    const ending = yield* simulateInto(simulation).pipe(
      Effect.provide(recorder(simulation))
    )
    const { lines } = yield* TraceLines
    return { lines: yield* lines, ending }
  }).pipe(Effect.provide(memorySink))
