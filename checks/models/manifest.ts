/**
 * `spec/<p>/manifest.json`: what each model has to give. A change of a figure is
 * a change of the protocol, to be read in review.
 */
import * as Schema from "effect/Schema"

/** How a check ends, in TLC's words. */
export const Outcome = Schema.Literals(["ok", "deadlock", "safety", "liveness"])
export type Outcome = typeof Outcome.Type

/** The figures of one model, by its configuration's file name. */
export const Expectation = Schema.Struct({
  model: Schema.String,
  result: Outcome,
  /** The property that must be refuted. */
  violates: Schema.optionalKey(Schema.String),
  /** States in the counter-example, the initial one included. */
  length: Schema.optionalKey(Schema.Int),
  distinct: Schema.optionalKey(Schema.Int),
  generated: Schema.optionalKey(Schema.Int),
  depth: Schema.optionalKey(Schema.Int)
})
export type Expectation = typeof Expectation.Type

export const Manifest = Schema.Array(Expectation)

/** What a check found, as far as a manifest speaks of it. */
export type Figures = Omit<Expectation, "model">

/** In words, where the figures differ from what was expected. */
export const differences = (
  expected: Expectation,
  found: Figures
): ReadonlyArray<string> =>
  (["result", "violates", "length", "distinct", "generated", "depth"] as const)
    .filter(
      (name) =>
        expected[name] !== undefined &&
        found[name] !== undefined &&
        expected[name] !== found[name]
    )
    .map((name) => `${name}: ${expected[name]} expected, ${found[name]} found`)
