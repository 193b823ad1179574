/** What a step is called, and what it changes, in words. */
import { key } from "../../protocols/kernel/value.ts"
import { isMessage, valueText } from "../../traces/words.ts"
import type { Label } from "../explorer/attempt.ts"
import type { Change } from "../explorer/counterexample.ts"

/**
 * `RMPrepare(rm-0)`, `Read(t1, k1 with {key: k1})`,
 * `TMRcvPrepared(tm ← Prepared{rm: rm-0})`.
 */
export const stepText = ({
  action,
  actor,
  choice,
  message,
  others = []
}: Label): string => {
  const parts = [
    [actor, ...others].filter((id) => id !== "").join(", "),
    ...(choice === undefined ? [] : [`with ${valueText(choice)}`]),
    ...(message === undefined ? [] : [`← ${valueText(message)}`])
  ].filter((part) => part !== "")
  return parts.length === 0 ? action : `${action}(${parts.join(" ")})`
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !isMessage(value)

/**
 * A change in parts: each message that comes or goes, and within a record of
 * which all fields stay each field that changes.
 */
export const partsOf = (change: Change): ReadonlyArray<Change> => {
  const { field, before, after } = change
  const moved = movedBy(change)
  if (moved?.messages === true) {
    return [
      ...moved.gone.map((one) => ({ field, before: [one], after: [] })),
      ...moved.come.map((one) => ({ field, before: [], after: [one] }))
    ]
  }
  if (!isRecord(before) || !isRecord(after)) return [change]
  const [old, names] = [Object.keys(before), Object.keys(after)]
  if (key(old.toSorted()) !== key(names.toSorted())) return [change]
  return names
    .filter((name) => key(before[name]) !== key(after[name]))
    .flatMap((name) =>
      partsOf({
        field: `${field}.${name}`,
        before: before[name],
        after: after[name]
      })
    )
}

/** Elements that come and go. */
export interface Moved {
  readonly gone: ReadonlyArray<unknown>
  readonly come: ReadonlyArray<unknown>
  /** Messages say for themselves where they are. */
  readonly messages: boolean
}

/** The elements that change; none if what stays changes places. */
export const movedBy = ({ before, after }: Change): Moved | undefined => {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined
  const [gone, come] = [without(before, after), without(after, before)]
  const stayed = without(before, gone).map(key).join()
  return stayed === without(after, come).map(key).join()
    ? { gone, come, messages: [...gone, ...come].every(isMessage) }
    : undefined
}

/** The elements of one list that the other has not, or not so often. */
const without = (
  list: ReadonlyArray<unknown>,
  other: ReadonlyArray<unknown>
): ReadonlyArray<unknown> => {
  const left = new Map<string, number>()
  for (const text of other.map(key)) left.set(text, (left.get(text) ?? 0) + 1)
  return list.filter((element) => {
    const count = left.get(key(element)) ?? 0
    if (count > 0) left.set(key(element), count - 1)
    return count === 0
  })
}

/** A field of whoever acts goes without saying whose it is. */
export const ownField = (field: string, actor: string): string =>
  field.startsWith(`${actor}.`) ? field.slice(actor.length + 1) : field

/** A change on one line: `~ rmState: working → prepared`, of its own actor. */
export const changeText = (change: Change, actor: string): string => {
  const { before, after } = change
  const field = ownField(change.field, actor)
  const moved = movedBy(change)
  if (moved === undefined) {
    return `~ ${field}: ${valueText(before)} → ${valueText(after)}`
  }
  const signed = [
    ...moved.gone.map((value) => `- ${valueText(value)}`),
    ...moved.come.map((value) => `+ ${valueText(value)}`)
  ].join(", ")
  return moved.messages ? signed : `~ ${field}: ${signed}`
}
