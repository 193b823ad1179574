/** The JSON of one line. */
import * as Result from "effect/Result"
import type { Problem } from "./format.ts"
import { shown } from "./problem.ts"

/** Nothing that is logged is deeper; what is would exhaust the stack. */
const DEPTH = 100

/** Are there more openings than levels? Most lines need no closer look. */
const opensMuch = (text: string): boolean => {
  let openings = 0
  for (const bracket of "{[") {
    let at = text.indexOf(bracket)
    for (; at !== -1 && openings <= DEPTH; openings++) {
      at = text.indexOf(bracket, at + 1)
    }
  }
  return openings > DEPTH
}

const isDeep = (text: string): boolean => {
  if (!opensMuch(text)) return false
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted && c === 0x5c) i++
    else if (c === 0x22) quoted = !quoted
    else if (quoted) continue
    else if (c === 0x7b || c === 0x5b) depth++
    else if (c === 0x7d || c === 0x5d) depth--
    if (depth > DEPTH) return true
  }
  return false
}

const problem = (cause: string): Result.Result<never, Problem> =>
  Result.fail({ field: "", cause })

/** Reads a line that is one JSON value. */
export const parseJson = (text: string): Result.Result<unknown, Problem> => {
  if (isDeep(text)) return problem(`is nested more than ${DEPTH} levels deep`)
  try {
    return Result.succeed(JSON.parse(text))
  } catch {
    return problem(text === "" ? "is empty" : `is not JSON: ${shown(text)}`)
  }
}
