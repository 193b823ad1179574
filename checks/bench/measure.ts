/** A child process, its output, how long it took and how much it held. */
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"

export interface Measured {
  readonly output: string
  readonly milliseconds: number
  /** Most bytes resident at once; unknown where the system does not tell. */
  readonly peak: number | undefined
}

/** Linux tells a process's highest mark. */
const peakOf = (id: number): number | undefined => {
  try {
    const status = readFileSync(`/proc/${id}/status`, "utf8")
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024 || undefined
  } catch {
    return undefined
  }
}

/** Runs a command to its end; dies if it exits with another code than 0. */
export const measure = (
  command: string,
  words: ReadonlyArray<string>
): Effect.Effect<Measured> =>
  Effect.callback((resume) => {
    const began = performance.now()
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] })
    const [output, errors]: [Array<Buffer>, Array<Buffer>] = [[], []]
    let peak: number | undefined
    const watch = setInterval(() => {
      peak = peakOf(child.pid ?? 0) ?? peak
    }, 20)
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk))
    child.on("close", (code) => {
      clearInterval(watch)
      const milliseconds = performance.now() - began
      const text = Buffer.concat(output).toString()
      resume(
        code === 0
          ? Effect.succeed({ output: text, milliseconds, peak })
          : Effect.die(
              new Error(
                `${command} ${words.join(" ")} exits with ${code}:\n` +
                  `${text}${Buffer.concat(errors).toString()}`
              )
            )
      )
    })
    return Effect.sync(() => child.kill())
  })
