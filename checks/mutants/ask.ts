/** Asks the explorer for some of a model's properties, of a mutant too. */
import * as Effect from "effect/Effect"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { explore } from "../explorer/explore.ts"
import type { Model } from "../models/models.ts"

/** The model with no other properties than these. */
export const asking = (model: Model, wanted: ReadonlyArray<string>): Model => ({
  ...model,
  config: {
    ...model.config,
    invariants: model.config.invariants.filter(({ name }) =>
      wanted.includes(name)
    ),
    properties: model.config.properties.filter(({ name }) =>
      wanted.includes(name)
    )
  }
})

/** The properties that a model names. */
export const propertiesOf = ({ config }: Model): ReadonlyArray<string> =>
  [...config.invariants, ...config.properties].map(({ name }) => name)

/** States of a model that is refuted before they are all seen. */
const TO_REFUTE = 25_000

/** A mutant may have no end: so many states are enough to tell it apart. */
export const enough = ({ expected }: Model): number =>
  2 * (expected?.distinct ?? TO_REFUTE) + 1000

/** Explores a model of the given protocol for some of its properties only. */
export const ask = (
  model: Model,
  protocol: Protocol,
  wanted: ReadonlyArray<string>
) =>
  explore(asking({ ...model, protocol }, wanted), {
    limits: { states: enough(model) },
    cached: true,
    onProgress: () => Effect.void
  })
