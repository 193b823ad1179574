/** The models that a command line asks for. */
import * as Effect from "effect/Effect"
import { modelsOf } from "../../models/models.ts"
import { Protocols } from "../../../protocols/all.ts"
import { BadInput } from "../../models/bad-input.ts"
import { UsageError } from "../failures.ts"

/** Every protocol of `spec/` that has a twin, or the one that is asked for. */
export const chosenFolders = Effect.fnUntraced(function* (
  folder: string | undefined
) {
  if (folder === undefined) return Object.keys(Protocols)
  if (Object.hasOwn(Protocols, folder)) return [folder]
  return yield* new BadInput({
    file: "protocols/all.ts",
    line: 0,
    problem: `names no twin of spec/${folder}`
  })
})

/** The model of that name, or the everyday ones; of a protocol, or of all. */
export const chosenModels = Effect.fnUntraced(function* (
  protocol: string | undefined,
  name: string | undefined
) {
  const folders = yield* chosenFolders(protocol)
  const all = (yield* Effect.forEach(folders, modelsOf)).flat()
  const everyday = all.filter((model) => model.everyday)
  if (name === undefined && everyday.length > 0) return everyday
  const wanted = name?.replace(/\.cfg$/u, "")
  const found = all.filter((model) => model.name === wanted)
  if (found.length > 0) return found
  const names = all.map((model) => `  ${model.name}`).join("\n")
  return yield* new UsageError({
    problem: `there is no ${name === undefined ? "small model" : `model ${name}`}; there are\n${names}`
  })
})
