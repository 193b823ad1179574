/** The documents of `list`, `check`, `parity`, `pairing` and `graph`. */
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

/** How the states were visited, if not breadth first. */
const Visited = Schema.Union([
  Schema.Struct({ order: Schema.Literal("depth-first") }),
  Schema.Struct({
    order: Schema.Literal("random"),
    walks: Count,
    /** Steps in each walk, at most. */
    depth: Count,
    seed: Schema.Int,
    /** How often each action was taken. */
    taken: Schema.Record(Text, Count),
    /** Properties that walks cannot refute. */
    unasked: Schema.Array(Text)
  })
])

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
    "vacuous",
    "incomplete",
    "error",
    "failed"
  ]),
  /** Whether it ended as the manifest says; without an entry: with `ok`. */
  expected: Schema.Boolean,
  visited: optional(Visited),
  violates: optional(Text),
  /** For which values of its parameters. */
  of: optional(Schema.Array(Schema.Union([Text, Schema.Finite]))),
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

const Coverage = Schema.Struct({
  folder: Text,
  module: Text,
  /** Models of different graphs, over whose states is counted. */
  models: Schema.Array(Text),
  states: Count,
  /** Whether all states were seen. */
  complete: Schema.Boolean,
  /** A try is a state, an actor, and a message or choice that it may take. */
  actions: Schema.Array(
    Schema.Struct({
      action: Text,
      /** Tries that were steps. */
      taken: Count,
      guards: Schema.Array(
        Schema.Struct({
          guard: Text,
          /** Tries in which it was false, and those where no other guard was. */
          isFalse: Count,
          alone: Count
        })
      )
    })
  )
})

export const CheckDocument = Schema.Struct({
  ...head("check"),
  checks: Schema.Array(Check),
  /** Engines that were not used, and why. */
  skipped: Schema.Array(Schema.Struct({ engine: Text, reason: Text })),
  /** Manifests that were rewritten. */
  updated: Schema.Array(Text),
  /** With `--coverage`: what each guard of a module is good for. */
  coverage: optional(Schema.Array(Coverage))
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

export const GraphDocument = Schema.Struct({
  ...head("graph"),
  model: Text,
  /** The picture. */
  file: Text,
  states: Count,
  steps: Count
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
