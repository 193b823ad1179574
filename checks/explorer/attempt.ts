/** An action that is tried on given parts, and what comes of it. */
import type { Choice } from "../../protocols/kernel/action.ts"
import type { Done, Met } from "../../protocols/kernel/attempt.ts"
import type { Action, Message } from "../../protocols/kernel/protocol.ts"
import type { Changed } from "./step-checks.ts"
import type { Actor } from "./world.ts"

/** What a step is called: the action, who acts, and what it acts on. */
export interface Label {
  readonly action: string
  readonly actor: string
  readonly choice?: Choice
  readonly message?: Message
  readonly others?: ReadonlyArray<string>
}

/** An action about to be tried: what it is given, and what it would touch. */
export interface Attempt {
  readonly label: Label
  readonly action: Action
  readonly actor: Actor
  readonly self: object
  /** Those whom a joint action meets, and their states. */
  readonly others: ReadonlyArray<Actor & Met>
  readonly met: ReadonlyArray<object>
  /** The part of the network that the message lies in. */
  readonly cell?: number
}

/** What becomes of the actors that take part. */
export const changesOf = (
  { actor, self, others, met }: Attempt,
  done: Done
): ReadonlyArray<Changed & Actor> => [
  { ...actor, before: self, after: done.state },
  ...done.others.flatMap((after, i) =>
    after === met[i] ? [] : [{ ...others[i]!, before: met[i]!, after }]
  )
]
