/** Runs the commands that pages show, and takes from their output what varies. */
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { root } from "../models/models.ts"

/** A command as a page writes it: `npx bisim ...`, `(exit N)` if not 0. */
export interface Command {
  readonly shown: string
  readonly arguments: ReadonlyArray<string>
  readonly exitCode: number
}

export const parseCommand = (text: string): Command | undefined => {
  const [, shown, exit] =
    /^(npx bisim(?: [^()]*?)?)(?: \(exit (\d+)\))?$/.exec(text) ?? []
  if (shown === undefined) return undefined
  const [, , ...words] = shown.split(" ")
  return { shown, arguments: words, exitCode: Number(exit ?? 0) }
}

/** What came of it; both outputs, the standard one first. */
export interface Ran {
  readonly exitCode: number
  readonly output: string
}

/** A tool that the command needs is not on this machine. */
export const TOOL_MISSING = 69

const TIMEOUT = 240_000

/** Runs a command in the root of the repository, without colours. */
export const runCommand = (command: Command): Effect.Effect<Ran> =>
  Effect.callback<Ran>((resume) => {
    const { FORCE_COLOR: _, ...env } = process.env
    const child = execFile(
      process.execPath,
      ["checks/cli/bisim.js", ...command.arguments],
      {
        cwd: root,
        env: { ...env, NO_COLOR: "1" },
        timeout: TIMEOUT,
        maxBuffer: 1 << 24
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : (error.code ?? -1)
        const output = stdout + stderr
        resume(Effect.succeed({ exitCode: Number(code), output }))
      }
    )
    return Effect.sync(() => child.kill())
  })

/**
 * The output without what differs from run to run: times, memory and speed are
 * an ellipsis, right-aligned where they stand in a column.
 */
export const normalise = (output: string): ReadonlyArray<string> =>
  output
    .replaceAll(
      /( {2,})?\b((?:\d+ min )?[\d.,]+ (s|ms|MB|[kM]\/s))(?![\w/])/g,
      blur
    )
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "")
    .split("\n")

const blur = (
  whole: string,
  column: string | undefined,
  _figure: string,
  unit: string
): string =>
  column === undefined ? `… ${unit}` : `… ${unit}`.padStart(whole.length)
