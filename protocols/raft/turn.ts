/** A turn of a server: the actions that it takes, one after another. */
import * as Result from "effect/Result"
import type { Choice } from "../kernel/action.ts"
import { attempt, type Parts } from "../kernel/attempt.ts"
import type { Action } from "../kernel/protocol.ts"
import { Next } from "./actions.ts"
import type { Client } from "./client.ts"
import type { Constants, Message, Server } from "./state.ts"

export type Name = keyof typeof Next

/** An action that was taken, and what came of it. */
export interface Taken {
  readonly action: Name
  readonly choice?: Choice
  readonly received?: Message
  readonly sent: ReadonlyArray<Message>
  readonly state: Server
}

/**
 * An action that is not possible, and the first of its guards to say so; or
 * what the spec asks of its constants, and programs may not keep to.
 */
export interface Refusal {
  readonly action: Name
  readonly guard: string
}

export interface Turn {
  readonly state: Server
  readonly taken: ReadonlyArray<Taken>
  /** What was asked for and is not possible. */
  readonly refused?: Refusal
}

/** What holds for a server at all times. */
export interface Rules {
  readonly constants: Constants
  /** Actions in the place of some of the protocol's own. */
  readonly actions: Readonly<Record<string, Action>>
}

type Given = Pick<Parts, "choice" | "message">

/** The kernel has forgotten the types of what it tries. */
const isServer = (state: object): state is Server => "currentTerm" in state

const isMessage = (sent: { readonly _tag: string }): sent is Message =>
  "term" in sent

/** What clients know is history, which a server needs not know. */
const client: Client = { id: "client", acknowledged: 0, answers: [] }
const met = [{ role: "client", state: client }]

/** The turn with an action taken, or refused. */
export const asked = (
  turn: Turn,
  action: Name,
  given: Given,
  { actions, constants }: Rules
): Turn => {
  const rule = actions[action] ?? Next[action]
  const done = attempt(rule, { self: turn.state, met, ...given }, constants)
  if (Result.isFailure(done)) {
    return { ...turn, refused: { action, guard: done.failure.guard } }
  }
  const { choice, message } = given
  const { state, sent } = done.success
  const taken: Taken = {
    action,
    ...(choice !== undefined && { choice }),
    ...(message !== undefined && isMessage(message) && { received: message }),
    sent: sent.filter(isMessage),
    state: isServer(state) ? state : turn.state
  }
  return { ...turn, state: taken.state, taken: [...turn.taken, taken] }
}

/** The turn with the first of some actions that can be taken, if one can. */
export const first = (
  turn: Turn,
  names: ReadonlyArray<Name>,
  given: Given,
  rules: Rules
): Turn => {
  for (const name of names) {
    const next = asked(turn, name, given, rules)
    if (next.taken !== turn.taken) return next
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

/**
 * The turn with a message received: its term first, and then the rest. What is
 * for another server, or from nobody that there is, changes nothing.
 */
export const received = (turn: Turn, message: Message, rules: Rules): Turn => {
  const { from, to } = message
  if (to !== turn.state.id || !rules.constants.Server.includes(from)) {
    return turn
  }
  const fit = receiving(message._tag)
  const isUpdate = (name: Name) => name === "UpdateTerm"
  const inTerm = first(turn, fit.filter(isUpdate), { message }, rules)
  const others = fit.filter((name) => !isUpdate(name))
  return first(inTerm, others, { message }, rules)
}
