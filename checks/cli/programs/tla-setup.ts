/** The tools as the flags of `bisim tla` want them. */
import type { SetupOptions } from "tla2tools-runner"
import type { ParseInput } from "../commands/tla.ts"
import type { Screen } from "../screen.ts"
import { requireTlc } from "./engines.ts"
import * as Effect from "effect/Effect"

export const tlaTools = Effect.fnUntraced(function* (
  { jar, sha256, java }: Pick<ParseInput, "jar" | "sha256" | "java">,
  screen: Screen
) {
  const options: SetupOptions = {
    ...(jar === undefined ? {} : { jar }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(java === undefined ? {} : { java })
  }
  yield* screen.progress("looking for Java and TLC")
  return yield* requireTlc(options)
})

/** A field that is left out if there is no value for it. */
export const given = <const Name extends string, A>(
  name: Name,
  value: A | undefined
): { readonly [K in Name]?: A } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]?: A })
