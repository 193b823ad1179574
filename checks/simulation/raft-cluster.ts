/**
 * Servers of `storage/raft` and their clients, recorded: messages are lost,
 * late and repeated, servers are cut off, and stop in the middle of a write.
 * The same seed makes the same run, step for step.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { Raft } from "../../protocols/raft/protocol.ts"
import type { Constants, Message } from "../../protocols/raft/state.ts"
import { clusterOf } from "../../storage/raft/constants.ts"
import { memoryTransport, Transport } from "../../storage/raft/transport.ts"
import { recorder, type RecordingError } from "../../traces/recorder.ts"
import { memorySink, TraceLines } from "../../traces/sink.ts"
import { type Faults, journeys } from "./network.ts"
import {
  type Asked,
  change,
  gather,
  type Operation,
  pause,
  valueOf,
  writeAndRead
} from "./raft-clients.ts"
import { servers } from "./raft-constants.ts"
import { type Nature, type Node, nodeOf, start, stop } from "./raft-nodes.ts"
import { recordingObserver } from "./raft-recording.ts"

/** What runs, and for how long; times are in simulated milliseconds. */
export interface ClusterRun extends Pick<
  Nature,
  "actions" | "compactAfter" | "heartbeat" | "mistaken"
> {
  /** The digest of the TLA+ module. */
  readonly spec: string
  readonly seed: number
  readonly servers: number
  readonly clients: number
  /** Each client writes so many values, and reads after each if it can. */
  readonly writes: number
  readonly faults: Faults
  /** Servers stop and are cut off for so long; */
  readonly trouble: number
  /** and so long all have, when that is over, to hear of everything. */
  readonly quiet: number
  readonly constants?: Partial<Constants>
}

/** What came of a run. */
export interface Ran {
  readonly lines: ReadonlyArray<string>
  /** What is applied in the end, by server. */
  readonly effects: Readonly<Record<string, ReadonlyArray<string>>>
  readonly operations: ReadonlyArray<Operation>
}

interface Run extends Asked {
  readonly plan: ClusterRun
  readonly nature: Nature
  readonly transport: Transport["Service"]
  readonly network: { cutOff: ReadonlySet<string> }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

const constantsOf = (plan: ClusterRun): Constants =>
  clusterOf(servers(plan.servers), {
    MaxBatch: 3,
    MaxLogLength: 200,
    Value: numbers(plan.clients).flatMap((client) =>
      numbers(plan.writes).map((write) => valueOf(client, write))
    ),
    ...plan.constants
  })

/** A way through a network in which some are cut off from the others. */
const journey =
  (network: Run["network"], faults: Faults) =>
  ({ from, to }: Message) =>
    network.cutOff.has(from) === network.cutOff.has(to)
      ? Effect.map(journeys(faults), (all) => all.map((delay) => delay + 1))
      : Effect.succeed([])

/** Something happens now and then, until it is to be quiet. */
const untilQuiet = Effect.fnUntraced(function* (
  { plan }: Run,
  happening: Effect.Effect<void>,
  longest: number
) {
  yield* pause(0, longest)
  while ((yield* Clock.currentTimeMillis) < plan.trouble) {
    yield* happening
    yield* pause(0, longest)
  }
})

const stopsAndStarts = ({ nature, transport }: Run, node: Node) =>
  stop(node).pipe(
    Effect.andThen(pause(10, 150)),
    Effect.andThen(start(node, nature, transport))
  )

const cutsOff = Effect.fnUntraced(function* ({ network, nodes }: Run) {
  const some = yield* Effect.filter(nodes, () => Random.nextBoolean)
  network.cutOff = new Set(some.map(({ id }) => id))
  yield* pause(100, 700)
  network.cutOff = new Set()
})

const client = Effect.fnUntraced(function* (run: Run, number: number) {
  const { writes } = run.plan
  const reads = run.nature.constants.Reads.includes("index")
  for (const write of numbers(writes)) {
    yield* writeAndRead(run, valueOf(number, write), reads)
  }
})

/** Lets it all happen, and then waits until everyone knows everything. */
const happen = Effect.fnUntraced(function* (run: Run) {
  const { nodes, nature, transport } = run
  const { Server, Targets } = nature.constants
  const changes = Targets.length > 0
  for (const node of nodes) yield* start(node, nature, transport)
  const clients = numbers(run.plan.clients).map((number) => client(run, number))
  const troubles = [
    ...nodes.map((node) => untilQuiet(run, stopsAndStarts(run, node), 600)),
    untilQuiet(run, cutsOff(run), 600),
    ...(changes ? [untilQuiet(run, change(run, nature.constants), 100)] : [])
  ]
  const all = [...clients, ...troubles]
  yield* Effect.all(all, { concurrency: "unbounded", discard: true })
  if (changes) yield* gather(run, Server)
  yield* Effect.sleep(run.plan.quiet)
  const effects = nodes.map(({ id, running }) => [id, running!.effects])
  for (const { running } of nodes) yield* Scope.close(running!.scope, Exit.void)
  return { effects: Object.fromEntries(effects) as Ran["effects"] }
})

/** A run that lasts longer than this has lost what it should do. */
const LONGEST = 120_000

const cluster = Effect.fnUntraced(function* (plan: ClusterRun) {
  const constants = constantsOf(plan)
  const observer = yield* recordingObserver(constants)
  const network = { cutOff: new Set<string>() }
  const carrier = memoryTransport(journey(network, plan.faults))
  const transport = Context.get(yield* Layer.build(carrier), Transport)
  const nodes = constants.Server.map(nodeOf)
  const { actions, compactAfter, heartbeat, mistaken } = plan
  const nature: Nature = {
    constants,
    observer,
    heartbeat,
    ...(actions && { actions }),
    ...(compactAfter !== undefined && { compactAfter }),
    ...(mistaken && { mistaken })
  }
  const operations: Array<Operation> = []
  const parts = { plan, nature, transport, nodes, network, operations, time: 0 }
  const done = yield* Effect.timeout(happen(parts), LONGEST)
  return { ...done, operations }
})

/** The trace of such a run, and what its servers and clients say. */
export const runCluster = (
  plan: ClusterRun
): Effect.Effect<Ran, RecordingError> =>
  Effect.gen(function* () {
    const { spec, seed } = plan
    const constants = constantsOf(plan)
    const about = { protocol: Raft, folder: "raft", spec, constants, seed }
    const time = Effect.forever(TestClock.adjust(1))
    const ran = yield* Effect.raceFirst(Effect.orDie(cluster(plan)), time).pipe(
      Effect.scoped,
      Effect.provide(recorder(about))
    )
    const { lines } = yield* TraceLines
    return { ...ran, lines: yield* lines }
  }).pipe(
    Random.withSeed(plan.seed),
    Effect.provide([memorySink, TestClock.layer()])
  )
