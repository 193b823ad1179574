/**
 * A schedule: which server takes which step, in this order. What is not
 * possible when its turn comes is left out, so that any part of a schedule is
 * one too.
 */
import * as Result from "effect/Result"
import { apply, type Choice, type Step } from "../../protocols/kernel/action.ts"
import type { Action } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { World } from "../../protocols/raft/properties.ts"
import { Raft } from "../../protocols/raft/protocol.ts"
import {
  type Constants,
  fresh,
  type Message,
  type Server
} from "../../protocols/raft/state.ts"
import { violatedBy } from "./raft-promises.ts"

/** A step: what a server does, and what it chooses or receives for that. */
export interface Turn {
  readonly server: string
  readonly action: string
  readonly about?: Choice | Message
}

export interface Schedule {
  readonly constants: Constants
  readonly turns: ReadonlyArray<Turn>
  /** Was it found by a walk, so that each message was sent before? */
  readonly walked: boolean
}

export type Actions = Readonly<Record<string, Action>>

/** The actions of the servers, some of them with a mistake. */
export const actionsWith = (mistakes: Actions = {}): Actions => ({
  ...Raft.next,
  ...Raft.environment,
  ...mistakes
})

type Taken = Step<Server, Message>

/** What an action does, with what it chooses or receives, if it is possible. */
export const tried = (
  action: Action,
  self: Server,
  about: Turn["about"],
  constants: Constants
): Taken | undefined => {
  const rule = action as unknown as Parameters<typeof apply>[0]
  const done =
    about === undefined
      ? apply(rule, self, constants)
      : apply(rule, self, about, constants)
  return Result.isSuccess(done) ? (done.success as Taken) : undefined
}

export const beginning = (constants: Constants): World => ({
  server: Object.fromEntries(
    constants.Server.map((id) => [id, fresh(id, constants)])
  ),
  client: {},
  network: []
})

export const isMessage = (about: Turn["about"]): about is Message =>
  about !== undefined && "_tag" in about

/** What came of a schedule: the turns taken, and what they violate, if any. */
export interface Outcome {
  readonly taken: ReadonlyArray<Turn>
  readonly violated: string | undefined
}

const kindOf = ({ _tag, from, to }: Message): string => `${from} ${_tag} ${to}`

const note = (sent: Map<string, Message>, message: Message): void => {
  sent.set(key(message), message)
  sent.set(kindOf(message), message)
}

/** The turn with what it receives, or else the latest message like that. */
const receivingOf = (
  turn: Turn,
  sent: ReadonlyMap<string, Message>
): Turn | undefined => {
  if (!isMessage(turn.about)) return turn
  const about = sent.get(key(turn.about)) ?? sent.get(kindOf(turn.about))
  return about && { ...turn, about }
}

/** Takes the turns until a property is violated. */
export const outcomeOf = (
  { constants, turns, walked }: Schedule,
  actions: Actions
): Outcome => {
  let world = beginning(constants)
  const sent = new Map<string, Message>()
  const taken: Array<Turn> = []
  for (const wanted of turns) {
    const turn = walked ? wanted : receivingOf(wanted, sent)
    if (turn === undefined) continue
    const { server, action, about } = turn
    const before = world.server[server]!
    const done = tried(actions[action]!, before, about, constants)
    if (done === undefined) continue
    if (!walked) for (const message of done.sent) note(sent, message)
    world = { ...world, server: { ...world.server, [server]: done.state } }
    taken.push(turn)
    const violated = violatedBy(world, before, done.state, constants)
    if (violated !== undefined) return { taken, violated }
  }
  return { taken, violated: undefined }
}

const aboutText = (about: Turn["about"]): string => {
  if (about === undefined) return ""
  const { _tag, from, to: _to, ...rest } = about as Record<string, unknown>
  return isMessage(about)
    ? ` ${String(_tag)} of ${String(from)} ${JSON.stringify(rest)}`
    : ` ${JSON.stringify(about)}`
}

/** A line for the constants, and one for each turn. */
export const scheduleText = ({ constants, turns }: Schedule): string =>
  [
    JSON.stringify(constants),
    ...turns.map(
      ({ server, action, about }) => `${server} ${action}${aboutText(about)}`
    )
  ].join("\n")
