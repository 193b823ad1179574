/** The files and folders that a run is given, as absolute paths. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { CheckOptions } from "./check-options.ts"
import { checksDeadlock, temporalProperties } from "./config-file.ts"
import { configText } from "./config-text.ts"
import { SpecMissing } from "./errors.ts"
import { type JavaRun, runFailed } from "./run-java.ts"

/** The folder and the file name of an existing module. */
export const findSpec = Effect.fnUntraced(function* (spec: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const full = path.resolve(spec)
  const exists = yield* Effect.orElseSucceed(files.exists(full), () => false)
  if (!exists) return yield* new SpecMissing({ path: full })
  return { folder: path.dirname(full), module: path.basename(full) }
})

type Configured = Pick<CheckOptions, "spec" | "config">

const besideSpec = (spec: string): string => spec.replace(/(\.tla)?$/, ".cfg")

/** The `.cfg` file of a run; one that is given as values goes to `folder`. */
export const configFile = Effect.fnUntraced(function* (
  { spec, config = besideSpec(spec) }: Configured,
  folder: string
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  if (typeof config === "string") return path.resolve(config)
  const text = yield* Effect.fromResult(configText(config))
  const file = path.join(folder, "model.cfg")
  yield* files
    .writeFileString(file, text)
    .pipe(Effect.mapError(runFailed(`Writing ${file}`)))
  return file
})

/** What the runner itself takes from the configuration of a run. */
export const settingsOf = Effect.fnUntraced(function* ({
  spec,
  config = besideSpec(spec)
}: Configured) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  if (typeof config !== "string") {
    const { checkDeadlock = true, properties = [] } = config
    return { configPath: "the configuration", properties, checkDeadlock }
  }
  const configPath = path.resolve(config)
  const text = yield* Effect.orElseSucceed(
    files.readFileString(configPath),
    () => ""
  )
  return {
    configPath,
    properties: temporalProperties(text),
    checkDeadlock: checksDeadlock(text)
  }
})

/** What every JVM of a run is started with. */
export const javaOptions = (
  {
    classpath,
    heap,
    javaArguments,
    libraries
  }: Pick<JavaRun, "classpath" | "heap" | "javaArguments" | "libraries">,
  path: Path.Path
): Pick<JavaRun, "classpath" | "heap" | "javaArguments" | "libraries"> => ({
  ...(libraries === undefined
    ? {}
    : { libraries: libraries.map((each) => path.resolve(each)) }),
  ...(classpath === undefined
    ? {}
    : { classpath: classpath.map((each) => path.resolve(each)) }),
  ...(heap === undefined ? {} : { heap }),
  ...(javaArguments === undefined ? {} : { javaArguments })
})
