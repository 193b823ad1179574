/** What all documents have in common. */
import * as Schema from "effect/Schema"

export const Text = Schema.String
export const Count = Schema.Int
export const optional = Schema.optionalKey

export const head = <const Name extends string>(name: Name) => ({
  document: Schema.Literal(name),
  version: Schema.Literal(1),
  /** The command's exit code. */
  exitCode: Schema.Int
})
