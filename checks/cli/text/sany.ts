/** What SANY finds wrong, with the line that it means. */
import type { SanyProblem } from "tla2tools-runner"
import type { Style } from "./style.ts"

/** `error: file:line:column: message`, and the line with a mark under it. */
export const problemLines = (
  { message, file, module, line, column, sourceLine }: SanyProblem,
  kind: string,
  style: Style
): ReadonlyArray<string> => {
  const place = [file ?? module, line, column]
    .filter((part) => part !== null)
    .join(":")
  const [first = "", ...rest] = message.split("\n")
  return [
    `${kind}: ${place === "" ? "" : `${place}: `}${first}`,
    ...rest.map((text) => `  ${text}`),
    ...(sourceLine === null ? [] : source(sourceLine, line, column, style))
  ]
}

const source = (
  text: string,
  line: number | null,
  column: number | null,
  style: Style
): ReadonlyArray<string> => {
  const number = String(line ?? "")
  const margin = " ".repeat(number.length)
  const code = `  ${style.dim(`${number} |`)} ${text}`
  if (column === null) return [code]
  const blanks = " ".repeat(Math.max(0, column - 1))
  return [code, `  ${style.dim(`${margin} |`)} ${blanks}${style.yellow("^")}`]
}
