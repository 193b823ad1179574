/** Reads values with a schema, and says in a sentence what is refused. */
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as SchemaParser from "effect/SchemaParser"
import { enable } from "effect/schema/SchemaJITCompiler"
import type { Problem } from "./format.ts"
import { problemOf } from "./problem.ts"

/** Decodes with a schema; what is refused is told as a problem. */
export const decoder = <A>(
  schema: Schema.Codec<A, unknown>,
  under: ReadonlyArray<string> = []
): ((value: unknown) => Result.Result<A, Problem>) => {
  enable(schema.ast)
  const decode = SchemaParser.decodeUnknownResult(schema, {
    onExcessProperty: "error"
  })
  return (value) => {
    const result = decode(value)
    return Result.isSuccess(result)
      ? Result.succeed(result.success)
      : Result.fail(problemOf(result.failure, value, under))
  }
}
