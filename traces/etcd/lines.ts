/** The lines of etcd's Raft library: `TracingEvent`, as its tracing writes. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { decoder } from "../decoder.ts"
import type { Problem } from "../format.ts"
import { shown } from "../problem.ts"

const Natural = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
/** The id of a server: a number in decimal, as text. */
const Id = Schema.String.check(Schema.isPattern(/^[1-9]\d*$/u))
/** `0`: nobody. */
const IdOrNone = Schema.String.check(Schema.isPattern(/^(0|[1-9]\d*)$/u))
const Ids = Schema.Array(Id)

const roles = [
  "StateFollower",
  "StatePreCandidate",
  "StateCandidate",
  "StateLeader"
] as const
export type Role = (typeof roles)[number]

/** The types of messages that each event can carry. */
const carried = {
  AppendEntriesRequest: ["MsgApp", "MsgHeartbeat", "MsgSnap"],
  AppendEntriesResponse: ["MsgAppResp", "MsgHeartbeatResp"],
  RequestVoteRequest: ["MsgVote"],
  RequestVoteResponse: ["MsgVoteResp"]
} as const

const Message = Schema.Struct({
  type: Schema.Literals([
    "MsgApp",
    "MsgHeartbeat",
    "MsgSnap",
    "MsgAppResp",
    "MsgHeartbeatResp",
    "MsgVote",
    "MsgVoteResp"
  ]),
  term: Natural,
  from: Id,
  to: Id,
  entries: Natural,
  logTerm: Natural,
  index: Natural,
  commit: Natural,
  vote: IdOrNone,
  reject: Schema.Boolean,
  rejectHint: Natural
})
/** A message as lines tell it: of its entries only how many they are. */
export type Message = typeof Message.Type

const Change = Schema.Struct({
  nid: Id,
  action: Schema.Literals(["AddNewServer", "RemoveServer", "AddLearner"])
})
export type Change = typeof Change.Type

const common = {
  nid: Id,
  state: Schema.Struct({ term: Natural, vote: IdOrNone, commit: Natural }),
  role: Schema.Literals(roles),
  log: Natural,
  conf: Schema.Tuple([Ids, Ids])
}

const quiet = [
  "InitState",
  "BecomeCandidate",
  "BecomeFollower",
  "BecomeLeader",
  "Commit",
  "Replicate",
  "Ready"
] as const

const Changed = Schema.Struct({
  cc: Schema.Struct({
    changes: Schema.Array(Change).check(Schema.isMinLength(1))
  })
})
const Applied = Schema.Struct({
  cc: Schema.Struct({ newconf: Schema.optionalKey(Ids) })
})
const Sender = Schema.Struct({ match: Natural, next: Natural })

const messages = [
  "SendAppendEntriesResponse",
  "SendRequestVoteRequest",
  "SendRequestVoteResponse",
  "ReceiveAppendEntriesRequest",
  "ReceiveAppendEntriesResponse",
  "ReceiveRequestVoteRequest",
  "ReceiveRequestVoteResponse"
] as const

const decoders = {
  quiet: decoder(Schema.Struct({ name: Schema.Literals(quiet), ...common }), [
    "event"
  ]),
  ChangeConf: decoder(
    Schema.Struct({
      name: Schema.Literal("ChangeConf"),
      ...common,
      prop: Changed
    }),
    ["event"]
  ),
  ApplyConfChange: decoder(
    Schema.Struct({
      name: Schema.Literal("ApplyConfChange"),
      ...common,
      prop: Applied
    }),
    ["event"]
  ),
  message: decoder(
    Schema.Struct({
      name: Schema.Literals(messages),
      ...common,
      msg: Message
    }),
    ["event"]
  ),
  SendAppendEntriesRequest: decoder(
    Schema.Struct({
      name: Schema.Literal("SendAppendEntriesRequest"),
      ...common,
      msg: Message,
      prop: Schema.optionalKey(Sender)
    }),
    ["event"]
  )
}

