/** Models: a protocol, a configuration in its spec's folder, and a manifest. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Protocols } from "../../protocols/all.ts"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { BadInput } from "./bad-input.ts"
import { type Config, parseConfig, plain } from "./config.ts"
import { type Expectation, Manifest } from "./manifest.ts"

export interface Model {
  /** `MCTwoPhaseCommit_Five`: its configuration without `.cfg`. */
  readonly name: string
  /** The protocol's folder under `spec/` and `protocols/`. */
  readonly folder: string
  readonly protocol: Protocol
  readonly config: Config
  /** The protocol's constants as the configuration gives them. */
  readonly constants: object
  readonly configPath: string
  /** The module that TLC checks. */
  readonly specPath: string
  readonly expected: Expectation | undefined
  /** Large models are checked when asked for by name. */
  readonly everyday: boolean
}

/** The folder that holds `spec/` and `protocols/`. */
export const root = `${import.meta.dirname}/../..`

/** The models of one protocol's folder, in the order of the manifest. */
export const modelsOf = Effect.fnUntraced(function* (folder: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const place = path.relative(".", path.resolve(root, "spec", folder)) || "."
  const manifest = yield* readManifest(path.join(place, "manifest.json"))
  const names = (yield* files.readDirectory(place)).filter((name) =>
    name.endsWith(".cfg")
  )
  const missing = manifest.find(({ model }) => !names.includes(model))
  if (missing !== undefined) {
    return yield* new BadInput({
      file: path.join(place, "manifest.json"),
      line: 0,
      problem: `${missing.model} does not exist`
    })
  }
  const position = (name: string) =>
    (manifest.findIndex(({ model }) => model === name) + manifest.length + 1) %
    (manifest.length + 1)
  const ordered = names.sort((a, b) => position(a) - position(b))
  return yield* Effect.forEach(ordered, (name) =>
    readModel(
      folder,
      path.join(place, name),
      manifest.find(({ model }) => model === name)
    )
  )
})

/** All models of all protocols. */
export const allModels = Effect.map(
  Effect.forEach(Object.keys(Protocols), modelsOf),
  (models) => models.flat()
)

const readManifest = Effect.fnUntraced(function* (file: string) {
  const files = yield* FileSystem.FileSystem
  const bad = (problem: string) => new BadInput({ file, line: 0, problem })
  const text = yield* files
    .readFileString(file)
    .pipe(Effect.mapError(() => bad("cannot be read")))
  return yield* Schema.decodeUnknownEffect(Schema.fromJsonString(Manifest), {
    onExcessProperty: "error"
  })(text).pipe(Effect.mapError((error) => bad(error.message)))
})

/** Reads one configuration; the module and the protocol follow its name. */
export const readModel = Effect.fnUntraced(function* (
  folder: string,
  file: string,
  expected: Expectation | undefined
) {
  const path = yield* Path.Path
  const config = yield* readConfig(file)
  const name = path.basename(file, ".cfg")
  const module = name.split("_")[0]!.replace(/^MC/, "")
  const protocol = (Protocols[folder] ?? []).find((p) => p.module === module)
  if (protocol === undefined) {
    const problem = `no protocol in ${folder} is the twin of ${module}`
    return yield* new BadInput({ file, line: 0, problem })
  }
  const constants = decodeConstants(protocol, config)
  if (Result.isFailure(constants)) {
    const { line, cause } = constants.failure
    return yield* new BadInput({ file, line, problem: cause })
  }
  const model: Model = {
    name,
    folder,
    protocol,
    config,
    constants: constants.success,
    configPath: file,
    specPath: path.join(path.dirname(file), `MC${module}.tla`),
    expected,
    everyday: !name.includes("_Large")
  }
  return model
})

const readConfig = Effect.fnUntraced(function* (file: string) {
  const files = yield* FileSystem.FileSystem
  const bad = (line: number, problem: string) =>
    new BadInput({ file, line, problem })
  const text = yield* files
    .readFileString(file)
    .pipe(Effect.mapError(() => bad(0, "cannot be read")))
  const parsed = parseConfig(text)
  if (Result.isFailure(parsed)) {
    return yield* bad(parsed.failure.line, parsed.failure.cause)
  }
  if (checksNothing(parsed.success)) {
    return yield* bad(0, "names no property, so that nothing would be checked")
  }
  return parsed.success
})

/** A model without a property would hold whatever it does. */
const checksNothing = (config: Config): boolean =>
  config.invariants.length === 0 &&
  config.properties.length === 0 &&
  !config.checkDeadlock

const decodeConstants = (protocol: Protocol, config: Config) => {
  const fields = protocol.constants.ast as unknown as {
    readonly propertySignatures?: ReadonlyArray<{ readonly name: string }>
  }
  const known = fields.propertySignatures?.map(({ name }) => name) ?? []
  const unknown = config.constants.find(({ name }) => !known.includes(name))
  if (unknown !== undefined) {
    const cause = `${unknown.name} is no constant of ${protocol.module}; it has ${known.join(", ")}`
    return Result.fail({ line: unknown.line, cause })
  }
  const values = Object.fromEntries(
    config.constants.map(({ name, value }) => [name, plain(value)])
  )
  const decoded = Schema.decodeUnknownResult(protocol.constants)(values)
  const line = config.constants[0]?.line ?? 0
  if (Result.isFailure(decoded)) {
    const why = decoded.failure.message.split("\n").join(" ")
    return Result.fail({ line, cause: `the constants do not fit: ${why}` })
  }
  const twice = repeated(protocol, decoded.success)
  return twice === undefined
    ? Result.succeed(decoded.success)
    : Result.fail({ line, cause: `two actors have the id ${twice}` })
}

/** An id that two actors have: who is meant by it could not be told. */
const repeated = ({ actors }: Protocol, constants: object) => {
  const ids = Object.values(actors).flatMap(({ ids }) => ids(constants))
  return ids.find((id, i) => ids.indexOf(id) !== i)
}
