/** Sets in states: arrays whose order means nothing to whoever writes them. */
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { setOf } from "./value.ts"

/**
 * The schema of a set of such elements. A set is an array in canonical order,
 * and comes out so from an array in any order.
 */
export const SetOf = <Element extends Schema.Codec<unknown, unknown>>(
  element: Element
) =>
  Schema.Array(element).pipe(
    Schema.decodeTo(
      Schema.Array(Schema.toType(element)),
      SchemaTransformation.transform({
        decode: (elements) => setOf(elements),
        encode: (set) => set
      })
    )
  )
