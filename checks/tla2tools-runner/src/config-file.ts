/** The little that is read from TLC's configuration files. */

const keywords = new Set(
  `CONSTANT CONSTANTS INIT NEXT VIEW SYMMETRY SPECIFICATION INVARIANT
  INVARIANTS PROPERTY PROPERTIES CONSTRAINT CONSTRAINTS ACTION_CONSTRAINT
  ACTION_CONSTRAINTS ALIAS POSTCONDITION CHECK_DEADLOCK TYPE
  TYPE_CONSTRAINT`.split(/\s+/)
)

const withoutComments = (text: string): string =>
  text.replace(/\(\*[\s\S]*?\*\)/g, " ").replace(/\\\*.*/g, " ")

/** The names after `PROPERTY` and `PROPERTIES`, in order. */
export const temporalProperties = (config: string): ReadonlyArray<string> => {
  const names: Array<string> = []
  let inProperties = false
  for (const word of withoutComments(config).split(/[\s,]+/)) {
    if (keywords.has(word)) inProperties = word.startsWith("PROPERT")
    else if (inProperties && word !== "") names.push(word)
  }
  return names
}
