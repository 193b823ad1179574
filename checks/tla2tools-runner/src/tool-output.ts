/** Turns the lines of `TLC -tool` into events, one line at a time. */
import { errorKind, reportingCodes, weakeningCodes } from "./codes.ts"
import type { TlcEvent, TraceState } from "./events.ts"
import { messageReader, type ToolItem, type ToolMessage } from "./messages.ts"
import { parseSany } from "./sany.ts"
import { parseActionHeader, parseState } from "./state.ts"
import {
  coverageEvents,
  countsIn,
  numberIn,
  progressIn
} from "./tool-numbers.ts"

const start = (message: ToolMessage): TlcEvent => {
  const { code, text } = message
  const number = (pattern: RegExp): number | null => {
    const found = pattern.exec(text)?.[1]
    return found === undefined ? null : Number(found)
  }
  return {
    _tag: "Started",
    mode:
      code === 2187
        ? "breadth-first"
        : code === 2271
          ? "depth-first"
          : "simulation",
    workers: number(/with (\d+) workers?/),
    fingerprint: number(/fp (\d+)/),
    seed: /seed (-?\d+)/.exec(text)?.[1] ?? null,
    processId: number(/\[pid: (\d+)\]/),
    message
  }
}

/** `2: <Accept line 1, ...>` and the state below it. */
const stateOf = (text: string): TraceState => {
  const [heading = "", ...rest] = text.split("\n")
  const found = /^(?:State )?(\d+): ?<?(.*?)>?$/i.exec(heading.trim())
  const header = parseActionHeader(found?.[2] ?? "")
  const initial = /^Initial predicate|^$/.test(header.action.name)
  return {
    number: Number(found?.[1] ?? 0),
    action: initial ? null : header.action,
    location: header.location,
    ...parseState(rest.join("\n"))
  }
}

const backToState = (message: ToolMessage): TlcEvent => {
  const found =
    /^(\d+): Back to state(?:: <(.*)>)?/.exec(message.text) ??
    /Back to state (\d+)/.exec(message.text)
  const header =
    found?.[2] === undefined
      ? { action: null, location: null }
      : parseActionHeader(found[2])
  const number = Number(found?.[1] ?? 0)
  return { _tag: "BackToState", number, ...header, message }
}

const propertyNames = [
  /^(?:Invariant|Property|Action property) (.+?) is violated/,
  /^Evaluating (?:invariant|property|action property) (.+?) failed/,
  /^Temporal propert(?:y|ies) (.+?) (?:was|were) violated/,
  /^Assumption (.+?) (?:is false|failed)/
]

const propertiesIn = (text: string): ReadonlyArray<string> => {
  for (const pattern of propertyNames) {
    const names = pattern.exec(text)?.[1]
    if (names === undefined) continue
    return / line \d+|^line \d+/.test(names)
      ? [names]
      : names.split(/,? and |, /)
  }
  return []
}

/** A violation by an initial state has the state in its own text. */
const embeddedState = (message: ToolMessage): TraceState | null => {
  if (message.code !== 2107 && message.code !== 2108) return null
  const state = parseState(message.text.split("\n").slice(1).join("\n"))
  return { number: 1, action: null, location: null, ...state }
}

const callStack = (message: ToolMessage): TlcEvent => ({
  _tag: "CallStack",
  locations: message.text.split("\n").flatMap((line) => {
    const { location } = parseActionHeader(line)
    return location === null ? [] : [location]
  }),
  message
})

const initialStates = (message: ToolMessage): TlcEvent => {
  const { distinct, generated } = countsIn(message.text)
  const count = generated ?? distinct ?? 0
  return {
    _tag: "InitialStates",
    generated: count,
    distinct: distinct ?? count,
    message
  }
}

const statistics = (message: ToolMessage): TlcEvent => {
  const counts = countsIn(message.text)
  return {
    _tag: "Statistics",
    ...counts,
    generated: counts.generated ?? 0,
    message
  }
}

