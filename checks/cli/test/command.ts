/** The command, as a user starts it. */
import * as Schema from "effect/Schema"
import { spawn } from "node:child_process"
import { Document } from "../documents.ts"

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Surroundings {
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Told what it has said so far; `"SIGINT"`: to be interrupted. */
  readonly watch?: (out: string) => "SIGINT" | undefined
  /** Milliseconds from then to the signal. */
  readonly delay?: number
  /** Milliseconds to SIGINT, if it says nothing before that. */
  readonly after?: number
}

const repository = `${import.meta.dirname}/../../..`

/** Runs `bisim` in the repository, or in a copy of it. */
export const bisim = (
  words: ReadonlyArray<string>,
  {
    folder = repository,
    environment = {},
    watch,
    delay = 0,
    after
  }: Surroundings = {}
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [`${folder}/checks/cli/bisim.js`, ...words],
      {
        cwd: folder,
        env: { ...process.env, FORCE_COLOR: undefined, ...environment },
        stdio: ["ignore", "pipe", "pipe"]
      }
    )
    let [out, err] = ["", ""]
    let signalled = false
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text
      const signal = watch?.(out)
      if (signal === undefined || signalled) return
      // A second one would end it at once.
      signalled = true
      setTimeout(() => child.kill(signal), delay)
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text
    })
    if (after !== undefined) setTimeout(() => child.kill("SIGINT"), after)
    child.on("error", reject)
    child.on("close", (code) => {
      resolve({ code, out, err })
    })
  })

/** What is on standard output must be one document and nothing else. */
export const documentIn = ({ out }: Ended): Document =>
  Schema.decodeUnknownSync(Schema.fromJsonString(Document), {
    onExcessProperty: "error"
  })(out)
