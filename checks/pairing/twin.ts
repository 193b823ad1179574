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
}

export interface Twin {
  readonly files: ReadonlyArray<Source>
  readonly declarations: ReadonlyArray<Declaration>
}

const DECLARATION =
  /^ *(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n *(?:export const (\w+)|(\w+):)|export const (\w+))/gm

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
      sentence: oneLine((match[1] ?? "").replace(/^ *\*/gm, ""))
    }))
  )
})

/** What is declared under a name: the export rather than a field. */
export const declaration = (
  { declarations, files }: Twin,
  name: string
): Declaration | undefined => {
  const found = declarations.filter((d) => d.name === name)
  const isExport = ({ place }: Declaration) =>
    files
      .find(({ path }) => path === place.path)
      ?.text.split("\n")
      [place.line - 1]?.startsWith("export const") ?? false
  return found.find(isExport) ?? found[0]
}

/**
 * The first line that begins with the name, after the given declaration if it
 * is there; else the declaration itself, else the twin's first line.
 */
export const placeOf = (twin: Twin, name: string, within?: string): Place => {
  const outer = within === undefined ? undefined : declaration(twin, within)
  const from = outer?.place ?? { path: "", line: 1 }
  for (const { path, text } of twin.files) {
    if (outer !== undefined && path !== from.path) continue
    const line = text
      .split("\n")
      .findIndex(
        (row, i) =>
          i + 1 >= from.line &&
          new RegExp(`^\\s*(export const )?${name}\\b`).test(row)
      )
    if (line >= 0) return { path, line: line + 1 }
  }
  return outer?.place ?? { path: twin.files[0]?.path ?? "", line: 1 }
}
