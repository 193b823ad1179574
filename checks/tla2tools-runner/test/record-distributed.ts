/** Records what the server of distributed TLC prints, with two workers. */
import { createServer } from "node:net"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { inFolder, keep, start } from "./recording.ts"

const port = 23_456

interface Search {
  readonly name: string
  readonly module: string
  readonly config: string
  readonly words?: ReadonlyArray<string>
  /** How many workers to kill once both are there. */
  readonly kill?: number
  /** How many of them the server must miss before it is killed itself. */
  readonly abandon?: boolean
}

const counter = (config: string): Search => ({
  name: `distributed-${config}`,
  module: "Counter",
  config
})

const searches: ReadonlyArray<Search> = [
  ...["Ok", "Plain", "Invariant", "Deadlock", "Initial", "Assumption"].map(
    counter
  ),
  ...["NoInitialState", "MissingConstant", "InitialEvaluation"].map(counter),
  { name: "distributed-Trace", module: "Grid", config: "GridViolated" },
  {
    name: "distributed-LostWorker",
    module: "Grid",
    config: "GridLarge",
    words: ["-deadlock"],
    kill: 1
  },
  {
    name: "distributed-NoWorkers",
    module: "Grid",
    config: "GridLarge",
    words: ["-deadlock"],
    kill: 2,
    abandon: true
  }
]

const network = [
  "-Djava.rmi.server.hostname=127.0.0.1",
  `-Dtlc2.tool.distributed.TLCServer.port=${port}`,
  "-Dtlc2.tool.distributed.TLCWorker.threadCount=1"
]

const startServer = (folder: string, { config, module, words }: Search) => {
  const fixed = ["-tool", "-metadir", join(folder, "states")]
  const all = [...fixed, ...(words ?? []), "-config", `${config}.cfg`, module]
  const main = "tlc2.tool.distributed.TLCServer"
  return start(folder, main, all, { options: network })
}

const startWorker = (folder: string, number: number) => {
  const cwd = join(folder, String(number))
  mkdirSync(cwd)
  const main = "tlc2.tool.distributed.TLCWorker"
  return start(cwd, main, ["127.0.0.1"], { cwd, options: network })
}

const record = (search: Search): Promise<void> =>
  inFolder(async (folder) => {
    const server = startServer(folder, search)
    const workers = [1, 2].map((number) => startWorker(folder, number))
    if (search.kill !== undefined) {
      await server.says("STARTMSG 7001:0", 2)
      for (const worker of workers.slice(0, search.kill)) worker.kill()
    }
    if (search.abandon === true) {
      await server.says("STARTMSG 7002:0", search.kill)
      server.kill()
    }
    const { stdout, ...ended } = await server.ended
    for (const worker of workers) worker.kill()
    await Promise.all(workers.map((worker) => worker.ended))
    keep(search.name, stdout, ended)
  })

/** A port that is taken ends the server with exit code 0. */
const recordPortTaken = (): Promise<void> =>
  inFolder(async (folder) => {
    const other = createServer()
    await new Promise<void>((resolve) => {
      other.listen(port, "127.0.0.1", resolve)
    })
    const { stdout, ...ended } = await startServer(folder, counter("Plain"))
      .ended
    other.close()
    keep("distributed-PortTaken", stdout, ended)
  })

export const recordDistributed = async (): Promise<void> => {
  for (const search of searches) await record(search)
  await recordPortTaken()
}
