/** Reads XML, and such HTML as is XML but for its first lines. */

type Attributes = Readonly<Record<string, string>>

/** A tag, or the text between two of them. */
export type Token =
  | { readonly tag: string; readonly attributes: Attributes }
  | { readonly text: string }

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"'
}

const entity = /&(?:#(\d+)|(\w+));/g

/** The characters that entities stand for; an `&` alone is refused. */
const decoded = (text: string): string => {
  if (/[<>]|&(?!(?:#\d+|amp|lt|gt|quot);)/.test(text)) {
    throw new Error(`not escaped: ${text}`)
  }
  return text.replace(entity, (_, code?: string, name?: string) =>
    code === undefined ? named[name!]! : String.fromCodePoint(Number(code))
  )
}

const attribute = /\s+([\w:-]+)="([^"<]*)"/gy

const attributesOf = (text: string): Attributes => {
  const found = [...text.matchAll(attribute)]
  if (found.map(([all]) => all).join("") !== text.trimEnd()) {
    throw new Error(`attributes: ${text}`)
  }
  return Object.fromEntries(
    found.map(([, name, value]) => [name!, decoded(value!)])
  )
}

/** What a document consists of; fails if it is not well-formed. */
export const tokens = (document: string): ReadonlyArray<Token> => {
  const body = document.replace(/^<\?xml[^>]*\?>\n/, "")
  const open: Array<string> = []
  const found: Array<Token> = []
  const parts = body.split(/(<\/?[a-z][^>]*>)/)
  for (const part of parts) {
    const [, end, name, rest] =
      /^<(\/?)([\w-]+)((?:\s[^>]*)?)>$/.exec(part) ?? []
    if (name === undefined) {
      if (part !== "") found.push({ text: decoded(part) })
    } else if (end === "/") {
      if (open.pop() !== name) throw new Error(`${name} was not open`)
      found.push({ tag: `/${name}`, attributes: {} })
    } else {
      found.push({ tag: name, attributes: attributesOf(rest!) })
      open.push(name)
    }
  }
  if (open.length > 0) throw new Error(`left open: ${open.join()}`)
  return found
}

/** The tags in their order, whatever is between them. */
export const tags = (document: string): ReadonlyArray<string> =>
  tokens(document).flatMap((token) => ("tag" in token ? [token.tag] : []))
