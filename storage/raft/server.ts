/**
 * A server of Raft for programs: the machine of `protocols/raft/machine.ts`
 * with a disk, a network and timers. It does one thing after another: whatever
 * has happened meanwhile, then one write for all of it, and then what that
 * allows.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Action } from "../../protocols/kernel/protocol.ts"
import type {
  Constants,
  Durable,
  Entry,
  Server
} from "../../protocols/raft/state.ts"
import type { Taken } from "../../protocols/raft/turn.ts"

/** Nothing was done: the first guard of the action that is false. */
export class Refused extends Schema.TaggedError<Refused>()("Refused", {
  server: Schema.String,
  action: Schema.String,
  guard: Schema.String,
  /** Who leads, as far as the server knows; "none": it knows of nobody. */
  leader: Schema.String
}) {
  override get message(): string {
    const { server, action, guard, leader } = this
    return (
      `${action} by ${server} is not possible: ${guard} is false. It knows of ` +
      `${leader === "none" ? "no leader" : `the leader ${leader}`}.`
    )
  }
}

/** The server leads no more: what was asked for may be done yet, or never. */
export class LeadershipLost extends Schema.TaggedError<LeadershipLost>()(
  "LeadershipLost",
  { server: Schema.String, leader: Schema.String }
) {
  override get message(): string {
    return `${this.server} leads no more, and does not know what becomes of it.`
  }
}

/** The server has stopped: what was asked for may be done yet, or never. */
export class Stopped extends Schema.TaggedError<Stopped>()("Stopped", {
  server: Schema.String,
  cause: Schema.String
}) {
  override get message(): string {
    return `${this.server} has stopped: ${this.cause}`
  }
}

export type Answered = Effect.Effect<number, Refused | LeadershipLost | Stopped>

export class RaftServer extends Context.Service<
  RaftServer,
  {
    /** Answers with the index of an entry when this server has applied it. */
    readonly propose: (value: string) => Answered
    /**
     * Answers with an index when this server has applied all up to there, and
     * nobody was told of more before the question. Who looks now at what this
     * server has applied sees what is the latest.
     */
    readonly read: Answered
    /** The voters and learners change, at once or through a joint state. */
    readonly reconfigure: (change: {
      readonly voters: ReadonlyArray<string>
      readonly learners: ReadonlyArray<string>
      readonly kind: Constants["Changes"][number]
    }) => Answered
    /** Hands over to another; answers when that is begun. */
    readonly transfer: (to: string) => Answered
    /** What it knows, to look at. */
    readonly state: Effect.Effect<Server>
    /** Waits until it stops, which it does if its disk fails. */
    readonly stopped: Effect.Effect<Stopped>
  }
>()("bisim/storage/RaftServer") {}

/** What a server does, and how; times are in milliseconds. */
export interface ServerOptions {
  readonly id: string
  readonly constants: Constants
  /** A leader says that it is there as often as this. */
  readonly heartbeat: number
  /** Others wait for it for at least so long, and less than twice as long. */
  readonly electionTimeout: number
  /** Does what a committed entry asks for; the first has the index 1. */
  readonly apply: (entry: Entry, index: number) => Effect.Effect<void>
  /** Does at once what all entries up to the snapshot's index have done. */
  readonly restore?: (snapshot: Durable["snapshot"]) => Effect.Effect<void>
  /** So many applied entries are kept before a snapshot takes their place. */
  readonly compactAfter?: number
  /** Told with what the server starts, and then every step that it takes. */
  readonly observer?: Observer
  /** Actions in place of the protocol's own: a mistake that is to be found. */
  readonly actions?: Readonly<Record<string, Action>>
}

/** The server waits until it has been told. */
export interface Observer {
  readonly starts: (state: Server) => Effect.Effect<void>
  readonly takes: (step: Taken) => Effect.Effect<void>
}
