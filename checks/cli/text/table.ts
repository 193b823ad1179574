/** Text in columns. */
import { unstyled } from "./style.ts"

export interface Column {
  readonly width: number
  readonly align?: "left" | "right"
}

const widthOf = (text: string): number => [...unstyled(text)].length

const fit = (text: string, { width, align }: Column): string => {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)))
  return align === "right" ? blanks + text : text + blanks
}

/** One row; cells that are too long push the others to the right. */
export const row = (
  columns: ReadonlyArray<Column>,
  cells: ReadonlyArray<string>
): string =>
  cells
    .map((cell, i) => fit(cell, columns[i] ?? { width: 0 }))
    .join("  ")
    .trimEnd()

/** Columns just wide enough for the rows. */
export const columnsFor = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  align: ReadonlyArray<"left" | "right"> = []
): ReadonlyArray<Column> =>
  Array.from({ length: Math.max(0, ...rows.map((r) => r.length)) }, (_, i) => ({
    width: Math.max(0, ...rows.map((cells) => widthOf(cells[i] ?? ""))),
    align: align[i] ?? "left"
  }))

/** Rows under each other. */
export const table = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  align: ReadonlyArray<"left" | "right"> = []
): ReadonlyArray<string> => {
  const columns = columnsFor(rows, align)
  return rows.map((cells) => row(columns, cells))
}
