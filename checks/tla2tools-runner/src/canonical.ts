/**
 * One text per TLA+ value.
 *
 * TLC prints one value in several ways, and another checker prints it in yet
 * others: `1..2` and `{2, 1}`, `(1 :> a)` and `<<a>>`, `("k" :> 1)` and
 * `[k |-> 1]`. These are equal in TLA+, so they must be equal here.
 */
import { functionOf, record, set, show, tuple, type TlaValue } from "./value.ts"

interface Keyed<A> {
  readonly text: string
  readonly key: TlaValue
  readonly item: A
}

const order = <A>(left: Keyed<A>, right: Keyed<A>): number =>
  typeof left.key === "number" && typeof right.key === "number"
    ? left.key - right.key
    : left.text < right.text
      ? -1
      : left.text > right.text
        ? 1
        : 0

/** Sorted by key, the first of equal keys kept; keys must be normal. */
const sortUnique = <A>(
  items: ReadonlyArray<A>,
  keyOf: (item: A) => TlaValue
): ReadonlyArray<A> => {
  const first = new Map<string, Keyed<A>>()
  for (const item of items) {
    const key = keyOf(item)
    const text = show(key)
    if (!first.has(text)) first.set(text, { text, key, item })
  }
  return [...first.values()].sort(order).map((keyed) => keyed.item)
}

type Entry = readonly [key: TlaValue, value: TlaValue]

/** `fields` may be named `__proto__`, so no assignment builds the object. */
const toRecord = (entries: ReadonlyArray<Entry>): TlaValue =>
  record(Object.fromEntries(entries as ReadonlyArray<[string, TlaValue]>))

const normalFunction = (entries: ReadonlyArray<Entry>): TlaValue => {
  const sorted = sortUnique(
    entries.map(([key, value]): Entry => [normalise(key), normalise(value)]),
    ([key]) => key
  )
  if (sorted.every(([key], index) => key === index + 1)) {
    return tuple(sorted.map(([, value]) => value))
  }
  return sorted.every(([key]) => typeof key === "string")
    ? toRecord(sorted)
    : functionOf(sorted)
}

/**
 * The value in its one normal form: functions on `1..n` are tuples, functions
 * on strings are records, the empty function is the empty tuple, and sets,
 * fields and entries are sorted with repetitions removed.
 */
export const normalise = (value: TlaValue): TlaValue => {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value
  }
  if (typeof value !== "object") return Object.is(value, -0) ? 0 : value
  switch (value._tag) {
    case "ModelValue":
      return value
    case "Tuple":
      return tuple(value.elements.map(normalise))
    case "Set":
      return set(sortUnique(value.elements.map(normalise), (key) => key))
    case "Record":
      return normalFunction(Object.entries(value.fields))
    case "Function":
      return normalFunction(value.entries)
  }
}

/**
 * The TLA+ text of the normal form: two values are equal in TLA+ exactly when
 * their canonical texts are the same string.
 */
export const canonical = (value: TlaValue): string => show(normalise(value))

/**
 * The canonical text of a state: `name = value` lines sorted by name. States
 * are equal exactly when these texts are.
 */
export const canonicalState = (
  variables: Readonly<Record<string, TlaValue>>
): string =>
  Object.keys(variables)
    .sort()
    .map((name) => `${name} = ${canonical(variables[name]!)}`)
    .join("\n")
