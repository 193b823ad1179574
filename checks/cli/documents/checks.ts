/** The documents of `list`, `check`, `parity` and `pairing`. */
import * as Schema from "effect/Schema"
import { Count, head, optional, Text } from "./common.ts"

const Expected = Schema.Struct({
  result: Text,
  violates: optional(Text),
  length: optional(Count),
  distinct: optional(Count),
  generated: optional(Count),
  depth: optional(Count)
})

export const ListDocument = Schema.Struct({
  ...head("list"),
  models: Schema.Array(
    Schema.Struct({
      protocol: Text,
      module: Text,
      model: Text,
      /** What the model shows. */
      sentence: Text,
      /** Whether `check` without arguments checks it. */
      everyday: Schema.Boolean,
      constants: Schema.Record(Text, Schema.Unknown),
      /** The manifest's figures. */
      expected: optional(Expected)
    })
  )
})

const Change = Schema.Struct({
  /** An actor's field (`rm-0.rmState`), a spec's variable, or the network. */
  field: Text,
  before: Schema.Unknown,
  after: Schema.Unknown
})

const Step = Schema.Struct({
  action: Text,
  actor: Text,
  choice: optional(Schema.Unknown),
  /** What it received. */
  message: optional(Schema.Unknown),
  others: optional(Schema.Array(Text)),
  changes: Schema.Array(Change)
})

const Counterexample = Schema.Struct({
  steps: Schema.Array(Step),
  /** Back to the state after so many steps, or no step at all for ever. */
  loop: optional(Schema.Union([Count, Schema.Literal("stuttering")]))
})

const Check = Schema.Struct({
  folder: Text,
  model: Text,
  engine: Schema.Literals(["explorer", "tlc"]),
  result: Schema.Literals([
    "ok",
    "deadlock",
    "safety",
    "liveness",
    "assumption",
    "assertion",
    "incomplete",
    "error",
    "failed"
  ]),
  /** Whether it ended as the manifest says; without an entry: with `ok`. */
  expected: Schema.Boolean,
  violates: optional(Text),
  /** The limit that was reached, or `interrupted`. */
  limit: optional(Text),
  summary: optional(Text),
  distinct: optional(Count),
  generated: optional(Count),
  depth: optional(Count),
  /** States in the counter-example, the initial one included. */
  length: optional(Count),
  counterexample: optional(Counterexample),
  /** Milliseconds. */
  elapsed: Schema.Finite,
  /** Bytes. */
  memory: optional(Schema.Finite),
  differences: Schema.Array(Text)
})

export const CheckDocument = Schema.Struct({
  ...head("check"),
  checks: Schema.Array(Check),
  /** Engines that were not used, and why. */
  skipped: Schema.Array(Schema.Struct({ engine: Text, reason: Text })),
  /** Manifests that were rewritten. */
  updated: Schema.Array(Text)
})

const Counts = Schema.Struct({
  distinct: Count,
  generated: Count,
  depth: Count
})

const PathStep = Schema.Struct({ action: Text, changes: Schema.Array(Change) })

export const ParityDocument = Schema.Struct({
  ...head("parity"),
  models: Schema.Array(
    Schema.Struct({
      folder: Text,
      model: Text,
      same: Schema.Boolean,
      spec: Counts,
      twin: Counts,
      /** What was compared one by one; missing: only the counts were. */
      compared: optional(Schema.Struct({ nodes: Count, edges: Count })),
      difference: optional(
        Schema.Struct({
          path: Schema.Array(PathStep),
          /** The last state of the path. */
          at: Text,
          lone: Schema.Array(
            Schema.Struct({
              side: Schema.Literals(["spec", "twin"]),
              ...PathStep.fields
            })
          )
        })
      )
    })
  )
})

const Place = Schema.Struct({ path: Text, line: Count })

export const PairingDocument = Schema.Struct({
  ...head("pairing"),
  modules: Schema.Array(
    Schema.Struct({
      folder: Text,
      module: Text,
      differences: Schema.Array(
        Schema.Struct({ about: Text, spec: Place, twin: Place, sentence: Text })
      )
    })
  )
})
