/** What a spec says in words about its actions. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { Subject } from "../../../traces/adapters/adapter.ts"
import { root } from "../../models/models.ts"
import { sentencesIn } from "../../pairing/chain.ts"
import { scanModule } from "../../pairing/module.ts"

/** The sentence of an action, by its name. */
export const sentencesOf = Effect.fnUntraced(function* ({
  folder,
  protocol
}: Subject) {
  const files = yield* FileSystem.FileSystem
  const place = `${root}/spec/${folder}`
  const names = yield* files.readDirectory(place)
  const modules = yield* Effect.forEach(
    names.filter((name) => name.endsWith(".tla")),
    (name) =>
      Effect.map(files.readFileString(`${place}/${name}`), (text) =>
        scanModule({ path: `${place}/${name}`, text })
      )
  )
  return sentencesIn(modules, protocol.module)
})
