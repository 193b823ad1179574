/**
 * What a log says about a run, whatever format it is written in: one
 * observation a step, each a list of constraints on that step. What is left out
 * was not observed, which is no claim about what it was. Adapters translate
 * lines to observations; the validator knows observations only.
 */
import type { Choice } from "../../protocols/kernel/action.ts"
import type { Message } from "../../protocols/kernel/protocol.ts"
import { same } from "./same.ts"

/** A constraint on the values before and after a step. */
export type Expectation =
  /** After the step the actor's field has one of these values. */
  | {
      readonly _tag: "Field"
      readonly actor: string
      readonly field: string
      readonly oneOf: ReadonlyArray<unknown>
    }
  /** The step gives the actor's field, a function, this value at a key. */
  | {
      readonly _tag: "Entry"
      readonly actor: string
      readonly field: string
      readonly key: string
      /** Left out: some value. */
      readonly value?: unknown
    }
  /** The step changes a set in this way, and in no other. */
  | {
      readonly _tag: "Elements"
      readonly actor: string
      readonly field: string
      readonly added: ReadonlyArray<unknown>
      readonly removed: ReadonlyArray<unknown>
    }
  /** No other actor of the kind changes the field. */
  | {
      readonly _tag: "Kept"
      readonly kind: string
      readonly field: string
      readonly except: ReadonlyArray<string>
    }
  /** After the step the messages that were ever sent are these more. */
  | { readonly _tag: "Network"; readonly added: ReadonlyArray<Message> }

/** What one line of a log says about one step. */
export interface Observation {
  /** Where it is written, from 1. */
  readonly line: number
  readonly action?: string
  /** The action is one of these, the likeliest first. */
  readonly among?: ReadonlyArray<string>
  readonly actor?: string
  /** What of its free choice is known. */
  readonly choice?: Choice
  /** The message that the step took from the network. */
  readonly received?: Message
  /** The names that the log gives to the message received, and to the one sent. */
  readonly receivedId?: string
  readonly sentId?: string
  /** The messages that the step sent: these and no others. */
  readonly sent?: ReadonlyArray<Message>
  readonly expected: ReadonlyArray<Expectation>
}

/** A step by its name: who does what, with which message, meeting whom. */
export interface Label {
  readonly action: string
  readonly actor: string
  readonly choice?: Choice
  readonly message?: Message
  readonly others?: ReadonlyArray<string>
}

/** May the step that the line tells of be one of this action? */
export const mayBe = (
  { action, among }: Pick<Observation, "action" | "among">,
  name: string
): boolean =>
  action === undefined ? (among?.includes(name) ?? true) : action === name

/** Is the choice one that has these values? */
export const chooses = (choice: Choice | undefined, known: Choice): boolean =>
  choice !== undefined &&
  Object.entries(known).every(([name, value]) => same(choice[name], value))
