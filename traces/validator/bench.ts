/**
 * How fast validation is: `node traces/validator/bench.ts`. Each figure is the
 * best of three runs, files included.
 */
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { machineOf } from "./machine.ts"
import {
  details,
  drawing,
  eventsOf,
  javaRun,
  javaText,
  participants,
  traceText,
  walk
} from "./samples.ts"
import { javaLogs } from "./shared-logs.ts"
import { verdictOf, withFiles } from "./testing.ts"
import type { Verdict } from "./verdict.ts"

const RUNS = 3
const EVENTS = 100_000

const print = (what: string, figure: string): void =>
  console.log(`${what.padEnd(44)} ${figure}`)

interface Measured {
  readonly milliseconds: number
  readonly verdict: Verdict
}

const measured = async (run: () => Promise<Verdict>): Promise<Measured> => {
  let best = Infinity
  let verdict = await run()
  for (let i = 0; i < RUNS; i++) {
    const began = performance.now()
    verdict = await run()
    best = Math.min(best, performance.now() - began)
  }
  return { milliseconds: best, verdict }
}

const figure = ({ milliseconds, verdict }: Measured): string => {
  const where = verdict._tag === "Accepted" ? "" : ` at line ${verdict.line}`
  const states = "searched" in verdict ? verdict.searched : verdict.budget
  return `${milliseconds.toFixed(0).padStart(6)} ms  ${verdict._tag}${where}, ${states} states`
}

/** A long complete trace: the decision comes late, messages come again. */
const longTrace = (size: number): string => {
  const machine = machineOf(TwoPhaseCommit, {
    RM: participants(size),
    TMMayCrash: false
  })
  const behaviour = walk(machine, drawing(1), EVENTS, ({ action }, taken) =>
    action === "TMCommit"
      ? taken > EVENTS / 2
      : action !== "TMAbort" && action !== "RMChooseToAbort"
  )
  return traceText(
    "two-phase-commit",
    TwoPhaseCommit,
    machine.constants,
    eventsOf(behaviour)
  )
}

for (const size of [3, 8]) {
  const text = longTrace(size)
  const { milliseconds, verdict } = await withFiles({ log: text }, (folder) =>
    measured(() => verdictOf(`${folder}/log`))
  )
  const events = verdict._tag === "Accepted" ? verdict.events : 0
  const rate = Math.round((events / milliseconds) * 1000).toLocaleString("en")
  print(
    `complete trace, ${size} participants`,
    `${milliseconds.toFixed(0)} ms for ${events} events: ${rate} events/s`
  )
}

for (const path of javaLogs) {
  const name = path.split("/").at(-1)!
  print(name, figure(await measured(() => verdictOf(path))))
}

const judged = (text: string, size: number): Promise<Measured> =>
  withFiles({ log: text }, (folder) =>
    measured(() =>
      verdictOf(`${folder}/log`, {
        constants: JSON.stringify({ RM: participants(size) })
      })
    )
  )

/** The last but four line tells of an abort where there was none. */
const lateError = (text: string): string => {
  const lines = text.split("\n")
  const late = lines[lines.length - 5]!
  const wrong = late
    .replaceAll("committed", "aborted")
    .replaceAll("RMRcvCommitMsg", "RMRcvAbortMsg")
  return lines.with(lines.length - 5, wrong).join("\n")
}

for (const size of [12, 16]) {
  for (const detail of Object.keys(details)) {
    const good = javaText(javaRun({ participants: size }, drawing(1)), detail)
    print(`${size} RM ${detail}`, figure(await judged(good, size)))
    const run = javaRun({ participants: size, abortsAt: size - 2 }, drawing(1))
    const aborted = javaText(run, detail)
    print(`${size} RM ${detail}, aborted`, figure(await judged(aborted, size)))
    // Updates alone leave so much open that these take minutes.
    if (detail === "V") continue
    const early = javaRun(
      { participants: size, commitsAt: size - 3 },
      drawing(1)
    )
    const bug = javaText(early, detail)
    print(`${size} RM ${detail}, early`, figure(await judged(bug, size)))
    const late = lateError(good)
    print(`${size} RM ${detail}, late error`, figure(await judged(late, size)))
  }
}
