/**
 * The envelope of TLC's `-tool` output:
 *
 *     @!@!@STARTMSG 2217:4 @!@!@
 *     1: <Initial predicate>
 *     @!@!@ENDMSG 2217 @!@!@
 *
 * Messages nest, and one may start after text on the same line. Lines outside
 * every message are SANY's or the specification's own (`Print`).
 */

/** 0 none, 1 error, 2 bug of TLC, 3 warning, 4 state; others are kept. */
export type Severity = number

/** One message, with the messages that were reported inside it. */
export interface ToolMessage {
  readonly _tag: "ToolMessage"
  readonly code: number
  readonly severity: Severity
  /** The lines of the body, those of nested messages included. */
  readonly text: string
  readonly nested: ReadonlyArray<ToolMessage>
}

/** A line outside every message. */
export interface OutputLine {
  readonly _tag: "OutputLine"
  readonly text: string
}

export type ToolItem = ToolMessage | OutputLine

interface OpenMessage {
  readonly code: number
  readonly severity: Severity
  readonly lines: Array<string>
  readonly nested: Array<ToolMessage>
}

const start = /^(.*?)@!@!@STARTMSG (-?\d+)(?::(\d+))? @!@!@\s*$/
const end = /^(.*?)@!@!@ENDMSG (-?\d+) @!@!@\s*$/

const close = (open: OpenMessage): ToolMessage => ({
  _tag: "ToolMessage",
  code: open.code,
  severity: open.severity,
  text: open.lines.join("\n"),
  nested: open.nested
})

/** Reads lines one at a time and answers what each of them completes. */
export interface MessageReader {
  readonly push: (line: string) => ReadonlyArray<ToolItem>
  /** What a run that was cut short left open. */
  readonly end: () => ReadonlyArray<ToolItem>
}

/** A reader with no open message. It keeps the open messages only. */
export const messageReader = (): MessageReader => {
  const stack: Array<OpenMessage> = []
  const text = (line: string): ReadonlyArray<ToolItem> => {
    const top = stack.at(-1)
    if (top === undefined) return [{ _tag: "OutputLine", text: line }]
    top.lines.push(line)
    return []
  }
  const pop = (): ReadonlyArray<ToolItem> => {
    const message = close(stack.pop()!)
    const outer = stack.at(-1)
    if (outer === undefined) return [message]
    outer.lines.push(message.text)
    outer.nested.push(message)
    return []
  }
  const open = (found: RegExpExecArray): ReadonlyArray<ToolItem> => {
    const before = found[1] === "" ? [] : text(found[1]!)
    stack.push({
      code: Number(found[2]),
      severity: Number(found[3] ?? 0),
      lines: [],
      nested: []
    })
    return before
  }
  const finish = (found: RegExpExecArray): ReadonlyArray<ToolItem> => {
    const before = found[1] === "" ? [] : text(found[1]!)
    const depth = stack.findLastIndex((each) => each.code === Number(found[2]))
    if (depth < 0) return before
    const closed: Array<ToolItem> = [...before]
    while (stack.length > depth) closed.push(...pop())
    return closed
  }
  const push = (line: string): ReadonlyArray<ToolItem> => {
    if (!line.includes("@!@!@")) return text(line)
    const started = start.exec(line)
    if (started !== null) return open(started)
    const ended = end.exec(line)
    return ended === null ? text(line) : finish(ended)
  }
  const flush = (): ReadonlyArray<ToolItem> => {
    const closed: Array<ToolItem> = []
    while (stack.length > 0) closed.push(...pop())
    return closed
  }
  return { push, end: flush }
}

/** The code of a message and the codes of all messages inside it. */
export const codesOf = (message: ToolMessage): ReadonlyArray<number> => [
  message.code,
  ...message.nested.flatMap(codesOf)
]
