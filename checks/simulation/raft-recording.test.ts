import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { handle, type Input, started } from "../../protocols/raft/machine.ts"
import { Raft } from "../../protocols/raft/protocol.ts"
import type { Durable, Message, Server } from "../../protocols/raft/state.ts"
import { clusterOf } from "../../storage/raft/constants.ts"
import type { Event } from "../../traces/format.ts"
import { recorder } from "../../traces/recorder.ts"
import { memorySink, TraceLines } from "../../traces/sink.ts"
import { digestOf } from "../../traces/spec-digest.ts"
import { firstFault } from "./plain-replay.ts"
import { recordingObserver } from "./raft-recording.ts"

const constants = clusterOf(["s1", "s2"], {
  InitialVoters: ["s1"],
  Learners: ["s2"],
  Value: ["a", "b"],
  MaxLogLength: 9
})

/** What happens to a server, or what it finds on its disk as it starts. */
type Happening = readonly [server: string, Input | Durable | undefined]

/** The trace of what happens to servers, each as the one before has left it. */
const traceOf = (
  happenings: (states: Map<string, Server>) => Iterable<Happening>
) =>
  Effect.gen(function* () {
    const spec = digestOf("")
    const about = { protocol: Raft, folder: "raft", spec, constants }
    yield* Effect.gen(function* () {
      const { starts, takes } = yield* recordingObserver(constants)
      const states = new Map<string, Server>()
      for (const [id, what] of happenings(states)) {
        if (what === undefined || !("_tag" in what)) {
          const { state } = started(id, what, constants)
          states.set(id, state)
          yield* starts(state)
          continue
        }
        const { state, taken } = handle(states.get(id)!, what, constants)
        states.set(id, state)
        for (const step of taken) yield* takes(step)
      }
    }).pipe(Effect.provide(recorder(about)))
    return yield* (yield* TraceLines).lines
  }).pipe(Effect.provide(memorySink), Effect.runPromise)

const actionsOf = (lines: ReadonlyArray<string>, of: string) =>
  lines
    .slice(1, -1)
    .map((line) => JSON.parse(line) as Event)
    .flatMap(({ actor, action }) => (actor === of ? [action] : []))

const written = (state: Server): Input => {
  const { currentTerm, votedFor, snapshot, log, commitIndex } = state
  const write = { currentTerm, votedFor, snapshot, log, commitIndex }
  return { _tag: "Written", write }
}

const alone = function* (states: Map<string, Server>): Iterable<Happening> {
  yield ["s1", undefined]
  yield ["s1", { _tag: "ElectionTimeout" }]
  for (const value of ["a", "b"]) yield ["s1", { _tag: "Proposed", value }]
  while (states.get("s1")!.applied < 3) {
    yield ["s1", written(states.get("s1")!)]
    yield ["s1", { _tag: "Applied" }]
  }
}

const received = (message: Message): Input => ({ _tag: "Received", message })

describe("what a server has not lived to tell", () => {
  test("is nothing if its disk is as it was told to be", async () => {
    const lines = await traceOf(function* (states) {
      yield* alone(states)
      yield ["s1", { _tag: "Proposed", value: "a" }]
      yield ["s1", states.get("s1")!.durable]
    })
    expect(firstFault(Raft, lines)).toBeNull()
    expect(actionsOf(lines, "s1").slice(-3)).toEqual([
      "ClientRequest",
      "PipelineEntries",
      "Crash"
    ])
  })

  test("is that it has written what is found", async () => {
    const lines = await traceOf(function* (states) {
      yield* alone(states)
      yield ["s1", { _tag: "Proposed", value: "a" }]
      const { durable, log } = states.get("s1")!
      yield ["s1", { ...durable, log }]
    })
    expect(firstFault(Raft, lines)).toBeNull()
    expect(actionsOf(lines, "s1").slice(-2)).toEqual(["Persist", "Crash"])
  })

  test("is that it has made the snapshot that is found", async () => {
    const lines = await traceOf(function* (states) {
      yield* alone(states)
      const input = { _tag: "SnapshotTaken", index: 2 } as const
      const { state } = handle(states.get("s1")!, input, constants)
      yield ["s1", state.durable]
    })
    expect(firstFault(Raft, lines)).toBeNull()
    expect(actionsOf(lines, "s1").slice(-2)).toEqual(["Compact", "Crash"])
  })

  test("is that it has accepted a snapshot, with which it begins", async () => {
    const lines = await traceOf(function* (states) {
      yield ["s2", undefined]
      yield* alone(states)
      yield ["s1", { _tag: "SnapshotTaken", index: 3 }]
      const beat = { _tag: "HeartbeatTimeout" } as const
      const { messages } = handle(states.get("s1")!, beat, constants)
      yield ["s1", beat]
      const sent = messages.find(({ _tag }) => _tag === "InstallSnapshot")!
      yield ["s2", received(sent)]
      const after = handle(
        states.get("s2")!,
        written(states.get("s2")!),
        constants
      )
      yield ["s2", after.state.durable]
    })
    expect(firstFault(Raft, lines)).toBeNull()
    const all = ["UpdateTerm", "AcceptSnapshot", "Persist", "Apply", "Crash"]
    expect(actionsOf(lines, "s2")).toEqual(all)
  })

  test("cannot be what no step leads to", async () => {
    const lines = await traceOf(function* (states) {
      yield* alone(states)
      const { durable } = states.get("s1")!
      yield ["s1", { ...durable, votedFor: "none" }]
    })
    const reason = "state.votedFor"
    expect(firstFault(Raft, lines)).toEqual({ line: lines.length - 1, reason })
  })
})
