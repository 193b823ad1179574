/**
 * One server as a program runs it: told what has happened, it says what is to
 * be sent, written and applied. It takes no step that is not an action of
 * `spec/raft/Raft.tla`; all that is added is when to take which. The constants
 * are those of the protocol, with ExplicitPersist and ExplicitApply.
 */
import * as Result from "effect/Result"
import { attempt, type Parts } from "../kernel/attempt.ts"
import { Next } from "./actions.ts"
import { isWritten, stored } from "./durability.ts"
import { entriesFrom, lastIndex, nextOf } from "./log.ts"
import type { Constants, Durable, Entry, Message, Server } from "./state.ts"

export type Input =
  | { readonly _tag: "Received"; readonly message: Message }
  /** The election timer ran out; a leader's runs too. */
  | { readonly _tag: "ElectionTimeout" }
  /** It is time for a leader to say that it is there. */
  | { readonly _tag: "HeartbeatTimeout" }
  | { readonly _tag: "Proposed"; readonly value: string }
  /** What was to be written is on disk. */
  | { readonly _tag: "Written"; readonly write: Durable }
  /** The first entry that was to be applied is applied. */
  | { readonly _tag: "Applied" }

export interface Output {
  readonly state: Server
  /** To be sent now; any of them may be lost. */
  readonly messages: ReadonlyArray<Message>
  /** To be written, and then to be told with `Written`. */
  readonly write: Durable | undefined
  /** To be applied in this order, and each to be told with `Applied`. */
  readonly apply: ReadonlyArray<Entry>
}

type Name = keyof typeof Next

type Turn = Readonly<{ state: Server; messages: ReadonlyArray<Message> }>

type Given = Omit<Parts, "self">

/** The kernel has forgotten the types of what it tries. */
const isServer = (state: object): state is Server => "currentTerm" in state

const isMessage = (sent: { readonly _tag: string }): sent is Message =>
  "term" in sent

/** The turn with an action taken, if it can be. */
const take = (
  turn: Turn,
  name: Name,
  given: Given,
  constants: Constants
): Turn | undefined => {
  const parts = { self: turn.state, ...given }
  const done = attempt(Next[name], parts, constants)
  if (Result.isFailure(done) || !isServer(done.success.state)) return undefined
  const { state, sent } = done.success
  return { state, messages: [...turn.messages, ...sent.filter(isMessage)] }
}

/** The first of some actions that can be taken is taken. */
const first = (
  turn: Turn,
  names: ReadonlyArray<Name>,
  given: Given,
  constants: Constants
): Turn => {
  for (const name of names) {
    const taken = take(turn, name, given, constants)
    if (taken !== undefined) return taken
  }
  return turn
}

const isName = (name: string): name is Name => name in Next

const receiving = (type: string): ReadonlyArray<Name> =>
  Object.keys(Next)
    .filter(isName)
    .filter((name) => {
      const action = Next[name]
      return action._tag === "Receiving" && action.receives.includes(type)
    })

const received = (turn: Turn, message: Message, k: Constants): Turn => {
  const fit = receiving(message._tag)
  const isUpdate = (name: Name) => name === "UpdateTerm"
  const inTerm = first(turn, fit.filter(isUpdate), { message }, k)
  const others = fit.filter((name) => !isUpdate(name))
  return first(inTerm, others, { message }, k)
}

/** A leader sends a server what it lacks, or else only that it is there. */
const sendTo = (turn: Turn, to: string, constants: Constants): Turn => {
  const lacking = lastIndex(turn.state) + 1 - nextOf(turn.state, to)
  const count = Math.max(0, Math.min(constants.MaxBatch, lacking))
  const ways = ["PipelineEntries", "AppendEntries"] as const
  return first(turn, ways, { choice: { to, count } }, constants)
}

const sendAll = (turn: Turn, constants: Constants): Turn =>
  constants.Server.reduce((so, to) => sendTo(so, to, constants), turn)

const heartbeat = (turn: Turn, constants: Constants): Turn =>
  sendAll(
    constants.Server.reduce(
      (so, to) => first(so, ["Resend"], { choice: { to } }, constants),
      turn
    ),
    constants
  )

const happened = (turn: Turn, input: Input, k: Constants): Turn => {
  switch (input._tag) {
    case "Received":
      return received(turn, input.message, k)
    case "ElectionTimeout": {
      const alone = first(turn, ["LoseContact"], {}, k)
      const ways = ["KeepLeading", "StepDown", "BecomePreCandidate"] as const
      return first(alone, [...ways, "Timeout"], {}, k)
    }
    case "HeartbeatTimeout":
      return heartbeat(turn, k)
    case "Proposed": {
      const choice = { value: input.value }
      return first(turn, ["ClientRequest"], { choice }, k)
    }
    case "Written":
      return isWritten({ ...turn.state, durable: input.write })
        ? first(turn, ["Persist"], {}, k)
        : turn
    case "Applied":
      return first(turn, ["Apply"], {}, k)
  }
}

/** What follows by itself, to the end. */
const settled = (turn: Turn, constants: Constants): Turn => {
  const ways: ReadonlyArray<Name> =
    turn.state.role === "preCandidate"
      ? ["Timeout", "Concede"]
      : ["BecomeLeader", "Concede", "CountItself", "AdvanceCommitIndex"]
  const next = first(turn, ways, {}, constants)
  return next === turn ? turn : settled(next, constants)
}

/** Has a leader something to tell everyone? */
const hasNews = (before: Server, now: Server): boolean =>
  now.role === "leader" &&
  (before.role !== "leader" ||
    lastIndex(before) < lastIndex(now) ||
    before.commitIndex < now.commitIndex)

/** Does it know better now what it has to send to one of them? */
const knowsBetter = (before: Server, now: Server, id: string): boolean =>
  now.role === "leader" &&
  nextOf(before, id) !== nextOf(now, id) &&
  nextOf(now, id) <= lastIndex(now)

/** What a server does when something has happened. */
export const handle = (
  state: Server,
  input: Input,
  constants: Constants
): Output => {
  const turn = settled(
    happened({ state, messages: [] }, input, constants),
    constants
  )
  const told = hasNews(state, turn.state)
    ? sendAll(turn, constants)
    : input._tag === "Received" &&
        knowsBetter(state, turn.state, input.message.from)
      ? sendTo(turn, input.message.from, constants)
      : turn
  return output(told)
}

/** What is to be done for a server in this state, and was not done before. */
const output = ({ state, messages }: Turn): Output => ({
  state,
  messages,
  write:
    state.outbox.length > 0 || !isWritten(state) ? stored(state) : undefined,
  apply: entriesFrom(
    state,
    state.applied + 1,
    Math.min(state.commitIndex, state.durable.commitIndex)
  )
})
