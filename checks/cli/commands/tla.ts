/** `bisim tla`: SANY and TLC for anybody's specifications. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import { running } from "../running.ts"
import { report } from "./report.ts"

const text = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar(metavar),
    Flag.withDescription(description),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )

const number = (name: string, description: string) =>
  Flag.Int(name).pipe(
    Flag.withMetavar("N"),
    Flag.withDescription(description),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )

const on = (name: string, description: string) =>
  Flag.Boolean(name).pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription(description)
  )

const file = Argument.String("FILE").pipe(
  Argument.withDescription("The module, such as Clock.tla")
)

/** Where the tools are, and what they may use. */
const setup = {
  jar: text("jar", "PATH", "The tla2tools jar; else TLA2TOOLS_JAR, or found"),
  sha256: text("sha256", "HEX", "The jar's checksum, or any"),
  java: text("java", "PATH", "The java command; else JAVA_HOME, or PATH"),
  library: Flag.String("library").pipe(
    Flag.withMetavar("FOLDER"),
    Flag.withDescription("Where other modules are (may be repeated)"),
    Flag.atLeast(0)
  )
}

const run = {
  ...setup,
  config: text("config", "FILE", "The configuration (FILE.cfg beside it)"),
  heap: text("heap", "SIZE", "Java's memory, such as 4g"),
  deadlock: on("ignore-deadlock", "States without successors are no errors"),
  output: on("output", "Show what the specification prints"),
  report
}

const parseFlags = { file, ...setup }
const checkFlags = {
  file,
  ...run,
  workers: number("workers", "Threads (1, so that traces are the shortest)"),
  depthFirst: number("depth-first", "Search depth-first, this deep at most"),
  keepGoing: on("continue", "Go on after a violation"),
  coverage: on("coverage", "Count how often each action was taken"),
  dump: text("dump", "FILE", "Write the state graph as .dot"),
  fingerprint: number("fingerprint", "Which hash function, from 0")
}
const simulateFlags = {
  file,
  ...run,
  behaviours: number("behaviours", "How many behaviours (100)"),
  depth: number("depth", "Steps in each (100)"),
  seed: number("seed", "Repeats an earlier simulation")
}

const translateFlags = {
  file,
  ...setup,
  check: on("check", "Leave FILE alone; 15 if its translation is not current")
}
const distributeFlags = {
  file,
  ...setup,
  config: run.config,
  heap: text("heap", "SIZE", "Java's memory, of the server and each worker"),
  deadlock: run.deadlock,
  workers: number("workers", "Workers on this machine (2)"),
  threads: number("threads", "Threads of each worker (1)"),
  address: text("address", "HOST", "This machine, to the others (127.0.0.1)"),
  port: number("port", "Where workers come to (one that is free)"),
  remote: on("remote", "Wait for workers of other machines")
}
const joinFlags = {
  server: Argument.String("HOST").pipe(
    Argument.withDescription("The machine that runs bisim tla distribute")
  ),
  ...setup,
  heap: text("heap", "SIZE", "Java's memory, such as 4g"),
  threads: number("threads", "Threads (1)"),
  address: distributeFlags.address,
  port: number("port", "The server's (10997)")
}

export type TranslateInput = Command.Command.Config.Infer<typeof translateFlags>
export type DistributeInput = Command.Command.Config.Infer<
  typeof distributeFlags
>
export type JoinInput = Command.Command.Config.Infer<typeof joinFlags>
export type ParseInput = Command.Command.Config.Infer<typeof parseFlags>
export type TlaCheckInput = Command.Command.Config.Infer<typeof checkFlags>
export type SimulateInput = Command.Command.Config.Infer<typeof simulateFlags>

const parse = Command.make("parse", parseFlags, (input) =>
  running(
    () => import("../programs/tla-parse.ts"),
    (program) => program.parse(input)
  )
).pipe(
  Command.withDescription("Parse a module with SANY"),
  Command.withExamples([{ command: "bisim tla parse Clock.tla" }])
)

const check = Command.make("check", checkFlags, (input) =>
  running(
    () => import("../programs/tla-check.ts"),
    (program) => program.check(input)
  )
).pipe(
  Command.withDescription("Check a model with TLC"),
  Command.withExamples([
    { command: "bisim tla check Clock.tla" },
    {
      command: "bisim tla check Clock.tla --config Fair.cfg --workers 4",
      description: "With another configuration, on four threads"
    },
    {
      command: "bisim tla check Clock.tla --report html=page.html",
      description: "With the counter-example as a page; itf likewise"
    }
  ])
)

const simulate = Command.make("simulate", simulateFlags, (input) =>
  running(
    () => import("../programs/tla-check.ts"),
    (program) => program.simulate(input)
  )
).pipe(
  Command.withDescription("Check random behaviours with TLC"),
  Command.withExamples([
    { command: "bisim tla simulate Clock.tla --behaviours 1000 --depth 50" }
  ])
)

const translate = Command.make("translate", translateFlags, (input) =>
  running(
    () => import("../programs/tla-translate.ts"),
    (program) => program.translate(input)
  )
).pipe(
  Command.withDescription("Translate a module's PlusCal, and show the change"),
  Command.withExamples([{ command: "bisim tla translate Clock.tla" }])
)

const distribute = Command.make("distribute", distributeFlags, (input) =>
  running(
    () => import("../programs/tla-distribute.ts"),
    (program) => program.distribute(input)
  )
).pipe(
  Command.withDescription("Check a model with TLC on several machines"),
  Command.withExamples([
    { command: "bisim tla distribute Clock.tla --workers 4" },
    {
      command:
        "bisim tla distribute Clock.tla --address db1 --port 10997 --remote",
      description: "With workers that run bisim tla join db1"
    }
  ])
)

const join = Command.make("join", joinFlags, (input) =>
  running(
    () => import("../programs/tla-distribute.ts"),
    (program) => program.join(input)
  )
).pipe(
  Command.withDescription("Work for a bisim tla distribute on another machine"),
  Command.withExamples([{ command: "bisim tla join db1 --address db2" }])
)

export const tla = Command.make("tla").pipe(
  Command.withDescription("Run SANY and TLC on any specification"),
  Command.withSubcommands([parse, translate, check, simulate, distribute, join])
)
