/** What a validation ends with. */
import type { Choice } from "../../protocols/kernel/action.ts"
import type { Message } from "../../protocols/kernel/protocol.ts"
import type { Difference } from "./compare.ts"
import type { Label, Observation } from "./observed.ts"

/** The log contradicts itself, whatever the protocol is. */
export type Contradiction =
  /** A step of the actor is missing from the log. */
  | {
      readonly _tag: "SequenceGap"
      readonly expected: number
      readonly found: number
    }
  /** The actor's clock does not grow, or not beyond the sender's. */
  | {
      readonly _tag: "Clock"
      readonly at: number
      readonly above: number
      /** The message that came from there; none: the actor's own clock. */
      readonly message?: string
    }
  /** Nobody has sent a message of this id before. */
  | { readonly _tag: "NeverSent"; readonly id: string }
  /** The message of this id was another one when it was sent. */
  | {
      readonly _tag: "OtherMessage"
      readonly id: string
      readonly sent: Message
      readonly received: Message
    }
  /** The only copy of this message was received before. */
  | { readonly _tag: "ReceivedTwice"; readonly id: string }
  /** Somebody must act here, and all that have begun have ended. */
  | { readonly _tag: "AllEnded"; readonly begun: number }

/** Why no step of the protocol is what a line says. */
export type Reason =
  | Contradiction
  /** A rule of the system that the log is of, narrower than the protocol. */
  | {
      readonly _tag: "Rule"
      readonly rule: string
      readonly sentence: string
      readonly details: ReadonlyArray<string>
    }
  /** The first guard that is false, with its formula in the twin. */
  | {
      readonly _tag: "Disabled"
      readonly label: Label
      readonly guard: string
      readonly formula: string
    }
  /** No message of these types, or not this one, is there to be received. */
  | {
      readonly _tag: "NoMessage"
      readonly action: string
      readonly actor?: string
      readonly types: ReadonlyArray<string>
      readonly message?: Message
    }
  /** Nothing of the kind can be chosen. */
  | {
      readonly _tag: "NoChoice"
      readonly action: string
      readonly choice: Choice
      /** The parts of it that are in no choice. */
      readonly unknown: Choice
    }
  /** The step is possible, but does something else. */
  | {
      readonly _tag: "Different"
      readonly label: Label
      readonly differences: ReadonlyArray<Difference>
    }
  /** The actor has no such action, or nothing can happen at all. */
  | { readonly _tag: "NoSuchStep" }

/** An action that is not possible: how near it came. */
export interface NearMiss {
  readonly action: string
  readonly label?: Label
  /** The first false guard; none: there is no message to receive. */
  readonly guard?: string
}

/** A step that the log and the protocol agree on. */
export interface Matched {
  readonly line: number
  readonly label: Label
}

export interface Accepted {
  readonly _tag: "Accepted"
  /** Steps in the log; all were matched. */
  readonly events: number
  /** States that were looked at; 0: every line said all that is needed. */
  readonly searched: number
  /** What the log makes use of, where that was counted. */
  readonly coverage?: ReadonlyArray<Used>
  readonly warnings: ReadonlyArray<string>
}

/** How often an action was taken, and how often a guard forbade it. */
export interface Used {
  readonly action: string
  readonly taken: number
  readonly forbidden: Readonly<Record<string, number>>
}

export interface Rejected {
  readonly _tag: "Rejected"
  /** The first line that no behaviour explains. */
  readonly line: number
  readonly actor?: string
  readonly action?: string
  /** All that the line says. */
  readonly observation: Observation
  readonly reason: Reason
  /** What could have happened there instead. */
  readonly enabledInstead: ReadonlyArray<Label>
  readonly nearMisses: ReadonlyArray<NearMiss>
  /** The last steps of the actor (of anyone, where it is not known). */
  readonly lastMatched: ReadonlyArray<Matched>
  /** The state of the actor in question before the line. */
  readonly states: ReadonlyArray<object>
  /** The steps before the line, and those in the log. */
  readonly consumed: number
  readonly events: number
  readonly searched: number
  readonly warnings: ReadonlyArray<string>
}

export interface Undecided {
  readonly _tag: "Undecided"
  /** How many states were looked at before it was given up. */
  readonly budget: number
  /** The deepest line that was not passed. */
  readonly line: number
  /** What to log, and where, so that there would be less to try. */
  readonly wanted: {
    readonly line: number
    readonly field: string
    /** How many steps fit that line as it is, at most. */
    readonly choices: number
  }
  readonly consumed: number
  readonly events: number
  readonly warnings: ReadonlyArray<string>
}

export type Verdict = Accepted | Rejected | Undecided
