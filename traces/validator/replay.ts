/**
 * The fast path: a log whose lines name action, actor and message has at most
 * one behaviour, which is replayed line by line through the protocol's actions.
 */
import * as Result from "effect/Result"
import { type Before, fits } from "./compare.ts"
import { beforeIn } from "./explain.ts"
import {
  initialWorld,
  type Machine,
  type MovingWorld,
  stepOf,
  take
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

/** A world that moves on as lines are matched. */
export class Replay {
  readonly machine: Machine
  readonly world: MovingWorld
  private readonly before: Before
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
    const result = stepOf(machine, world, action!, actor!, received)
    if (Result.isFailure(result)) return false
    if (!fits(observation, result.success, this.before)) return false
    take(machine, world, result.success)
    const { label } = result.success
    const known = this.last.get(actor!) ?? []
    this.last.set(actor!, [...known.slice(1 - REMEMBERED), { line, label }])
    return true
  }

  /** The last steps of an actor. */
  lastOf(actor: string): ReadonlyArray<Matched> {
    return this.last.get(actor) ?? []
  }
}
