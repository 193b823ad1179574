/**
 * The files of a twin as pairing sees them: what is exported, what has a doc
 * comment, and where it is. What the names mean is asked of the protocol
 * itself, which is a value.
 */
import { type Named, oneLine, type Place, type Source } from "./module.ts"

/** An exported constant, or a documented field of one. */
export interface Declaration extends Named {
  /** Its doc comment on one line; empty without one. */
  readonly sentence: string
  readonly isExport: boolean
}

export interface Twin {
  readonly files: ReadonlyArray<Source>
  readonly declarations: ReadonlyArray<Declaration>
}

/** 1: the doc comment, 2, 3, 4: the name of an export, a field, an export. */
const DECLARATION = new RegExp(
  [
    String.raw`^ *\/\*\*((?:(?!\*\/)[^])*)\*\/\n *(?:export const (\w+)|(\w+):)`,
    String.raw`^export const (\w+)`
  ].join("|"),
  "gm"
)

const lineOf = (text: string, offset: number): number =>
  text.slice(0, offset).split("\n").length

/** A file says in its first comment which module it is the twin of. */
export const isTwinOf = (module: string, { text }: Source): boolean =>
  new RegExp(`(?<!\\w)${module}\\.tla`).test(
    /^\s*\/\*\*[^]*?\*\//.exec(text)?.[0] ?? ""
  )

export const scanTwin = (files: ReadonlyArray<Source>): Twin => ({
  files,
  declarations: files.flatMap(({ path, text }) =>
    [...text.matchAll(DECLARATION)].map((match) => ({
      name: match[2] ?? match[3] ?? match[4] ?? "",
      place: { path, line: lineOf(text, match.index + match[0].length) },
      sentence: oneLine((match[1] ?? "").replace(/^ *\*/gm, "")),
      isExport: match[3] === undefined
    }))
  )
})

/** What is declared under a name: the export rather than a field. */
export const declaration = (
  { declarations }: Twin,
  name: string
): Declaration | undefined =>
  declarations
    .filter((d) => d.name === name)
    .toSorted((a, b) => Number(b.isExport) - Number(a.isExport))[0]

/**
 * Where the twin declares a name, or else the first line that begins with it;
 * only in the given declaration, or else there, if one is given.
 */
export const placeOf = (twin: Twin, name: string, within?: string): Place => {
  const outer = within === undefined ? undefined : declaration(twin, within)
  if (outer === undefined) {
    const declared = declaration(twin, name)
    if (declared !== undefined) return declared.place
  }
  const begins = new RegExp(`^\\s*${name}\\b`)
  for (const { path, text } of twin.files) {
    if (outer !== undefined && path !== outer.place.path) continue
    const rows = text.split("\n")
    const from = outer?.place.line ?? 0
    const end = rows.findIndex((row, i) => i >= from && /^\S/.test(row))
    const to = outer === undefined ? rows.length : end
    const at = rows.findIndex(
      (row, i) => i >= from && i < to && begins.test(row)
    )
    if (at >= 0) return { path, line: at + 1 }
  }
  return outer?.place ?? { path: twin.files[0]?.path ?? "", line: 1 }
}
