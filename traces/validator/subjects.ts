/** The protocols that a log can be of, as they are in this project. */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import { Protocols } from "../../protocols/all.ts"
import type { Subject } from "../adapters/adapter.ts"
import { specDigest } from "../spec-digest.ts"

/** Finds a protocol by its folder and the TLA+ module that it is twin to. */
export type SubjectFor = (
  folder: string,
  module?: string
) => Subject | undefined

const subjects: ReadonlyArray<Subject> = Object.entries(Protocols).flatMap(
  ([folder, protocols]) => protocols.map((protocol) => ({ folder, protocol }))
)

const finding =
  (all: ReadonlyArray<Subject>): SubjectFor =>
  (folder, module) => {
    const there = all.filter((subject) => subject.folder === folder)
    // A folder's last protocol is the concrete one.
    return (
      there.find(({ protocol }) => protocol.module === module) ?? there.at(-1)
    )
  }

/** Finds a protocol of this project; the digests of specs are not known. */
export const subjectFor: SubjectFor = finding(subjects)

/** As `subjectFor`, with the digests of the specs below a root folder. */
export const subjectsIn = (
  root: string
): Effect.Effect<SubjectFor, PlatformError, FileSystem.FileSystem> =>
  Effect.forEach(subjects, ({ folder, protocol }) =>
    Effect.map(specDigest(root, folder, protocol.module), (spec): Subject => ({
      folder,
      protocol,
      spec
    }))
  ).pipe(Effect.map(finding))
