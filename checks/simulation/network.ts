/**
 * A network that loses, repeats and delays messages, as seeded randomness
 * decides. What the protocol's semantics allow is all that it does.
 */
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

/** What may happen to a message on its way to each of its recipients. */
export interface Faults {
  /** The probability that a copy never arrives, from 0 to 1. */
  readonly loss: number
  /** The probability that one more copy arrives, and then one more, below 1. */
  readonly duplication: number
  /** The longest way in simulated milliseconds; shorter ones overtake. */
  readonly delay: number
}

/** A network that delivers everything once and at once. */
export const reliable: Faults = { loss: 0, duplication: 0, delay: 0 }

/** Happens with a probability from 0 to 1. */
export const chance = (probability: number): Effect.Effect<boolean> =>
  Effect.map(Random.next, (drawn) => drawn < probability)

/** How long each copy of a message travels to a recipient; none: it is lost. */
export const journeys = Effect.fnUntraced(function* (faults: Faults) {
  const delays: Array<number> = []
  do {
    const delay = yield* Random.nextIntBetween(0, faults.delay)
    if (!(yield* chance(faults.loss))) delays.push(delay)
  } while (yield* chance(faults.duplication))
  return delays
})
