/** An action on trial: what it does, and whether it does so rightly. */
import * as Result from "effect/Result"
import type { Disabled } from "../../protocols/kernel/action.ts"
import {
  attempt,
  type Done,
  type Parts
} from "../../protocols/kernel/attempt.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Attempt } from "./attempt.ts"

/** An action is wrong by itself, whatever the model. */
export class Fault extends Error {
  constructor({ label: { action, actor } }: Attempt, problem: string) {
    super(`${action}(${actor}) ${problem}`)
  }
}

const partsOf = ({ label, self, others, met }: Attempt): Parts => ({
  self,
  message: label.message,
  choice: label.choice,
  met: met.map((state, i) => ({ role: others[i]!.role, state }))
})

/** Is this guard true, whatever the others are? */
export const guardHolds = (
  trial: Attempt,
  guard: string,
  constants: object
): boolean => {
  const { action, self } = trial
  const alone = {
    ...action,
    guards: { [guard]: action.guards[guard]! },
    step: () => ({ state: self, sent: [] })
  }
  return Result.isSuccess(attempt(alone, partsOf(trial), constants))
}

/** What came of a trial. */
export type Tried = Result.Result<Done, Disabled<string>>

/** What an action does, or which guard forbids it. Throws a `Fault`. */
export const tried = (trial: Attempt, constants: object): Tried => {
  try {
    return attempt(trial.action, partsOf(trial), constants)
  } catch (error) {
    throw thrown(trial, constants, error)
  }
}

/** The outcome may depend on the parts only. Throws a `Fault` if it does not. */
export const mustRepeat = (
  trial: Attempt,
  constants: object,
  outcome: Tried
): void => {
  const once = textOf(trial, outcome)
  const again = textOf(trial, tried(trial, constants))
  if (once !== again) {
    throw new Fault(
      trial,
      `is not deterministic: of the same parts it makes ${once}, then ${again}`
    )
  }
}

/** Throws a `Fault` where it is no plain data. */
const textOf = (trial: Attempt, outcome: Tried): string => {
  if (Result.isFailure(outcome)) return `${outcome.failure.guard} false`
  try {
    return key(outcome.success)
  } catch (cause) {
    throw new Fault(trial, `makes what is no plain data: ${String(cause)}`)
  }
}

/** What was thrown, with the guard or step that threw it. */
const thrown = (trial: Attempt, constants: object, error: unknown): Fault => {
  const guard = Object.keys(trial.action.guards).find((name) => {
    try {
      return !guardHolds(trial, name, constants)
    } catch {
      return true
    }
  })
  const where = guard === undefined ? "in its step" : `in its guard ${guard}`
  const { message } = error instanceof Error ? error : new Error(String(error))
  const writes = /read.only|not extensible|delete property/u.test(message)
  const does = writes ? "writes to what it was given" : "throws"
  const fault = new Fault(trial, `${does} ${where}: ${message}`)
  if (error instanceof Error && error.stack !== undefined) {
    fault.stack = error.stack
  }
  return fault
}
