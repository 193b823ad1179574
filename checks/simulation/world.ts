/**
 * The actors of a simulated run: what each of them knows, what lies before it,
 * and what it can do next.
 */
import * as Result from "effect/Result"
import type { Choice } from "../../protocols/kernel/action.ts"
import {
  attempt,
  choicesOf,
  type Done,
  metBy
} from "../../protocols/kernel/attempt.ts"
import {
  type Action,
  mayReceive,
  type Message,
  type Protocol
} from "../../protocols/kernel/protocol.ts"
import type { Envelope } from "../../traces/format.ts"

/** One actor: it owns its state, and the messages that have reached it. */
export interface Actor {
  readonly id: string
  readonly kind: string
  readonly actions: ReadonlyMap<string, Action>
  state: object
  inbox: ReadonlyArray<Envelope>
}

/** All actors by id, with the protocol and the constants that they run. */
export interface Actors {
  readonly protocol: Protocol
  readonly constants: object
  readonly byId: ReadonlyMap<string, Actor>
  /** The ids of messages that nobody can receive again: `bag` semantics. */
  readonly gone: Set<string>
}

/** Someone whom an actor meets, and in which role. */
interface Other {
  readonly role: string
  readonly actor: Actor
}

/** A step that an actor can take now. */
export interface Enabled {
  readonly action: string
  readonly choice?: Choice
  readonly received?: Envelope
  /** The others in a joint action, in the order of the rule. */
  readonly met: ReadonlyArray<Other>
  readonly step: Done
}

/** Everyone in the initial state, with an empty inbox. */
export const actorsOf = (protocol: Protocol, constants: object): Actors => {
  const all = Object.entries({ ...protocol.next, ...protocol.environment })
  const actors = Object.entries(protocol.actors).flatMap(([kind, known]) => {
    const actions = new Map(all.filter(([, { actor }]) => actor === kind))
    return known.ids(constants).map((id): [string, Actor] => {
      const state = known.init(id, constants)
      return [id, { id, kind, actions, state, inbox: [] }]
    })
  })
  return { protocol, constants, byId: new Map(actors), gone: new Set() }
}

/** Who may receive a message: its addressees with an action for its type. */
export const recipients = (
  { byId, protocol }: Actors,
  message: Message
): ReadonlyArray<Actor> =>
  [...byId.values()].filter(
    ({ id, actions }) =>
      mayReceive(protocol.network, message, id) &&
      [...actions.values()].some(
        (action) =>
          action._tag === "Receiving" && action.receives.includes(message._tag)
      )
  )

interface Try {
  readonly choice?: Choice
  readonly received?: Envelope
  readonly met: ReadonlyArray<Other>
}

/** What may be tried: what an action could choose, receive and meet now. */
const tries = (
  { byId, constants }: Actors,
  actor: Actor,
  action: Action
): ReadonlyArray<Try> =>
  action._tag === "Receiving"
    ? actor.inbox
        .filter(({ message }) => action.receives.includes(message._tag))
        .map((received) => ({ met: [], received }))
    : choicesOf(action, constants).map((choice) => ({
        ...(choice === undefined ? {} : { choice }),
        met: metBy(action, actor.state, choice, constants).map(
          ({ role, id }) => ({ role, actor: byId.get(id)! })
        )
      }))

/** All steps that an actor can take now, in the order of its actions. */
export const enabled = (actors: Actors, actor: Actor): ReadonlyArray<Enabled> =>
  [...actor.actions].flatMap(([name, action]) =>
    tries(actors, actor, action).flatMap((read) => {
      const parts = {
        self: actor.state,
        choice: read.choice,
        message: read.received?.message,
        met: read.met.map((other) => ({
          role: other.role,
          state: other.actor.state
        }))
      }
      const tried = attempt(action, parts, actors.constants)
      return Result.isSuccess(tried)
        ? [{ action: name, ...read, step: tried.success }]
        : []
    })
  )

/** The actor takes the step: states change, and the message is received. */
export const take = (
  { protocol, byId, gone }: Actors,
  actor: Actor,
  { step, met, received }: Enabled
): void => {
  actor.state = step.state
  for (const [i, other] of met.entries()) {
    other.actor.state = step.others[i]!
  }
  if (received === undefined) return
  const copy = actor.inbox.indexOf(received)
  actor.inbox = actor.inbox.filter((_, i) => i !== copy)
  if (protocol.network.semantics === "set") return
  gone.add(received.id)
  for (const other of byId.values()) {
    other.inbox = other.inbox.filter(({ id }) => id !== received.id)
  }
}

/** A copy of a message reaches an actor. */
export const deliver = (
  { gone }: Actors,
  actor: Actor,
  envelope: Envelope
): void => {
  if (!gone.has(envelope.id)) actor.inbox = [...actor.inbox, envelope]
}
