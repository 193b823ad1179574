/** TLC, if this machine has it. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import {
  type SetupError,
  type SetupOptions,
  Tla2Tools,
  type Tla2ToolsService
} from "tla2tools-runner"

/** What a machine may lack without anything being wrong with it. */
const excusable: ReadonlyArray<SetupError["_tag"]> = [
  "JavaMissing",
  "JavaTooOld",
  "JarMissing",
  "CacheUnwritable"
]

/** TLC, or the error that says what is missing. */
export const requireTlc = (options: SetupOptions = {}) =>
  Effect.map(Layer.build(Tla2Tools.layer(options)), (context) =>
    Context.get(context, Tla2Tools)
  )

/** TLC, or why there is none. */
export const findTlc = Effect.gen(function* () {
  const found = yield* Effect.result(requireTlc())
  if (Result.isSuccess(found)) return found.success
  return excusable.includes(found.failure._tag)
    ? found.failure
    : yield* found.failure
})

export const isTlc = (
  found: Tla2ToolsService | SetupError
): found is Tla2ToolsService => "jar" in found