const names: ReadonlyMap<string, keyof typeof decoders> = new Map([
  ...quiet.map((name) => [name, "quiet"] as const),
  ...messages.map((name) => [name, "message"] as const),
  ["ChangeConf", "ChangeConf"] as const,
  ["ApplyConfChange", "ApplyConfChange"] as const,
  ["SendAppendEntriesRequest", "SendAppendEntriesRequest"] as const
])

/** The name of an event. */
export type Name =
  | (typeof quiet)[number]
  | (typeof messages)[number]
  | "ChangeConf"
  | "ApplyConfChange"
  | "SendAppendEntriesRequest"

/** What one line tells. */
export interface Line {
  /** Where it is written, from 1. */
  readonly line: number
  readonly name: Name
  readonly nid: string
  readonly state: {
    readonly term: number
    readonly vote: string
    readonly commit: number
  }
  readonly role: Role
  readonly log: number
  /** The voters; those of the outgoing configuration while it is joint. */
  readonly conf: readonly [ReadonlyArray<string>, ReadonlyArray<string>]
  readonly msg?: Message
  readonly prop?: {
    readonly cc?: {
      readonly changes?: ReadonlyArray<Change>
      readonly newconf?: ReadonlyArray<string>
    }
    readonly match?: number
    readonly next?: number
  }
}

const failed = (field: string, cause: string): Result.Result<never, Problem> =>
  Result.fail({ field, cause })

/** Reads a part of a value that may be anything. */
export const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === "object" && value !== null
    ? Reflect.get(value, field)
    : undefined

/** Is it a line of etcd's tracing, or one of its logger's others? */
export const isTraced = (value: unknown): boolean =>
  fieldOf(value, "tag") === "trace"

const WITHOUT_VOTERS = "is a configuration without voters"

/** Does a line tell of a configuration that is nobody's? */
export const isOfNobody = ({ name, state, prop }: Line): Problem | undefined =>
  name === "ApplyConfChange" &&
  state.commit > 0 &&
  (prop?.cc?.newconf ?? []).length === 0
    ? { field: "event.prop.cc.newconf", cause: WITHOUT_VOTERS }
    : undefined

/** Beyond the shapes: what no server can be, or send. */
const impossible = (line: Omit<Line, "line">): Problem | undefined => {
  const { name, state, log, conf, msg } = line
  if (conf[0].length === 0 && conf[1].length > 0) {
    return { field: "event.conf", cause: WITHOUT_VOTERS }
  }
  if (name === "InitState" && log < state.commit) {
    const ends = `ends at ${log}, before the snapshot of ${state.commit}`
    return { field: "event.log", cause: ends }
  }
  if (msg === undefined) return undefined
  const kind = name.replace(/^(Send|Receive)/u, "") as keyof typeof carried
  const types: ReadonlyArray<string> = carried[kind]
  return types.includes(msg.type)
    ? undefined
    : { field: "event.msg.type", cause: `${name} has no ${msg.type}` }
}

/** Reads a line of the tracing, parsed. */
export const lineOf = (
  value: unknown,
  line: number
): Result.Result<Line, Problem> => {
  if (fieldOf(value, "msg") !== "trace") {
    const msg = fieldOf(value, "msg")
    return failed("msg", `expected "trace", got ${shown(msg)}`)
  }
  const event = fieldOf(value, "event")
  if (event === undefined) return failed("event", "is missing")
  const name = fieldOf(event, "name")
  if (name === undefined) return failed("event.name", "is missing")
  const kind = typeof name === "string" ? names.get(name) : undefined
  if (kind === undefined) {
    return failed("event.name", `no server writes ${shown(name)}`)
  }
  const read = decoders[kind](event) as Result.Result<
    Omit<Line, "line">,
    Problem
  >
  return Result.flatMap(read, (told) => {
    const problem = impossible(told)
    return problem === undefined
      ? Result.succeed({ line, ...told })
      : Result.fail(problem)
  })
}
