/**
 * One server as a program runs it: told what has happened, it says what is to
 * be sent, written, applied and answered. It takes no step that is not an
 * action of `spec/raft/Raft.tla`; all that is added is when to take which. The
 * constants are those of the protocol, with ExplicitPersist and ExplicitApply.
 */
import { appliedIndex } from "./configuration.ts"
import { isWritten, stored } from "./durability.ts"
import { entriesFrom, following, lastIndex, matchOf, nextOf } from "./log.ts"
import {
  type Constants,
  type Durable,
  type Entry,
  fresh,
  type Message,
  None,
  type Server
} from "./state.ts"
import {
  asked,
  first,
  type Name,
  received,
  type Refusal,
  type Rules,
  type Taken,
  type Turn
} from "./turn.ts"

export type Input =
  | { readonly _tag: "Received"; readonly message: Message }
  /** The election timer ran out; a leader's runs too. */
  | { readonly _tag: "ElectionTimeout" }
  /** It is time for a leader to say that it is there. */
  | { readonly _tag: "HeartbeatTimeout" }
  | { readonly _tag: "Proposed"; readonly value: string }
  /** Somebody is to be answered who wants to know what is the latest. */
  | { readonly _tag: "ReadRequested" }
  | {
      readonly _tag: "ConfigurationRequested"
      readonly voters: ReadonlyArray<string>
      readonly learners: ReadonlyArray<string>
      /** At once, or through a joint configuration? */
      readonly kind: Constants["Changes"][number]
    }
  /** The leader is to hand over to another. */
  | { readonly _tag: "TransferRequested"; readonly to: string }
  /** Entries up to here are needed no more; `durable` is to be written. */
  | { readonly _tag: "SnapshotTaken"; readonly index: number }
  /** What was to be written is on disk. */
  | { readonly _tag: "Written"; readonly write: Durable }
  /** What was to be applied first is applied: the snapshot, or an entry. */
  | { readonly _tag: "Applied" }

export interface Output {
  readonly state: Server
  /** To be sent now; any of them may be lost. */
  readonly messages: ReadonlyArray<Message>
  /** To be written, and then to be told with `Written`. */
  readonly write: Durable | undefined
  /** To be applied in the place of all entries up to its index. */
  readonly restore: Durable["snapshot"] | undefined
  /** To be applied after that in this order, and each told with `Applied`. */
  readonly apply: ReadonlyArray<Entry>
  /** Reads that are answered, in the order of requests: what each may see. */
  readonly answers: ReadonlyArray<number>
  /** What was proposed or requested and is not possible. */
  readonly refused: Refusal | undefined
  /** Does the election timer begin anew? */
  readonly waits: boolean
  /** The actions that were taken, one after another. */
  readonly taken: ReadonlyArray<Taken>
}

/** A leader sends a server what it lacks, or else only that it is there. */
const sendTo = (turn: Turn, to: string, rules: Rules): Turn => {
  const { state } = turn
  const lacking = lastIndex(state) + 1 - nextOf(state, to)
  const count = Math.max(0, Math.min(rules.constants.MaxBatch, lacking))
  const ways = ["PipelineEntries", "AppendEntries"] as const
  const sent = first(turn, ways, { choice: { to, count } }, rules)
  const index = appliedIndex(state, rules.constants)
  return sent === turn
    ? first(turn, ["InstallSnapshot"], { choice: { to, index } }, rules)
    : sent
}

const signal = (turn: Turn, to: string, rules: Rules): Turn =>
  first(turn, ["Heartbeat"], { choice: { to } }, rules)

/** A leader says that it is there, and once more what is not accepted yet. */
const repeat = (turn: Turn, to: string, rules: Rules): Turn => {
  const again = first(turn, ["Resend"], { choice: { to } }, rules)
  const said = signal(again, to, rules)
  const isBehind = matchOf(said.state, to) < lastIndex(said.state)
  return said === again || isBehind ? sendTo(said, to, rules) : said
}

const toOthers = (turn: Turn, say: typeof sendTo, rules: Rules): Turn =>
  rules.constants.Server.filter((to) => to !== turn.state.id).reduce(
    (so, to) => say(so, to, rules),
    turn
  )

const timedOut = (turn: Turn, rules: Rules): Turn => {
  const free = first(turn, ["LoseContact", "AbortTransfer"], {}, rules)
  const ways = ["KeepLeading", "StepDown", "BecomePreCandidate"] as const
  return first(free, [...ways, "Timeout"], {}, rules)
}

const noConfiguration: Refusal = {
  action: "ChangeConfiguration",
  guard: "SomeVotersAllServers"
}

/** Has it voters, and only servers that there are? */
const isConfiguration = (
  { voters, learners }: Extract<Input, { _tag: "ConfigurationRequested" }>,
  { constants }: Rules
): boolean =>
  voters.length > 0 &&
  [...voters, ...learners].every((id) => constants.Server.includes(id))

