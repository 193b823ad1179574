/** Whatever a protocol's code throws, told as what is wrong with the input. */
import * as Effect from "effect/Effect"
import { BadInput } from "../models/bad-input.ts"
import type { Model } from "../models/models.ts"
import { placeOf } from "../models/place.ts"
import { Fault } from "./trial.ts"

/** Runs something that runs a protocol's code; our own faults stay defects. */
export const running = <A>(
  { folder }: Pick<Model, "folder">,
  run: () => A
): Effect.Effect<A, BadInput> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(run())
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const own = placeOf(error)
      const theirs = own?.file.startsWith("protocols/") === true
      if (!theirs && !(error instanceof Fault)) throw error
      const { file, line } = theirs
        ? own
        : { file: `protocols/${folder}`, line: 0 }
      return Effect.fail(new BadInput({ file, line, problem: error.message }))
    }
  })
