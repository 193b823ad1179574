/**
 * Timestamps of a hybrid logical clock as programs exchange them: a wall time
 * of 48 bits with a logical part of 16 (Kulkarni, Demirbas et al. 2014, section
 * 6.2). The paper's upper 48 bits of an NTP time become milliseconds: whole
 * numbers that a `number` holds exactly, where nanoseconds of today exceed its
 * 53 bits. They last until the year 10889.
 */
import * as Order from "effect/Order"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

/** The largest wall time. */
export const MAX_WALL = 2 ** 48 - 1

/** The largest logical part. */
export const MAX_LOGICAL = 2 ** 16 - 1

const upTo = (maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

export const Timestamp = Schema.Struct({
  /** Milliseconds since the start of 1970, UTC: the paper's l. */
  wall: upTo(MAX_WALL),
  /** Tells timestamps of one wall time apart: the paper's c. */
  logical: upTo(MAX_LOGICAL),
  /** Chosen ahead of the clocks, not given by one: it must not move them. */
  synthetic: Schema.optionalKey(Schema.Literal(true))
})
export type Timestamp = typeof Timestamp.Type

/** By wall time, then by logical part; the mark `synthetic` does not count. */
export const order: Order.Order<Timestamp> = Order.Struct({
  wall: Order.Number,
  logical: Order.Number
})

const causes = {
  Malformed: "it is not written WALL,LOGICAL, with a ? after it if synthetic",
  WallOutOfRange: `its wall time is no whole number up to ${MAX_WALL}`,
  LogicalOutOfRange: `its logical part is no whole number up to ${MAX_LOGICAL}`,
  PackedOutOfRange: "it has more than 64 bits, or a sign",
  SyntheticPacked: "it is synthetic, for which 64 bits have no room"
}

/** A value is no timestamp, or has no such form. Data, not an error. */
export interface TimestampRefused {
  readonly _tag: "TimestampRefused"
  readonly value: string
  readonly cause: keyof typeof causes
}

/** The sentence that tells a reader what is wrong. */
export const explain = ({ value, cause }: TimestampRefused): string =>
  `${JSON.stringify(value)} is refused: ${causes[cause]}`

const refuse = (value: string, cause: TimestampRefused["cause"]) =>
  Result.fail<TimestampRefused>({ _tag: "TimestampRefused", value, cause })

const isUpTo = (maximum: number, value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= maximum

/** Can a clock have read this? A whole number of 48 bits. */
export const isWall = (reading: number): boolean => isUpTo(MAX_WALL, reading)

/** The timestamp itself, if its parts are in range. */
export const inRange = (
  timestamp: Timestamp
): Result.Result<Timestamp, TimestampRefused> => {
  const { wall, logical } = timestamp
  if (!isWall(wall)) return refuse(show(timestamp), "WallOutOfRange")
  return isUpTo(MAX_LOGICAL, logical)
    ? Result.succeed(timestamp)
    : refuse(show(timestamp), "LogicalOutOfRange")
}

/** As text: `1763923003123,5`, and `1763923003123,5?` if it is synthetic. */
export const show = ({ wall, logical, synthetic }: Timestamp): string =>
  `${wall},${logical}${synthetic === true ? "?" : ""}`

const TEXT = /^(0|[1-9]\d*),(0|[1-9]\d*)(\??)$/

/** Reads what `show` writes; no timestamp has two texts. */
export const parse = (
  text: string
): Result.Result<Timestamp, TimestampRefused> => {
  const [, wall, logical, mark] = TEXT.exec(text) ?? []
  if (wall === undefined) return refuse(text, "Malformed")
  const parts = { wall: Number(wall), logical: Number(logical) }
  return inRange(mark === "?" ? { ...parts, synthetic: true } : parts)
}

/** In 64 bits, the wall time in the upper 48, ordered as timestamps are. */
export const pack = (
  timestamp: Timestamp
): Result.Result<bigint, TimestampRefused> =>
  timestamp.synthetic === true
    ? refuse(show(timestamp), "SyntheticPacked")
    : Result.map(
        inRange(timestamp),
        ({ wall, logical }) => (BigInt(wall) << 16n) | BigInt(logical)
      )

/** The timestamp that was packed. */
export const unpack = (
  packed: bigint
): Result.Result<Timestamp, TimestampRefused> =>
  BigInt.asUintN(64, packed) === packed
    ? Result.succeed({
        wall: Number(packed >> 16n),
        logical: Number(packed & 0xffffn)
      })
    : refuse(packed.toString(), "PackedOutOfRange")

/** The filter of what the function accepts. */
const acceptedBy = <A, B>(f: (a: A) => Result.Result<B, TimestampRefused>) =>
  Schema.makeFilter((a: A) =>
    Result.match(f(a), { onFailure: explain, onSuccess: () => true })
  )

/** Timestamps as text. */
export const TimestampFromText = Schema.String.check(acceptedBy(parse)).pipe(
  Schema.decodeTo(
    Timestamp,
    SchemaTransformation.transform({
      decode: (text) => Result.getOrThrow(parse(text)),
      encode: show
    })
  )
)

/** Timestamps in 64 bits. */
export const TimestampFromPacked = Schema.BigInt.check(acceptedBy(unpack)).pipe(
  Schema.decodeTo(
    Timestamp.check(acceptedBy(pack)),
    SchemaTransformation.transform({
      decode: (packed) => Result.getOrThrow(unpack(packed)),
      encode: (timestamp) => Result.getOrThrow(pack(timestamp))
    })
  )
)
