/** Asks the explorer for some of a model's properties, of a mutant too. */
import * as Effect from "effect/Effect"
import type { Protocol } from "../../protocols/kernel/protocol.ts"
import { explore, type Explored } from "../explorer/explore.ts"
import type { Mention } from "../models/config.ts"
import type { Model } from "../models/models.ts"

/** The model with no other properties than these. */
export const asking = (model: Model, wanted: ReadonlyArray<string>): Model => {
  const isWanted = ({ name }: Mention) => wanted.includes(name)
  const { config } = model
  return {
    ...model,
    config: {
      ...config,
      invariants: config.invariants.filter(isWanted),
      properties: config.properties.filter(isWanted),
      checkDeadlock: false
    }
  }
}

/** The properties that a model names. */
export const propertiesOf = ({ config }: Model): ReadonlyArray<string> =>
  [...config.invariants, ...config.properties].map(({ name }) => name)

/** A model that must fail has no figures: it fails before so many states. */
const MANY = 100_000

/** A mutant may have no end: so many states are enough to tell it apart. */
export const enough = ({ expected }: Model): number =>
  expected?.distinct === undefined ? MANY : 2 * expected.distinct + 1000

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

/** What holds of a model of the given protocol, and how large its graph is. */
export interface Facts {
  readonly violated: ReadonlyArray<string>
  /** None where nothing is left that holds. */
  readonly whole: Explored | undefined
}

/**
 * Asks for all properties of a model. A search stops at the first that is
 * violated, so the others are asked for again, until no more is.
 */
export const factsOf = Effect.fnUntraced(function* (
  model: Model,
  protocol: Protocol
) {
  const violated: Array<string> = []
  const names = propertiesOf(model)
  let whole: Explored | undefined
  while (whole === undefined && violated.length < names.length) {
    const left = names.filter((name) => !violated.includes(name))
    const found = yield* ask(model, protocol, left)
    if (found.finding._tag === "Violated") violated.push(found.finding.property)
    else whole = found
  }
  const facts: Facts = {
    violated: names.filter((name) => violated.includes(name)),
    whole
  }
  return facts
})
