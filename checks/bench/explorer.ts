/**
 * The explorer with one thread against TLC with two, and on two-phase commit
 * against the same protocol packed by hand.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { Tla2Tools } from "tla2tools-runner"
import { root } from "../models/models.ts"
import { type Figure, megabytes, perSecond } from "./figure.ts"
import { measure, type Measured } from "./measure.ts"

const cli = `${root}/checks/cli/bisim.js`

interface Counts {
  readonly distinct: number
  readonly generated: number
}

/** A model by the folder of its protocol and its name. */
type Named = readonly [folder: string, model: string]

const explorer = ([folder, model]: Named) =>
  Effect.map(
    measure(process.execPath, [
      cli,
      "check",
      folder,
      ...["--model", model, "--engine", "explorer", "--json"]
    ]),
    (measured) => {
      const { checks } = JSON.parse(measured.output) as {
        readonly checks: ReadonlyArray<Counts & { readonly elapsed: number }>
      }
      return { ...measured, counts: checks[0]! }
    }
  )

/** TLC as a user runs it: parallel collector, a worker per core. */
const tlc = Effect.fnUntraced(function* ([protocol, model]: Named) {
  const { java, jar } = yield* Tla2Tools
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* files.makeTempDirectoryScoped({ prefix: "bench-" })
  const spec = path.join(root, "spec", protocol)
  const measured = yield* measure(java.path, [
    "-XX:+UseParallelGC",
    `-Djava.io.tmpdir=${folder}`,
    ...["-cp", jar.path, "tlc2.TLC", "-workers", "2", "-metadir", folder],
    ...["-config", path.join(spec, `${model}.cfg`)],
    path.join(spec, `${model.split("_")[0]}.tla`)
  ])
  const counts = /(\d+) states generated, (\d+) distinct/g
  const [, generated, distinct] = [...measured.output.matchAll(counts)].at(-1)!
  return {
    ...measured,
    counts: { distinct: Number(distinct), generated: Number(generated) }
  }
}, Effect.scoped)

const Cost = Schema.Struct({
  distinct: Schema.Int,
  generated: Schema.Int,
  seconds: Schema.Number
})

const decodeCost = Schema.decodeUnknownEffect(Schema.fromJsonString(Cost))

/** The last line of a program that explores so many participants. */
const processorTime = (program: string, count: number, states: number) =>
  measure(process.execPath, [
    `${root}/checks/bench/${program}`,
    ...[count, states].map(String)
  ]).pipe(
    Effect.flatMap(({ output }) =>
      decodeCost(output.trimEnd().split("\n").at(-1))
    )
  )

/** The best of three runs each, in turns: other work disturbs both alike. */
const bound = (count: number, states: number) =>
  Effect.gen(function* () {
    const runs = yield* Effect.forEach([1, 2, 3], () =>
      Effect.all([
        processorTime("exploring.ts", count, states),
        processorTime("hand-packed.ts", count, states)
      ])
    )
    const [ours, peer] = [0, 1].map((side) =>
      runs
        .map((run) => run[side]!)
        .reduce((a, b) => (b.seconds < a.seconds ? b : a))
    ) as [typeof Cost.Type, typeof Cost.Type]
    const ratio = ours.seconds / peer.seconds
    const equal = sameCounts(ours, peer)
    return {
      what: `processor time, ${count} participants (${told(equal)} counts)`,
      ours: `${ours.seconds.toFixed(2)} s`,
      peer: `packed by hand: ${peer.seconds.toFixed(2)} s`,
      ratio: 1 / ratio,
      goal: "0.4 times",
      met: equal && ratio <= 2.5
    } satisfies Figure
  })

const told = (equal: boolean): string => (equal ? "equal" : "UNEQUAL")

const thousands = (count: number): string => count.toLocaleString("en")

const seconds = (milliseconds: number): string =>
  `${(milliseconds / 1000).toFixed(1)} s`

const sameCounts = (a: Counts, b: Counts): boolean =>
  a.distinct === b.distinct && a.generated === b.generated

type Run = Measured & { readonly counts: Counts }

/** Whole processes are compared: both pay for their start. */
const against = (what: string, ours: Run, peer: Run, goal: number): Figure => {
  const equal = sameCounts(ours.counts, peer.counts)
  const faster = peer.milliseconds / ours.milliseconds
  const { distinct } = ours.counts
  return {
    what: `distinct states, ${what} (${told(equal)} counts)`,
    ours: perSecond(distinct, ours.milliseconds),
    peer: `TLC, 2 workers: ${perSecond(distinct, peer.milliseconds)}`,
    ratio: faster,
    goal: `${goal} times`,
    met: equal && faster >= goal
  }
}

interface Contest {
  readonly what: string
  readonly named: Named
  /** How many times as fast as TLC. */
  readonly goal: number
  /** Is there a goal of memory, too? */
  readonly weighed: boolean
}

/** Two that are weighed, and the largest everyday models. */
const contests: ReadonlyArray<Contest> = [
  {
    what: "8 participants",
    named: ["two-phase-commit", "MCTwoPhaseCommit_Large_8"],
    goal: 8,
    weighed: true
  },
  {
    what: "MCRaft_FigureEight",
    named: ["raft", "MCRaft_FigureEight"],
    goal: 10,
    weighed: true
  },
  {
    what: "MCHybridLogicalClock_SkewTickFirst",
    named: ["hlc", "MCHybridLogicalClock_SkewTickFirst"],
    goal: 8,
    weighed: false
  },
  {
    what: "MCAnyHistory_Three",
    named: ["snapshot-isolation", "MCAnyHistory_Three"],
    goal: 8,
    weighed: false
  }
]

const contested = ({ what, named, goal, weighed }: Contest) =>
  Effect.map(Effect.all([explorer(named), tlc(named)]), ([ours, peer]) => [
    against(what, ours, peer, goal),
    ...(weighed ? [memory(what, ours, peer)] : [])
  ])

/** A large model is explored whole, in so much memory. */
const large = (what: string, named: Named, states: number, most: number) =>
  Effect.map(explorer(named), ({ counts, milliseconds, peak = Infinity }) => {
    const figure: Figure = {
      what: `${what}, ${thousands(counts.distinct)} states`,
      ours: `${seconds(milliseconds)}, ${megabytes(peak)}`,
      peer: "",
      ratio: undefined,
      goal: `under ${megabytes(most)}`,
      met: counts.distinct === states && peak < most
    }
    return figure
  })

export const explorerFigures = Effect.gen(function* () {
  const contest = yield* Effect.forEach(contests, contested)
  const bounds = [yield* bound(8, 1_745_408), yield* bound(9, 10_340_352)]
  return [
    ...contest.flat(),
    ...bounds,
    yield* large(
      "9 participants",
      ["two-phase-commit", "MCTwoPhaseCommit_Large_9"],
      10_340_352,
      800e6
    ),
    yield* large(
      "Raft's replication",
      ["raft", "MCRaft_Large_Replication"],
      22_732_932,
      2000e6
    )
  ] satisfies ReadonlyArray<Figure>
})

const memory = (what: string, ours: Run, peer: Run): Figure => {
  const ratio = (peer.peak ?? 0) / (ours.peak ?? Infinity)
  return {
    what: `memory, ${what}`,
    ours: megabytes(ours.peak ?? 0),
    peer: `TLC: ${megabytes(peer.peak ?? 0)}`,
    ratio,
    goal: "a fifth",
    met: ratio >= 5
  }
}
