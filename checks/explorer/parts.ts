/** The distinct values of one cell, numbered as they are met (COLLAPSE). */
import { key } from "../../protocols/kernel/value.ts"

export class Parts<A> {
  readonly values: Array<A> = []
  private readonly ids = new Map<string, number>()

  /** The number of a value; equal values have the same number. */
  intern(value: A): number {
    const text = key(value)
    const known = this.ids.get(text)
    if (known !== undefined) return known
    const id = this.values.push(frozen(value)) - 1
    this.ids.set(text, id)
    return id
  }
}

/** What all states share: an action that writes to it is found out. */
export const frozen = <A>(value: A): A => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.values(Object.freeze(value)).forEach(frozen)
  }
  return value
}
