/** Sets in states: arrays whose order means nothing to whoever writes them. */
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { sorted } from "./value.ts"

/**
 * The schema of a set of such elements. A set is an array in canonical order,
 * and comes out so from an array in any order. An element that is named twice
 * stays twice, so that it is seen: no set is equal to that.
 */
export const SetOf = <Element extends Schema.Codec<unknown, unknown>>(
  element: Element
) =>
  Schema.Array(element).pipe(
    Schema.decodeTo(
      Schema.Array(Schema.toType(element)),
      SchemaTransformation.transform({
        decode: (elements) => sorted(elements),
        encode: (set) => set
      })
    )
  )
