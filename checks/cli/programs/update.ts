/** `bisim check --update`: what was found becomes what is expected. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { CheckReport } from "../../check/report.ts"
import { differences, type Expectation } from "../../models/manifest.ts"
import { type Model, modelsOf } from "../../models/models.ts"
import { UsageError } from "../failures.ts"

/** Rewrites the manifests of the models that were checked; gives their paths. */
export const update = Effect.fnUntraced(function* (
  models: ReadonlyArray<Model>,
  reports: ReadonlyArray<CheckReport>
) {
  const found = new Map<string, Expectation>()
  for (const model of models) {
    const of = reports.filter((report) => report.model === model.name)
    found.set(model.name, yield* agreed(model, of))
  }
  const folders = [...new Set(models.map(({ folder }) => folder))]
  return yield* Effect.forEach(folders, (folder) => rewrite(folder, found))
})

/** Models keep their places in the manifest; new ones come last. */
const rewrite = Effect.fnUntraced(function* (
  folder: string,
  found: ReadonlyMap<string, Expectation>
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const all = yield* modelsOf(folder)
  const entries = all.flatMap(({ name, expected }) => {
    const entry = found.get(name) ?? expected
    return entry === undefined ? [] : [entry]
  })
  const file = path.join(path.dirname(all[0]!.configPath), "manifest.json")
  yield* files.writeFileString(file, `${JSON.stringify(entries, null, 2)}\n`)
  return file
})

/** The figures of a finished check, on which all engines that ran it agree. */
const agreed = Effect.fnUntraced(function* (
  model: Model,
  reports: ReadonlyArray<CheckReport>
) {
  const entries = reports.map((report) => expectationOf(model, report))
  const [entry, ...others] = entries
  const differ = others.some(
    (other) =>
      (entry === undefined) !== (other === undefined) ||
      (entry !== undefined &&
        other !== undefined &&
        differences(entry, other).length > 0)
  )
  if (entry !== undefined && !differ) return entry
  return yield* new UsageError({
    problem:
      `the manifest is left as it was: ${model.name} ` +
      (differ
        ? "ended differently with the two engines"
        : "has no result that a manifest can hold")
  })
})

const expectationOf = (
  { name }: Model,
  { result, violates, length, distinct, generated, depth }: CheckReport
): Expectation | undefined => {
  const model = `${name}.cfg`
  const counts = {
    ...(distinct === undefined ? {} : { distinct }),
    ...(generated === undefined ? {} : { generated })
  }
  const refuted = violates === undefined ? {} : { violates }
  switch (result) {
    case "ok":
      return depth === undefined
        ? undefined
        : { model, result, ...counts, depth }
    case "liveness":
      return { model, result, ...refuted, ...counts }
    case "safety":
      return length === undefined
        ? undefined
        : { model, result, ...refuted, length }
    case "deadlock":
      return length === undefined ? undefined : { model, result, length }
    default:
      return undefined
  }
}
