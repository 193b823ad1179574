import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, test } from "vitest"
import type { Constants } from "../../../protocols/raft/state.ts"
import { makeDisk } from "../../disk/simulated-disk.ts"
import { clusterOf } from "../constants.ts"
import { fileLog } from "../log-file.ts"
import { raftServer } from "../running.ts"
import { type Answered, RaftServer, type ServerOptions } from "../server.ts"
import { type Journeys, memoryTransport, Transport } from "../transport.ts"

const usual = { heartbeat: 20, electionTimeout: 100 }

/** A server that runs, and how to make it stop. */
interface Running extends Context.Service.Shape<typeof RaftServer> {
  readonly applied: Array<string>
  readonly stop: Effect.Effect<void>
}

interface World {
  readonly start: (
    id: string,
    options?: Partial<ServerOptions>
  ) => Effect.Effect<Running>
  readonly disks: Readonly<Record<string, ReturnType<typeof makeDisk>>>
}

/** Lets servers run, each on a disk of its own, in simulated time. */
const running = <A>(
  ids: ReadonlyArray<string>,
  use: (world: World) => Effect.Effect<A, unknown>,
  given: Partial<Constants> = {},
  journeys?: Journeys
): Promise<A> =>
  Effect.gen(function* () {
    const carrier = yield* Layer.build(memoryTransport(journeys))
    const disks = Object.fromEntries(ids.map((id) => [id, makeDisk()]))
    const start: World["start"] = Effect.fnUntraced(function* (id, options) {
      const applied: Array<string> = []
      const files = Layer.succeed(FileSystem.FileSystem, disks[id]!.files)
      const log = Layer.provide(fileLog("/log", id), [files, Path.layer])
      const layer = Layer.provide(
        raftServer({
          ...usual,
          id,
          constants: clusterOf(ids, given),
          apply: ({ value }) =>
            Effect.sync(() =>
              applied.push(...(value === undefined ? [] : [value]))
            ),
          restore: ({ machine }) =>
            Effect.sync(() => applied.splice(0, Infinity, ...machine.effects)),
          ...options
        }),
        [log, Layer.succeed(Transport, Context.get(carrier, Transport))]
      )
      const scope = yield* Scope.make()
      const built = yield* Layer.buildWithScope(layer, scope)
      const stop = Scope.close(scope, Exit.void)
      return { ...Context.get(built, RaftServer), applied, stop }
    }, Effect.orDie)
    return yield* Effect.raceFirst(
      use({ start, disks }),
      Effect.forever(TestClock.adjust(1))
    )
  }).pipe(
    Effect.scoped,
    Random.withSeed("servers"),
    Effect.provide(TestClock.layer()),
    Effect.runPromise
  )

const everyone = ["s1", "s2", "s3"]

/** The one of them that leads, once there is one. */
const leaderOf = Effect.fnUntraced(function* (all: ReadonlyArray<Running>) {
  for (;;) {
    for (const one of all) {
      const { role, commitIndex, log } = yield* one.state
      // It knows what is committed when its first entry is.
      if (role === "leader" && commitIndex >= log.length) return one
    }
    yield* Effect.sleep(1)
  }
})

const started = ({ start }: World, ids = everyone) =>
  Effect.forEach(ids, (id) => start(id))

const errorOf = (answer: Answered) =>
  Effect.map(Effect.flip(answer), ({ message }) => message)

