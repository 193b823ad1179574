/**
 * Lines of a file that only grows: each begins with the length of its text, a
 * checksum of the text, and one of these two. So a line that was cut off by a
 * crash is told from one that was damaged later. A checksum goes on from that
 * of the line before, so that no line can be missing in the middle.
 */
import * as Result from "effect/Result"
import { crc32 } from "node:zlib"

/** What is known at the end of a line. */
export interface End {
  /** The length of all lines so far, in bytes. */
  readonly position: number
  readonly checksum: number
}

export const start: End = { position: 0, checksum: 0 }

const hex = (number: number): string => number.toString(16).padStart(8, "0")

const headOf = (length: number, checksum: number): string => {
  const both = `${hex(length)} ${hex(checksum)}`
  return `${both} ${hex(crc32(both))} `
}

const HEAD = headOf(0, 0).length

/** The line that comes after others: its bytes, and where it ends. */
export const lineOf = (text: string, { position, checksum }: End) => {
  const bytes = Buffer.from(text)
  const sum = crc32(bytes, checksum)
  const head = Buffer.from(headOf(bytes.length, sum))
  const line = Buffer.concat([head, bytes, Buffer.from("\n")])
  const end: End = { position: position + line.length, checksum: sum }
  return { line, end }
}

/** The text of the next line; undefined: it is cut off, or there is none. */
const nextIn = (
  bytes: Buffer,
  { position, checksum }: End
): Result.Result<string | undefined, string> => {
  const rest = bytes.subarray(position)
  const isCutOff = !rest.includes("\n")
  if (rest.length < HEAD && isCutOff) return Result.succeed(undefined)
  const head = rest.toString("latin1", 0, HEAD)
  const [length = 0, sum = 0] = head.split(" ").map((n) => parseInt(n, 16))
  if (head !== headOf(length, sum)) {
    return Result.fail("no record begins here")
  }
  const text = rest.subarray(HEAD, HEAD + length)
  if (text.length < length && isCutOff) return Result.succeed(undefined)
  const found = crc32(text, checksum)
  if (found !== sum) {
    return Result.fail(`the checksum is ${hex(found)}, not ${hex(sum)}`)
  }
  const after = rest.toString("latin1", HEAD + length, HEAD + length + 1)
  if (after === "") return Result.succeed(undefined)
  return after === "\n"
    ? Result.succeed(text.toString())
    : Result.fail("the record does not end where it should")
}

/** A line that is whole, and where it begins and ends. */
export interface Line {
  readonly text: string
  /** Its number, counted from 1. */
  readonly number: number
  readonly position: number
  readonly end: End
}

/** Where the lines are damaged, and how. */
export interface Damage {
  readonly line: number
  readonly position: number
  readonly cause: string
}

/** The lines that are whole; what comes after them is cut off. */
export const linesIn = (
  bytes: Uint8Array
): Result.Result<ReadonlyArray<Line>, Damage> => {
  const buffer = Buffer.from(bytes)
  const lines: Array<Line> = []
  let end = start
  for (;;) {
    const { position } = end
    const number = lines.length + 1
    const next = nextIn(buffer, end)
    if (Result.isFailure(next)) {
      return Result.fail({ line: number, position, cause: next.failure })
    }
    const text = next.success
    if (text === undefined) return Result.succeed(lines)
    end = lineOf(text, end).end
    lines.push({ text, number, position, end })
  }
}
