/** The documents of `doctor` and `tla`. */
import * as Schema from "effect/Schema"
import { Count, head, optional, Text } from "./common.ts"

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

/** What a run of TLC found. */
const found = {
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
}

export const TlaCheckDocument = Schema.Struct({
  ...head("tla check"),
  file: Text,
  ...found
})

export const TlaDistributeDocument = Schema.Struct({
  ...head("tla distribute"),
  file: Text,
  verdict: Text,
  summary: Text,
  /** Null unless the search was completed. */
  distinct: Schema.NullOr(Count),
  /** How many threads of workers took part. */
  threads: Count,
  lost: Schema.Array(
    Schema.Struct({ worker: Count, exitCode: Count, lastWords: Text })
  ),
  /** The run on this machine that explains the verdict, if there was one. */
  local: optional(Schema.Struct(found))
})

export const TlaJoinDocument = Schema.Struct({
  ...head("tla join"),
  server: Text,
  ended: Schema.Literals(["completed", "serverLost", "failed"]),
  output: Schema.Array(Text)
})

export const TlaTranslateDocument = Schema.Struct({
  ...head("tla translate"),
  file: Text,
  ok: Schema.Boolean,
  /** The file has been given its translation. */
  written: Schema.Boolean,
  errors: Schema.Array(
    Schema.Struct({
      message: Text,
      line: Schema.NullOr(Count),
      column: Schema.NullOr(Count)
    })
  ),
  /** From `line` on, `removed` is or would be replaced by `added`. */
  change: Schema.NullOr(
    Schema.Struct({
      line: Count,
      removed: Schema.Array(Text),
      added: Schema.Array(Text)
    })
  )
})