describe("servers", () => {
  test("elect one, apply what is proposed, and answer reads", () =>
    running(everyone, (world) =>
      Effect.gen(function* () {
        const all = yield* started(world)
        const leader = yield* leaderOf(all)
        const first = yield* leader.propose("a")
        expect(yield* leader.propose("b")).toBe(first + 1)
        expect(yield* leader.read).toBe(first + 1)
        expect(leader.applied).toEqual(["a", "b"])
        yield* Effect.sleep(2 * usual.heartbeat)
        for (const { applied } of all) expect(applied).toEqual(["a", "b"])
      })
    ))

  test("answer many who ask at the same time, with fewer writes", () =>
    running(["s1"], (world) =>
      Effect.gen(function* () {
        const { stop, propose } = yield* leaderOf(yield* started(world, ["s1"]))
        const values = Array.from({ length: 50 }, (_, i) => `v${i}`)
        const before = yield* world.disks["s1"]!.files.readFile("/log")
        const ask = Effect.forEach(values, propose, {
          concurrency: "unbounded"
        })
        const indexes = yield* ask
        expect(indexes).toEqual(values.map((_, i) => indexes[0]! + i))
        const after = yield* world.disks["s1"]!.files.readFile("/log")
        const added =
          Buffer.from(after).toString().split("\n").length -
          Buffer.from(before).toString().split("\n").length
        expect(added).toBeLessThan(10)
        yield* stop
      })
    ))

  test("that do not lead say so, and who does", () =>
    running(everyone, (world) =>
      Effect.gen(function* () {
        const all = yield* started(world)
        const leader = yield* leaderOf(all)
        const { id } = yield* leader.state
        yield* Effect.sleep(2 * usual.heartbeat)
        const other = all.find((one) => one !== leader)!
        const name = (yield* other.state).id
        expect(yield* errorOf(other.propose("a"))).toBe(
          `ClientRequest by ${name} is not possible: Leader is false. ` +
            `It knows of the leader ${id}.`
        )
        expect(yield* errorOf(other.read)).toMatch(/^RequestRead by/)
      })
    ))

  test("go on without one that stops, which then knows all again", () =>
    running(everyone, (world) =>
      Effect.gen(function* () {
        const all = yield* started(world)
        const leader = yield* leaderOf(all)
        yield* leader.propose("a")
        const { id } = yield* leader.state
        yield* leader.stop
        expect(yield* errorOf(leader.propose("a"))).toBe(
          `${id} has stopped: All fibers interrupted without error`
        )
        const others = all.filter((one) => one !== leader)
        const next = yield* leaderOf(others)
        yield* next.propose("b")
        const again = yield* world.start(id)
        yield* Effect.sleep(200)
        expect(again.applied).toEqual(["a", "b"])
        expect(yield* again.state).toMatchObject({ role: "follower" })
      })
    ))

  test("give up what a leader cannot finish any more", () => {
    let isCut = false
    const cut: Journeys = () => Effect.succeed(isCut ? [] : [1])
    return running(
      everyone,
      (world) =>
        Effect.gen(function* () {
          const leader = yield* leaderOf(yield* started(world))
          isCut = true
          const lost = /leads no more, and does not know what becomes of it/
          const writing = yield* Effect.forkChild(errorOf(leader.propose("a")))
          expect(yield* errorOf(leader.read)).toMatch(lost)
          expect(yield* Fiber.join(writing)).toMatch(lost)
          expect(leader.applied).toEqual([])
        }),
      {},
      cut
    )
  })

  test("stop when the disk fails, and tell those who wait", () =>
    running(everyone, (world) =>
      Effect.gen(function* () {
        const leader = yield* leaderOf(yield* started(world))
        const { id } = yield* leader.state
        world.disks[id]!.stopAfter(0)
        expect(yield* errorOf(leader.propose("a"))).toMatch(
          new RegExp(`^${id} has stopped: .*open.*/log`)
        )
        expect((yield* leader.stopped).message).toMatch(/has stopped/)
        expect(yield* errorOf(leader.read)).toMatch(/has stopped/)
      })
    ))

  test("hand over when they are asked to", () =>
    running(everyone, (world) =>
      Effect.gen(function* () {
        const all = yield* started(world)
        const leader = yield* leaderOf(all)
        const other = all.find((one) => one !== leader)!
        yield* leader.transfer((yield* other.state).id)
        yield* Effect.sleep(5)
        expect(yield* other.state).toMatchObject({ role: "leader" })
        expect(yield* leader.state).toMatchObject({ role: "follower" })
      })
    ))

  test("take in another, which gets a snapshot, and let one go", () =>
    running(
      [...everyone, "s4"],
      (world) =>
        Effect.gen(function* () {
          const compactAfter = 2
          const all = yield* Effect.forEach([...everyone, "s4"], (id) =>
            world.start(id, { compactAfter })
          )
          const leader = yield* leaderOf(all)
          const { id } = yield* leader.state
          for (const value of ["a", "b", "c"]) yield* leader.propose(value)
          const voters = ["s4", ...everyone.filter((one) => one !== id)]
          const change = { voters, learners: [], kind: "joint" } as const
          yield* leader.reconfigure(change)
          yield* Effect.sleep(500)
          const next = yield* leaderOf(all)
          expect((yield* next.state).id).not.toBe(id)
          yield* next.propose("d")
          yield* Effect.sleep(2 * usual.heartbeat)
          expect(all[3]!.applied).toEqual(["a", "b", "c", "d"])
          expect((yield* all[3]!.state).snapshot.index).toBeGreaterThan(2)
          expect((yield* leader.state).role).toBe("follower")
        }),
      { InitialVoters: everyone }
    ))

  test("forget entries, and begin with the snapshot", () =>
    running(["s1"], (world) =>
      Effect.gen(function* () {
        const first = yield* world.start("s1", { compactAfter: 3 })
        yield* leaderOf([first])
        for (const value of ["a", "b"]) yield* first.propose(value)
        yield* Effect.sleep(1)
        yield* first.stop
        const again = yield* world.start("s1")
        const { snapshot, log } = yield* again.state
        expect({ index: snapshot.index, log }).toEqual({ index: 3, log: [] })
        expect(again.applied).toEqual(["a", "b"])
        yield* leaderOf([again])
        yield* again.propose("c")
        expect(again.applied).toEqual(["a", "b", "c"])
      })
    ))
})
