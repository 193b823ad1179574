/**
 * TLA+ values as plain readonly data, and their text.
 *
 * Integers are numbers while they are safe and bigints beyond; strings and
 * booleans are themselves; all else is tagged.
 */
export type TlaValue =
  | boolean
  | number
  | bigint
  | string
  | ModelValue
  | SetValue
  | TupleValue
  | RecordValue
  | FunctionValue

/** A value equal only to itself, such as `s1`; never equal to a string. */
export interface ModelValue {
  readonly _tag: "ModelValue"
  readonly name: string
}

/** A finite set; order and repetition of `elements` mean nothing. */
export interface SetValue {
  readonly _tag: "Set"
  readonly elements: ReadonlyArray<TlaValue>
}

/** A tuple or sequence: a function on `1..n`. */
export interface TupleValue {
  readonly _tag: "Tuple"
  readonly elements: ReadonlyArray<TlaValue>
}

/** A record: a function on strings. */
export interface RecordValue {
  readonly _tag: "Record"
  readonly fields: Readonly<Record<string, TlaValue>>
}

/** Any function. Of entries with equal keys the first holds, as with `@@`. */
export interface FunctionValue {
  readonly _tag: "Function"
  readonly entries: ReadonlyArray<readonly [key: TlaValue, value: TlaValue]>
}

/** The model value of this name. */
export const modelValue = (name: string): ModelValue => ({
  _tag: "ModelValue",
  name
})

/** The set of these elements. */
export const set = (elements: ReadonlyArray<TlaValue>): SetValue => ({
  _tag: "Set",
  elements
})

/** The tuple, or sequence, of these elements. */
export const tuple = (elements: ReadonlyArray<TlaValue>): TupleValue => ({
  _tag: "Tuple",
  elements
})

/** The record with these fields. */
export const record = (
  fields: Readonly<Record<string, TlaValue>>
): RecordValue => ({ _tag: "Record", fields })

/** The function with these entries. */
export const functionOf = (
  entries: FunctionValue["entries"]
): FunctionValue => ({ _tag: "Function", entries })

/** The number if it is safe, else the bigint: equal integers look equal. */
export const integer = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
    ? Number(value)
    : value

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\f": "\\f"
}

const quote = (text: string): string =>
  `"${text.replace(/[\\"\n\t\r\f]/g, (character) => escapes[character]!)}"`

const fieldName = /^[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*$/

const pair = (key: TlaValue, value: TlaValue): string =>
  `${show(key)} :> ${show(value)}`

const showFunction = (entries: FunctionValue["entries"]): string =>
  entries.length === 0
    ? "<<>>"
    : `(${entries.map(([key, value]) => pair(key, value)).join(" @@ ")})`

const showRecord = (fields: RecordValue["fields"]): string => {
  const entries = Object.entries(fields)
  return entries.length > 0 && entries.every(([name]) => fieldName.test(name))
    ? `[${entries.map(([name, value]) => `${name} |-> ${show(value)}`).join(", ")}]`
    : showFunction(entries)
}

/**
 * The TLA+ text of a value, in the order in which it is held. Two texts of
 * equal values may differ: compare with `canonical`.
 */
export const show = (value: TlaValue): string => {
  if (typeof value === "string") return quote(value)
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE"
  if (typeof value === "number" || typeof value === "bigint") {
    return String(value)
  }
  switch (value._tag) {
    case "ModelValue":
      return value.name
    case "Set":
      return `{${value.elements.map(show).join(", ")}}`
    case "Tuple":
      return `<<${value.elements.map(show).join(", ")}>>`
    case "Record":
      return showRecord(value.fields)
    case "Function":
      return showFunction(value.entries)
  }
}
