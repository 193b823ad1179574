/** What the recorders of fixtures share. */
import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export const specs = join(import.meta.dirname, "specs")
export const fixtures = join(import.meta.dirname, "fixtures")

const jarOf = (): string => {
  const jar = process.env["TLA2TOOLS_JAR"]
  if (jar === undefined) throw new Error("Set TLA2TOOLS_JAR")
  return jar
}

export const jar = jarOf()

/** Nothing of this machine or of this minute is kept. */
export const anonymous = (text: string, folder: string): string =>
  text
    .replaceAll(specs, "/specs")
    .replaceAll(folder, "/run")
    .replaceAll(jar, "/tla2tools.jar")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "2026-01-01 12:00:00")
    .replace(/\w{3} \w{3} \d\d \d\d:\d\d:\d\d \w+ \d{4}/g, "Thu Jan 01 2026")
    .replace(/seed -?\d{5,} /, "seed -42 ")
    .replace(/on \d+ cores with \d+MB/, "on 2 cores with 1024MB")
    .replace(/\[pid: \d+\] \(.*?\)/, "[pid: 1] (Linux)")
    .replace(/\(([\d,]+) s\/min\)/g, "(1,200 s/min)")
    .replace(/\(([\d,]+) ds\/min\)/g, "(600 ds/min)")
    .replace(/in \d+ms/, "in 500ms")
    .replace(/in \d\ds at/, "in 05s at")
    .replace(/TLC server at \S+ is/, "TLC server at host is")
    .replace(/^\S+, work completed/m, "host, work completed")

export interface Run {
  readonly exitCode: number | null
  readonly stderr: string
}

const runs: Record<string, Run> = {}

/** Keeps what a run printed and how it ended. */
export const keep = (name: string, stdout: string, run: Run): void => {
  writeFileSync(join(fixtures, `${name}.out`), stdout)
  runs[name] = run
}

export const writeRuns = (): void => {
  const text = JSON.stringify(runs, undefined, 2)
  writeFileSync(join(fixtures, "runs.json"), `${text}\n`)
}

/** Runs `use` with a folder that is removed after it. */
export const inFolder = async <A>(
  use: (folder: string) => A | Promise<A>
): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), "record-"))
  const result = await use(folder)
  rmSync(folder, { recursive: true })
  return result
}

export const javaOptions = (folder: string): ReadonlyArray<string> => [
  "-Duser.language=en",
  "-XX:+UseParallelGC",
  `-Djava.io.tmpdir=${folder}`
]

/** Runs a main class of the jar; `@` in a word is the folder. */
export const run = (
  folder: string,
  main: string,
  words: ReadonlyArray<string>,
  { classpath = jar, cwd = specs } = {}
) => {
  const named = words.map((word) => word.replace("@", folder))
  const all = [...javaOptions(folder), "-cp", classpath, main, ...named]
  const ran = spawnSync("java", all, { cwd, encoding: "utf8" })
  return {
    exitCode: ran.status,
    stdout: anonymous(ran.stdout, folder),
    stderr: anonymous(ran.stderr, folder)
  }
}

/** A main class of the jar while it runs. */
export const start = (
  folder: string,
  main: string,
  words: ReadonlyArray<string>,
  { cwd = specs, options = [] as ReadonlyArray<string> } = {}
) => {
  const all = [...javaOptions(folder), ...options, "-cp", jar, main, ...words]
  const child = spawn("java", all, { cwd, stdio: ["ignore", "pipe", "pipe"] })
  const printed = { stdout: "", stderr: "" }
  const watchers: Array<() => void> = []
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed.stdout += text
    for (const watcher of watchers) watcher()
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    printed.stderr += text
  })
  const ended = new Promise<Run & { readonly stdout: string }>((resolve) => {
    child.on("close", (code, signal) => {
      resolve({
        exitCode: signal === "SIGKILL" ? 137 : code,
        stdout: anonymous(printed.stdout, folder),
        stderr: anonymous(printed.stderr, folder)
      })
    })
  })
  /** Waits until it has printed a text so many times. */
  const says = (text: string, times = 1): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (printed.stdout.split(text).length > times) resolve()
      }
      watchers.push(look)
      look()
    })
  return { ended, kill: () => child.kill("SIGKILL"), says }
}
