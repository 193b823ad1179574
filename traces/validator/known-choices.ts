/** What actions may choose where a log tells something of the choice. */
import type { Choice } from "../../protocols/kernel/action.ts"
import type { Machine } from "./machine.ts"
import { chooses, type Observation } from "./observed.ts"

type Choices = Iterable<readonly [text: string, choice: Choice | undefined]>

export class KnownChoices {
  private readonly machine: Machine
  /** By what is known of a choice, and by action: remembered. */
  private readonly fitting = new WeakMap<Choice, Map<string, Choices>>()

  constructor(machine: Machine) {
    this.machine = machine
  }

  /** All choices of the action that the observation may tell of. */
  of(action: string, { choice }: Observation): Choices {
    const all = this.machine.choices(action)
    if (choice === undefined) return all
    const known = this.fitting.get(choice) ?? new Map<string, Choices>()
    this.fitting.set(choice, known)
    const found =
      known.get(action) ?? [...all].filter(([, c]) => chooses(c, choice))
    known.set(action, found)
    return found
  }
}
