/** Validation: events a second, and how soon the command gives a verdict. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { Cluster } from "../../traces/adapters/etcd-cluster.ts"
import { specDigest } from "../../traces/spec-digest.ts"
import { machineOf } from "../../traces/validator/machine.ts"
import {
  drawing,
  eventsOf,
  javaRun,
  javaText,
  participants,
  traceText,
  walk
} from "../../traces/validator/samples.ts"
import { subjectFor } from "../../traces/validator/subjects.ts"
import { validateFile } from "../../traces/validator/validate.ts"
import { root } from "../models/models.ts"
import { runCluster } from "../simulation/raft-cluster.ts"
import { type Figure, megabytes, perSecond } from "./figure.ts"
import { measure } from "./measure.ts"

const EVENTS = 100_000
const HEADER_AND_END = 2

/** A long complete trace: the decision comes late, messages come again. */
const longTrace = (): string => {
  const constants = { RM: participants(8), TMMayCrash: false }
  const behaviour = walk(
    machineOf(TwoPhaseCommit, constants),
    drawing(1),
    EVENTS,
    ({ action }, taken) =>
      action === "TMCommit"
        ? taken > EVENTS / 2
        : action !== "TMAbort" && action !== "RMChooseToAbort"
  )
  const events = eventsOf(behaviour)
  return traceText("two-phase-commit", TwoPhaseCommit, constants, events)
}

/** What the runtime's servers log while they serve clients. */
const raftTrace = Effect.gen(function* () {
  const { lines } = yield* runCluster({
    spec: yield* specDigest(root, "raft", "Raft"),
    seed: 1,
    servers: 3,
    clients: 2,
    writes: 20,
    faults: { loss: 0.02, duplication: 0.02, delay: 5 },
    heartbeat: 20,
    trouble: 3000,
    quiet: 500,
    compactAfter: 3
  })
  return lines.map((line) => `${line}\n`).join("")
})

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const began = performance.now()
    const value = yield* effect
    return { value, milliseconds: performance.now() - began }
  })

/** The quickest of three runs: the first ones warm the machine up. */
const bestOfThree = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.all([effect, effect, effect].map(timed)), (runs) =>
    runs.reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a))
  )

const parseEach = (lines: ReadonlyArray<string>): ReadonlyArray<unknown> =>
  lines.map((line): unknown => JSON.parse(line))

/** Events a second of a trace; the peer only parses its lines. */
const throughput = (what: string, text: string) =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const folder = yield* files.makeTempDirectoryScoped({ prefix: "bench-" })
    const file = path.join(folder, "long.ndjson")
    yield* files.writeFileString(file, text)
    const lines = text.trimEnd().split("\n")
    const events = lines.length - HEADER_AND_END
    const ours = yield* bestOfThree(validateFile(file, subjectFor))
    const peer = yield* bestOfThree(Effect.sync(() => parseEach(lines)))
    const { verdict } = ours.value
    const each = Math.round(text.length / lines.length)
    const size = `${events.toLocaleString("en")} events, ${each} bytes each`
    return {
      what: `complete trace of ${what}, ${size}: ${verdict._tag}`,
      ours: perSecond(events, ours.milliseconds),
      peer: `JSON.parse alone: ${perSecond(events, peer.milliseconds)}`,
      ratio: peer.milliseconds / ours.milliseconds,
      goal: "100,000/s",
      met: verdict._tag === "Accepted" && events / ours.milliseconds >= 100
    } satisfies Figure
  })

const firstVerdict = Effect.gen(function* () {
  const trace = `${root}/traces/two-phase-commit/sixteen_commit_logged_by_actions_only.ndjson`
  const { milliseconds, output } = yield* measure(process.execPath, [
    `${root}/checks/cli/bisim.js`,
    ...["validate", "two-phase-commit", trace]
  ])
  return {
    what: "the command's verdict on 16 participants, actions only",
    ours: `${milliseconds.toFixed(0)} ms`,
    peer: "",
    ratio: undefined,
    goal: "1 s",
    met: output.startsWith("accepted") && milliseconds < 1000
  } satisfies Figure
})

/** Logs of a run that commits early: a wrong one has to be searched whole. */
const refutations = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* files.makeTempDirectoryScoped({ prefix: "bench-" })
  const constants = JSON.stringify({ RM: participants(16) })
  const run = javaRun({ participants: 16, commitsAt: 13 }, drawing(1))
  return yield* Effect.forEach(["E", "EA", "VEA"], (detail) =>
    Effect.gen(function* () {
      const file = path.join(folder, `early.${detail}`)
      yield* files.writeFileString(file, javaText(run, detail))
      const { value, milliseconds } = yield* timed(
        validateFile(file, subjectFor, { constants })
      )
      const { _tag } = value.verdict
      return {
        what: `16 participants, commit with 13 prepared, ${detail}: ${_tag}`,
        ours: `${milliseconds.toFixed(0)} ms`,
        peer: "",
        ratio: undefined,
        goal: "1 s",
        met: _tag === "Rejected" && milliseconds < 1000
      } satisfies Figure
    })
  )
})

const LINES = 200_000

/** As etcd's library would trace three servers that go on agreeing. */
const agreement = (): string => {
  const cluster = new Cluster(["1", "2", "3"])
  cluster.agree(cluster.elect("1", "2"), true)
  while (cluster.events.length < LINES) cluster.agree(cluster.append("1"))
  return `${cluster.lines().slice(0, LINES).join("\n")}\n`
}

const etcd = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* files.makeTempDirectoryScoped({ prefix: "bench-" })
  const file = path.join(folder, "etcd.ndjson")
  yield* files.writeFileString(file, agreement())
  const { milliseconds, output, peak } = yield* measure(process.execPath, [
    `${root}/checks/cli/bisim.js`,
    ...["validate", "raft", file]
  ])
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`
  const [verdict] = output.split(":")
  return {
    what: `a log of etcd's library, ${LINES.toLocaleString("en")} lines: ${verdict}`,
    ours: peak === undefined ? seconds : `${seconds}, ${megabytes(peak)}`,
    peer: "",
    ratio: undefined,
    goal: "a minute",
    met: verdict === "accepted" && milliseconds < 60_000
  } satisfies Figure
})

export const validationFigures = Effect.scoped(
  Effect.map(
    Effect.all([
      throughput("two-phase commit", longTrace()),
      Effect.flatMap(raftTrace, (text) => throughput("Raft", text)),
      firstVerdict,
      refutations,
      etcd
    ]),
    (figures) => figures.flat()
  )
)
