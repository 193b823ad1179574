/** The little that is read from TLC's configuration files. */

const keywords = new Set(
  `CONSTANT CONSTANTS INIT NEXT VIEW SYMMETRY SPECIFICATION INVARIANT
  INVARIANTS PROPERTY PROPERTIES CONSTRAINT CONSTRAINTS ACTION_CONSTRAINT
  ACTION_CONSTRAINTS ALIAS POSTCONDITION CHECK_DEADLOCK TYPE
  TYPE_CONSTRAINT`.split(/\s+/)
)

const withoutComments = (text: string): string =>
  text.replace(/\(\*[\s\S]*?\*\)/g, " ").replace(/\\\*.*/g, " ")

/** The words after the keywords that a pattern fits, in order. */
const wordsAfter = (config: string, meant: RegExp): ReadonlyArray<string> => {
  const found: Array<string> = []
  let inside = false
  for (const word of withoutComments(config).split(/[\s,]+/)) {
    if (keywords.has(word)) inside = meant.test(word)
    else if (inside && word !== "") found.push(word)
  }
  return found
}

/** The names after `PROPERTY` and `PROPERTIES`, in order. */
export const temporalProperties = (config: string): ReadonlyArray<string> =>
  wordsAfter(config, /^PROPERT/)

/** False after `CHECK_DEADLOCK FALSE`. */
export const checksDeadlock = (config: string): boolean =>
  wordsAfter(config, /^CHECK_DEADLOCK$/).at(-1) !== "FALSE"
