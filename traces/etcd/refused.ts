/** A line that no step explains. */
import type { Reason } from "../validator/verdict.ts"
import type { Line } from "./lines.ts"
import { type RuleName, rules } from "./rules.ts"

/** Thrown where a line is not as it must be. */
export class Refused extends Error {
  readonly at: Line
  readonly reason: Reason
  /** The event that had to come instead. */
  readonly instead: string | undefined

  constructor(at: Line, reason: Reason, instead?: string) {
    super("refused")
    this.at = at
    this.reason = reason
    this.instead = instead
  }
}

/** Thrown where a log ends in the middle of a step. */
export class Ended extends Error {}

/** Refuses a line by a rule of the library. */
export const breaks = (
  at: Line,
  rule: RuleName,
  ...details: ReadonlyArray<string>
): never => {
  throw new Refused(at, { _tag: "Rule", rule, sentence: rules[rule], details })
}
