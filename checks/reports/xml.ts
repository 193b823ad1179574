/** Text within XML and HTML. */

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\n": "&#10;"
}

/** Text as content, or between quotes; characters that XML forbids are `\ufffd`. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"'\n]/g, (character) => entities[character]!)

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element; its content is XML already. */
export const element = (
  name: string,
  attributes: Attributes,
  ...content: ReadonlyArray<string>
): string => {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([attribute, value]) => ` ${attribute}="${escaped(String(value))}"`)
    .join("")
  // `<code/>` would be left open in HTML.
  return `<${name}${given}>${content.join("")}</${name}>`
}
