/** Plain data in a reader's words: `Prepared{rm: rm-2}`, `[a, b]`. */
type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What kind of message a record is: `_tag` in a twin, `type` in a spec. */
const kindOf = (value: Fields): string | undefined => {
  const name = value["_tag"] ?? value["type"]
  return typeof name === "string" ? name : undefined
}

/** A record that says what it is, as messages do. */
export const isMessage = (value: unknown): value is Fields =>
  isFields(value) && kindOf(value) !== undefined

const isWord = (text: string): boolean => /^[\p{L}\p{N}_.:#-]+$/u.test(text)

/** A value on one line. */
export const valueText = (value: unknown): string => {
  if (typeof value === "string") {
    return isWord(value) ? value : JSON.stringify(value)
  }
  if (value === undefined || value === null) return "nothing"
  if (typeof value === "bigint") return String(value)
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`
  if (!isFields(value)) return JSON.stringify(value)
  const kind = kindOf(value)
  const fields = Object.entries(value)
    .filter(([name]) => kind === undefined || !["_tag", "type"].includes(name))
    .map(([name, inner]) => `${name}: ${valueText(inner)}`)
  if (kind === undefined) return `{${fields.join(", ")}}`
  return fields.length === 0 ? kind : `${kind}{${fields.join(", ")}}`
}
