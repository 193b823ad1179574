/** `bisim check` */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import { anyProtocol } from "../protocols.ts"
import { report } from "./report.ts"
import { running } from "../running.ts"

const limit = (name: string, metavar: string, description: string) =>
  Flag.Int(name).pipe(
    Flag.filter(
      (n) => n > 0,
      () => "a number above 0"
    ),
    Flag.withMetavar(metavar),
    Flag.withDescription(description),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )

export const model = Flag.String("model").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("Only this model, as `bisim list` names it"),
  Flag.optional,
  Flag.map(Option.getOrUndefined)
)

const flags = {
  protocol: anyProtocol,
  model,
  engine: Flag.Literals("engine", ["explorer", "tlc", "both"]).pipe(
    Flag.withDescription("Default: the explorer, and TLC if Java is there"),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  ),
  workers: limit("workers", "N", "TLC's threads (1)"),
  maxStates: limit("max-states", "N", "Explorer: stop after so many states"),
  maxDepth: limit("max-depth", "N", "Explorer: stop after so many levels"),
  maxMemory: limit("max-memory", "MB", "Explorer: stop when it needs more"),
  maxTime: limit("max-time", "SECONDS", "Stop each check after so long"),
  depthFirst: Flag.Boolean("depth-first").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription(
      "Explorer: deep states first, ways are not the shortest"
    )
  ),
  walks: limit("walks", "N", "Explorer: so many random walks, no search"),
  depth: limit("depth", "N", "Steps in each walk (100)"),
  seed: Flag.Int("seed").pipe(
    Flag.withMetavar("N"),
    Flag.withDescription("Other walks, but the same for the same seed (0)"),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  ),
  cache: Flag.Boolean("cache").pipe(
    Flag.withDefault(true),
    Flag.withDescription("Explorer: remember what actions do (--no-cache: not)")
  ),
  coverage: Flag.Boolean("coverage").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Explorer: count what each guard is good for")
  ),
  report,
  update: Flag.Boolean("update").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Write the figures found into the manifests")
  )
}

export type CheckInput = Command.Command.Config.Infer<typeof flags>

export const check = Command.make("check", flags, (input) =>
  running(
    () => import("../programs/check.ts"),
    (program) => program.check(input)
  )
).pipe(
  Command.withDescription(
    "Check models: every reachable state, every property\n\n" +
      "  A check is as expected if it ends as spec/<protocol>/manifest.json says,\n" +
      "  which for some models is a violation; without an entry, if all holds.\n" +
      "  Without arguments every model is checked but the large ones."
  ),
  Command.withShortDescription("Check models: every reachable state"),
  Command.withExamples([
    { command: "bisim check", description: "Everything that is quick" },
    {
      command: "bisim check two-phase-commit --coverage",
      description: "And which guard was how often the only false one"
    },
    {
      command: "bisim check --model MCTwoPhaseCommit_CrashLiveness",
      description: "One model, with its counter-example"
    },
    {
      command:
        "bisim check --model MCTwoPhaseCommit_CrashLiveness --report html=page.html",
      description: "Its counter-example as a page; itf and mermaid likewise"
    },
    {
      command: "bisim check --model MCTwoPhaseCommit_Large_9 --walks 1000",
      description: "Random walks: quick to find faults, no proof of anything"
    },
    {
      command: "bisim check --report junit=results.xml --report github",
      description: "What a forge's CI shows"
    },
    {
      command:
        "bisim check --model MCTwoPhaseCommit_Large_9 --engine explorer --max-memory 800",
      description: "A large one that may not take more than 800 MB"
    }
  ])
)
