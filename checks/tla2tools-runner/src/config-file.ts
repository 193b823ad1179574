/** The little that is read from TLC's configuration files. */

const keyword =
  /^(CONSTANTS?|INIT|NEXT|VIEW|SYMMETRY|SPECIFICATION|INVARIANTS?|PROPERT(Y|IES)|(ACTION_)?CONSTRAINTS?|ALIAS|POSTCONDITION|CHECK_DEADLOCK|TYPE(_CONSTRAINT)?)$/

const withoutComments = (text: string): string =>
  text.replace(/\(\*[\s\S]*?\*\)/g, " ").replace(/\\\*.*/g, " ")

/** The names after `PROPERTY` and `PROPERTIES`, in order. */
export const temporalProperties = (config: string): ReadonlyArray<string> => {
  const names: Array<string> = []
  let inProperties = false
  for (const word of withoutComments(config).split(/[\s,]+/)) {
    if (keyword.test(word)) inProperties = word.startsWith("PROPERT")
    else if (inProperties && word !== "") names.push(word)
  }
  return names
}
