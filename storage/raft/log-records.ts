/**
 * What the lines of a log say: the first whose log it is, and each other what
 * has changed since the one before.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { key } from "../../protocols/kernel/value.ts"
import { Durable } from "../../protocols/raft/state.ts"
import type { Damage, Line } from "./log-lines.ts"

const Header = Schema.Struct({
  format: Schema.Literal("bisim-raft-log"),
  version: Schema.Literal(1),
  server: Schema.String
})

const { currentTerm, votedFor, snapshot, log, commitIndex } = Durable.fields

const Change = Schema.Struct({
  currentTerm,
  votedFor,
  commitIndex,
  /** Left out: it is as it was. */
  snapshot: Schema.optionalKey(snapshot),
  /** So many entries of the log stay, */
  kept: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  /** and then come these. */
  log
})
type Change = typeof Change.Type

/** The first line of the log of a server. */
export const headerText = (server: string): string =>
  JSON.stringify(Header.make({ format: "bisim-raft-log", version: 1, server }))

/** The line that says all. */
export const wholeText = (durable: Durable): string =>
  JSON.stringify({ ...durable, kept: 0 } satisfies Change)

/** Have both the same snapshot, so that a change can lead to the other? */
export const isNear = (before: Durable, after: Durable): boolean =>
  before.snapshot === after.snapshot ||
  key(before.snapshot) === key(after.snapshot)

const keptOf = (before: Durable["log"], after: Durable["log"]): number => {
  if (before === after) return after.length
  const differs = after.findIndex((entry, i) => {
    const old = before[i]
    return old !== entry && (old === undefined || key(old) !== key(entry))
  })
  return differs < 0 ? after.length : differs
}

/** The line that leads from one to another; undefined: they are the same. */
export const changeText = (
  before: Durable,
  after: Durable
): string | undefined => {
  const kept = keptOf(before.log, after.log)
  const { currentTerm, votedFor, commitIndex, log } = after
  const isSame =
    kept === before.log.length &&
    kept === log.length &&
    currentTerm === before.currentTerm &&
    votedFor === before.votedFor &&
    commitIndex === before.commitIndex
  if (isSame) return undefined
  const next = { currentTerm, votedFor, commitIndex }
  return JSON.stringify({
    ...next,
    kept,
    log: log.slice(kept)
  } satisfies Change)
}

const decoded = <A>(
  schema: Schema.Codec<A, unknown>,
  { text, number, position }: Line
): Result.Result<A, Damage> =>
  Schema.decodeUnknownResult(Schema.fromJsonString(schema), {
    onExcessProperty: "error"
  })(text).pipe(
    Result.mapError(({ message }) => ({
      line: number,
      position,
      cause: message.replaceAll(/\s*\n\s*/g, " ")
    }))
  )

const changed = (
  before: Durable | undefined,
  { kept, ...change }: Change
): Result.Result<Durable, string> => {
  const snapshot = change.snapshot ?? before?.snapshot
  if (snapshot === undefined) return Result.fail("there is no snapshot yet")
  const old = before?.log ?? []
  if (kept > old.length) {
    return Result.fail(`${kept} entries are kept, of ${old.length}`)
  }
  return Result.succeed({
    ...change,
    snapshot,
    log: [...old.slice(0, kept), ...change.log]
  })
}

/** What the lines of a server's log come to. */
export const durableIn = (
  server: string,
  lines: ReadonlyArray<Line>
): Result.Result<Durable, Damage> =>
  Result.gen(function* () {
    const [first, ...rest] = lines
    const none = { line: lines.length + 1, position: first?.end.position ?? 0 }
    const missing = { ...none, cause: "the beginning is missing" }
    if (first === undefined) return yield* Result.fail(missing)
    const header = yield* decoded(Header, first)
    if (header.server !== server) {
      const cause = `this is the log of ${header.server}, not of ${server}`
      return yield* Result.fail({ line: 1, position: 0, cause })
    }
    let durable: Durable | undefined
    for (const line of rest) {
      const change = yield* decoded(Change, line)
      const { number, position } = line
      durable = yield* changed(durable, change).pipe(
        Result.mapError((cause) => ({ line: number, position, cause }))
      )
    }
    return durable ?? (yield* Result.fail(missing))
  })
