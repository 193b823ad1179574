/**
 * The fast path: a log whose lines name action, actor and message has at most
 * one behaviour, which is replayed line by line through the protocol's actions.
 */
import * as Result from "effect/Result"
import type { Message } from "../../protocols/kernel/protocol.ts"
import { type Before, fits } from "./compare.ts"
import { beforeIn } from "./explain.ts"
import {
  type Forbidden,
  initialWorld,
  labelOf,
  type Machine,
  messageKey,
  type MovingWorld,
  stepOf,
  take,
  type Transition
} from "./machine.ts"
import type { Label, Observation } from "./observed.ts"
import type { Matched } from "./verdict.ts"

/** How many of an actor's last steps a rejection tells. */
export const REMEMBERED = 3

type Tried = Result.Result<Transition, Forbidden>

/** A world that moves on as lines are matched. */
export class Replay {
  readonly machine: Machine
  readonly world: MovingWorld
  /** Messages by the names that the log gives them. */
  private readonly sent = new Map<string, Message>()
  private readonly before: Before
  private readonly remembered = new WeakMap<object, Map<string, Tried>>()
  private readonly last = new Map<string, ReadonlyArray<Matched>>()

  constructor(machine: Machine) {
    this.machine = machine
    this.world = initialWorld(machine)
    this.before = beforeIn(machine, this.world)
  }

  /** The observation with the message that it names. */
  resolved(observation: Observation): Observation {
    const received = this.sent.get(observation.receivedId ?? "")
    return received === undefined ? observation : { ...observation, received }
  }

  /** Takes the step that the line names; false: it is not possible. */
  take(observation: Observation): boolean {
    const { action, actor, line } = observation
    const { machine, world } = this
    if (machine.kinds.get(actor!) !== machine.actions.get(action!)?.actor) {
      return false
    }
    const result = this.step(labelOf(observation))
    if (Result.isFailure(result)) return false
    if (!fits(observation, result.success, this.before)) return false
    take(machine, world, result.success)
    const [message] = result.success.sent
    if (observation.sentId !== undefined && message !== undefined) {
      this.sent.set(observation.sentId, message)
    }
    const { label } = result.success
    const known = this.last.get(actor!) ?? []
    this.last.set(actor!, [...known.slice(1 - REMEMBERED), { line, label }])
    return true
  }

  /** The step, remembered: messages come again while a state stays. */
  private step(label: Label) {
    const { machine, world, remembered } = this
    const { message } = label
    if (message === undefined) return stepOf(machine, world, label)
    const self = world.states.get(label.actor)!
    const text = `${label.action} ${messageKey(message)}`
    const ofState = remembered.get(self) ?? new Map<string, Tried>()
    remembered.set(self, ofState)
    const known = ofState.get(text)
    if (known !== undefined && world.network.has(messageKey(message))) {
      return known
    }
    const result = stepOf(machine, world, label)
    if (Result.isSuccess(result)) ofState.set(text, result)
    return result
  }

  /** The last steps of an actor. */
  lastOf(actor: string): ReadonlyArray<Matched> {
    return this.last.get(actor) ?? []
  }
}
