/** The behaviours that TLC writes to files while it simulates. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { parseState, type StateVariables } from "./state.ts"

/** The states of one behaviour, the initial one first. */
export type Behaviour = ReadonlyArray<StateVariables>

/** Reads one of the modules that `-simulate file=` writes. */
export const parseBehaviour = (text: string): Behaviour =>
  text
    .replace(/^={4,}\s*$[\s\S]*/m, "")
    .replace(/^\\\*.*$/gm, "")
    .split(/^STATE_\d+ ==.*$/m)
    .slice(1)
    .map(parseState)

/** `run_0_12`: the worker and the number of its behaviour. */
const order = (name: string): ReadonlyArray<number> =>
  name.split("_").slice(-2).map(Number)

const earlier = (a: string, b: string): number => {
  const [worker = 0, number = 0] = order(a)
  const [otherWorker = 0, otherNumber = 0] = order(b)
  return worker - otherWorker || number - otherNumber
}

/** All behaviours in a folder that holds nothing else, in TLC's order. */
export const readBehaviours = Effect.fnUntraced(function* (folder: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const names = [...(yield* files.readDirectory(folder))].sort(earlier)
  return yield* Effect.forEach(names, (name) =>
    Effect.map(files.readFileString(path.join(folder, name)), parseBehaviour)
  )
})
