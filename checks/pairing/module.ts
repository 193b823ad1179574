/**
 * A TLA+ module as pairing sees it: definitions with the box above them, and
 * what is declared. This is no parser: SANY says whether the module is right,
 * here we only need to find what has a name. It relies on the style of `spec/`:
 * a definition begins in the first column, and what belongs to it does not.
 */

/** A file that somebody else has read. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** A line of a file, from 1. */
export interface Place {
  readonly path: string
  readonly line: number
}

/** Something that has a name, and where it is. */
export interface Named {
  readonly name: string
  readonly place: Place
}

export interface Definition extends Named {
  /** The first word of the heading that it stands under. */
  readonly section: string
  /** The text in the box above it, on one line; empty without a box. */
  readonly sentence: string
  /** From its name to its end, comments blanked. */
  readonly code: string
  /** As `code`, with the contents of strings blanked too. */
  readonly bare: string
}

export interface Module extends Named {
  /** The modules that it extends itself. */
  readonly extends: ReadonlyArray<Named>
  readonly definitions: ReadonlyArray<Definition>
  readonly constants: ReadonlyArray<Named>
  readonly variables: ReadonlyArray<Named>
  /** The headings, by their first word. */
  readonly sections: ReadonlyArray<Named>
}

/** An action's guards, what it receives, and what is wrong with its form. */
export interface ActionForm {
  readonly guards: ReadonlyArray<Named>
  readonly receives: ReadonlyArray<Named>
  /** Conjuncts that are neither a labelled guard nor a change, unnamed. */
  readonly loose: ReadonlyArray<Named>
  /** Guards that stand behind a change. */
  readonly late: ReadonlyArray<Named>
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ")

const OUTSIDE = /"(?:[^"\\\n]|\\.)*"|\\\*.*|\(\*|[^]/y
const INSIDE = /\(\*|\*\)|[^]/y

/** The module without comments, and without strings too; offsets stay. */
const masks = (
  text: string
): { readonly code: string; readonly bare: string } => {
  let [code, bare, depth] = ["", "", 0]
  for (let at = 0; at < text.length;) {
    const token = depth > 0 ? INSIDE : OUTSIDE
    token.lastIndex = at
    const [found = ""] = token.exec(text) ?? []
    const comment = depth > 0 || found === "(*" || found.startsWith("\\*")
    depth += found === "(*" ? 1 : found === "*)" && depth > 0 ? -1 : 0
    code += comment ? blank(found) : found
    bare += comment
      ? blank(found)
      : found.length > 1
        ? `"${" ".repeat(found.length - 2)}"`
        : found
    at += found.length
  }
  const begin = Math.max(bare.search(/^-{4,} *MODULE\b/m), 0)
  const end = /^={4,}/m.exec(bare)?.index ?? text.length
  const inside = (masked: string) =>
    blank(masked.slice(0, begin)) + masked.slice(begin, end)
  return { code: inside(code), bare: inside(bare) }
}

/** The place of an offset in a text that begins at the given place. */
const placeIn = (start: Place, text: string, offset: number): Place => ({
  path: start.path,
  line: start.line + text.slice(0, offset).split("\n").length - 1
})

/** What the expression's last group finds in the text, and where. */
export const mentions = (
  start: Place,
  text: string,
  expression: RegExp
): Array<Named> =>
  [...text.matchAll(expression)].map((match) => ({
    name: match.at(-1) ?? "",
    place: placeIn(
      start,
      text,
      match.index + match[0].lastIndexOf(match.at(-1) ?? "")
    )
  }))

/** The text in the box that ends just above the given line (from 1). */
const boxAbove = (lines: ReadonlyArray<string>, line: number): string => {
  let top = line - 1
  while (/^\(\*.*\*\)$/.test(lines[top - 1] ?? "")) top--
  const box = lines.slice(top, line - 1)
  const isBorder = (row: string | undefined) => /^\(\*+\)$/.test(row ?? "")
  if (!isBorder(box[0]) || !isBorder(box.at(-1))) return ""
  return oneLine(box.map((row) => row.replace(/^\(\**|\**\)$/g, "")).join(" "))
}

/** A text whatever its line breaks. */
export const oneLine = (text: string): string =>
  text.replace(/\s+/g, " ").trim()

