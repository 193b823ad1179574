/** The documents of `validate` and `mutate`. */
import * as Schema from "effect/Schema"
import { Count, head, optional, Text } from "./common.ts"

const Label = Schema.Struct({
  action: Text,
  actor: Text,
  choice: optional(Schema.Unknown),
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
        "bad input",
        "failed"
      ]),
      format: optional(Text),
      constants: optional(Schema.Unknown),
      /** The steps in the log, and those before the line in question. */
      events: optional(Count),
      consumed: optional(Count),
      /** States that were looked at because the log leaves things open. */
      searched: optional(Count),
      warnings: optional(Schema.Array(Text)),
      /** Accepted: how often each action was taken, or forbidden by a guard. */
      coverage: optional(
        Schema.Array(
          Schema.Struct({
            action: Text,
            taken: Count,
            forbidden: Schema.Record(Text, Count)
          })
        )
      ),
      /** Rejected, undecided or bad input: at which line, from 1. */
      line: optional(Count),
      /** Bad input: what is wrong with the file. Failed: why, in words. */
      problem: optional(Text),
      /** What TLC says, if it was asked. */
      ruling: optional(
        Schema.Union([
          Schema.Struct({
            _tag: Schema.Literal("Accepted"),
            distinct: Count
          }),
          Schema.Struct({
            _tag: Schema.Literal("Rejected"),
            consumed: Count,
            distinct: Count
          }),
          Schema.Struct({ _tag: Schema.Literal("Undecided"), cause: Text })
        ])
      ),
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

export const MutateDocument = Schema.Struct({
  ...head("mutate"),
  file: Text,
  format: Text,
  folder: Text,
  /** All mutants of the log, and those that were tried. */
  possible: Count,
  tried: Count,
  /** Killed: no behaviour is like the log, or the file is no log any more. */
  rejected: Count,
  refused: Count,
  undecided: Count,
  /** Accepted, and shown to lead to the same states as the log itself. */
  equivalent: Count,
  /** Killed of those that were tried and are not equivalent, from 0 to 1. */
  rate: Schema.Finite,
  /** Killed of all that were tried. */
  rateOfAll: Schema.Finite,
  fields: Schema.Array(
    Schema.Struct({
      field: Text,
      tried: Count,
      killed: Count,
      undecided: Count
    })
  ),
  /** How many were found out so many lines after the corruption. */
  distances: Schema.Array(Schema.Struct({ lines: Count, killed: Count })),
  survivors: Schema.Array(
    Schema.Struct({
      line: Count,
      /** In brackets: what happened to the line as a whole. */
      field: Text,
      from: optional(Schema.Unknown),
      to: optional(Schema.Unknown),
      /** Holes should have been found out. */
      kind: Schema.Literals(["equivalent", "possible", "unchecked", "hole"]),
      reason: Text
    })
  )
})
