/** The clients of a server that wait for an answer. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { lastIndex } from "../../protocols/raft/log.ts"
import type { Input, Output } from "../../protocols/raft/machine.ts"
import { LeadershipLost, Refused } from "./server.ts"

export type Reply = Deferred.Deferred<number, Refused | LeadershipLost>

export interface Waiting {
  /** For the entry of an index to be applied. */
  readonly entries: Map<number, Reply>
  /** For reads, in the order of their requests. */
  readonly reads: Array<Reply>
}

export const nobody = (): Waiting => ({ entries: new Map(), reads: [] })

/** Somebody has asked: they wait, or are told that it is not possible. */
export const arrived = (
  { entries, reads }: Waiting,
  reply: Reply,
  input: Input,
  { taken, refused, state }: Output
): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { id: server, leader } = state
    if (refused !== undefined) {
      const { action, guard } = refused
      const refusal = new Refused({ server, action, guard, leader })
      return Deferred.fail(reply, refusal)
    }
    const index = lastIndex(taken[0]!.state)
    if (input._tag === "TransferRequested") {
      return Deferred.succeed(reply, index)
    }
    if (input._tag === "ReadRequested") reads.push(reply)
    else entries.set(index, reply)
    return Effect.void
  })

/** Reads are answered: each sees all up to an index. */
export const answered = (
  { reads }: Waiting,
  indexes: ReadonlyArray<number>
): Effect.Effect<void> =>
  Effect.forEach(indexes, (index) => Deferred.succeed(reads.shift()!, index), {
    discard: true
  })

/** An entry is applied: it is the one of the index as long as it leads. */
export const applied = (
  { entries }: Waiting,
  index: number
): Effect.Effect<void> =>
  Effect.suspend(() => {
    const reply = entries.get(index)
    entries.delete(index)
    return reply ? Deferred.succeed(reply, index) : Effect.void
  })

/** The server leads no more, if it ever did: nobody has to wait longer. */
export const dismissed = (
  { entries, reads }: Waiting,
  server: string,
  leader: string
): Effect.Effect<void> =>
  Effect.suspend(() => {
    const all = [...entries.values(), ...reads]
    entries.clear()
    reads.length = 0
    const lost = new LeadershipLost({ server, leader })
    return Effect.forEach(all, (reply) => Deferred.fail(reply, lost), {
      discard: true
    })
  })
