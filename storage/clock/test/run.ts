/**
 * Lets a clock live through what happens to it, restarts included, and throws
 * when it breaks a law: the same laws, wherever its bound is kept.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import type { Timestamp } from "../../../protocols/hlc/timestamp.ts"
import type { ClockBound } from "../bound.ts"
import { HybridClock, hybridClock } from "../hybrid-clock.ts"
import { PhysicalClock } from "../physical-clock.ts"
import type { ClockOptions } from "../sync-clock.ts"
import type { Loss } from "../../disk/simulated-disk.ts"
import { type Asked, judge, type Life, newLife } from "./laws.ts"

/** What happens to a clock; times are in milliseconds. */
export type Happening =
  | { readonly _tag: "Pass"; readonly ms: number }
  | { readonly _tag: "Set"; readonly by: number }
  | { readonly _tag: "Misread"; readonly reading: number }
  | { readonly _tag: "Now"; readonly sync: boolean }
  | {
      readonly _tag: "Receive"
      readonly sync: boolean
      /** How far the remote timestamp is ahead of the physical clock. */
      readonly ahead: number
      readonly logical: number
      readonly synthetic: boolean
    }
  | {
      readonly _tag: "Restart"
      readonly loss: Loss
      /** The disk stops again after so many operations. */
      readonly stopAfter: number
    }

/** Where a bound is kept, from one restart to the next. */
export interface Place {
  readonly bound: Layer.Layer<ClockBound>
  readonly stopAfter: (operations: number) => void
  readonly stopped: () => boolean
  readonly recover: (loss: Loss) => void
}

/** How often what was seen. */
export type Seen = Readonly<Record<string, number>>

const START = 1_000_000

/** A run: its clock is new after each restart. */
interface Run {
  readonly place: Place
  readonly options: ClockOptions
  readonly layer: Layer.Layer<HybridClock, unknown>
  readonly physical: { offset: number; misread: number | undefined }
  readonly reading: () => number
  readonly seen: Record<string, number>
  scope: Scope.Closeable
  clock: HybridClock["Service"]
  life: Life
}

const turn = Effect.promise(
  () => new Promise<void>((resolve) => setImmediate(resolve))
)

/** Starts a clock; time passes until it is ready. */
const start = Effect.fnUntraced(function* (layer: Run["layer"]) {
  const scope = yield* Scope.make()
  const building = Layer.buildWithScope(layer, scope)
  const starting = yield* Effect.forkChild(building)
  while (starting.pollUnsafe() === undefined) {
    yield* TestClock.adjust(1000)
    yield* turn
  }
  const services = yield* Fiber.join(starting)
  return { scope, clock: Context.get(services, HybridClock) }
})

const answerOf = (
  { clock }: Run,
  { sync, remote }: Asked
): Effect.Effect<Result.Result<Timestamp, { readonly _tag: string }>> => {
  if (remote === undefined) {
    return sync ? Effect.sync(clock.nowSync) : Effect.result(clock.now)
  }
  return sync
    ? Effect.sync(() => clock.receiveSync(remote))
    : Effect.result(clock.receive(remote))
}

const count = ({ seen }: Run, what: string): void => {
  seen[what] = (seen[what] ?? 0) + 1
}

const ask = Effect.fnUntraced(function* (run: Run, asked: Asked) {
  const answer = yield* answerOf(run, asked)
  const found = Result.isSuccess(answer) ? "Success" : answer.failure._tag
  count(run, found)
  if (found === "PlatformError" && !run.place.stopped()) {
    throw new Error("the disk does not fail, but the clock says so")
  }
  const at = { ...asked, reading: run.reading() }
  run.life = judge(run.life, run.options, at, answer)
})

const restart = Effect.fnUntraced(function* (
  run: Run,
  loss: Loss,
  stopAfter: number
) {
  const { place, layer } = run
  yield* Scope.close(run.scope, Exit.void)
  count(run, "Restart")
  place.recover(loss)
  place.stopAfter(stopAfter)
  const started = yield* start(layer).pipe(
    Effect.catchCause((cause) => {
      if (!place.stopped()) return Effect.failCause(cause)
      count(run, "StoppedAtStart")
      place.recover(loss)
      return start(layer)
    })
  )
  Object.assign(run, started, { life: newLife(run.life.last) })
})

const happen = Effect.fnUntraced(function* (run: Run, what: Happening) {
  const { physical } = run
  switch (what._tag) {
    case "Pass":
      return yield* TestClock.adjust(what.ms)
    case "Set":
      physical.offset = Math.max(physical.offset + what.by, -START)
      // Before its first answer only the clock itself knows where it starts.
      if (what.by < 0) run.life = { ...run.life, certain: run.life.begun }
      return
    case "Misread":
      physical.misread = what.reading
      yield* ask(run, { sync: true })
      physical.misread = undefined
      return
    case "Now":
      return yield* ask(run, { sync: what.sync })
    case "Receive": {
      const { ahead, logical, sync, synthetic } = what
      const wall = Math.max(run.reading() + ahead, 0)
      const mark = synthetic ? { synthetic: true as const } : {}
      return yield* ask(run, { sync, remote: { wall, logical, ...mark } })
    }
    case "Restart":
      return yield* restart(run, what.loss, what.stopAfter)
  }
})

/** Lets it all happen to a clock, and tells what was seen. */
export const run = (
  place: Place,
  options: ClockOptions,
  happenings: ReadonlyArray<Happening>
): Promise<Seen> =>
  Effect.gen(function* () {
    const time = yield* TestClock.testClockWith(Effect.succeed)
    const physical: Run["physical"] = { offset: 0, misread: undefined }
    const reading = () =>
      physical.misread ??
      START + time.currentTimeMillisUnsafe() + physical.offset
    const layer = Layer.provide(hybridClock(options), [
      place.bound,
      Layer.succeed(PhysicalClock, { read: reading })
    ])
    const started = yield* start(layer)
    const life = newLife(undefined)
    const parts = { place, options, layer, physical, reading, life, seen: {} }
    const run: Run = { ...parts, ...started }
    for (const happening of happenings) yield* happen(run, happening)
    yield* Scope.close(run.scope, Exit.void)
    return run.seen
  }).pipe(Effect.provide(TestClock.layer()), Effect.scoped, Effect.runPromise)
