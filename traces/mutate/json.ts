/** The lines of a log as plain JSON values, and the places in them. */

export type Json =
  | null
  | boolean
  | number
  | string
  | ReadonlyArray<Json>
  | { readonly [field: string]: Json }

/** The way to a value within another: names of fields, numbers of elements. */
export type Path = ReadonlyArray<string | number>

/** A place in a line, whatever stands there. */
export interface Place {
  readonly path: Path
  readonly value: Json
}

/** The name of a place, the same for all elements of a list: `sent[].id`. */
export const fieldOf = (path: Path): string =>
  path
    .map((part) => (typeof part === "number" ? "[]" : `.${part}`))
    .join("")
    .replace(/^\./u, "")

type Fields = { readonly [field: string]: Json }

const isList = (value: Json): value is ReadonlyArray<Json> =>
  Array.isArray(value)

export const isFields = (value: Json): value is Fields =>
  typeof value === "object" && value !== null && !isList(value)

/** A list of names only, such as a set of actors. */
export const isWords = (value: Json): value is ReadonlyArray<string> =>
  isList(value) && value.every((element) => typeof element === "string")

/** All places below a value, itself included, in the order of its text. */
export const places = (value: Json, path: Path = []): ReadonlyArray<Place> => [
  { path, value },
  ...(isList(value)
    ? value.flatMap((element, i) => places(element, [...path, i]))
    : isFields(value)
      ? Object.entries(value).flatMap(([name, inner]) =>
          places(inner, [...path, name])
        )
      : [])
]

/** The value with another one at a place. */
export const replaced = (value: Json, path: Path, by: Json): Json => {
  const [part, ...rest] = path
  if (part === undefined) return by
  if (isList(value)) {
    return value.map((element, i) =>
      i === part ? replaced(element, rest, by) : element
    )
  }
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === part ? replaced(inner, rest, by) : inner
    ])
  )
}
