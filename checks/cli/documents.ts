/**
 * What `--json` prints: one document a command. `document` says which, and
 * `version` changes when a field is removed or changes its meaning.
 */
import * as Schema from "effect/Schema"

const Text = Schema.String
const Count = Schema.Int
const optional = Schema.optionalKey

const head = <const Name extends string>(name: Name) => ({
  document: Schema.Literal(name),
  version: Schema.Literal(1),
  /** The command's exit code. */
  exitCode: Schema.Int
})

/** What went wrong before there was anything to report. */
export const ErrorDocument = Schema.Struct({
  ...head("error"),
  message: Text,
  file: optional(Text),
  /** From 1. */
  line: optional(Count)
})

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
    "error"
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

const Label = Schema.Struct({
  action: Text,
  actor: Text,
  message: optional(Schema.Unknown),
  others: optional(Schema.Array(Text))
})

export const ValidateDocument = Schema.Struct({
  ...head("validate"),
  files: Schema.Array(
    Schema.Struct({
      file: Text,
      verdict: Schema.Literals([
        "accepted",
        "rejected",
        "undecided",
        "bad input"
      ]),
      format: optional(Text),
      constants: optional(Schema.Unknown),
      /** The steps in the log, and those before the line in question. */
      events: optional(Count),
      consumed: optional(Count),
      /** States that were looked at because the log leaves things open. */
      searched: optional(Count),
      warnings: optional(Schema.Array(Text)),
      /** Rejected, undecided or bad input: at which line, from 1. */
      line: optional(Count),
      /** Bad input: what is wrong with the file. */
      problem: optional(Text),
      /** Rejected: the line, and why no step of the protocol is like it. */
      actor: optional(Text),
      action: optional(Text),
      observation: optional(Schema.Unknown),
      reason: optional(
        Schema.StructWithRest(Schema.Struct({ _tag: Text }), [
          Schema.Record(Text, Schema.Unknown)
        ])
      ),
      enabledInstead: optional(Schema.Array(Label)),
      nearMisses: optional(
        Schema.Array(
          Schema.Struct({
            action: Text,
            label: optional(Label),
            guard: optional(Text)
          })
        )
      ),
      lastMatched: optional(
        Schema.Array(Schema.Struct({ line: Count, label: Label }))
      ),
      states: optional(Schema.Array(Schema.Unknown)),
      /** Undecided: the states looked at, and what to log. */
      budget: optional(Count),
      wanted: optional(
        Schema.Struct({ line: Count, field: Text, choices: Count })
      )
    })
  )
})

export const DoctorDocument = Schema.Struct({
  ...head("doctor"),
  findings: Schema.Array(
    Schema.Struct({
      what: Text,
      state: Schema.Literals(["ok", "missing", "unknown"]),
      /** What is there, or what is missing and how to get it. */
      found: Text
    })
  )
})

const Problem = Schema.Struct({
  message: Text,
  module: Schema.NullOr(Text),
  file: Schema.NullOr(Text),
  line: Schema.NullOr(Count),
  column: Schema.NullOr(Count),
  sourceLine: Schema.NullOr(Text)
})

export const TlaParseDocument = Schema.Struct({
  ...head("tla parse"),
  file: Text,
  ok: Schema.Boolean,
  errors: Schema.Array(Problem),
  warnings: Schema.Array(Problem),
  /** The modules that were read: name to path. */
  modules: Schema.Record(Text, Text)
})

export const TlaCheckDocument = Schema.Struct({
  ...head("tla check"),
  file: Text,
  verdict: Text,
  summary: Text,
  properties: Schema.Array(Text),
  distinct: Schema.NullOr(Count),
  generated: Schema.NullOr(Count),
  depth: Schema.NullOr(Count),
  queue: Schema.NullOr(Count),
  milliseconds: Schema.NullOr(Schema.Finite),
  tlc: Schema.NullOr(Text),
  trace: Schema.Array(
    Schema.Struct({
      /** `Init`, or what led here, with its arguments. */
      action: Text,
      /** Values as TLA+ text. */
      variables: Schema.Record(Text, Text)
    })
  ),
  /** The state, from 0, to which the trace returns, or `stuttering`. */
  loop: optional(Schema.Union([Count, Schema.Literal("stuttering")])),
  warnings: Schema.Array(Text),
  output: Schema.Array(Text)
})

/** Any document. */
export const Document = Schema.Union([
  CheckDocument,
  DoctorDocument,
  ErrorDocument,
  ListDocument,
  PairingDocument,
  ParityDocument,
  TlaCheckDocument,
  TlaParseDocument,
  ValidateDocument
])
export type Document = typeof Document.Type
