/**
 * Values that are the same when they mean the same: sets as sorted arrays, and
 * the few shapes of TLA+ values in which a world is told to the spec.
 */

/** A finite set: its elements once each, in the order of their keys. */
export type SetOf<A> = ReadonlyArray<A>

const known = new WeakMap<object, string>()

/** The key of an element, found once: elements stay while sets grow. */
const elementKey = (element: unknown): string => {
  if (typeof element !== "object" || element === null) return key(element)
  const found = known.get(element) ?? key(element)
  known.set(element, found)
  return found
}

/** Plain data as text: equal data, and only equal data, have equal keys. */
export const key = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(elementKey).join()}]`
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([k, v]) => `${JSON.stringify(k)}:${key(v)}`).join()}}`
}

type Keyed<A> = readonly [key: string, element: A]

/** The elements with their keys, in the order of these. */
const keyed = <A>(elements: ReadonlyArray<A>): ReadonlyArray<Keyed<A>> =>
  elements
    .map((element): Keyed<A> => [elementKey(element), element])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

/** The elements in the order of their keys, repetitions kept: a bag. */
export const sorted = <A>(elements: ReadonlyArray<A>): ReadonlyArray<A> =>
  keyed(elements).map(([, element]) => element)

/** The set of the given elements. */
export const setOf = <A>(elements: ReadonlyArray<A>): SetOf<A> =>
  keyed(elements)
    .filter(([text], i, all) => i === 0 || all[i - 1]?.[0] !== text)
    .map(([, element]) => element)

/** The set with one element more (the same set if it is in already). */
export const insert = <A>(set: SetOf<A>, element: A): SetOf<A> => {
  const text = elementKey(element)
  const at = set.findIndex((known) => elementKey(known) >= text)
  if (at === -1) return [...set, element]
  return elementKey(set[at]) === text ? set : set.toSpliced(at, 0, element)
}

/** A TLA+ value that a spec's variable can have. */
export type Value =
  | boolean
  | number
  | string
  | { readonly _tag: "Set"; readonly elements: ReadonlyArray<Value> }
  | { readonly _tag: "Tuple"; readonly elements: ReadonlyArray<Value> }
  | {
      readonly _tag: "Record"
      readonly fields: Readonly<Record<string, Value>>
    }
  | {
      readonly _tag: "Function"
      readonly entries: ReadonlyArray<readonly [Value, Value]>
    }

export const set = (elements: ReadonlyArray<Value>): Value => ({
  _tag: "Set",
  elements
})

/** The bag of the given values: how many copies of each are in it. */
export const bag = (values: ReadonlyArray<Value>): Value => {
  const copies = (value: Value): number =>
    values.filter((other) => key(other) === key(value)).length
  return {
    _tag: "Function",
    entries: setOf(values).map((value) => [value, copies(value)] as const)
  }
}

export const record = (fields: Readonly<Record<string, Value>>): Value => ({
  _tag: "Record",
  fields
})

/** The function that gives each actor, by its id, a value. */
export const functionOf = <A>(
  actors: Readonly<Record<string, A>>,
  value: (actor: A) => Value
): Value => ({
  _tag: "Function",
  entries: Object.entries(actors).map(([id, a]) => [id, value(a)] as const)
})

/** A message as the record that the spec sends: its `_tag` is the `type`. */
export const messageRecord = ({
  _tag,
  ...fields
}: {
  readonly _tag: string
  readonly [field: string]: Value
}): Value => record({ type: _tag, ...fields })
