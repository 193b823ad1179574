/**
 * A store of versions: transactions read and write keys at the same time, each
 * on a snapshot of its own; who commits first wins. Every step is an action of
 * the twin, `protocols/snapshot-isolation`.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** The twin does not allow the step: the first of its guards that is false. */
export class Refused extends Schema.TaggedError<Refused>()("Refused", {
  transaction: Schema.String,
  action: Schema.String,
  guard: Schema.String
}) {
  override get message(): string {
    const { transaction, action, guard } = this
    return `${action} by ${transaction} is not possible: ${guard} is false`
  }
}

/** The word means something else, so nobody and nothing can be called so. */
export class Reserved extends Schema.TaggedError<Reserved>()("Reserved", {
  word: Schema.String
}) {
  override get message(): string {
    return `"${this.word}" is a reserved word`
  }
}

/** A transaction that has begun. After its end every step is refused. */
export interface OpenTransaction {
  /** The value of a key; undefined: it has none. */
  readonly read: (key: string) => Effect.Effect<string | undefined, Refused>
  /** Gives a key a value that has none; otherwise refused: `Missing`. */
  readonly insert: (key: string, value: string) => Write
  /** Gives a key another value; refused if it has none: `Present`. */
  readonly update: (key: string, value: string) => Write
  /** Takes the value of a key away; refused if it has none: `Present`. */
  readonly remove: (key: string) => Effect.Effect<void, Refused>
  /**
   * Makes all that it wrote visible, in one step. Refused if another was first
   * with one of its keys, `FirstCommitter`: it is still open then, and all that
   * is left to it is to abort.
   */
  readonly commit: Effect.Effect<void, Refused>
  /** Gives up: nobody has seen what it wrote. */
  readonly abort: Effect.Effect<void, Refused>
}

type Write = Effect.Effect<void, Refused | Reserved>

export class VersionStore extends Context.Service<
  VersionStore,
  {
    /** Begins a transaction; refused if one of this id has begun: `New`. */
    readonly begin: (
      id: string
    ) => Effect.Effect<OpenTransaction, Refused | Reserved>
  }
>()("bisim/storage/VersionStore") {}
