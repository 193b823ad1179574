/** Which models there are, and what each of them shows. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { type Model, modelsOf } from "../../models/models.ts"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen } from "../screen.ts"
import { count } from "../text/figures.ts"
import type { Style } from "../text/style.ts"
import { table } from "../text/table.ts"
import { chosenFolders } from "./models.ts"

export const list = Effect.fnUntraced(function* (protocol: string | undefined) {
  const screen = yield* openScreen
  const folders = yield* chosenFolders(protocol)
  const models = (yield* Effect.forEach(folders, modelsOf)).flat()
  const told = yield* Effect.forEach(models, (model) =>
    Effect.map(sentenceOf(model), (sentence) => ({ model, sentence }))
  )
  yield* screen.say(...lines(told, screen.style))
  if (screen.json) yield* print(documentOf(told))
  return ExitCode.holds
})

interface Told {
  readonly model: Model
  readonly sentence: string
}

/** A configuration's first line says what the model shows. */
const sentenceOf = Effect.fnUntraced(function* ({ configPath }: Model) {
  const files = yield* FileSystem.FileSystem
  const text = yield* files.readFileString(configPath)
  const [first = ""] = text.split("\n")
  return first.startsWith("\\*") ? first.slice(2).trim() : ""
})

const lines = (
  told: ReadonlyArray<Told>,
  style: Style
): ReadonlyArray<string> => {
  const folders = [...new Set(told.map(({ model }) => model.folder))]
  const rows = (folder: string) =>
    told
      .filter(({ model }) => model.folder === folder)
      .map(({ model, sentence }) => [
        `  ${model.everyday ? model.name : style.dim(model.name)}`,
        model.expected?.distinct === undefined
          ? ""
          : count(model.expected.distinct),
        sentence
      ])
  const sections = folders.flatMap((folder) => [
    style.bold(folder),
    ...table(rows(folder), ["left", "right"]),
    ""
  ])
  const large = told.some(({ model }) => !model.everyday)
  return [
    ...sections,
    "The number is that of the distinct states." +
      (large ? " Large models are checked when named." : "")
  ]
}

const documentOf = (told: ReadonlyArray<Told>) => ({
  document: "list" as const,
  version: 1 as const,
  exitCode: ExitCode.holds,
  models: told.map(({ model, sentence }) => {
    const { folder, name, protocol, everyday, constants, expected } = model
    return {
      protocol: folder,
      module: protocol.module,
      model: name,
      sentence,
      everyday,
      constants: { ...constants },
      ...(expected === undefined ? {} : { expected: figures(expected) })
    }
  })
})

const figures = ({ model: _, ...expected }: NonNullable<Model["expected"]>) =>
  expected
