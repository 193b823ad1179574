/** What a spec says in words about its actions. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { Subject } from "../../../traces/adapters/adapter.ts"
import { root } from "../../models/models.ts"
import { scanModule } from "../../pairing/module.ts"

/** The sentence of an action, by its name. */
export const sentencesOf = Effect.fnUntraced(function* ({
  folder,
  protocol
}: Subject) {
  const files = yield* FileSystem.FileSystem
  const path = `${root}/spec/${folder}/${protocol.module}.tla`
  const text = yield* files.readFileString(path)
  const { definitions } = scanModule({ path, text })
  return (action: string): string | undefined =>
    definitions.find(({ name }) => name === action)?.sentence
})
