/**
 * What coordinator and participants know, and what they say to each other:
 * the constants, variables and `TypeOK` of
 * `spec/two-phase-commit/TwoPhaseCommit.tla`.
 */
import * as Schema from "effect/Schema"
import { SetOf } from "../kernel/set.ts"

export const Constants = Schema.Struct({
  /** The participants (the paper's resource managers). */
  RM: Schema.Array(Schema.String).check(Schema.isNonEmpty()),
  /** May the coordinator stop for ever? */
  TMMayCrash: Schema.Boolean
})
export type Constants = typeof Constants.Type

/** What one participant knows. */
export const ResourceManager = Schema.Struct({
  id: Schema.String,
  /** How far it is with its part. */
  rmState: Schema.Literals(["working", "prepared", "committed", "aborted"])
})
export type ResourceManager = typeof ResourceManager.Type

/** What the coordinator (the paper's transaction manager) knows. */
export const TransactionManager = Schema.Struct({
  id: Schema.String,
  /** What it has decided, or that it never will. */
  tmState: Schema.Literals(["init", "committed", "aborted", "crashed"]),
  /** The participants that it knows to be prepared. */
  tmPrepared: SetOf(Schema.String)
})
export type TransactionManager = typeof TransactionManager.Type

export const Message = Schema.TaggedUnion({
  /** A participant can commit. */
  Prepared: { rm: Schema.String },
  /** The coordinator tells everyone its decision. */
  Commit: {},
  Abort: {}
})
export type Message = typeof Message.Type
