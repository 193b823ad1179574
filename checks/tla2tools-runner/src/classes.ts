/**
 * TLC's classes as a JVM holds them in memory, in a file of the cache folder: a
 * start of TLC takes a quarter less with it (class data sharing, JEP 350).
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import { type Machine, runFolder, runJava } from "./run-java.ts"

/** The first release that writes down the classes of a run. */
const firstRelease = 13

/** A run that needs what most runs do: modules, a search, a lasso. */
const module = `---- MODULE Training ----
EXTENDS Integers, Sequences, FiniteSets, Bags, TLC
VARIABLES many, told, bag
vars == <<many, told, bag>>
Init == many = [a \\in {"a", "b"} |-> 0] /\\ told = <<>> /\\ bag = EmptyBag
Say(a) ==
    /\\ many[a] < 2
    /\\ many' = [many EXCEPT ![a] = @ + 1]
    /\\ told' = Append(told, [by |-> a, many |-> Cardinality(BagToSet(bag))])
    /\\ bag' = bag (+) SetToBag({a})
Next == \\E a \\in {"a", "b"} : Say(a)
Spec == Init /\\ [][Next]_vars /\\ \\A a \\in {"a", "b"} : WF_vars(Say(a))
Short == Len(told) < 9
Ends == []<>(ENABLED Next)
====
`
const config = `SPECIFICATION Spec
INVARIANT Short
PROPERTY Ends
CHECK_DEADLOCK FALSE
`

const sha256 = (content: Uint8Array | string): string =>
  createHash("sha256").update(content).digest("hex")

/** What a file is good for: a Java and a jar, which is new if put there anew. */
const purpose = Effect.fnUntraced(function* ({ java, jar }: Machine) {
  const files = yield* FileSystem.FileSystem
  const { mtime } = yield* files.stat(jar.path)
  const time = Option.match(mtime, { onNone: () => 0, onSome: Number })
  const of = [java.path, java.version, jar.path, jar.sha256, time]
  return `classes-${sha256(of.join("\n")).slice(0, 16)}-`
})

/** Runs TLC once, and has its JVM write down the classes at the end. */
const train = Effect.fnUntraced(function* (machine: Machine, folder: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const at = (name: string): string => path.join(folder, name)
  yield* files.writeFileString(at("Training.tla"), module)
  yield* files.writeFileString(at("Training.cfg"), config)
  const dump = ["-dump", "dot,actionlabels", at("training.dot")]
  const run = {
    main: "tlc2.TLC",
    words: ["-tool", "-metadir", at("states"), ...dump, "Training.tla"],
    cwd: folder,
    javaArguments: [`-XX:ArchiveClassesAtExit=${at("classes.jsa")}`]
  }
  const { handle } = yield* runJava(machine, run, folder)
  yield* Stream.runDrain(handle.all)
  return yield* Effect.orElseSucceed(
    files.readFile(at("classes.jsa")),
    () => new Uint8Array()
  )
})

/** Makes the file; it is named by its checksum, and empty if Java makes none. */
const make = Effect.fnUntraced(function* (
  machine: Machine,
  folder: string,
  prefix: string
) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const classes = yield* train(machine, yield* runFolder(machine))
  const name = `${prefix}${sha256(classes)}`
  yield* files.makeDirectory(folder, { recursive: true })
  yield* files.writeFile(path.join(folder, name), classes)
  return name
}, Effect.scoped)

/**
 * The file for this Java and this jar, made at the first time. It is never
 * needed: undefined if this Java makes none, or the folder cannot be written.
 * A damaged one, with which a JVM would crash, is made anew.
 */
export const findClasses = Effect.fnUntraced(
  function* (machine: Machine, folder: string) {
    if (machine.java.release < firstRelease) return undefined
    const files = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const prefix = yield* purpose(machine)
    const names = yield* Effect.orElseSucceed(
      files.readDirectory(folder),
      () => []
    )
    const sound = (name: string) =>
      Effect.map(
        files.readFile(path.join(folder, name)),
        (content) => name === `${prefix}${sha256(content)}`
      )
    const known = names.filter((name) => name.startsWith(prefix))
    const [kept] = yield* Effect.filter(known, sound)
    if (kept === undefined) {
      yield* Effect.forEach(known, (name) =>
        files.remove(path.join(folder, name))
      )
    }
    const name = kept ?? (yield* make(machine, folder, prefix))
    const isEmpty = name === `${prefix}${sha256("")}`
    return isEmpty ? undefined : path.join(folder, name)
  },
  Effect.orElseSucceed(() => undefined)
)
