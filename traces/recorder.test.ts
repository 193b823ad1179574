import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  simulate,
  simulateInto,
  type Simulation
} from "../checks/simulation/simulation.ts"
import { TwoPhaseCommit } from "../protocols/two-phase-commit/protocol.ts"
import type { Envelope, Event } from "./format.ts"
import { isEnd, traceReader } from "./reader.ts"
import { type RecordedStep, Recorder, recorder } from "./recorder.ts"
import { fileSink, memorySink, TraceLines, TraceSink } from "./sink.ts"
import { digestOf } from "./spec-digest.ts"

const run = {
  protocol: TwoPhaseCommit,
  folder: "two-phase-commit",
  spec: digestOf(""),
  constants: { RM: ["rm-0", "rm-1"], TMMayCrash: false },
  seed: 1
}

/** A step that sends a message; what it says does not matter here. */
const stepOf = (actor: string, received?: Envelope): RecordedStep => ({
  actor,
  action: received ? "TMRcvPrepared" : "RMPrepare",
  ...(received ? { received } : {}),
  sent: [{ _tag: "Prepared", rm: actor } as { readonly _tag: string }],
  state:
    actor === "tm"
      ? { id: actor, tmState: "init", tmPrepared: [] }
      : { id: actor, rmState: "prepared" }
})

/** Lines that were written while the program ran, and how it ended. */
const recorded = <A, E>(program: Effect.Effect<A, E, Recorder>) =>
  Effect.gen(function* () {
    const exit = yield* Effect.exit(program.pipe(Effect.provide(recorder(run))))
    const { lines } = yield* TraceLines
    return { exit, lines: yield* lines }
  }).pipe(Effect.provide(memorySink), Effect.runPromise)

const eventsOf = (lines: ReadonlyArray<string>): ReadonlyArray<Event> => {
  const reader = traceReader(TwoPhaseCommit)
  const trace = Result.getOrThrow(reader.open(lines[0] ?? ""))
  return lines
    .slice(1)
    .map((line) => Result.getOrThrow(trace.line(line)))
    .flatMap((line) => (isEnd(line) ? [] : [line]))
}

const actors = ["rm-0", "rm-1", "tm"]

describe("the recorder", () => {
  test("keeps Lamport clocks: causes come before their effects", async () => {
    // A number picks the actor; a message that was sent before, or none.
    const script = fc.array(
      fc.tuple(fc.nat(2), fc.option(fc.nat(30), { nil: undefined })),
      { maxLength: 40, size: "max" }
    )
    const play = Effect.fnUntraced(function* (
      steps: ReadonlyArray<readonly [number, number | undefined]>
    ) {
      const { record } = yield* Recorder
      const sent: Array<Envelope> = []
      for (const [who, which] of steps) {
        const actor = actors[who] ?? ""
        const received = actor === "tm" ? sent[which ?? -1] : undefined
        const event = yield* record(stepOf(actor, received))
        sent.push(...(event.sent ?? []))
      }
    })
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        const { lines } = await recorded(play(steps))
        const events = lines.slice(1, -1).map((l) => JSON.parse(l) as Event)
        expect(events).toHaveLength(steps.length)
        const clocks = new Map<string, number>()
        const sentAt = new Map<string, number>()
        for (const { actor, at, received, sent } of events) {
          expect(at).toBeGreaterThan(clocks.get(actor) ?? 0)
          if (received) {
            expect(at).toBeGreaterThan(sentAt.get(received.id) ?? Infinity)
          }
          clocks.set(actor, at)
          for (const { id } of sent ?? []) sentAt.set(id, at)
        }
      }),
      { numRuns: 50 }
    )
  })

  test("numbers steps and messages without gaps for concurrent fibers", async () => {
    const lines: Array<string> = []
    // Each line takes longer to write than the next.
    let hurry = 60
    const slowSink = Layer.succeed(TraceSink, {
      write: (line) =>
        Effect.suspend(() =>
          Effect.forEach(Array.from({ length: hurry-- }), () => Effect.yieldNow)
        ).pipe(Effect.andThen(Effect.sync(() => void lines.push(line))))
    })
    await Effect.gen(function* () {
      const { record } = yield* Recorder
      const all = Array.from({ length: 50 }, (_, i) => stepOf(`rm-${i % 2}`))
      yield* Effect.forEach(all, record, { concurrency: "unbounded" })
    }).pipe(
      Effect.provide(Layer.provide(recorder(run), slowSink)),
      Effect.runPromise
    )
    const events = eventsOf(lines)
    for (const actor of ["rm-0", "rm-1"]) {
      const own = events.filter((event) => event.actor === actor)
      const numbers = own.map((_, i) => i + 1)
      expect(own.map(({ seq }) => seq)).toEqual(numbers)
      expect(own.flatMap(({ sent = [] }) => sent.map(({ id }) => id))).toEqual(
        numbers.map((n) => `${actor}#${n}`)
      )
    }
    expect(lines.at(-1)).toBe('{"end":true,"events":50}')
  })

  test("gives all who met the same clock", async () => {
    const { lines } = await recorded(
      Effect.gen(function* () {
        const { record } = yield* Recorder
        yield* record(stepOf("rm-1"))
        yield* record(stepOf("rm-1"))
        yield* record({ ...stepOf("rm-0"), met: ["rm-1"] })
        yield* record(stepOf("rm-1"))
      })
    )
    expect(eventsOf(lines).map(({ at }) => at)).toEqual([1, 2, 3, 4])
  })

  test("refuses steps of strangers and messages that nobody sent", async () => {
    const message = { _tag: "Prepared", rm: "rm-0" }
    const { lines } = await recorded(
      Effect.gen(function* () {
        const { record } = yield* Recorder
        const stranger = yield* Effect.flip(record(stepOf("rm-7")))
        expect(stranger._tag).toBe("UnknownActor")
        expect(stranger.message).toBe("rm-7 is no actor of this run")
        const unsent = yield* Effect.flip(
          record(stepOf("tm", { id: "rm-0#1", message }))
        )
        expect(unsent._tag).toBe("UnsentMessage")
        expect(unsent.message).toContain("rm-0#1, which nobody has sent")
      })
    )
    expect(eventsOf(lines)).toEqual([])
    expect(lines).toHaveLength(2)
  })
})

