/**
 * Records what TLC prints for the specifications in `specs`, as fixtures for
 * the tests that need no Java: `node test/record.ts`. Needs `TLA2TOOLS_JAR`.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const specs = join(import.meta.dirname, "specs")
const fixtures = join(import.meta.dirname, "fixtures")
const jar = process.env["TLA2TOOLS_JAR"]
if (jar === undefined) throw new Error("Set TLA2TOOLS_JAR")

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
  {
    ...counter("Ok", "-simulate", "num=20", "-depth", "5", "-seed", "7"),
    name: "Simulation"
  },
  {
    ...counter("Invariant", "-simulate", "num=20", "-depth", "5", "-seed", "7"),
    name: "SimulationInvariant"
  }
]

/** Nothing of this machine or of this minute is kept. */
const anonymous = (text: string, folder: string): string =>
  text
    .replaceAll(specs, "/specs")
    .replaceAll(folder, "/run")
    .replaceAll(jar, "/tla2tools.jar")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "2026-01-01 12:00:00")
    .replace(/seed -?\d{5,} /, "seed -42 ")
    .replace(/on \d+ cores with \d+MB/, "on 2 cores with 1024MB")
    .replace(/\[pid: \d+\] \(.*?\)/, "[pid: 1] (Linux)")
    .replace(/\(([\d,]+) s\/min\)/g, "(1,200 s/min)")
    .replace(/\(([\d,]+) ds\/min\)/g, "(600 ds/min)")
    .replace(/in \d+ms/, "in 500ms")

const run = (main: string, words: ReadonlyArray<string>) => {
  const folder = mkdtempSync(join(tmpdir(), "record-"))
  const options = [
    "-Duser.language=en",
    "-XX:+UseParallelGC",
    `-Djava.io.tmpdir=${folder}`
  ]
  const ran = spawnSync(
    "java",
    [...options, "-cp", jar, main, ...words.map((w) => w.replace("@", folder))],
    { cwd: specs, encoding: "utf8" }
  )
  rmSync(folder, { recursive: true })
  return {
    exitCode: ran.status,
    stdout: anonymous(ran.stdout, folder),
    stderr: anonymous(ran.stderr, folder)
  }
}

mkdirSync(fixtures, { recursive: true })
const runs: Record<string, { exitCode: number | null; stderr: string }> = {}
for (const { config, module, name, words } of recordings) {
  const fixed = ["-tool", "-metadir", "@", "-workers", "1", "-fp", "1"]
  const simulated = words.includes("-simulate") ? fixed.slice(0, 5) : fixed
  const { exitCode, stderr, stdout } = run("tlc2.TLC", [
    ...simulated,
    "-config",
    `${config}.cfg`,
    ...words,
    `${module}.tla`
  ])
  writeFileSync(join(fixtures, `${name}.out`), stdout)
  runs[name] = { exitCode, stderr }
}
for (const module of ["Counter", "Misspelt", "Unbalanced", "Orphan"]) {
  const name = `sany-${module}`
  const { exitCode, stderr, stdout } = run("tla2sany.SANY", [`${module}.tla`])
  writeFileSync(join(fixtures, `${name}.out`), stdout)
  runs[name] = { exitCode, stderr }
}
const help = run("tlc2.TLC", ["-h"])
writeFileSync(join(fixtures, "help.out"), help.stdout)
const dot = join(fixtures, "Ok.dot")
run("tlc2.TLC", [
  "-metadir",
  "@",
  "-fp",
  "1",
  "-config",
  "Ok.cfg",
  "-dump",
  "dot,actionlabels",
  dot,
  "Counter.tla"
])
// With temporal properties TLC writes the graph of that search beside it.
rmSync(join(fixtures, "Ok_liveness.dot"))
writeFileSync(
  join(fixtures, "runs.json"),
  `${JSON.stringify(runs, undefined, 2)}\n`
)
