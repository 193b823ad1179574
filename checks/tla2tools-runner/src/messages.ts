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

type Stack = Array<OpenMessage>
type Items = ReadonlyArray<ToolItem>

const addText = (stack: Stack, line: string): Items => {
  const top = stack.at(-1)
  if (top === undefined) return [{ _tag: "OutputLine", text: line }]
  top.lines.push(line)
  return []
}

const closeTop = (stack: Stack): Items => {
  const message = close(stack.pop()!)
  const outer = stack.at(-1)
  if (outer === undefined) return [message]
  outer.lines.push(message.text)
  outer.nested.push(message)
  return []
}

/** Closes open messages until only `depth` of them are left. */
const closeTo = (stack: Stack, depth: number): Items => {
  const closed: Array<ToolItem> = []
  while (stack.length > depth) closed.push(...closeTop(stack))
  return closed
}

const textBefore = (stack: Stack, found: RegExpExecArray): Items =>
  found[1] === "" ? [] : addText(stack, found[1]!)

const openMessage = (stack: Stack, found: RegExpExecArray): Items => {
  const before = textBefore(stack, found)
  const code = Number(found[2])
  const severity = Number(found[3] ?? 0)
  stack.push({ code, severity, lines: [], nested: [] })
  return before
}

/** An end without its start is dropped; it has nothing to say. */
const endMessage = (stack: Stack, found: RegExpExecArray): Items => {
  const before = textBefore(stack, found)
  const code = Number(found[2])
  const depth = stack.findLastIndex((open) => open.code === code)
  return depth < 0 ? before : [...before, ...closeTo(stack, depth)]
}

const addLine = (stack: Stack, line: string): Items => {
  if (!line.includes("@!@!@")) return addText(stack, line)
  const started = start.exec(line)
  if (started !== null) return openMessage(stack, started)
  const ended = end.exec(line)
  return ended === null ? addText(stack, line) : endMessage(stack, ended)
}

/** Reads lines one at a time and answers what each of them completes. */
export interface MessageReader {
  readonly push: (line: string) => ReadonlyArray<ToolItem>
  /** What a run that was cut short left open. */
  readonly end: () => ReadonlyArray<ToolItem>
}

/** A reader with no open message. It keeps the open messages only. */
export const messageReader = (): MessageReader => {
  const stack: Stack = []
  return {
    push: (line) => addLine(stack, line),
    end: () => closeTo(stack, 0)
  }
}

/** The code of a message and the codes of all messages inside it. */
export const codesOf = (message: ToolMessage): ReadonlyArray<number> => [
  message.code,
  ...message.nested.flatMap(codesOf)
]
