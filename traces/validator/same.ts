/** Equality of plain data, as `key` defines it, without making the keys. */
export const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object") return false
  if (a === null || b === null) return false
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((element, i) => same(element, b[i]))
    )
  }
  if (Array.isArray(b)) return false
  const fields = Object.keys(a)
  return (
    fields.length === Object.keys(b).length &&
    fields.every(
      (field) =>
        field in b && same(Reflect.get(a, field), Reflect.get(b, field))
    )
  )
}

/** Is the element in the list? */
export const includes = (
  list: ReadonlyArray<unknown>,
  element: unknown
): boolean => list.some((known) => same(known, element))
