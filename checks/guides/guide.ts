/**
 * A guide as what its reader does, in order: files to write, edits, commands to
 * run. Its fenced blocks tell:
 *
 * - `ts protocols/x/state.ts`: a file to write, whole.
 * - `diff protocols/all.ts`: an edit of a file that is there; with `for now`
 *   behind the path it is taken back before the next file or edit.
 * - `console`: commands behind `$`, and what they print; `console TLC`: they
 *   need TLC.
 * - `text`: for the eye only. There are no other blocks: what is shown is tried.
 */

/** A file to write, whole. */
export interface File {
  readonly _tag: "File"
  readonly path: string
  readonly text: string
  /** The line of the guide, from 1, on which its block begins. */
  readonly line: number
}

/** A text in a file that becomes another. */
export interface Edit {
  readonly _tag: "Edit"
  readonly path: string
  readonly before: string
  readonly after: string
  /** Is it taken back before the next file or edit? */
  readonly forNow: boolean
  readonly line: number
}

/** A command, and what the guide says that it prints. */
export interface Shown {
  readonly command: string
  readonly output: string
}

/** Commands that are run one after the other. */
export interface Session {
  readonly _tag: "Session"
  readonly commands: ReadonlyArray<Shown>
  readonly needsTlc: boolean
  readonly line: number
  /** The lines between its fences: from this one to that, excluded. */
  readonly body: readonly [from: number, to: number]
}

export type Step = File | Edit | Session

interface Block {
  readonly info: string
  readonly lines: ReadonlyArray<string>
  readonly line: number
}

const blocksOf = (text: string): ReadonlyArray<Block> => {
  const blocks: Array<Block> = []
  let open: { info: string; lines: Array<string>; line: number } | undefined
  for (const [i, row] of text.split("\n").entries()) {
    const fence = /^```(.*)$/.exec(row)?.[1]
    if (open === undefined) {
      if (fence !== undefined) open = { info: fence, lines: [], line: i + 1 }
    } else if (fence === "") {
      blocks.push(open)
      open = undefined
    } else {
      open.lines.push(row)
    }
  }
  if (open !== undefined) throw new Error(`line ${open.line} is not closed`)
  return blocks
}

const editOf = (
  { lines, line }: Block,
  path: string,
  forNow: boolean
): Edit => {
  const side = (sign: string) =>
    lines
      .filter((row) => row.startsWith(sign) || !/^[+-]/.test(row))
      .map((row) => `${row.slice(1)}\n`)
      .join("")
  return {
    _tag: "Edit",
    path,
    before: side("-"),
    after: side("+"),
    forNow,
    line
  }
}

const commandsOf = (lines: ReadonlyArray<string>): ReadonlyArray<Shown> =>
  lines
    .join("\n")
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = "", ...output] = part.trimEnd().split("\n")
      return { command, output: output.join("\n") }
    })

const stepOf = (block: Block): ReadonlyArray<Step> => {
  const { info, lines, line } = block
  const [language = "", path = "", ...rest] = info.split(" ")
  if (info === "text") return []
  if (info === "console" || info === "console TLC") {
    const body = [line, line + lines.length] as const
    const needsTlc = info === "console TLC"
    const commands = commandsOf(lines)
    return [{ _tag: "Session", commands, needsTlc, line, body }]
  }
  const added = rest.join(" ")
  if (language === "diff" && path !== "" && ["", "for now"].includes(added)) {
    return [editOf(block, path, added === "for now")]
  }
  if (language !== "" && path !== "" && added === "") {
    return [{ _tag: "File", path, text: `${lines.join("\n")}\n`, line }]
  }
  throw new Error(`line ${line}: \`\`\`${info} names neither file nor commands`)
}

/** The steps of a guide, from its Markdown. */
export const parseGuide = (text: string): ReadonlyArray<Step> =>
  blocksOf(text).flatMap(stepOf)

/** The guide with other outputs, one list for each session that has changed. */
export const withOutputs = (
  text: string,
  outputs: ReadonlyMap<Session, ReadonlyArray<string>>
): string => {
  const rows = text.split("\n")
  for (const [{ commands, body }, told] of [...outputs].reverse()) {
    const lines = commands.flatMap(({ command }, i) => [
      `$ ${command}`,
      ...(told[i] === undefined || told[i] === "" ? [] : told[i].split("\n"))
    ])
    rows.splice(body[0], body[1] - body[0], ...lines)
  }
  return rows.join("\n")
}
