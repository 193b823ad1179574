/**
 * A behaviour as reports draw it: plain data, worked out beforehand, so that
 * each format is a function of it and of nothing else.
 */
import type { Message } from "../../protocols/kernel/protocol.ts"
import type { Variables } from "../check/variables.ts"
import type { Step } from "../explorer/counterexample.ts"

/** A guard of an action, and its value before the step. */
export interface GuardValue {
  readonly name: string
  /** Its formula in the twin. */
  readonly formula: string
  /** Left out: a guard before it is false, so that it was not asked. */
  readonly holds?: boolean
}

/** A field of an actor, and its value. */
export interface Field {
  readonly field: string
  readonly value: unknown
}

/** Why a line of a log is no step, and what could have been one. */
export interface Rejection {
  readonly why: readonly [sentence: string, ...details: ReadonlyArray<string>]
  readonly instead: ReadonlyArray<string>
}

/** A step with all that is known of it; empty: nothing is known. */
export interface ToldStep extends Step {
  readonly guards: ReadonlyArray<GuardValue>
  readonly sent: ReadonlyArray<Message>
  /** What those who take part know, and go on to know. */
  readonly kept: ReadonlyArray<Field>
  /** What the log says of the state after the step, if that is all we know. */
  readonly logged: ReadonlyArray<Field>
  /** What the action does, in a sentence. */
  readonly sentence?: string
  /** The step, from 1, that sent the message that is received. */
  readonly sentIn?: number
  /** Where the log tells of it, from 1. */
  readonly line?: number
  /** It is no step of the protocol. */
  readonly rejected?: Rejection
}

export interface Behaviour {
  /** What it shows, in a few words. */
  readonly title: string
  /** What is to be said of it besides, in a sentence or two. */
  readonly sentence?: string
  readonly facts: ReadonlyArray<readonly [name: string, value: string]>
  /** The ids of the actors; none: they are not known. */
  readonly actors: ReadonlyArray<string>
  readonly steps: ReadonlyArray<ToldStep>
  /** As in a counter-example. */
  readonly loop?: number | "stuttering"
  /** The spec's variables, in the initial state first. */
  readonly states?: ReadonlyArray<Variables>
}

/** Who takes part in a step, as far as it is one of the actors. */
export const partakers = (
  { actors }: Pick<Behaviour, "actors">,
  { actor, others = [] }: Pick<Step, "actor" | "others">
): ReadonlyArray<string> =>
  [...new Set([actor, ...others])].filter((id) => actors.includes(id))

/** How a behaviour goes on for ever, in words; none: it does not. */
export const forEver = (loop: Behaviour["loop"]): string | undefined =>
  loop === undefined
    ? undefined
    : loop === "stuttering"
      ? "∞ and nothing more has to happen: it may stay so for ever"
      : `↺ back to ${loop}, and so on for ever`
