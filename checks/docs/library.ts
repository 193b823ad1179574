/** The files that pages quote: specs, twins, and whatever else has names. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Result from "effect/Result"
import { Protocols } from "../../protocols/all.ts"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { root } from "../models/models.ts"
import { chainOf, whole } from "../pairing/chain.ts"
import { type Module, scanModule, type Source } from "../pairing/module.ts"
import { isTwinOf } from "../pairing/twin.ts"
import { type Found, inSpec, inTwin } from "./definitions.ts"

/** A protocol with the module that it is the twin of. */
export interface Pair {
  readonly folder: string
  readonly protocol: Protocol
  /** The files of its modules, those first that are extended. */
  readonly spec: ReadonlyArray<Source>
  readonly module: Module
  readonly models: Source
  /** The files of the twin. */
  readonly twin: ReadonlyArray<Source>
}

const readFolder = Effect.fnUntraced(function* (
  folder: string,
  ending: string
) {
  const files = yield* FileSystem.FileSystem
  const names = yield* files.readDirectory(`${root}/${folder}`)
  return yield* Effect.forEach(
    names.filter((name) => name.endsWith(ending)).sort(),
    (name) =>
      Effect.map(
        files.readFileString(`${root}/${folder}/${name}`),
        (text): Source => ({ path: `${folder}/${name}`, text })
      )
  )
})

/** Every protocol and its twin; a module that is missing is a defect. */
export const readPairs = Effect.gen(function* () {
  const pairs: Array<Pair> = []
  for (const [folder, protocols] of Object.entries(Protocols)) {
    const specs = yield* readFolder(`spec/${folder}`, ".tla")
    const files = yield* readFolder(`protocols/${folder}`, ".ts")
    const modules = specs.map(scanModule)
    for (const protocol of protocols) {
      const file = (name: string): Source =>
        specs.find(({ path }) => path.endsWith(`/${name}.tla`))!
      const last = modules.find(({ name }) => name === protocol.module)!
      const chain = chainOf(modules, last).map(({ name }) => name)
      pairs.push({
        folder,
        protocol,
        spec: chain.map(file),
        module: whole(modules, last),
        models: file(`MC${protocol.module}`),
        twin: files.filter((f) => chain.some((name) => isTwinOf(name, f)))
      })
    }
  }
  return pairs
})

/** A definition in both languages. */
export interface Both {
  readonly spec: Found
  readonly twin: Found
}

/** The pair of a folder and a name, or of `Module!Name`. */
export const findPair = (
  pairs: ReadonlyArray<Pair>,
  folder: string,
  whole: string
): Result.Result<Both, string> => {
  const [name = "", module] = whole.split("!").toReversed()
  const found = pairs
    .filter((p) => p.folder === folder)
    .filter((p) => module === undefined || p.protocol.module === module)
    .flatMap(({ spec, models, twin }) => {
      const above = locate([...spec, models], name, inSpec)
      return above === undefined
        ? []
        : [{ spec: above, twin: locate(twin, name, inTwin) }]
    })
  const [both] = found
  if (both === undefined) {
    return Result.fail(`${whole} is not defined in spec/${folder}`)
  }
  if (found.length > 1) {
    return Result.fail(`${whole} is defined twice: write Module!${name}`)
  }
  return both.twin === undefined
    ? Result.fail(`${whole} is not declared in protocols/${folder}`)
    : Result.succeed({ spec: both.spec, twin: both.twin })
}

const locate = (
  sources: ReadonlyArray<Source>,
  name: string,
  find: (source: Source, name: string) => ReadonlyArray<string> | undefined
): Found | undefined =>
  sources.flatMap((source) => {
    const lines = find(source, name)
    return lines === undefined ? [] : [{ path: source.path, lines }]
  })[0]

/** The definition that `path#Name` stands for. */
export const findNamed = (
  source: Source,
  name: string
): Result.Result<Found, string> => {
  const find = source.path.endsWith(".tla") ? inSpec : inTwin
  const lines = find(source, name)
  return lines === undefined
    ? Result.fail(`${name} is not in ${source.path}`)
    : Result.succeed({ path: source.path, lines })
}
