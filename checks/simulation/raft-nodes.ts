/**
 * The servers of `storage/raft` on machines that stop, for a simulated run:
 * each has a disk of its own, and a state machine that a stop takes away.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import type { Constants, Durable, Entry } from "../../protocols/raft/state.ts"
import { type Disk, makeDisk } from "../../storage/disk/simulated-disk.ts"
import { fileLog } from "../../storage/raft/log-file.ts"
import { RaftLog } from "../../storage/raft/log.ts"
import { raftServer } from "../../storage/raft/running.ts"
import { RaftServer, type ServerOptions } from "../../storage/raft/server.ts"
import { Transport } from "../../storage/raft/transport.ts"
import { chance } from "./network.ts"

/** A server with a mistake, and what it does on its own. */
export interface Nature extends Pick<
  ServerOptions,
  "actions" | "compactAfter" | "heartbeat" | "observer"
> {
  readonly constants: Constants
  readonly mistaken?: (log: RaftLog["Service"]) => RaftLog["Service"]
}

/** What a state machine of its values has become: each once. */
export type Effects = Array<string>

/** A server while it runs. */
export interface Running {
  readonly scope: Scope.Closeable
  readonly server: RaftServer["Service"]
  readonly effects: Effects
}

export interface Node {
  readonly id: string
  readonly disk: Disk
  running: Running | undefined
}

export const nodeOf = (id: string): Node => ({
  id,
  disk: makeDisk(),
  running: undefined
})

/** So many heartbeats may be missed before a server waits no longer. */
const MISSED = 5

const logOf = (
  { id, disk }: Node,
  mistaken: Nature["mistaken"] = (log) => log
): Layer.Layer<RaftLog> =>
  fileLog("/log", id).pipe(
    Layer.provide([
      Layer.succeed(FileSystem.FileSystem, disk.files),
      Path.layer
    ]),
    // A log that is damaged is a mistake that is to be found.
    Layer.orDie,
    Layer.flatMap((built) =>
      Layer.succeed(RaftLog, mistaken(Context.get(built, RaftLog)))
    )
  )

const executed = (effects: Effects, { value }: Entry): void => {
  if (value !== undefined && !effects.includes(value)) effects.push(value)
}

/** Starts a server with what is on its disk. */
export const start = Effect.fnUntraced(function* (
  node: Node,
  { mistaken, ...nature }: Nature,
  transport: Transport["Service"]
) {
  const scope = yield* Scope.make()
  const effects: Effects = []
  const options: ServerOptions = {
    ...nature,
    id: node.id,
    electionTimeout: MISSED * nature.heartbeat,
    apply: (entry) => Effect.sync(() => executed(effects, entry)),
    restore: ({ machine }: Durable["snapshot"]) =>
      Effect.sync(() => {
        effects.splice(0, Infinity, ...machine.effects)
      })
  }
  const layer = Layer.provide(raftServer(options), [
    logOf(node, mistaken),
    Layer.succeed(Transport, transport)
  ])
  const services = yield* Layer.buildWithScope(layer, scope)
  node.running = { scope, server: Context.get(services, RaftServer), effects }
})

/** Its machine stops, after a while at the latest, and may lose something. */
export const stop = Effect.fnUntraced(function* (node: Node) {
  const { disk, running } = node
  if (running === undefined) return
  disk.stopAfter(yield* Random.nextIntBetween(0, 6))
  const patience = Effect.sleep(yield* Random.nextIntBetween(0, 40))
  yield* Effect.raceFirst(running.server.stopped, patience)
  yield* Scope.close(running.scope, Exit.void)
  node.running = undefined
  const kept = (yield* chance(0.3)) ? 1 : yield* Random.next
  disk.recover({ names: yield* Random.nextBoolean, kept })
})
