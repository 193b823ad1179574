/** One random system in both engines, and where they disagree. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Result from "effect/Result"
import { checkWithExplorer } from "../check/check.ts"
import type { CheckReport } from "../check/report.ts"
import { checkWithTlc } from "../check/tlc.ts"
import { parseConfig } from "../models/config.ts"
import type { Model } from "../models/models.ts"
import { judge } from "./lasso.ts"
import { configuration, fairModule, tablesModule } from "./module.ts"
import { places, type System } from "./system.ts"
import { walkers } from "./walkers.ts"

const constantsOf = ({ walkers }: System) => ({
  Walker: walkers,
  Place: places
})

/** The system as a model; its files are in the folder once it is written. */
export const modelOf = (system: System, folder: string): Model => ({
  name: "MCWalkers",
  folder: "walkers",
  protocol: walkers(system),
  config: Result.getOrThrow(parseConfig(configuration(system))),
  constants: constantsOf(system),
  configPath: `${folder}/MCWalkers.cfg`,
  specPath: `${folder}/MCWalkers.tla`,
  expected: undefined,
  everyday: true
})

/** Writes what TLC reads into a folder. */
const write = Effect.fnUntraced(function* (system: System, folder: string) {
  const files = yield* FileSystem.FileSystem
  const { specPath, configPath } = modelOf(system, folder)
  yield* files.copyFile(
    `${import.meta.dirname}/Walkers.tla`,
    `${folder}/Walkers.tla`
  )
  yield* files.writeFileString(`${folder}/Tables.tla`, tablesModule(system))
  yield* files.writeFileString(specPath, fairModule(system))
  yield* files.writeFileString(configPath, configuration(system))
})

/** More than any system has; a broken explorer might find no end. */
const MOST_STATES = 100_000

/** What an engine says of a system, or why it refuses to say anything. */
export type Answer = Pick<
  CheckReport,
  | "result"
  | "violates"
  | "length"
  | "distinct"
  | "generated"
  | "depth"
  | "counterexample"
  | "summary"
>

/** What the explorer says. */
export const ours = (system: System, cached: boolean) =>
  checkWithExplorer(modelOf(system, "."), {
    limits: { states: MOST_STATES },
    cached,
    onProgress: () => Effect.void
  }).pipe(
    Effect.map((report): Answer => report),
    Effect.catchTag("BadInput", ({ problem }) =>
      Effect.succeed<Answer>({ result: "error", summary: problem })
    )
  )

/** What TLC says. */
export const theirs = Effect.fnUntraced(function* (system: System) {
  const files = yield* FileSystem.FileSystem
  const folder = yield* files.makeTempDirectoryScoped({ prefix: "walkers-" })
  yield* write(system, folder)
  return yield* checkWithTlc(modelOf(system, folder), {
    workers: 1,
    onEvent: () => Effect.void
  })
}, Effect.scoped)

const figures = ["distinct", "generated", "depth"] as const

/** States before the loop. */
const stem = ({ counterexample }: Answer): number => {
  const { loop, steps = [] } = counterexample ?? {}
  return typeof loop === "number" ? loop : steps.length
}

/**
 * In words, where two reports of a system differ that must not. A search that
 * ends early has seen states in an order of its own: its counts say nothing. A
 * lasso of TLC's is not the shortest.
 */
export const disagreements = (
  system: System,
  ours: Answer,
  theirs: Answer
): ReadonlyArray<string> => {
  const differing = (
    names: ReadonlyArray<"result" | "violates" | "length" | keyof Counts>
  ) =>
    names
      .filter((name) => ours[name] !== theirs[name])
      .map((name) => `${name}: ${theirs[name]} by TLC, ${ours[name]} by us`)
  if (ours.result === "error" && theirs.result === "error") {
    return withoutStates([ours, theirs])
  }
  // TLC does not tell that a property is vacuous.
  const verdict = theirs.result === "ok" ? ["ok", "vacuous"] : [theirs.result]
  if (!verdict.includes(ours.result)) return differing(["result"])
  const { about } = system.question
  const protocol = walkers(system)
  const formula = protocol.liveness[about]
  if (theirs.result === "ok") return differing(figures)
  if (ours.result === "deadlock") return differing(["length"])
  if (formula === undefined) return differing(["violates", "length"])
  const longer =
    stem(ours) > stem(theirs) ? ["our way to the loop is longer"] : []
  const faults = judge(protocol, constantsOf(system))(
    formula,
    ours.counterexample ?? { steps: [] }
  )
  return [...differing(["violates"]), ...longer, ...faults]
}

type Counts = Record<(typeof figures)[number], number>

/** The one error that both may make of a system. */
const withoutStates = (answers: ReadonlyArray<Answer>) =>
  answers
    .map(({ summary = "" }) => summary)
    .filter((text) => !/^(?:there is no state|No state is initial)/u.test(text))
