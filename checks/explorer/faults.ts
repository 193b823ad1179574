/** Whatever a protocol's code throws, told as what is wrong with the input. */
import * as Effect from "effect/Effect"
import { BadInput } from "../models/bad-input.ts"
import type { Model } from "../models/models.ts"
import { placeOf } from "../models/place.ts"
import type { Label } from "./attempt.ts"
import { Asymmetry } from "./orbits.ts"
import { Fault } from "./trial.ts"

/** Runs something that runs a protocol's code; our own faults stay defects. */
export const running = <A>(
  model: Pick<Model, "folder" | "config" | "configPath">,
  run: () => A
): Effect.Effect<A, BadInput> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(run())
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (error instanceof Asymmetry)
        return Effect.fail(asymmetric(model, error))
      const own = placeOf(error)
      const theirs = own?.file.startsWith("protocols/") === true
      if (!theirs && !(error instanceof Fault)) throw error
      const { file, line } = theirs
        ? own
        : { file: `protocols/${model.folder}`, line: 0 }
      return Effect.fail(new BadInput({ file, line, problem: error.message }))
    }
  })

const asymmetric = (
  { config, configPath }: Pick<Model, "config" | "configPath">,
  { message, label }: Asymmetry
): BadInput => {
  const { action, actor } = (label ?? {}) as Partial<Label>
  const step = label === undefined ? "" : ` can do ${action}(${actor})`
  const { name, line } = config.symmetry!
  return new BadInput({
    file: configPath,
    line,
    problem: `${name} is no symmetry: ${message}${step}`
  })
}
