/** Plain data in a reader's words: `Prepared{rm: rm-2}`, `[a, b]`. */
export const valueText = (value: unknown): string => {
  if (typeof value === "string") {
    return /^[\p{L}\p{N}_.:#-]+$/u.test(value) ? value : JSON.stringify(value)
  }
  if (value === undefined || value === null) return "nothing"
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`
  if (typeof value !== "object") return JSON.stringify(value)
  const { _tag, ...fields }: { readonly _tag?: unknown } = value
  const kind = typeof _tag === "string" ? _tag : ""
  const inner = Object.entries(fields)
    .map(([name, known]) => `${name}: ${valueText(known)}`)
    .join(", ")
  return kind !== "" && inner === "" ? kind : `${kind}{${inner}}`
}
