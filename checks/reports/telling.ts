/** Follows a behaviour through the twin, to tell all that it knows of a step. */
import * as Result from "effect/Result"
import { attempt, metBy } from "../../protocols/kernel/attempt.ts"
import type { Action, AnyWorld } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import { formulaOf } from "../../traces/validator/explain.ts"
import {
  initialWorld,
  type Machine,
  messageKey,
  type MovingWorld,
  take,
  type Transition,
  type World
} from "../../traces/validator/machine.ts"
import type { Label } from "../../traces/validator/observed.ts"
import type { Variables } from "../check/variables.ts"
import type { Change } from "../explorer/counterexample.ts"
import type { Field, GuardValue, ToldStep } from "./behaviour.ts"

/** The sentence of an action or a property; none: it has none. */
export type Sentence = (name: string) => string | undefined

/** A world as a protocol's formulas see it. */
const worldOf = ({ kinds, protocol }: Machine, world: World): AnyWorld => ({
  ...Object.fromEntries(
    Object.keys(protocol.actors).map((kind) => [
      kind,
      Object.fromEntries(
        [...world.states].filter(([id]) => kinds.get(id) === kind)
      )
    ])
  ),
  network: [...world.network.values()].flatMap(({ message, count }) =>
    Array.from({ length: count }, () => message)
  )
})

/** The spec's variables in a world. */
export const variablesIn = (machine: Machine, world: World): Variables =>
  machine.protocol.variables(worldOf(machine, world), machine.constants)

/** A world that is to be moved on apart from this one. */
export const copyOf = ({ states, network }: World): MovingWorld => ({
  states: new Map(states),
  network: new Map(network)
})

/** The guards of the step that a label names, one after the other. */
export const guardValues = (
  machine: Machine,
  { states }: World,
  { action: name, actor, choice, message }: Label
): ReadonlyArray<GuardValue> => {
  const { constants } = machine
  const action = machine.actions.get(name)!
  const self = states.get(actor)!
  const met = metBy(action, self, choice, constants).map(({ role, id }) => ({
    role,
    state: states.get(id)!
  }))
  let holds = true
  return Object.keys(action.guards).map((guard) => {
    const told = { name: guard, formula: formulaOf(action, guard) }
    // A guard may rely on those before it.
    if (!holds) return told
    const parts = { self, choice, message, met }
    holds = Result.isSuccess(attempt(only(action, guard), parts, constants))
    return { ...told, holds }
  })
}

const only = (action: Action, guard: string): Action => ({
  ...action,
  guards: { [guard]: action.guards[guard]! },
  step: () => ({ state: {}, sent: [] })
})

type Fields = Readonly<Record<string, unknown>>

/** A world in which step after step is taken, and told. */
export class Telling {
  readonly machine: Machine
  readonly world: MovingWorld
  private readonly sentence: Sentence
  private taken = 0
  /** By the keys of messages: the steps that sent what is on its way. */
  private readonly senders = new Map<string, Array<number>>()

  constructor(machine: Machine, sentence: Sentence) {
    this.machine = machine
    this.sentence = sentence
    this.world = initialWorld(machine)
  }

  /** The step, told before it is taken. */
  take(transition: Transition): ToldStep {
    const { label, changes, sent } = transition
    const guards = guardValues(this.machine, this.world, label)
    const sentIn = this.senderOf(label)
    const network = this.networkChange(transition)
    take(this.machine, this.world, transition)
    this.taken += 1
    for (const message of sent) {
      const text = messageKey(message)
      this.senders.set(text, [...(this.senders.get(text) ?? []), this.taken])
    }
    const fields = changes.flatMap(({ actor, before, after }) =>
      fieldsOf(actor, before as Fields, after as Fields)
    )
    return {
      ...label,
      ...this.saying(label.action),
      ...(sentIn === undefined ? {} : { sentIn }),
      guards,
      sent,
      changes: [...fields.flatMap(({ change }) => change ?? []), ...network],
      kept: fields.flatMap(({ kept }) => kept ?? []),
      logged: []
    }
  }

  /** What an action does, in a sentence. */
  saying(action: string): { readonly sentence?: string } {
    const sentence = this.sentence(action)
    return sentence === undefined ? {} : { sentence }
  }

  /** Copies are received in the order in which they were sent. */
  private senderOf({ message }: Label): number | undefined {
    if (message === undefined) return undefined
    const senders = this.senders.get(messageKey(message))
    return this.machine.protocol.network.semantics === "bag"
      ? senders?.shift()
      : senders?.at(-1)
  }

  private networkChange({ label, sent }: Transition): ReadonlyArray<Change> {
    const { message } = label
    const isBag = this.machine.protocol.network.semantics === "bag"
    const before = isBag && message !== undefined ? [message] : []
    const after = isBag
      ? sent
      : sent.filter((m) => !this.world.network.has(messageKey(m)))
    return before.length + after.length === 0
      ? []
      : [{ field: "network", before, after }]
  }
}

interface ToldField {
  readonly change?: Change
  readonly kept?: Field
}

const fieldsOf = (
  actor: string,
  before: Fields,
  after: Fields
): ReadonlyArray<ToldField> =>
  Object.keys(after)
    .filter((name) => name !== "id")
    .map((name) => {
      const [from, value] = [before[name], after[name]]
      const field = `${actor}.${name}`
      return key(from) === key(value)
        ? { kept: { field, value } }
        : { change: { field, before: from, after: value } }
    })
