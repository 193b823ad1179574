/** The explorer with one thread against TLC with two, on two-phase commit. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { Tla2Tools } from "tla2tools-runner"
import { root } from "../models/models.ts"
import { type Figure, megabytes, perSecond } from "./figure.ts"
import { measure, type Measured } from "./measure.ts"

const cli = `${root}/checks/cli/bisim.js`

interface Counts {
  readonly distinct: number
  readonly generated: number
}

const explorer = (model: string) =>
  Effect.map(
    measure(process.execPath, [
      cli,
      "check",
      "two-phase-commit",
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
const tlc = Effect.fnUntraced(function* (model: string) {
  const { java, jar } = yield* Tla2Tools
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* files.makeTempDirectoryScoped({ prefix: "bench-" })
  const spec = path.join(root, "spec", "two-phase-commit")
  const measured = yield* measure(java.path, [
    "-XX:+UseParallelGC",
    `-Djava.io.tmpdir=${folder}`,
    ...["-cp", jar.path, "tlc2.TLC", "-workers", "2", "-metadir", folder],
    ...["-config", path.join(spec, `${model}.cfg`)],
    path.join(spec, "MCTwoPhaseCommit.tla")
  ])
  const counts = /(\d+) states generated, (\d+) distinct/g
  const [, generated, distinct] = [...measured.output.matchAll(counts)].at(-1)!
  return {
    ...measured,
    counts: { distinct: Number(distinct), generated: Number(generated) }
  }
}, Effect.scoped)

const sameCounts = (a: Counts, b: Counts): boolean =>
  a.distinct === b.distinct && a.generated === b.generated

/** Whole processes are compared: both pay for their start. */
export const explorerFigures = Effect.gen(function* () {
  const model = "MCTwoPhaseCommit_Large_8"
  const ours = yield* explorer(model)
  const peer = yield* tlc(model)
  const nine = yield* explorer("MCTwoPhaseCommit_Large_9")
  const equal = sameCounts(ours.counts, peer.counts)
  const faster = peer.milliseconds / ours.milliseconds
  const { distinct } = ours.counts
  return [
    {
      what: `distinct states, 8 participants (${equal ? "equal" : "UNEQUAL"} counts)`,
      ours: perSecond(distinct, ours.milliseconds),
      peer: `TLC, 2 workers: ${perSecond(distinct, peer.milliseconds)}`,
      ratio: faster,
      goal: "8 times",
      met: equal && faster >= 8
    },
    memory(ours, peer),
    {
      what: `9 participants, ${nine.counts.distinct.toLocaleString("en")} states`,
      ours: `${(nine.milliseconds / 1000).toFixed(1)} s, ${megabytes(nine.peak ?? 0)}`,
      peer: "",
      ratio: undefined,
      goal: "under 800 MB",
      met:
        nine.counts.distinct === 10_340_352 &&
        nine.peak !== undefined &&
        nine.peak < 800e6
    }
  ] satisfies ReadonlyArray<Figure>
})

const memory = (ours: Measured, peer: Measured): Figure => {
  const ratio = (peer.peak ?? 0) / (ours.peak ?? Infinity)
  return {
    what: "memory, 8 participants",
    ours: megabytes(ours.peak ?? 0),
    peer: `TLC: ${megabytes(peer.peak ?? 0)}`,
    ratio,
    goal: "a fifth",
    met: ratio >= 5
  }
}
