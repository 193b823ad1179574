/** Counts, progress and coverage in TLC's messages. */
import type { Coverage, Progress, TlcEvent } from "./events.ts"
import type { ToolMessage } from "./messages.ts"
import { parseActionHeader, parseLocation } from "./state.ts"

/** Digits grouped as any locale groups them: by , . ' or a space. */
const grouped = "(-?\\d+(?:[.,'\u2019 \u00a0\u202f]\\d{3})*)"

const ungroup = (text: string): number => Number(text.replace(/[^\d-]/g, ""))

/** The first group of a pattern as a number, or null. */
export const numberIn = (pattern: RegExp, text: string): number | null => {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? null : ungroup(found)
}

/** TLC writes -1 for what it does not know. */
const known = (pattern: RegExp, text: string): number | null => {
  const value = numberIn(pattern, text)
  return value === null || value < 0 ? null : value
}

const pattern = (rest: string): RegExp => new RegExp(grouped + rest)

const generated = [
  pattern(" states? generated"),
  pattern(" states? checked"),
  new RegExp(`states generated: ${grouped}`),
  new RegExp(`Computed ${grouped} initial states`)
]
const distinct = [pattern(" distinct states?"), pattern(" of them distinct")]
const queue = pattern(" states? left on queue")
const generatedRate = pattern(" s/min")
const distinctRate = pattern(" ds/min")
const depth = /^Progress\((-?[\d.,']+)\)/

const firstOf = (
  patterns: ReadonlyArray<RegExp>,
  text: string
): number | null => {
  for (const each of patterns) {
    const value = known(each, text)
    if (value !== null) return value
  }
  return null
}

/** Generated, distinct and waiting states in a message. */
export const countsIn = (
  text: string
): {
  readonly generated: number | null
  readonly distinct: number | null
  readonly queue: number | null
} => ({
  generated: firstOf(generated, text),
  distinct: firstOf(distinct, text),
  queue: known(queue, text)
})

/** A message such as `Progress(11) at ...: 1,146 states generated, ...`. */
export const progressIn = (message: ToolMessage): TlcEvent => {
  const { text } = message
  const counts = countsIn(text)
  const progress: Progress = {
    ...counts,
    generated: counts.generated ?? 0,
    depth: known(depth, text),
    generatedPerMinute: known(generatedRate, text),
    distinctPerMinute: known(distinctRate, text)
  }
  return { _tag: "Progress", progress, message }
}

const coverageKinds: Readonly<Record<number, Coverage["kind"]>> = {
  2772: "action",
  2773: "initial",
  2774: "property",
  2778: "constraint",
  2779: "variable"
}

/** A quantified action is told with the place of its body: `(126 9 129 69)`. */
const coverageLine =
  /^\s*<(.*?)(?: \(\d+(?: \d+){3}\))?>(?:: (\d+)(?::(\d+))?)?\s*$/

const coverage = (
  kind: Coverage["kind"],
  message: ToolMessage
): ReadonlyArray<TlcEvent> => {
  const found = coverageLine.exec(message.text)
  if (found === null) return [{ _tag: "Message", message }]
  const [, header = "", distinctCount, generatedCount] = found
  const { action, location } = parseActionHeader(header)
  const count = (text: string | undefined): number | null =>
    text === undefined ? null : Number(text)
  return [
    {
      _tag: "Coverage",
      coverage: {
        kind,
        name: action.name,
        location,
        distinct: count(distinctCount),
        generated: count(generatedCount)
      },
      message
    }
  ]
}

const expressionLine = /^\s*(\|*)(line .*?): (\d+)(?::(\d+))?\s*$/

const expression = (message: ToolMessage): ReadonlyArray<TlcEvent> => {
  const found = expressionLine.exec(message.text)
  if (found === null) return [{ _tag: "Message", message }]
  const [, bars = "", place = "", count, cost] = found
  return [
    {
      _tag: "ExpressionCoverage",
      coverage: {
        location: parseLocation(place),
        depth: bars.length,
        count: Number(count),
        cost: cost === undefined ? null : Number(cost)
      },
      message
    }
  ]
}

/** The events of a coverage message, or null if it is none. */
export const coverageEvents = (
  message: ToolMessage
): ReadonlyArray<TlcEvent> | null => {
  const kind = coverageKinds[message.code]
  if (kind !== undefined) return coverage(kind, message)
  return message.code === 2221 || message.code === 2775
    ? expression(message)
    : null
}
