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
  type Machine,
  messageKey,
  type MovingWorld,
  stepOf,
  take,
  type Transition
} from "./machine.ts"
import type { Observation } from "./observed.ts"
import type { Matched } from "./verdict.ts"

/** How many of an actor's last steps a rejection tells. */
export const REMEMBERED = 3

/** Does the line name its step, so that there is only one to try? */
export const names = (
  { actions }: Machine,
  { action, actor, received }: Observation
): boolean =>
  action !== undefined &&
  actor !== undefined &&
  (received !== undefined || actions.get(action)?._tag !== "Receiving")

type Tried = Result.Result<Transition, Forbidden>

/** A world that moves on as lines are matched. */
export class Replay {
  readonly machine: Machine
  readonly world: MovingWorld
  private readonly before: Before
  private readonly remembered = new WeakMap<object, Map<string, Tried>>()
  private readonly last = new Map<string, ReadonlyArray<Matched>>()

  constructor(machine: Machine) {
    this.machine = machine
    this.world = initialWorld(machine)
    this.before = beforeIn(machine, this.world)
  }

  /** Takes the step that the line names; false: it is not possible. */
  take(observation: Observation): boolean {
    const { action, actor, received, line } = observation
    const { machine, world } = this
    if (machine.kinds.get(actor!) !== machine.actions.get(action!)?.actor) {
      return false
    }
    const result = this.step(action!, actor!, received)
    if (Result.isFailure(result)) return false
    if (!fits(observation, result.success, this.before)) return false
    take(machine, world, result.success)
    const { label } = result.success
    const known = this.last.get(actor!) ?? []
    this.last.set(actor!, [...known.slice(1 - REMEMBERED), { line, label }])
    return true
  }

  /** The step, remembered: messages come again while a state stays. */
  private step(action: string, actor: string, message: Message | undefined) {
    const { machine, world, remembered } = this
    if (message === undefined) return stepOf(machine, world, action, actor)
    const self = world.states.get(actor)!
    const text = `${action} ${messageKey(message)}`
    const ofState = remembered.get(self) ?? new Map<string, Tried>()
    remembered.set(self, ofState)
    const known = ofState.get(text)
    if (known !== undefined && world.network.has(messageKey(message))) {
      return known
    }
    const result = stepOf(machine, world, action, actor, message)
    if (Result.isSuccess(result)) ofState.set(text, result)
    return result
  }

  /** The last steps of an actor. */
  lastOf(actor: string): ReadonlyArray<Matched> {
    return this.last.get(actor) ?? []
  }
}
