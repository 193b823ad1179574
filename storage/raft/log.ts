/**
 * What a server of Raft must not forget: its term, its vote, its snapshot and
 * entries, and how far these are committed. What it promises others is durable
 * before they hear of it (Ongaro's dissertation, 3.8).
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import type { Durable } from "../../protocols/raft/state.ts"

/** A file is there, but not as any crash could have left it. */
export class LogDamaged extends Schema.TaggedError<LogDamaged>()("LogDamaged", {
  file: Schema.String,
  /** The line, counted from 1, and its first byte, counted from 0. */
  line: Schema.Int,
  position: Schema.Int,
  cause: Schema.String
}) {
  override get message(): string {
    const { file, line, position, cause } = this
    return (
      `${file}:${line} (byte ${position}): ${cause}. The file is left as it ` +
      "is. A server that began without it might break its promises."
    )
  }
}

/** Keeps what one server must not forget. */
export class RaftLog extends Context.Service<
  RaftLog,
  {
    /** What was written last; undefined: nothing was, ever. */
    readonly read: Effect.Effect<Durable | undefined>
    /**
     * All of it is durable when this returns, or else none. One call at a time;
     * after one that fails no other succeeds.
     */
    readonly write: (durable: Durable) => Effect.Effect<void, PlatformError>
  }
>()("bisim/storage/RaftLog") {}

/** Keeps it in memory, for servers that need not outlive it. */
export const memoryLog: Layer.Layer<RaftLog> = Layer.sync(RaftLog, () => {
  let kept: Durable | undefined
  return {
    read: Effect.sync(() => kept),
    write: (durable) =>
      Effect.sync(() => {
        kept = durable
      })
  }
})
