/** A protocol with its constants, and what its actions do to a world. */
import * as Result from "effect/Result"
import type { Choice, Disabled } from "../../protocols/kernel/action.ts"
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
import { key } from "../../protocols/kernel/value.ts"
import type { Label, Observation } from "./observed.ts"
import { same } from "./same.ts"

/** A protocol whose constants are known. */
export interface Machine {
  readonly protocol: Protocol
  readonly constants: object
  /** The kind of each actor, by id, in the protocol's order. */
  readonly kinds: ReadonlyMap<string, string>
  /** What the actors do and what is done to them, by name. */
  readonly actions: ReadonlyMap<string, Action>
  /** What each action may choose, by the choices' keys; `""`: nothing. */
  readonly choices: (action: string) => ReadonlyMap<string, Choice | undefined>
}

/** How `Machine.choices` names a choice. */
const choiceKey = (choice: Choice | undefined): string =>
  choice === undefined ? "" : key(choice)

export const machineOf = (protocol: Protocol, constants: object): Machine => {
  const actions = new Map(
    Object.entries({ ...protocol.next, ...protocol.environment })
  )
  const choices = new Map<string, ReadonlyMap<string, Choice | undefined>>()
  return {
    protocol,
    constants,
    kinds: new Map(
      Object.entries(protocol.actors).flatMap(([kind, { ids }]) =>
        ids(constants).map((id) => [id, kind] as const)
      )
    ),
    actions,
    // Found when they are asked for: there may be thousands.
    choices: (name) => {
      const known = choices.get(name)
      if (known !== undefined) return known
      const all = choicesOf(actions.get(name)!, constants)
      const found = new Map(all.map((c) => [choiceKey(c), c]))
      choices.set(name, found)
      return found
    }
  }
}

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
  /** The action cannot choose that. */
  | { readonly _tag: "NoChoice" }

/** Does the line name its step, so that there is only one to try? */
export const names = (
  { actions, choices }: Machine,
  { action, actor, choice, received }: Observation
): boolean =>
  action !== undefined &&
  actor !== undefined &&
  actions.has(action) &&
  choices(action).has(choiceKey(choice)) &&
  (received !== undefined || actions.get(action)?._tag !== "Receiving")

/** The step that a line names. */
export const labelOf = ({
  action,
  actor,
  choice,
  received
}: Observation): Label => ({
  action: action!,
  actor: actor!,
  ...(choice === undefined ? {} : { choice }),
  ...(received === undefined ? {} : { message: received })
})

/** The step that the label names, or why there is none. */
export const stepOf = (
  machine: Machine,
  world: World,
  { action: name, actor, choice, message }: Label
): Result.Result<Transition, Forbidden> => {
  const action = machine.actions.get(name)!
  if (!machine.choices(name).has(choiceKey(choice))) {
    return Result.fail({ _tag: "NoChoice" })
  }
  if (
    action._tag === "Receiving" &&
    !receivable(machine, world, actor, message)
  ) {
    return Result.fail({ _tag: "NoMessage" })
  }
  const { constants } = machine
  const self = world.states.get(actor)!
  const met = metBy(action, self, choice, constants).map(({ role, id }) => ({
    role,
    id,
    state: world.states.get(id)!
  }))
  const label: Label = {
    action: name,
    actor,
    ...(choice === undefined ? {} : { choice }),
    ...(message === undefined ? {} : { message }),
    ...(action._tag === "Joint" ? { others: met.map(({ id }) => id) } : {})
  }
  const result = attempt(action, { self, choice, message, met }, constants)
  return transition(result, action, label, self, met)
}

const receivable = (
  { protocol }: Machine,
  { network }: World,
  actor: string,
  message: Message | undefined
): boolean =>
  message !== undefined &&
  network.has(messageKey(message)) &&
  mayReceive(protocol.network, message, actor)

const transition = (
  result: Result.Result<Done, Disabled<string>>,
  action: Action,
  label: Label,
  self: object,
  met: ReadonlyArray<{ readonly id: string; readonly state: object }>
): Result.Result<Transition, Forbidden> => {
  if (Result.isFailure(result)) {
    const { guard } = result.failure
    const passed = Object.keys(action.guards).indexOf(guard)
    return Result.fail({ _tag: "Guard", guard, passed })
  }
  const { state, sent, others } = result.success
  const own = { actor: label.actor, before: self, after: state }
  const theirs = others.map((after, i) => ({
    actor: met[i]!.id,
    before: met[i]!.state,
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

/**
 * The steps that could be tried in a world: all that an action could choose or
 * receive, or the first so many for each action of an actor.
 */
export const tries = (
  machine: Machine,
  { network }: World,
  most = Infinity
): ReadonlyArray<Label> =>
  [...machine.actions].flatMap(([name, action]) =>
    [...machine.kinds].flatMap(([actor, kind]): ReadonlyArray<Label> => {
      if (kind !== action.actor) return []
      const label = { action: name, actor }
      if (action._tag !== "Receiving") {
        return first(most, machine.choices(name).values()).map((choice) =>
          choice === undefined ? label : { ...label, choice }
        )
      }
      const { protocol } = machine
      const receivable = network
        .values()
        .filter(
          ({ message }) =>
            action.receives.includes(message._tag) &&
            mayReceive(protocol.network, message, actor)
        )
      return first(most, receivable).map(({ message }) => ({
        ...label,
        message
      }))
    })
  )

const first = <A>(most: number, all: IterableIterator<A>): ReadonlyArray<A> =>
  most === Infinity ? [...all] : [...Iterator.from(all).take(most)]
