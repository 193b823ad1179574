/** Sets in states: arrays whose order means nothing to whoever writes them. */
import * as Schema from "effect/Schema"

const mark = "isSet"

/**
 * The schema of a set of such elements, as a field of a state. A set is an
 * array in canonical order; whoever reads it from outside sorts it.
 */
export const SetOf = <Element extends Schema.Codec<unknown, unknown>>(
  element: Element
) => Schema.Array(element).annotate({ [mark]: true })

/** Is it the schema of a set? */
export const isSetOf = ({
  ast
}: Pick<Schema.Codec<unknown, unknown>, "ast">): boolean =>
  ast.annotations?.[mark] === true