/** Finds what has a name in a module. */
export const scanModule = ({ path, text }: Source): Module => {
  const { code, bare } = masks(text)
  const start = { path, line: 1 }
  const lines = text.split("\n")
  const sections = mentions(start, text, /^-{4,}\n\(\* *(\w+)/gm)
  const endOf = (from: number): number => {
    const next = bare.slice(from).search(/\n(?=\S)/)
    return next < 0 ? bare.length : from + next
  }
  const declared = (keyword: RegExp) =>
    [...bare.matchAll(keyword)].flatMap(({ 0: word, index }) => {
      const from = index + word.length
      const names = bare.slice(from, endOf(from))
      return mentions(placeIn(start, bare, from), names, /\b([A-Za-z]\w*)/g)
    })
  const heads = bare.matchAll(/^(?:LOCAL )?(\w+)(?:\([^)]*\))?\s*==(?!=)/gm)
  const [name] = mentions(start, bare, /^-{4,} *MODULE *(\w+)/gm)
  return {
    name: name?.name ?? "",
    place: name?.place ?? start,
    definitions: [...heads].map(({ 1: name = "", index }) => {
      const place = placeIn(start, bare, index)
      return {
        name,
        place,
        section:
          sections.findLast((s) => s.place.line < place.line)?.name ?? "",
        sentence: boxAbove(lines, place.line),
        code: code.slice(index, endOf(index)),
        bare: bare.slice(index, endOf(index))
      }
    }),
    extends: declared(/^EXTENDS\b/gm),
    constants: declared(/^CONSTANTS?\b/gm),
    variables: declared(/^VARIABLES?\b/gm),
    sections
  }
}

/** The strings that follow the given opening in a definition. */
export const strings = (
  { place, code }: Definition,
  opening: RegExp
): ReadonlyArray<Named> =>
  [...code.matchAll(opening)].flatMap(({ 0: found, index }) =>
    mentions(placeIn(place, code, index), found, /"([^"]*)"/g)
  )

/** What shows that a text changes the state: a prime, or who has one. */
const changeBy = (names: ReadonlyArray<string>): RegExp =>
  new RegExp(`'|\\b(?:${["UNCHANGED", ...names].join("|")})\\b`)

/** The definitions that change the state; each comes before its uses. */
const changing = ({ definitions }: Module): ReadonlyArray<Definition> =>
  definitions.reduce<ReadonlyArray<Definition>>((before, one) => {
    const change = changeBy(before.map(({ name }) => name))
    return change.test(bodyOf(one)) ? [...before, one] : before
  }, [])

const bodyOf = ({ bare }: Definition): string => bare.slice(bare.indexOf("=="))

/** The actions that a definition is made of, in its order. */
export const actionsIn = (
  module: Module,
  whole: Definition | undefined
): ReadonlyArray<Definition> => {
  const words = whole === undefined ? [] : (bodyOf(whole).match(/\w+/g) ?? [])
  const actions = changing(module)
  return words.flatMap((word) => actions.filter(({ name }) => name === word))
}

interface Conjunct {
  readonly at: number
  readonly column: number
  readonly text: string
}

/** The bulleted conjuncts of a definition, inner ones too; or its body. */
const conjunctsOf = (bare: string): ReadonlyArray<Conjunct> => {
  const bullets = [...bare.matchAll(/(?<=(?:^|==|:|\\\/) *)\/\\/gm)]
  const starts = bullets.map(({ index }) => index)
  return (starts.length > 0 ? starts : [bare.indexOf("==")]).map((at, i) => ({
    at,
    column: at - bare.lastIndexOf("\n", at),
    text: bare.slice(at, starts[i + 1])
  }))
}

const LABELLED = /\b([A-Za-z]\w*)(?:\([^)]*\))?\s*::(?!=)/
const LABEL = new RegExp(LABELLED, "g")

/**
 * Where there is a conjunct that is neither a labelled guard nor a change: a
 * guard that nobody could compare. What stands deeper belongs to its guard.
 */
const looseIn = (bare: string, change: RegExp): ReadonlyArray<number> => {
  let owner = Infinity
  return conjunctsOf(bare).flatMap(({ at, column, text }) => {
    if (column > owner) return []
    const [changed] = text.split(change)
    const isChange = changed !== text && changed?.includes("/\\", 2) === false
    owner = LABELLED.test(text) || isChange ? column : Infinity
    const opens = /:\s*$/.test(text)
    return owner === column || opens ? [] : [at]
  })
}

/** Reads a definition as an action. */
export const actionForm = (
  module: Module,
  definition: Definition
): ActionForm => {
  const { place, bare } = definition
  const change = changeBy(changing(module).map(({ name }) => name))
  const body = bodyOf(definition)
  const found = body.search(change)
  const changed = bare.length - (found < 0 ? 0 : body.length - found)
  return {
    guards: mentions(place, bare, LABEL),
    receives: strings(definition, /\bOfTypes?\((?:\{[^}]*\}|"[^"]*")/g),
    loose: looseIn(bare, change).map((at) => ({
      name: "",
      place: placeIn(place, bare, at)
    })),
    late: mentions(placeIn(place, bare, changed), bare.slice(changed), LABEL)
  }
}
