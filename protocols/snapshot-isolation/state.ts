/**
 * What transactions, keys and the timestamp oracle know: the constants,
 * variables and `TypeOK` of `spec/snapshot-isolation/SnapshotIsolation.tla`.
 */
import * as Schema from "effect/Schema"
import { SetOf } from "../kernel/set.ts"

const some = Schema.Array(Schema.String).check(Schema.isNonEmpty())

export const Constants = Schema.Struct({
  /** The transactions; each runs once. */
  Transaction: some,
  /** The keys of the store. */
  Key: some,
  /** What can be written to a key. */
  Value: some
})
export type Constants = typeof Constants.Type

/** Who wrote the first version of every key: nobody. */
export const Initial = "initial"

/** What a key holds that has no value. */
export const Absent = "absent"

/** A value found under a key, and who wrote it. */
export const Read = Schema.Struct({
  key: Schema.String,
  writer: Schema.String,
  value: Schema.String
})
export type Read = typeof Read.Type

const Timestamp = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** What one transaction knows. */
export const Transaction = Schema.Struct({
  id: Schema.String,
  /** How far it is. */
  status: Schema.Literals(["new", "open", "committed", "aborted"]),
  /** The timestamp of its snapshot. */
  start: Timestamp,
  /** The timestamp of what it wrote, or 0. */
  commit: Timestamp,
  /** What it has read of others. */
  reads: SetOf(Read),
  /** What it wrote last, for keys it wrote. */
  writes: Schema.Record(Schema.String, Schema.String)
})
export type Transaction = typeof Transaction.Type

/** One that has not begun yet. */
export const fresh = (id: string): Transaction => ({
  id,
  status: "new",
  start: 0,
  commit: 0,
  reads: [],
  writes: {}
})

/** How many keys it has read and written. */
export const operations = ({ reads, writes }: Transaction): number =>
  reads.length + Object.keys(writes).length

/** All that could be written. */
export const everyWrite = (constants: Constants) =>
  constants.Key.flatMap((key) =>
    constants.Value.map((value) => ({ key, value }))
  )

const Version = Schema.Struct({
  timestamp: Timestamp,
  writer: Schema.String,
  value: Schema.String
})
export type Version = typeof Version.Type

/** The version of every key that nobody wrote. */
export const FirstVersion: Version = {
  timestamp: 0,
  writer: Initial,
  value: Absent
}

/** What is stored under one key. */
export const Key = Schema.Struct({
  id: Schema.String,
  /** Every version that was committed. */
  versions: SetOf(Version)
})
export type Key = typeof Key.Type

/** Gives out the timestamps. */
export const Oracle = Schema.Struct({
  id: Schema.String,
  /** The last timestamp that was given out. */
  now: Timestamp
})
export type Oracle = typeof Oracle.Type

/** The last timestamp that the oracle has given out. */
export const lastGiven = (oracles: ReadonlyArray<Oracle>): number =>
  Math.max(...oracles.map(({ now }) => now))

/** Nobody sends messages: who acts meets whom it needs. */
export const Message = Schema.Never
