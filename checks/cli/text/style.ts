/** Colours, where the reader wants and can see them. */

export type Paint = (text: string) => string

export interface Style {
  readonly bold: Paint
  readonly dim: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly cyan: Paint
}

const none: Paint = (text) => text

/** No colours. */
export const plainStyle: Style = {
  bold: none,
  dim: none,
  red: none,
  green: none,
  yellow: none,
  cyan: none
}

const paint =
  (code: number): Paint =>
  (text) =>
    text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`

export const colourStyle: Style = {
  bold: paint(1),
  dim: paint(2),
  red: paint(31),
  green: paint(32),
  yellow: paint(33),
  cyan: paint(36)
}

/** Everything on which the choice depends. */
export interface Setting {
  readonly isTerminal: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
}

const isSet = (value: string | undefined): value is string =>
  value !== undefined && value !== ""

/** NO_COLOR wins; FORCE_COLOR makes up for a stream that is no terminal. */
export const styleFor = ({ isTerminal, environment }: Setting): Style => {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment
  if (isSet(NO_COLOR) || TERM === "dumb") return plainStyle
  const forced = isSet(FORCE_COLOR) && !["0", "false"].includes(FORCE_COLOR)
  return isTerminal || forced ? colourStyle : plainStyle
}

const escapes = /\u001b\[[0-9;]*m/gu

/** The text without its colours. */
export const unstyled = (text: string): string => text.replace(escapes, "")
