/** Reads TLA+ values as TLC prints them, in any wrapping of lines. */
import * as Result from "effect/Result"
import {
  functionOf,
  integer,
  modelValue,
  record,
  set,
  tuple,
  type TlaValue
} from "./value.ts"

/** Why a text is no value: what was expected, and at which character. */
export interface ValueSyntaxError {
  readonly _tag: "ValueSyntaxError"
  readonly text: string
  readonly offset: number
  readonly expected: string
}

/** A longer interval is refused rather than spelt out. */
const longestInterval = 1_000_000

class Unexpected extends Error {
  readonly offset: number
  readonly expected: string
  constructor(offset: number, expected: string) {
    super(expected)
    this.offset = offset
    this.expected = expected
  }
}

interface Reader {
  readonly text: string
  offset: number
}

const fail = (reader: Reader, expected: string): never => {
  throw new Unexpected(reader.offset, expected)
}

const blank = /\s*/y
const integerToken = /-?\d+/y
const intervalToken = /\s*\.\.\s*(-?\d+)/y
const wordToken = /[\p{L}\p{N}_][\p{L}\p{N}_!$]*/uy
const fieldToken = /\s*([^\s|\]"]+)\s*\|->/y
const plainCharacters = /[^"\\]*/y

const match = (reader: Reader, token: RegExp): RegExpExecArray | null => {
  token.lastIndex = reader.offset
  const found = token.exec(reader.text)
  if (found !== null) reader.offset = token.lastIndex
  return found
}

const take = (reader: Reader, symbol: string): boolean => {
  match(reader, blank)
  if (!reader.text.startsWith(symbol, reader.offset)) return false
  reader.offset += symbol.length
  return true
}

const need = (reader: Reader, symbol: string): void => {
  if (!take(reader, symbol)) fail(reader, `"${symbol}"`)
}

const listUntil = <A>(
  reader: Reader,
  separator: string,
  end: string,
  item: (reader: Reader) => A
): ReadonlyArray<A> => {
  const items: Array<A> = []
  if (take(reader, end)) return items
  do items.push(item(reader))
  while (take(reader, separator))
  need(reader, end)
  return items
}

const unescaped: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  f: "\f"
}

const readString = (reader: Reader): string => {
  let content = ""
  for (;;) {
    content += match(reader, plainCharacters)![0]
    const mark = reader.text[reader.offset]
    if (mark === undefined) return fail(reader, "the closing quote")
    if (mark === '"') {
      reader.offset += 1
      return content
    }
    const escaped = reader.text[reader.offset + 1] ?? ""
    content += unescaped[escaped] ?? escaped
    reader.offset += 2
  }
}

const readInterval = (reader: Reader, low: bigint, high: bigint): TlaValue => {
  if (high - low >= BigInt(longestInterval)) {
    return fail(reader, `an interval of at most ${longestInterval} integers`)
  }
  const elements: Array<TlaValue> = []
  for (let at = low; at <= high; at += 1n) elements.push(integer(at))
  return set(elements)
}

const readInteger = (reader: Reader, digits: string): TlaValue => {
  const interval = match(reader, intervalToken)
  return interval === null
    ? integer(BigInt(digits))
    : readInterval(reader, BigInt(digits), BigInt(interval[1]!))
}

const readField = (reader: Reader): readonly [string, TlaValue] => {
  const name = match(reader, fieldToken)
  if (name === null) return fail(reader, "a field name and |->")
  return [name[1]!, readValue(reader)]
}

const readEntry = (reader: Reader): readonly [TlaValue, TlaValue] => {
  const key = readValue(reader)
  need(reader, ":>")
  return [key, readValue(reader)]
}

/** Sets that TLC leaves unexpanded would else pass for model values. */
const unexpanded = new Set(["SUBSET", "UNION", "Nat", "Int", "STRING", "Real"])

const readWord = (reader: Reader): TlaValue => {
  const start = reader.offset
  const word = match(reader, wordToken)?.[0]
  if (word === "TRUE" || word === "BOOLEAN") {
    return word === "TRUE" ? true : set([false, true])
  }
  if (word === "FALSE") return false
  if (word === undefined || unexpanded.has(word)) {
    reader.offset = start
    return fail(reader, "a value")
  }
  return modelValue(word)
}

const digitsOnly = (reader: Reader, digits: string): boolean => {
  const after = reader.text[reader.offset + digits.length]
  return after === undefined || !/[\p{L}\p{N}_!$]/u.test(after)
}

const readAtom = (reader: Reader): TlaValue => {
  integerToken.lastIndex = reader.offset
  const digits = integerToken.exec(reader.text)?.[0]
  if (digits === undefined || !digitsOnly(reader, digits)) {
    return readWord(reader)
  }
  reader.offset += digits.length
  return readInteger(reader, digits)
}

const readValue = (reader: Reader): TlaValue => {
  if (take(reader, '"')) return readString(reader)
  if (take(reader, "{")) return set(listUntil(reader, ",", "}", readValue))
  if (take(reader, "<<")) return tuple(listUntil(reader, ",", ">>", readValue))
  if (take(reader, "[")) {
    return record(Object.fromEntries(listUntil(reader, ",", "]", readField)))
  }
  if (take(reader, "(")) {
    return functionOf(listUntil(reader, "@@", ")", readEntry))
  }
  return readAtom(reader)
}

/** Runs one reader over a whole text; nothing may be left over. */
const readAll = <A>(
  text: string,
  read: (reader: Reader) => A
): Result.Result<A, ValueSyntaxError> => {
  const reader: Reader = { text, offset: 0 }
  try {
    const value = read(reader)
    match(reader, blank)
    if (reader.offset < text.length) fail(reader, "the end of the value")
    return Result.succeed(value)
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error
    const { expected, offset } = error
    return Result.fail({ _tag: "ValueSyntaxError", text, offset, expected })
  }
}

/**
 * The value of a TLA+ text as TLC prints it. Intervals become sets. Fails on
 * sets that TLC does not expand (`SUBSET S`, `[S -> T]`, `Nat`).
 */
export const parseValue = (
  text: string
): Result.Result<TlaValue, ValueSyntaxError> => readAll(text, readValue)

const readArguments = (reader: Reader): ReadonlyArray<TlaValue> => {
  const values: Array<TlaValue> = []
  do values.push(readValue(reader))
  while (take(reader, ","))
  return values
}

/** The values of a comma-separated list, such as an action's arguments. */
export const parseValues = (
  text: string
): Result.Result<ReadonlyArray<TlaValue>, ValueSyntaxError> =>
  readAll(text, readArguments)
