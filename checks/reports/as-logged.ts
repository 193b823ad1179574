/** Steps of which a log says all that is known, held against its lines before. */
import { key } from "../../protocols/kernel/value.ts"
import { messageKey } from "../../traces/validator/machine.ts"
import type { Observation } from "../../traces/validator/observed.ts"
import type { Change } from "../explorer/counterexample.ts"
import type { Field, ToldStep } from "./behaviour.ts"

/** What one line says, and nothing besides. */
export const asLogged = ({
  action = "?",
  actor = "",
  choice,
  line,
  received,
  sent = [],
  expected
}: Observation): ToldStep => ({
  action,
  actor,
  ...(choice === undefined ? {} : { choice }),
  ...(received === undefined ? {} : { message: received }),
  line,
  sent,
  guards: [],
  changes: [],
  kept: [],
  logged: expected.flatMap((expectation): ReadonlyArray<Field> => {
    if (expectation._tag !== "Field") return []
    const { actor: whose, field, oneOf } = expectation
    const [value] = oneOf
    return oneOf.length === 1 ? [{ field: `${whose}.${field}`, value }] : []
  })
})

/** What was logged of fields and messages so far. */
export class Logged {
  private readonly values = new Map<string, unknown>()
  /** The steps, from 1, that sent a message last. */
  private readonly senders = new Map<string, number>()
  private steps = 0

  /** The step, with what its line changes, and where its message comes from. */
  next(step: ToldStep): ToldStep {
    const { message, logged, sent } = step
    const sentIn =
      message === undefined ? undefined : this.senders.get(messageKey(message))
    this.steps++
    for (const each of sent) this.senders.set(messageKey(each), this.steps)
    const changes = logged.flatMap((field) => this.changeOf(field))
    const changed = new Set(changes.map(({ field }) => field))
    for (const { field, value } of logged) this.values.set(field, value)
    return {
      ...step,
      ...(sentIn === undefined ? {} : { sentIn }),
      changes: [
        ...changes,
        ...sent.map((each) => ({ field: "network", before: [], after: [each] }))
      ],
      logged: logged.filter(({ field }) => !changed.has(field))
    }
  }

  private changeOf({ field, value }: Field): ReadonlyArray<Change> {
    const before = this.values.get(field)
    return !this.values.has(field) || key(before) === key(value)
      ? []
      : [{ field, before, after: value }]
  }
}