const byCode: Readonly<Record<number, (message: ToolMessage) => TlcEvent>> = {
  2262: (message) => ({
    _tag: "Version",
    version: message.text.replace(/^TLC2 Version /, "").trim(),
    message
  }),
  2187: start,
  2271: start,
  2188: start,
  2190: initialStates,
  2191: initialStates,
  2207: initialStates,
  2208: initialStates,
  2269: initialStates,
  2200: progressIn,
  2205: progressIn,
  2206: progressIn,
  2209: progressIn,
  2199: statistics,
  2204: statistics,
  2210: statistics,
  2194: (message) => ({
    _tag: "Depth",
    depth: numberIn(/search is (\d[\d.,']*)/, message.text) ?? 0,
    message
  }),
  2192: (message) => ({ _tag: "Temporal", phase: "started", message }),
  2267: (message) => ({ _tag: "Temporal", phase: "finished", message }),
  2216: (message) => ({ _tag: "State", state: stateOf(message.text), message }),
  2217: (message) => ({ _tag: "State", state: stateOf(message.text), message }),
  2218: (message) => ({
    _tag: "Stuttering",
    number: numberIn(/^(\d+)/, message.text) ?? 0,
    message
  }),
  2122: backToState,
  2103: callStack,
  2193: (message) => ({
    _tag: "Success",
    collisionProbability: probability(message.text),
    message
  }),
  2186: (message) => ({
    _tag: "Finished",
    milliseconds: numberIn(/in (\d+)ms/, message.text),
    message
  })
}

const probability = (text: string): number | null => {
  const found = /calculated \(optimistic\): +val = ([\d.eE+-]+)/.exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

const eventsOf = (message: ToolMessage): ReadonlyArray<TlcEvent> => {
  const { code, severity } = message
  const known = byCode[code]
  if (known !== undefined) return [known(message)]
  const coverage = coverageEvents(message)
  if (coverage !== null) return coverage
  if (weakeningCodes.has(code) || severity === 3) {
    return [{ _tag: "Warning", weakens: weakeningCodes.has(code), message }]
  }
  if ((severity !== 1 && severity !== 2) || reportingCodes.has(code)) {
    return [{ _tag: "Message", message }]
  }
  return [
    {
      _tag: "Error",
      kind: errorKind(message),
      properties: propertiesIn(message.text),
      state: embeddedState(message),
      message
    }
  ]
}

/** Reads lines one at a time and answers the events that each completes. */
export interface ToolOutputReader {
  readonly push: (line: string) => ReadonlyArray<TlcEvent>
  /** The events of what a run that was cut short left open. */
  readonly end: () => ReadonlyArray<TlcEvent>
}

/**
 * An incremental reader of TLC's standard output. Unknown codes become
 * `Message` events; nothing is dropped.
 */
export const toolOutputReader = (): ToolOutputReader => {
  const reader = messageReader()
  let sany: Array<string> | null = null
  const finishSany = (): ReadonlyArray<TlcEvent> => {
    if (sany === null) return []
    const report = parseSany(sany)
    sany = null
    return [{ _tag: "Parsed", report }]
  }
  const event = (item: ToolItem): ReadonlyArray<TlcEvent> => {
    if (item._tag === "OutputLine") {
      if (sany === null) return [{ _tag: "Output", text: item.text }]
      sany.push(item.text)
      return []
    }
    if (item.code === 2219) return finishSany()
    if (item.code !== 2220) return eventsOf(item)
    sany = []
    return []
  }
  return {
    push: (line) => reader.push(line).flatMap(event),
    end: () => [...reader.end().flatMap(event), ...finishSany()]
  }
}

/** All events of a recorded output. */
export const parseToolOutput = (
  lines: Iterable<string>
): ReadonlyArray<TlcEvent> => {
  const reader = toolOutputReader()
  const events: Array<TlcEvent> = []
  for (const line of lines) events.push(...reader.push(line))
  events.push(...reader.end())
  return events
}