describe("a trace that is not finished", () => {
  test("has no end line if the run failed", async () => {
    const { exit, lines } = await recorded(
      Effect.gen(function* () {
        const { record } = yield* Recorder
        yield* record(stepOf("rm-0"))
        return yield* Effect.fail("crash")
      })
    )
    expect(Exit.isFailure(exit)).toBe(true)
    expect(eventsOf(lines)).toHaveLength(1)
    expect(lines).toHaveLength(2)
  })

  test("has no end line if the run was interrupted", async () => {
    const lines = await Effect.gen(function* () {
      const fiber = yield* Effect.gen(function* () {
        const { record } = yield* Recorder
        yield* record(stepOf("rm-0"))
        return yield* Effect.never
      }).pipe(Effect.provide(recorder(run)), Effect.forkChild)
      const { lines } = yield* TraceLines
      while ((yield* lines).length < 2) yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      return yield* lines
    }).pipe(Effect.provide(memorySink), Effect.runPromise)
    expect(eventsOf(lines)).toHaveLength(1)
    expect(lines).toHaveLength(2)
  })
})

describe("a trace in a file", () => {
  const inFileAndMemory = Effect.fnUntraced(
    function* (simulation: Simulation) {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const path = `${folder}/trace.ndjson`
      const into = Layer.provide(recorder(simulation), fileSink(path))
      yield* files.writeFileString(path, "an older trace\n".repeat(999))
      yield* simulateInto(simulation).pipe(Effect.provide(into))
      const { lines } = yield* simulate(simulation)
      return [yield* files.readFileString(path), lines] as const
    },
    Effect.scoped,
    Effect.provide(NodeFileSystem.layer)
  )

  test("is the one in memory", async () => {
    const constants = { RM: ["a", "b", "c", "d", "e"], TMMayCrash: true }
    const faults = { loss: 0, duplication: 0.5, delay: 9 }
    for (let seed = 0; seed < 8; seed++) {
      const simulation = { ...run, constants, faults, seed, steps: 99 }
      const [text, lines] = await Effect.runPromise(inFileAndMemory(simulation))
      expect(lines.length).toBeGreaterThan(5)
      expect(text).toBe(lines.map((line) => `${line}\n`).join(""))
    }
  })
})
