/**
 * Those who ask servers of Raft for something, in a simulated run: clients that
 * write and read, and somebody who changes the cluster.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import type { Constants } from "../../protocols/raft/state.ts"
import type { Answered } from "../../storage/raft/server.ts"
import type { Node, Running } from "./raft-nodes.ts"

/** What a client has done; the times are those of no clock, but an order. */
export interface Operation {
  readonly begun: number
  readonly ended: number
  /** What was written; undefined: it was a read. */
  readonly wrote: string | undefined
  /** What a read saw. */
  readonly saw: ReadonlyArray<string>
}

/** Whom clients ask, and what they have done. */
export interface Asked {
  readonly nodes: ReadonlyArray<Node>
  readonly operations: Array<Operation>
  /** Counts what has begun and ended. */
  time: number
}

/** What a client writes; the first are `c1.1` and `c2.1`. */
export const valueOf = (client: number, write: number): string =>
  `c${client + 1}.${write + 1}`

const between = Random.nextIntBetween

export const pause = (shortest: number, longest: number) =>
  Effect.flatMap(between(shortest, longest), (ms) => Effect.sleep(ms))

const anyOf = <A>(all: ReadonlyArray<A>) =>
  Effect.map(between(0, all.length - 1), (i) => all[i]!)

type Ask = (server: Running["server"]) => Answered

/** A server is asked; it is not known that it has done it: undefined. */
const tried = Effect.fnUntraced(function* ({ running }: Node, ask: Ask) {
  if (running === undefined) return undefined
  const done = yield* Effect.exit(Effect.timeout(ask(running.server), 400))
  return Exit.isSuccess(done) ? running : undefined
})

/** Asks one server after another until one has done it. */
const insisted = Effect.fnUntraced(function* ({ nodes }: Asked, ask: Ask) {
  for (;;) {
    const running = yield* tried(yield* anyOf(nodes), ask)
    if (running !== undefined) return running
    yield* pause(5, 30)
  }
})

/** Writes a value, and then reads all, if that is wanted. */
export const writeAndRead = Effect.fnUntraced(function* (
  asked: Asked,
  wrote: string,
  reads: boolean
) {
  const { operations } = asked
  const order = () => (asked.time += 1)
  yield* pause(0, 100)
  const writing = order()
  yield* insisted(asked, ({ propose }) => propose(wrote))
  operations.push({ begun: writing, ended: order(), wrote, saw: [] })
  if (!reads) return
  const reading = order()
  const { effects } = yield* insisted(asked, ({ read }) => read)
  const saw = [...effects]
  operations.push({ begun: reading, ended: order(), wrote: undefined, saw })
})

/** Wants another leader, or other voters; each server is asked once. */
export const change = Effect.fnUntraced(function* (
  { nodes }: Asked,
  { Server, Targets, Changes }: Constants
) {
  const to = yield* anyOf(Server)
  const voters = yield* anyOf(Targets)
  const kind = yield* anyOf(Changes)
  const transfers = yield* Random.nextBoolean
  const ask: Ask = ({ transfer, reconfigure }) =>
    transfers ? transfer(to) : reconfigure({ voters, learners: [], kind })
  yield* Effect.forEach(nodes, (node) => tried(node, ask))
})

const isSo = ({ _tag, guard }: { _tag: string; guard?: string }): boolean =>
  _tag === "Refused" && guard === "Differs"

/** Wants all of them to be voters, until they are. */
export const gather = (asked: Asked, voters: ReadonlyArray<string>) =>
  insisted(asked, ({ reconfigure }) =>
    reconfigure({ voters, learners: [], kind: "joint" }).pipe(
      Effect.catchIf(isSo, () => Effect.succeed(0))
    )
  )
