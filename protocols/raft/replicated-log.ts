/**
 * What a user of consensus may assume, however it is reached: the executable
 * twin of `spec/raft/ReplicatedLog.tla`. There is one log that only grows at
 * its end, and each server has applied a part of it from the beginning.
 */
import * as Schema from "effect/Schema"
import { actor, step } from "../kernel/action.ts"
import { type Protocol, protocol, type World } from "../kernel/protocol.ts"
import { functionOf } from "../kernel/value.ts"
import { None } from "./state.ts"

const Natural = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

const Constants = Schema.Struct({
  /** The servers. */
  Server: Schema.Array(Schema.String).check(Schema.isNonEmpty()),
  /** What clients may ask for. */
  Value: Schema.Array(Schema.String),
  /** No log is longer than this. */
  MaxLogLength: Natural
})
type Constants = typeof Constants.Type

const Message = Schema.Never

const Server = Schema.Struct({
  id: Schema.String,
  /** So many entries are applied. */
  applied: Natural
})
type Server = typeof Server.Type

const Log = Schema.Struct({
  id: Schema.String,
  /** What is certain; none: an entry that no client asked for. */
  committed: Schema.Array(Schema.String)
})
type Log = typeof Log.Type

const types = { message: Message, constants: Constants }
const server = actor("server", { ...types, state: Server })
const log = actor("log", { ...types, state: Log })

const indexes = ({ MaxLogLength }: Constants) =>
  Array.from({ length: MaxLogLength + 1 }, (_, index) => ({ index }))

type Batch = Readonly<{ entries: ReadonlyArray<string> }>

/** All that can be appended at once. */
const batches = ({ Value, MaxLogLength }: Constants): ReadonlyArray<Batch> => {
  let longest: ReadonlyArray<Batch> = [{ entries: [] }]
  return indexes({ Server: [], Value, MaxLogLength })
    .slice(1)
    .flatMap(() => {
      longest = longest.flatMap(({ entries }) =>
        [...Value, None].map((value) => ({ entries: [...entries, value] }))
      )
      return longest
    })
}

/** Some entries become certain. */
export const Decide = log.choosing(batches).local({
  guards: {},
  step: (self, { entries }) =>
    step({ ...self, committed: [...self.committed, ...entries] })
})

/** A server applies what comes next. */
export const Apply = server.choosing(indexes).joint(
  { log },
  {
    meets: () => ({ log: ["log"] }),
    guards: {
      Further: (self, { index }) => index > self.applied,
      Committed: (_self, { index }, met) =>
        met.log.every(({ committed }) => index <= committed.length)
    },
    step: (self, { index }) => step({ ...self, applied: index })
  }
)

/** A server begins anew, and applies once more what it has forgotten. */
export const Restart = server.choosing(indexes).local({
  guards: {
    Less: (self, { index }) => index < self.applied
  },
  step: (self, { index }) => step({ ...self, applied: index })
})

export const Next = { Decide, Apply }

export const Environment = { Restart }

type LogWorld = World<{ readonly server: Server; readonly log: Log }, never>

const longest = ({ log: logs }: LogWorld): number =>
  Math.max(...Object.values(logs).map(({ committed }) => committed.length))

/**
 * Nobody applies what is not certain. Why: it is applied from the log, which
 * only grows.
 */
export const AppliedIsCertain = (world: LogWorld): boolean =>
  Object.values(world.server).every(({ applied }) => applied <= longest(world))

/** Nothing that was certain is taken back. Why: entries are only appended. */
export const LogOnlyGrows = {
  actor: "log",
  holds: (before: Log, after: Log): boolean =>
    before.committed.every((value, i) => value === after.committed[i])
}

/** Refuted by the shortest way to apply an entry. */
export const NothingHappens = (world: LogWorld): boolean =>
  Object.values(world.server).every(({ applied }) => applied === 0)

/** No log is longer than MaxLogLength. */
export const ShortLog = (
  world: LogWorld,
  { MaxLogLength }: Constants
): boolean => longest(world) <= MaxLogLength

export const ReplicatedLog: Protocol = protocol<
  LogWorld,
  Constants,
  keyof typeof Next
>({
  module: "ReplicatedLog",
  constants: Constants,
  actors: {
    server: {
      state: Server,
      ids: (constants) => constants.Server,
      init: (id) => ({ id, applied: 0 })
    },
    log: {
      state: Log,
      ids: () => ["log"],
      init: (id) => ({ id, committed: [] })
    }
  },
  network: { semantics: "set", message: Message, part: () => "" },
  next: Next,
  environment: Environment,
  weaklyFair: [],
  invariants: { AppliedIsCertain },
  actionProperties: { LogOnlyGrows },
  liveness: {},
  refinements: {},
  witnesses: { NothingHappens },
  bounds: { ShortLog },
  variables: ({ server: servers, log: logs }) => ({
    ...Object.values(logs).map(({ committed }) => ({
      committed: { _tag: "Tuple" as const, elements: committed }
    }))[0],
    applied: functionOf(servers, ({ applied }) => applied)
  })
})
