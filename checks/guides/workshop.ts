/**
 * A copy of the repository in a temporary folder, where the steps of a guide are
 * taken as a reader takes them.
 */
import { spawn } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join, resolve } from "node:path"
import { text } from "node:stream/consumers"
import type { Edit, File, Session } from "./guide.ts"

const root = resolve(import.meta.dirname, "../..")

const copied = [
  "spec",
  "protocols",
  "storage",
  "checks",
  "traces",
  "docs",
  "package.json",
  "tsconfig.json",
  ".oxlintrc.json",
  ".oxfmtrc.json"
]

export interface Workshop {
  readonly folder: string
  /** Writes a file that is not there yet. */
  readonly write: (file: File) => void
  /** Makes an edit; gives what takes it back. */
  readonly edit: (edit: Edit) => () => void
  /** Runs the commands, and gives what each has printed. */
  readonly follow: (session: Session) => Promise<ReadonlyArray<string>>
  readonly close: () => void
}

/** Packages are linked, but for the one that lies in the repository itself. */
const linkPackages = (folder: string): void => {
  mkdirSync(join(folder, "node_modules"))
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name === ".cache") continue
    const target =
      name === "tla2tools-runner"
        ? join(folder, "checks", name)
        : join(root, "node_modules", name)
    symlinkSync(target, join(folder, "node_modules", name))
  }
}

const write = (folder: string, { path, text }: File): void => {
  const file = join(folder, path)
  if (existsSync(file)) throw new Error(`${path} is there already`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const edit = (folder: string, { path, before, after }: Edit): (() => void) => {
  const file = join(folder, path)
  const whole = readFileSync(file, "utf8")
  const count = whole.split(before).length - 1
  if (before === "" || count !== 1) {
    throw new Error(`${path} has the text to edit ${count} times`)
  }
  writeFileSync(
    file,
    whole.replace(before, () => after)
  )
  return () => {
    writeFileSync(file, whole)
  }
}

/** The program and arguments behind a command of a guide. */
const programOf = (folder: string, command: string): ReadonlyArray<string> => {
  const [first, ...rest] = command.replace(/^npx node /, "node ").split(" ")
  const [name = "", ...options] = rest
  if (first === "node") return [join(folder, name), ...options]
  if (first !== "npx") throw new Error(`${command}: only npx and node are run`)
  const { bin } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8")
  ) as { readonly bin: Readonly<Record<string, string>> }
  const program = bin[name] ?? join("node_modules/.bin", name)
  return [join(folder, program), ...options]
}

/** Milliseconds; a command that does not end must not outlive its test. */
const LIMIT = 240_000

interface Ran {
  readonly exitCode: number | null
  readonly output: string
}

const run = async (folder: string, command: string): Promise<Ran> => {
  const child = spawn(process.execPath, programOf(folder, command), {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT,
    killSignal: "SIGKILL"
  })
  const exit = new Promise<number | null>((resolve) => {
    child.on("close", resolve)
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { exitCode: await exit, output: `${out}${err}`.trimEnd() }
}

/** A command that fails is followed by one that shows its exit code. */
const follow = async (
  folder: string,
  { commands, line }: Session
): Promise<ReadonlyArray<string>> => {
  const outputs: Array<string> = []
  let exitCode: number | null = 0
  for (const { command } of commands) {
    if (command === "echo $?") {
      outputs.push(String(exitCode))
      exitCode = 0
      continue
    }
    if (exitCode !== 0) break
    const ran = await run(folder, command)
    outputs.push(ran.output)
    exitCode = ran.exitCode
  }
  if (exitCode === 0) return outputs
  throw new Error(`line ${line}: exit code ${exitCode}\n${outputs.at(-1)}`)
}

/** Copies the repository's sources; the caller closes the workshop. */
export const openWorkshop = (): Workshop => {
  const folder = mkdtempSync(join(tmpdir(), "bisim-guide-"))
  for (const name of copied) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (source) => basename(source) !== "node_modules"
    })
  }
  linkPackages(folder)
  return {
    folder,
    write: (file) => {
      write(folder, file)
    },
    edit: (step) => edit(folder, step),
    follow: (session) => follow(folder, session),
    close: () => {
      rmSync(folder, { recursive: true })
    }
  }
}
