/**
 * Transactions of clients over the version store, recorded: each client is a
 * fiber with transactions of its own, which wait as long as they are told to,
 * in simulated time. The same clients make the same run, step for step.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import type { Action } from "../../protocols/kernel/protocol.ts"
import { SnapshotIsolation } from "../../protocols/snapshot-isolation/protocol.ts"
import type { Constants } from "../../protocols/snapshot-isolation/state.ts"
import { memoryVersions } from "../../storage/versions/memory.ts"
import {
  type Ending,
  type Operation,
  perform
} from "../../storage/versions/operation.ts"
import {
  type OpenTransaction,
  VersionStore
} from "../../storage/versions/store.ts"
import {
  Recorder,
  recorder,
  type RecordingError
} from "../../traces/recorder.ts"
import { memorySink, TraceLines } from "../../traces/sink.ts"

/** What is recorded, and of which store. */
export interface StoreRun {
  /** The digest of the TLA+ module. */
  readonly spec: string
  readonly constants: Constants
  /** Actions in place of the twin's own: a mistake that was made. */
  readonly actions?: Readonly<Record<string, Action>>
}

/** Gives a program an empty store, and the lines of its trace. */
export const recorded = (
  { actions = {}, ...description }: StoreRun,
  program: Effect.Effect<void, never, VersionStore>
): Effect.Effect<ReadonlyArray<string>, RecordingError> => {
  const protocol = SnapshotIsolation
  const folder = "snapshot-isolation"
  const store = Layer.unwrap(
    Effect.map(Recorder, ({ record }) =>
      memoryVersions({
        actions,
        // A step that cannot be recorded is a mistake of the run.
        taken: (step) => Effect.orDie(record({ ...step, sent: [] }))
      })
    )
  )
  const recording = recorder({ ...description, protocol, folder })
  return Effect.gen(function* () {
    yield* Effect.provide(program, Layer.provide(store, recording))
    const { lines } = yield* TraceLines
    return yield* lines
  }).pipe(Effect.provide(memorySink))
}

/** Commits, or else aborts because another was first; says which. */
export const commitOrAbort = (
  transaction: OpenTransaction
): Effect.Effect<boolean> =>
  transaction.commit.pipe(
    Effect.as(true),
    Effect.catchTag("Refused", () => Effect.as(transaction.abort, false)),
    Effect.orDie
  )

/** A transaction as its client wants it. */
export interface Script {
  readonly operations: ReadonlyArray<Operation>
  readonly end: Ending["_tag"]
  /** The waits before its begin, its operations and its end, in turns. */
  readonly pauses: ReadonlyArray<number>
}

/** Clients, each with one transaction after another. */
export interface Clients extends Omit<StoreRun, "constants"> {
  readonly keys: ReadonlyArray<string>
  readonly values: ReadonlyArray<string>
  readonly clients: ReadonlyArray<ReadonlyArray<Script>>
  /** How often a transaction is tried again because another was first. */
  readonly retries: number
}

const idOf = (client: number, script: number, attempt: number): string =>
  `c${client + 1}.${script + 1}.${attempt + 1}`

const idsOf = ({ clients, retries }: Clients): ReadonlyArray<string> =>
  clients.flatMap((scripts, client) =>
    scripts.flatMap((_, script) =>
      Array.from({ length: retries + 1 }, (_, attempt) =>
        idOf(client, script, attempt)
      )
    )
  )

/** Runs a transaction to its end; false: another was first. */
const attempted = Effect.fnUntraced(function* (id: string, script: Script) {
  const { begin } = yield* VersionStore
  const { operations, end, pauses } = script
  const pause = (turn: number) => Effect.sleep(pauses[turn] ?? 0)
  yield* pause(0)
  const transaction = yield* Effect.orDie(begin(id))
  for (const [i, operation] of operations.entries()) {
    yield* pause(i + 1)
    // What is missing, or there already, is left as it is.
    yield* perform(transaction, operation).pipe(
      Effect.catchTag("Refused", () => Effect.void),
      Effect.orDie
    )
  }
  yield* pause(operations.length + 1)
  if (end === "Commit") return yield* commitOrAbort(transaction)
  yield* Effect.orDie(transaction.abort)
  return true
})

const client = Effect.fnUntraced(function* (
  scripts: ReadonlyArray<Script>,
  number: number,
  retries: number
) {
  for (const [i, script] of scripts.entries()) {
    for (let attempt = 0; attempt <= retries; attempt++) {
      if (yield* attempted(idOf(number, i, attempt), script)) break
    }
  }
})

/** The lines of the trace of what the clients did. */
export const serve = (
  run: Clients
): Effect.Effect<ReadonlyArray<string>, RecordingError> => {
  const { keys, values, clients, retries, ...rest } = run
  const constants = { Transaction: idsOf(run), Key: keys, Value: values }
  const everyone = Effect.forEach(
    clients,
    (scripts, number) => client(scripts, number, retries),
    { concurrency: "unbounded", discard: true }
  )
  const time = Effect.forever(TestClock.adjust(1))
  return recorded(
    { ...rest, constants },
    Effect.raceFirst(everyone, time)
  ).pipe(Effect.provide(TestClock.layer()))
}
