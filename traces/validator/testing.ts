/** Runs what needs files, for tests. */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import type { BadInput } from "../../checks/models/bad-input.ts"
import { subjectFor } from "./subjects.ts"
import { validateFile, type ValidationOptions } from "./validate.ts"
import type { Verdict } from "./verdict.ts"

const services = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

export const running = <A, E>(
  effect: Effect.Effect<A, E, FileSystem.FileSystem | Path.Path>
): Promise<A> => Effect.runPromise(Effect.provide(effect, services))

/** A file's verdict. */
export const verdictOf = (
  file: string,
  options: ValidationOptions = {}
): Promise<Verdict> =>
  running(
    Effect.map(
      validateFile(file, subjectFor, options),
      ({ verdict }) => verdict
    )
  )

/** Why a file is refused. */
export const refusalOf = (
  file: string,
  options: ValidationOptions = {}
): Promise<BadInput> =>
  running(Effect.flip(validateFile(file, subjectFor, options)))

/** Gives the work a folder with these files, which is gone afterwards. */
export const withFiles = async <A>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<A>
): Promise<A> => {
  const folder = mkdtempSync(`${tmpdir()}/bisim-traces-`)
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(`${folder}/${name}`, text)
    }
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
