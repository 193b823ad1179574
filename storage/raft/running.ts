/**
 * How a server runs: a fiber that does one thing after another, and one for
 * each timer. Whatever has happened meanwhile is looked at first; then one
 * write is made for all of it, and what that allows is done.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Random from "effect/Random"
import { appliedIndex } from "../../protocols/raft/configuration.ts"
import {
  handle,
  type Input,
  type Output,
  started
} from "../../protocols/raft/machine.ts"
import type { Server } from "../../protocols/raft/state.ts"
import { RaftLog } from "./log.ts"
import {
  type Answered,
  type LeadershipLost,
  RaftServer,
  type Refused,
  type ServerOptions,
  Stopped
} from "./server.ts"
import { Transport } from "./transport.ts"
import {
  answered,
  applied,
  arrived,
  dismissed,
  nobody,
  type Reply,
  type Waiting
} from "./waiting.ts"

/** Something that has happened, and who waits for an answer. */
interface Event {
  readonly input: Input
  readonly reply?: Reply
}

interface Run {
  readonly options: ServerOptions
  readonly log: RaftLog["Service"]
  readonly transport: Transport["Service"]
  readonly inbox: Queue.Queue<Event>
  readonly waiting: Waiting
  state: Server
  /** When the election timer runs out. */
  deadline: number
}

/** The election timer begins anew. */
const wait = Effect.fnUntraced(function* (run: Run) {
  const now = yield* Clock.currentTimeMillis
  const times = 1 + (yield* Random.next)
  run.deadline = now + Math.floor(times * run.options.electionTimeout)
})

/** Does what the machine says is to be done at once. */
const enact = Effect.fnUntraced(function* (run: Run, output: Output) {
  const { options, transport, waiting } = run
  const { state, taken, messages, answers, waits } = output
  run.state = state
  for (const step of taken) yield* options.observer?.takes(step) ?? Effect.void
  for (const message of messages) yield* transport.send(message)
  yield* answered(waiting, answers)
  if (state.role !== "leader") {
    yield* dismissed(waiting, state.id, state.leader)
  }
  if (waits) yield* wait(run)
  return output
})

const tell = Effect.fnUntraced(function* (run: Run, { input, reply }: Event) {
  const { constants, actions } = run.options
  const output = handle(run.state, input, constants, actions)
  if (reply) yield* arrived(run.waiting, reply, input, output)
  return yield* enact(run, output)
})

/** A snapshot takes the place of entries, on disk first. */
const compact = Effect.fnUntraced(function* (run: Run, index: number) {
  const { constants, actions, compactAfter = Infinity } = run.options
  if (index - run.state.snapshot.index < compactAfter) return undefined
  const input: Input = { _tag: "SnapshotTaken", index }
  const output = handle(run.state, input, constants, actions)
  if (output.refused) return undefined
  yield* run.log.write(output.state.durable)
  return yield* enact(run, output)
})

/** Does the next thing that is to be done, if there is one. */
const work = Effect.fnUntraced(function* (run: Run, output: Output) {
  const { options, log, waiting } = run
  const { write, restore, apply, state } = output
  if (write !== undefined) {
    yield* log.write(write)
    return yield* tell(run, { input: { _tag: "Written", write } })
  }
  if (restore !== undefined) {
    yield* options.restore?.(restore) ?? Effect.void
    return yield* tell(run, { input: { _tag: "Applied" } })
  }
  const index = appliedIndex(state, options.constants)
  const [entry] = apply
  if (entry === undefined) return yield* compact(run, index)
  yield* options.apply(entry, index + 1)
  const next = yield* tell(run, { input: { _tag: "Applied" } })
  yield* applied(waiting, index + 1)
  return next
})

const live = Effect.fnUntraced(function* (run: Run, beginning: Output) {
  let output: Output | undefined = beginning
  for (;;) {
    while (output !== undefined) output = yield* work(run, output)
    for (const event of yield* Queue.takeAll(run.inbox)) {
      output = yield* tell(run, event)
    }
  }
})

const electing = (run: Run) =>
  Effect.gen(function* () {
    const left = run.deadline - (yield* Clock.currentTimeMillis)
    if (left > 0) return yield* Effect.sleep(left)
    yield* wait(run)
    yield* Queue.offer(run.inbox, { input: { _tag: "ElectionTimeout" } })
  }).pipe(Effect.forever)

const heartbeats = ({ options, inbox }: Run) =>
  Effect.sleep(options.heartbeat).pipe(
    Effect.andThen(Queue.offer(inbox, { input: { _tag: "HeartbeatTimeout" } })),
    Effect.forever
  )

const whyStopped = (server: string) => (cause: Cause.Cause<unknown>) => {
  const error = Cause.squash(cause)
  const why = error instanceof Error ? error.message : String(error)
  return new Stopped({ server, cause: why })
}

/** The server as its clients see it. */
const serving = (
  run: Run,
  living: Fiber.Fiber<never, unknown>
): RaftServer["Service"] => {
  const stopped = Effect.sandbox(Fiber.join(living)).pipe(
    Effect.flip,
    Effect.map(whyStopped(run.options.id))
  )
  const ask = (input: Input): Answered =>
    Effect.gen(function* () {
      const reply = yield* Deferred.make<number, Refused | LeadershipLost>()
      yield* Queue.offer(run.inbox, { input, reply })
      const end = Effect.flatMap(stopped, Effect.fail)
      return yield* Effect.raceFirst(Deferred.await(reply), end)
    })
  return {
    propose: (value) => ask({ _tag: "Proposed", value }),
    read: ask({ _tag: "ReadRequested" }),
    reconfigure: (change) => ask({ _tag: "ConfigurationRequested", ...change }),
    transfer: (to) => ask({ _tag: "TransferRequested", to }),
    state: Effect.sync(() => run.state),
    stopped
  }
}

const make = Effect.fnUntraced(function* (options: ServerOptions) {
  const { id, constants, observer, restore } = options
  const log = yield* RaftLog
  const transport = yield* Transport
  const inbox = yield* Queue.unbounded<Event>()
  const found = yield* log.read
  const beginning = started(id, found, constants)
  const { state } = beginning
  const parts = { options, log, transport, inbox, state, deadline: 0 }
  const run: Run = { ...parts, waiting: nobody() }
  yield* observer?.starts(state) ?? Effect.void
  if (state.snapshot.index > 0) {
    yield* restore?.(state.snapshot) ?? Effect.void
  }
  yield* wait(run)
  const living = yield* live(run, beginning).pipe(
    Effect.ensuring(Queue.shutdown(inbox)),
    Effect.forkScoped
  )
  yield* Effect.forkScoped(electing(run))
  yield* Effect.forkScoped(heartbeats(run))
  yield* transport.join(id, (message) =>
    Queue.offer(inbox, { input: { _tag: "Received", message } })
  )
  return serving(run, living)
})

/** A server that runs until its scope closes, or until its disk fails. */
export const raftServer = (
  options: ServerOptions
): Layer.Layer<RaftServer, never, RaftLog | Transport> =>
  Layer.effect(RaftServer, make(options))