const happened = (turn: Turn, input: Input, rules: Rules): Turn => {
  const { _tag, ...choice } = input
  switch (input._tag) {
    case "Received":
      return received(turn, input.message, rules)
    case "ElectionTimeout":
      return timedOut(turn, rules)
    case "HeartbeatTimeout":
      return toOthers(turn, repeat, rules)
    case "Proposed":
      return asked(turn, "ClientRequest", { choice }, rules)
    case "ReadRequested":
      return asked(turn, "RequestRead", {}, rules)
    case "ConfigurationRequested":
      return isConfiguration(input, rules)
        ? asked(turn, "ChangeConfiguration", { choice }, rules)
        : { ...turn, refused: noConfiguration }
    case "TransferRequested":
      return asked(turn, "TransferLeadership", { choice }, rules)
    case "SnapshotTaken":
      return asked(turn, "Compact", { choice }, rules)
    case "Written":
      return isWritten({ ...turn.state, durable: input.write })
        ? first(turn, ["Persist"], {}, rules)
        : turn
    case "Applied": {
      const applied = first(turn, ["Apply"], {}, rules)
      return first(applied, ["Acknowledge"], {}, rules)
    }
  }
}

/** What a server does by itself, as soon as it can. */
const ownWays: Readonly<Record<Server["role"], ReadonlyArray<Name>>> = {
  follower: [],
  preCandidate: ["Timeout", "Concede"],
  candidate: ["BecomeLeader", "Concede"],
  leader: [
    "CountItself",
    "AdvanceCommitIndex",
    "AnswerRead",
    "LeaveJoint",
    "Retire"
  ]
}

/** What follows by itself, to the end. */
const settled = (turn: Turn, rules: Rules): Turn => {
  const next = first(turn, ownWays[turn.state.role], {}, rules)
  return next === turn ? turn : settled(next, rules)
}

/** Has a leader something to tell everyone? */
const hasNews = (before: Server, now: Server): boolean =>
  before.role !== "leader" ||
  lastIndex(before) < lastIndex(now) ||
  before.commitIndex < now.commitIndex

/** Has it heard what one of them has, and that it lacks something? */
const knowsBetter = (before: Server, now: Server, id: string): boolean =>
  nextOf(now, id) <= lastIndex(now) &&
  (nextOf(before, id) !== nextOf(now, id) ||
    matchOf(before, id) !== matchOf(now, id))

/** Is it time to tell another that it is to lead? */
const handsOver = (before: Server, now: Server, input: Input): boolean =>
  now.transferee !== None &&
  (input._tag === "HeartbeatTimeout" ||
    before.transferee !== now.transferee ||
    matchOf(before, now.transferee) !== matchOf(now, now.transferee))

/** What a leader tells the others, now that it knows something new. */
const telling = (
  before: Server,
  turn: Turn,
  input: Input,
  rules: Rules
): Turn => {
  const now = turn.state
  if (now.role !== "leader") return turn
  const from = input._tag === "Received" ? input.message.from : None
  const told = hasNews(before, now)
    ? toOthers(turn, sendTo, rules)
    : knowsBetter(before, now, from)
      ? sendTo(turn, from, rules)
      : turn
  const inquired =
    before.round < now.round ? toOthers(told, signal, rules) : told
  return handsOver(before, now, input)
    ? first(inquired, ["TimeoutNow"], {}, rules)
    : inquired
}

/** Has it heard of its leader, given its vote, or begun something itself? */
const startsWaiting = (before: Server, now: Server, input: Input): boolean =>
  input._tag === "ElectionTimeout" ||
  before.role !== now.role ||
  (now.votedFor !== None && before.votedFor !== now.votedFor) ||
  (input._tag === "Received" && input.message.from === now.leader)

/** What is to be done for a server in this state, and was not done before. */
const toDo = (state: Server) => {
  const { snapshot, durable, applied } = state
  const certain = Math.min(state.commitIndex, durable.commitIndex)
  const isLoaded = applied >= snapshot.index
  return {
    write:
      state.outbox.length > 0 || !isWritten(state) ? stored(state) : undefined,
    restore: isLoaded || certain < snapshot.index ? undefined : snapshot,
    apply: entriesFrom(
      state,
      Math.max(applied, snapshot.index) + 1,
      Math.max(certain, snapshot.index)
    )
  }
}

const outputOf = (
  { state, taken, refused }: Turn,
  waits: boolean,
  constants: Constants
): Output => ({
  state,
  messages: taken.flatMap(({ sent }) => sent),
  ...toDo(state),
  answers: taken
    .filter(({ action }) => action === "AnswerRead")
    .map((read) => appliedIndex(read.state, constants)),
  refused,
  waits,
  taken
})

/**
 * What a server does when something has happened. With `actions`, these are
 * taken in the place of the protocol's own: mistakes that are to be found.
 */
export const handle = (
  before: Server,
  input: Input,
  constants: Constants,
  actions: Rules["actions"] = {}
): Output => {
  const rules = { constants, actions }
  const turn = happened({ state: before, taken: [] }, input, rules)
  const done = telling(before, settled(turn, rules), input, rules)
  return outputOf(done, startsWaiting(before, done.state, input), constants)
}

/**
 * A server that starts with what it finds on its disk; undefined: nothing. What
 * its snapshot stands for is to be restored before anything is applied.
 */
export const started = (
  id: string,
  found: Durable | undefined,
  constants: Constants
): Output => {
  const blank = fresh(id, constants)
  const known = found && {
    ...found,
    durable: found,
    applied: found.snapshot.index,
    contact: blank.clock
  }
  const state = following({ ...blank, ...known }, None, constants)
  return outputOf({ state, taken: [] }, true, constants)
}
