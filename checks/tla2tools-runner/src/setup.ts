/** Options of the service, and the environment that fills their gaps. */
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"

/** Where things are; everything left out is looked up. */
export interface SetupOptions {
  /** Path of the `java` command. */
  readonly java?: string
  /** Path of a tla2tools jar. */
  readonly jar?: string
  /** sha256 of that jar in hexadecimal, or `any` to run it unchecked. */
  readonly sha256?: string
  /** Folder for the fetched jar and for what is known of jars. */
  readonly cacheFolder?: string
  /** Folder in which each run makes its own; the system's by default. */
  readonly temporaryFolder?: string
  /** False: never fetch a jar, only look for one. */
  readonly fetch?: boolean
}

/** An environment variable; an empty one counts as not set. */
export const variable = (name: string): Effect.Effect<string | undefined> =>
  Config.NonEmptyString(name).pipe(Effect.orElseSucceed(() => undefined))

/** The user's folder, which Windows names otherwise. */
export const homeFolder: Effect.Effect<string> = Effect.gen(function* () {
  return (yield* variable("HOME")) ?? (yield* variable("USERPROFILE")) ?? "."
})

/** Option, `TLA2TOOLS_CACHE`, `XDG_CACHE_HOME`, `~/.cache`. */
export const cacheFolder = Effect.fnUntraced(function* (options: SetupOptions) {
  const path = yield* Path.Path
  const chosen = options.cacheFolder ?? (yield* variable("TLA2TOOLS_CACHE"))
  if (chosen !== undefined) return path.resolve(chosen)
  const shared = yield* variable("XDG_CACHE_HOME")
  const parent = shared ?? path.join(yield* homeFolder, ".cache")
  return path.join(parent, "tla2tools-runner")
})
