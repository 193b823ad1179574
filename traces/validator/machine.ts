/** A protocol with its constants, and what its actions do to a world. */
import * as Result from "effect/Result"
import type { Disabled, Step } from "../../protocols/kernel/action.ts"
import {
  type Action,
  attempt,
  mayReceive,
  type Message,
  metBy,
  type Protocol
} from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Label } from "./observed.ts"
import { same } from "./same.ts"

/** A protocol whose constants are known. */
export interface Machine {
  readonly protocol: Protocol
  readonly constants: object
  /** The kind of each actor, by id, in the protocol's order. */
  readonly kinds: ReadonlyMap<string, string>
  /** What the actors do and what is done to them, by name. */
  readonly actions: ReadonlyMap<string, Action>
}

export const machineOf = (protocol: Protocol, constants: object): Machine => ({
  protocol,
  constants,
  kinds: new Map(
    Object.entries(protocol.actors).flatMap(([kind, { ids }]) =>
      ids(constants).map((id) => [id, kind] as const)
    )
  ),
  actions: new Map(
    Object.entries({ ...protocol.next, ...protocol.environment })
  )
})

/** A copy of a message, as often as it lies in the network. */
interface Copies {
  readonly message: Message
  readonly count: number
}

const keys = new WeakMap<Message, string>()

/** The key of a message, found once per object. */
export const messageKey = (message: Message): string => {
  const known = keys.get(message)
  if (known !== undefined) return known
  const text = key(message)
  keys.set(message, text)
  return text
}

/** A state of the whole system. */
export interface World {
  readonly states: ReadonlyMap<string, object>
  /** By the messages' keys. */
  readonly network: ReadonlyMap<string, Copies>
}

/** A world that a replay moves on in place. */
export interface MovingWorld extends World {
  readonly states: Map<string, object>
  readonly network: Map<string, Copies>
}

export const initialWorld = ({
  protocol,
  constants,
  kinds
}: Machine): MovingWorld => ({
  states: new Map(
    [...kinds].map(([id, kind]) => [
      id,
      protocol.actors[kind]!.init(id, constants)
    ])
  ),
  network: new Map()
})

/** The state of one actor before and after a step. */
export interface Change {
  readonly actor: string
  readonly before: object
  readonly after: object
}

/** A step that the protocol allows. */
export interface Transition {
  readonly label: Label
  /** The states that the step writes, the acting actor's first. */
  readonly changes: ReadonlyArray<Change>
  readonly sent: ReadonlyArray<Message>
}

/** Why the protocol does not allow a step. */
export type Forbidden =
  /** The first of the action's guards that is false. */
  | { readonly _tag: "Guard"; readonly guard: string; readonly passed: number }
  /** There is no such message in the network. */
  | { readonly _tag: "NoMessage" }

type AnyStep = Step<object, Message, object>

/** The step with this action, actor and message, or why there is none. */
export const stepOf = (
  machine: Machine,
  { states, network }: World,
  name: string,
  actor: string,
  message?: Message
): Result.Result<Transition, Forbidden> => {
  const action = machine.actions.get(name)!
  const self = states.get(actor)!
  const { constants } = machine
  const label = { action: name, actor }
  if (action._tag === "Local") {
    return transition(attempt(action, self, constants), action, label, self)
  }
  if (action._tag === "Joint") {
    const others = metBy(action, self, constants)
    const met = others.map((id) => states.get(id)!)
    const result = attempt(action, self, met, constants)
    return transition(result, action, { ...label, others }, self, met)
  }
  if (
    message === undefined ||
    !network.has(messageKey(message)) ||
    !mayReceive(machine.protocol.network, message, actor)
  ) {
    return Result.fail({ _tag: "NoMessage" })
  }
  const result = attempt(action, self, message, constants)
  return transition(result, action, { ...label, message }, self)
}

const transition = (
  result: Result.Result<AnyStep, Disabled<string>>,
  action: Action,
  label: Label,
  self: object,
  met: ReadonlyArray<object> = []
): Result.Result<Transition, Forbidden> => {
  if (Result.isFailure(result)) {
    const { guard } = result.failure
    const passed = Object.keys(action.guards).indexOf(guard)
    return Result.fail({ _tag: "Guard", guard, passed })
  }
  const { state, sent, others = [] } = result.success
  const own = { actor: label.actor, before: self, after: state }
  const theirs = others.map((after, i) => ({
    actor: label.others![i]!,
    before: met[i]!,
    after
  }))
  return Result.succeed({ label, changes: [own, ...theirs], sent })
}

/** Moves the world on by a step that `stepOf` has given. */
export const take = (
  { protocol }: Machine,
  { states, network }: MovingWorld,
  { label, changes, sent }: Transition
): void => {
  // A state that stays the same stays the same object: `Replay` looks at that.
  for (const { actor, before, after } of changes) {
    if (!same(before, after)) states.set(actor, after)
  }
  const bag = protocol.network.semantics === "bag"
  if (bag && label.message !== undefined) {
    const text = messageKey(label.message)
    const count = (network.get(text)?.count ?? 1) - 1
    if (count === 0) network.delete(text)
    else network.set(text, { message: label.message, count })
  }
  for (const message of sent) {
    const text = messageKey(message)
    const count = bag ? (network.get(text)?.count ?? 0) + 1 : 1
    network.set(text, { message, count })
  }
}

/** Every step that could be tried in a world: all that an action could read. */
export const tries = (
  machine: Machine,
  { network }: World
): ReadonlyArray<Label> =>
  [...machine.actions].flatMap(([name, action]) =>
    [...machine.kinds].flatMap(([actor, kind]): ReadonlyArray<Label> => {
      if (kind !== action.actor) return []
      if (action._tag !== "Receiving") return [{ action: name, actor }]
      return [...network.values()].flatMap(({ message }) =>
        message._tag === action.receives &&
        mayReceive(machine.protocol.network, message, actor)
          ? [{ action: name, actor, message }]
          : []
      )
    })
  )
