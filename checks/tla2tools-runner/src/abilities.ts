/** What a jar's TLC can do. Versions differ, and unknown options are fatal. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { JarUnusable } from "./errors.ts"
import { parseGraphLine } from "./graph.ts"
import { type Machine, runFailed, runFolder, runJava } from "./run-java.ts"
import { parseToolOutput } from "./tool-output.ts"

const Help = Schema.Struct({
  /** As TLC writes it, such as `2.18 of 20 March 2023`. */
  version: Schema.String,
  /** The command-line options that TLC's own help lists. */
  options: Schema.Array(Schema.String)
})
export type Help = typeof Help.Type

/** What the jar says and shows of itself; its version tells nothing. */
export const Abilities = Schema.Struct({
  ...Help.fields,
  /** The states of its traces name the arguments of actions. */
  traceArguments: Schema.Boolean,
  /** The edges of its graphs do. */
  graphArguments: Schema.Boolean
})
export type Abilities = typeof Abilities.Type

const Stored = Schema.fromJsonString(Abilities)

/** Reads `TLC -h`, which marks its text with terminal sequences. */
export const parseHelp = (help: string): Help => {
  const text = help.replace(/\u001b\[\d*m/g, "")
  const version = / - Version (.+)/.exec(text)?.[1] ?? "of unknown version"
  const options = [...text.matchAll(/(?:^|[\s[])(-[A-Za-z]+)/gm)].map(
    (found) => found[1]!
  )
  return { version: version.trim(), options: [...new Set(options)].sort() }
}

/** One step with an argument, which violates an invariant. */
const module = `---- MODULE Probe ----
VARIABLE x
Set(y) == x = 0 /\\ x' = y
Next == \\E y \\in {1} : Set(y)
Spec == x = 0 /\\ [][Next]_x
Zero == x = 0
====
`
const config = "SPECIFICATION Spec\nINVARIANT Zero\n"

/** Whether the probe's trace and its graph name the argument of `Set`. */
export const parseProbe = (
  output: string,
  graph: string
): { readonly traceArguments: boolean; readonly graphArguments: boolean } => ({
  traceArguments: parseToolOutput(output.split("\n")).some(
    (event) =>
      event._tag === "State" && event.state.action?.arguments.length === 1
  ),
  graphArguments: graph.split("\n").some((line) => {
    const item = parseGraphLine(line)
    return item?._tag === "Edge" && item.label === "Set(1)"
  })
})

const asking = <A, R>(
  effect: Effect.Effect<A, Parameters<ReturnType<typeof runFailed>>[0], R>
) => Effect.mapError(effect, runFailed("Asking TLC what it can do"))

/** What TLC prints when it is started with these words in a folder. */
const printed = Effect.fnUntraced(function* (
  machine: Machine,
  words: ReadonlyArray<string>,
  folder: string
) {
  const run = { main: "tlc2.TLC", words, cwd: folder }
  const { handle } = yield* runJava(machine, run, folder)
  return yield* asking(Stream.mkString(Stream.decodeText(handle.all)))
})

const needed = ["-tool", "-metadir", "-config", "-workers"]

/** The last line that says something. */
const lastWords = (text: string): string =>
  text.trim().split("\n").at(-1)?.trim() ?? ""

const askHelp = Effect.fnUntraced(function* (machine: Machine, folder: string) {
  const text = yield* printed(machine, ["-h"], folder)
  const help = parseHelp(text)
  if (needed.every((option) => help.options.includes(option))) return help
  const reason =
    "its TLC does not list the options that are needed when asked with -h " +
    `(it printed: ${lastWords(text)})`
  return yield* new JarUnusable({ path: machine.jar.path, reason })
})

const probe = Effect.fnUntraced(function* (machine: Machine) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const folder = yield* runFolder(machine)
  const at = (name: string): string => path.join(folder, name)
  const help = yield* askHelp(machine, folder)
  yield* asking(files.writeFileString(at("Probe.tla"), module))
  yield* asking(files.writeFileString(at("Probe.cfg"), config))
  const dump = ["-dump", "dot,actionlabels", at("probe.dot")]
  const words = ["-tool", "-metadir", at("states"), ...dump, "Probe.tla"]
  const output = yield* printed(machine, words, folder)
  const graph = yield* Effect.orElseSucceed(
    files.readFileString(at("probe.dot")),
    () => ""
  )
  return { ...help, ...parseProbe(output, graph) } satisfies Abilities
})

/**
 * The abilities of a jar, asked once per jar and remembered in the cache
 * folder under the jar's checksum. A cache that cannot be written is no error:
 * the question is then asked each time. Fails with `JarUnusable` if the answer
 * is not that of a TLC that can be used.
 */
export const findAbilities = Effect.fnUntraced(function* (
  machine: Machine,
  folder: string
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const memory = path.join(folder, `abilities-${machine.jar.sha256}.json`)
  const remembered = yield* files.readFileString(memory).pipe(
    Effect.flatMap(Schema.decodeUnknownEffect(Stored)),
    Effect.orElseSucceed(() => null)
  )
  if (remembered !== null) return remembered
  const found = yield* Effect.scoped(probe(machine))
  yield* Schema.encodeEffect(Stored)(found).pipe(
    Effect.tap(() => files.makeDirectory(folder, { recursive: true })),
    Effect.flatMap((text) =>
      Effect.scoped(
        Effect.gen(function* () {
          const draft = yield* files.makeTempFileScoped({ directory: folder })
          yield* files.writeFileString(draft, text)
          yield* files.rename(draft, memory)
        })
      )
    ),
    Effect.ignore
  )
  return found
})
