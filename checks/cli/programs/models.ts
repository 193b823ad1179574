/** The models that a command line asks for. */
import * as Effect from "effect/Effect"
import { allModels, modelsOf } from "../../models/models.ts"
import { UsageError } from "../failures.ts"

/** The model of that name, or the everyday ones; of a protocol, or of all. */
export const chosenModels = Effect.fnUntraced(function* (
  protocol: string | undefined,
  name: string | undefined
) {
  const all = yield* protocol === undefined ? allModels : modelsOf(protocol)
  if (name === undefined) return all.filter(({ everyday }) => everyday)
  const wanted = name.replace(/\.cfg$/u, "")
  const found = all.filter((model) => model.name === wanted)
  if (found.length > 0) return found
  const names = all.map((model) => `  ${model.name}`).join("\n")
  return yield* new UsageError({
    problem: `there is no model ${name}; there are\n${names}`
  })
})
