/** Lines that are too long for a terminal, broken so that columns stay seen. */
import { unstyled } from "./style.ts"

/** Less room than this for what goes on below is none. */
const LEAST = 24

/** Two further than its last column begins, or its text if that is too far. */
const hangsAt = (text: string, columns: number): number => {
  const [margin = ""] = /^ *(?:\d+\. )?/u.exec(text) ?? []
  const [column = margin] = /^.*\S {2,}(?=\S)/u.exec(text) ?? []
  const places = [column.length + 2, margin.length + 2]
  return places.find((place) => columns - place >= LEAST) ?? 0
}

/** The line, or as many as it takes; words that are too long stay whole. */
export const hanging = (
  line: string,
  columns: number
): ReadonlyArray<string> => {
  const text = unstyled(line)
  if (text.length <= columns) return [line]
  const margin = " ".repeat(hangsAt(text, columns))
  const lines: Array<string> = []
  for (const word of line.split(" ")) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last} ${word}`
    const fits = unstyled(longer).length <= columns
    if (last !== undefined && (fits || unstyled(last).trim() === "")) {
      lines[lines.length - 1] = longer
    } else {
      lines.push(last === undefined ? word : margin + word)
    }
  }
  return lines
}
