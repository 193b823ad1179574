/**
 * A page of Markdown as text and markers. A marker is a comment alone on its
 * line; what it stands for follows, up to `<!-- end -->`:
 *
 *     <!-- pair two-phase-commit TMCommit -->
 *     ...
 *     <!-- end -->
 *
 * Without an end it is new, and nothing follows yet.
 */

/** What is wrong with a page, in which line (from 1; 0: none of them). */
export interface Problem {
  readonly page: string
  readonly line: number
  readonly problem: string
}

export interface Text {
  readonly _tag: "Text"
  readonly line: number
  readonly lines: ReadonlyArray<string>
}

export interface Marker {
  readonly _tag: "Marker"
  readonly line: number
  /** Its first word. */
  readonly kind: string
  /** The rest. */
  readonly argument: string
  /** It has an end; without one it is new. */
  readonly closed: boolean
  /** What follows now, without the blank lines around it. */
  readonly body: ReadonlyArray<string>
}

export type Part = Text | Marker

const MARKER = /^<!-- ([a-z]+)(?: (.*))? -->$/
const FENCE = /^ *(`{3,}|~{3,})/

const isEnd = (line: string): boolean => line === "<!-- end -->"

/** Which lines stand in a block of code. */
const fenced = (lines: ReadonlyArray<string>): ReadonlyArray<boolean> => {
  let open = ""
  return lines.map((line) => {
    const [, fence = ""] = FENCE.exec(line) ?? []
    const before = open
    if (open === "") open = fence
    else if (line.trim() === open) open = ""
    return before !== "" || open !== ""
  })
}

const withoutBlankEnds = (
  lines: ReadonlyArray<string>
): ReadonlyArray<string> => {
  const isText = (line: string) => line !== ""
  const from = lines.findIndex(isText)
  return from < 0 ? [] : lines.slice(from, lines.findLastIndex(isText) + 1)
}

/** Splits a page. */
export const parsePage = (text: string): ReadonlyArray<Part> => {
  const lines = text.replace(/\n$/, "").split("\n")
  const inCode = fenced(lines)
  const marks = lines.flatMap((line, i) =>
    MARKER.test(line) && !inCode[i] ? [i] : []
  )
  const parts: Array<Part> = []
  let at = 0
  const pushText = (to: number) => {
    if (to > at) {
      parts.push({ _tag: "Text", line: at + 1, lines: lines.slice(at, to) })
    }
  }
  for (const [i, mark] of marks.entries()) {
    if (mark < at) continue
    pushText(mark)
    const [, kind = "", argument = ""] = MARKER.exec(lines[mark]!) ?? []
    const next = marks[i + 1] ?? lines.length
    const closed = isEnd(lines[next] ?? "") && kind !== "end"
    const body = closed ? withoutBlankEnds(lines.slice(mark + 1, next)) : []
    parts.push({ _tag: "Marker", line: mark + 1, kind, argument, closed, body })
    at = closed ? next + 1 : mark + 1
  }
  pushText(lines.length)
  return parts
}

/** The page again. */
export const showPage = (parts: ReadonlyArray<Part>): string =>
  parts
    .flatMap((part) => {
      if (part._tag === "Text") return part.lines
      const { kind, argument, body } = part
      const content = body.length === 0 ? [] : ["", ...body]
      const name = argument === "" ? kind : `${kind} ${argument}`
      return [`<!-- ${name} -->`, ...content, "", "<!-- end -->"]
    })
    .join("\n") + "\n"

/** A block of code in a page's own text. */
export interface Block {
  readonly line: number
  readonly language: string
}

/** The blocks of code that no marker has written. */
export const ownBlocks = (parts: ReadonlyArray<Part>): ReadonlyArray<Block> =>
  parts.flatMap((part) => {
    if (part._tag === "Marker") return []
    const inCode = fenced(part.lines)
    return part.lines.flatMap((text, i) =>
      inCode[i] === true && inCode[i - 1] !== true
        ? [{ line: part.line + i, language: text.replace(/^[ `~]*/, "") }]
        : []
    )
  })
