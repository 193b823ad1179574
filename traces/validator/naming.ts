/** Which actors a value names, and the value with other names instead. */
import { key, sorted } from "../../protocols/kernel/value.ts"

/** Adds to `into` every name of `among` that occurs in the value. */
export const addNames = (
  value: unknown,
  among: ReadonlySet<string> | ReadonlyMap<string, unknown>,
  into: Set<string>
): void => {
  if (typeof value === "string") {
    if (among.has(value)) into.add(value)
  } else if (typeof value === "object" && value !== null) {
    for (const [field, inner] of Object.entries(value)) {
      if (among.has(field)) into.add(field)
      addNames(inner, among, into)
    }
  }
}

/**
 * Do the elements come in the order of their keys, once each? Sets do, in a
 * twin. A sequence may look like one by chance; `equivariance.ts` would notice.
 */
export const looksLikeSet = (elements: ReadonlyArray<unknown>): boolean => {
  const keys = elements.map(key)
  return keys.every((text, i) => i === 0 || keys[i - 1]! < text)
}

/** The value with other names; sets are sorted anew. */
export const renamed = <A>(value: A, names: ReadonlyMap<string, string>): A =>
  rename(value, names) as A

const rename = (
  value: unknown,
  names: ReadonlyMap<string, string>
): unknown => {
  if (typeof value === "string") return names.get(value) ?? value
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) {
    const elements = value.map((element) => rename(element, names))
    return looksLikeSet(value) ? sorted(elements) : elements
  }
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      names.get(field) ?? field,
      rename(inner, names)
    ])
  )
}
