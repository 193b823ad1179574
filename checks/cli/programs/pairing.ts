/** The texts of specs and twins, compared. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { Protocols } from "../../../protocols/all.ts"
import { type Model, modelsOf, root } from "../../models/models.ts"
import { pair } from "../../pairing/pairing.ts"
import { ExitCode } from "../exit-codes.ts"
import { print } from "../print.ts"
import { openScreen } from "../screen.ts"
import { plural } from "../text/figures.ts"
import type { Style } from "../text/style.ts"
import { chosenFolders } from "./models.ts"

interface Paired {
  readonly folder: string
  readonly module: string
  readonly differences: ReturnType<typeof pair>
}

export const pairing = Effect.fnUntraced(function* (
  protocol: string | undefined
) {
  const screen = yield* openScreen
  const folders = yield* chosenFolders(protocol)
  const pairs = (yield* Effect.forEach(folders, pairsOf)).flat()
  const differ = pairs.some(({ differences }) => differences.length > 0)
  const exitCode = differ ? ExitCode.differs : ExitCode.holds
  yield* screen.say(...lines(pairs, screen.style))
  if (screen.json) yield* print(documentOf(pairs, exitCode))
  return exitCode
})

const pairsOf = Effect.fnUntraced(function* (folder: string) {
  const spec = yield* sources("spec", folder, ".tla")
  const twin = yield* sources("protocols", folder, ".ts")
  const models = yield* modelsOf(folder)
  return (Protocols[folder] ?? []).flatMap((protocol): Array<Paired> => {
    const { module } = protocol
    const of = (model: Model) => model.protocol.module === module
    const constants = models.find(of)?.constants ?? {}
    const differences = pair(spec, twin, protocol, constants)
    return [{ folder, module, differences }]
  })
})

const sources = Effect.fnUntraced(function* (
  column: string,
  folder: string,
  ending: string
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const place = path.relative(".", path.resolve(root, column, folder)) || "."
  const names = yield* files.readDirectory(place)
  return yield* Effect.forEach(
    names.filter((name) => name.endsWith(ending)).sort(),
    (name) => {
      const file = path.join(place, name)
      return Effect.map(files.readFileString(file), (text) => ({
        path: file,
        text
      }))
    }
  )
})

const lines = (
  pairs: ReadonlyArray<Paired>,
  style: Style
): ReadonlyArray<string> => {
  const all = pairs.flatMap(({ differences }) => differences)
  const told = pairs.flatMap(({ module, folder, differences }) => [
    `${mark(differences.length === 0, style)} ${module} ${style.dim(folder)}`,
    ...differences.flatMap(({ spec, twin, sentence }) => [
      `    ${sentence}`,
      style.dim(`      ${spec.path}:${spec.line}`),
      style.dim(`      ${twin.path}:${twin.line}`)
    ])
  ])
  const summary =
    all.length === 0
      ? style.green(`${plural(pairs.length, "pair")}, each tells one story.`)
      : style.red(`${plural(all.length, "difference")}.`)
  return [...told, "", summary]
}

const mark = (same: boolean, style: Style): string =>
  same ? style.green("✓") : style.red("✗")

const documentOf = (pairs: ReadonlyArray<Paired>, exitCode: number) => ({
  document: "pairing" as const,
  version: 1 as const,
  exitCode,
  modules: pairs.map(({ folder, module, differences }) => ({
    folder,
    module,
    differences: differences.map(({ _tag, spec, twin, sentence }) => ({
      about: _tag,
      spec: { path: spec.path, line: spec.line },
      twin: { path: twin.path, line: twin.line },
      sentence
    }))
  }))
})
