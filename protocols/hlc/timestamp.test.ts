import * as fc from "fast-check"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import {
  explain,
  inRange,
  MAX_LOGICAL,
  MAX_WALL,
  order,
  pack,
  parse,
  show,
  Timestamp,
  TimestampFromPacked,
  TimestampFromText,
  unpack
} from "./timestamp.ts"

const given = fc.record(
  {
    wall: fc.oneof(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: MAX_WALL }),
      fc.constant(MAX_WALL)
    ),
    logical: fc.oneof(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: MAX_LOGICAL })
    )
  },
  { noNullPrototype: true }
)
const mark = fc.constantFrom({}, { synthetic: true as const })
const any: fc.Arbitrary<Timestamp> = fc
  .tuple(given, mark)
  .map(([parts, marked]) => ({ ...parts, ...marked }))

const packed = (timestamp: Timestamp) => Result.getOrThrow(pack(timestamp))

const strict = { onExcessProperty: "error" } as const
const fromText = Schema.decodeUnknownSync(TimestampFromText, strict)
const fromPacked = Schema.decodeUnknownSync(TimestampFromPacked, strict)

describe("a timestamp", () => {
  test("as text is read as itself", () => {
    fc.assert(
      fc.property(any, (timestamp) => {
        const text = show(timestamp)
        expect(parse(text)).toEqual(Result.succeed(timestamp))
        expect(fromText(text)).toEqual(timestamp)
        expect(Schema.encodeSync(TimestampFromText)(timestamp)).toBe(text)
      })
    )
  })

  test("has one text", () => {
    const texts = fc.stringMatching(/^[-+ 0-9.,?en]{0,20}$/)
    const near = any.chain((timestamp) => {
      const text = show(timestamp)
      return fc
        .tuple(fc.nat(text.length), fc.constantFrom("", "0", ",", "?", " "))
        .map(([at, more]) => text.slice(0, at) + more + text.slice(at))
    })
    let read = 0
    fc.assert(
      fc.property(fc.oneof(texts, near), (text) => {
        const found = parse(text)
        if (Result.isFailure(found)) return
        read += 1
        expect(show(found.success)).toBe(text)
      }),
      { numRuns: 1000 }
    )
    expect(read).toBeGreaterThan(50)
  })

  test("in 64 bits is unpacked as itself", () => {
    fc.assert(
      fc.property(given, (timestamp) => {
        const bits = packed(timestamp)
        expect(bits).toBe(BigInt.asUintN(64, bits))
        expect(unpack(bits)).toEqual(Result.succeed(timestamp))
        expect(fromPacked(bits)).toEqual(timestamp)
        expect(Schema.encodeSync(TimestampFromPacked)(timestamp)).toBe(bits)
      })
    )
  })

  test("has any 64 bits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (bits) => {
        const timestamp = Result.getOrThrow(unpack(bits))
        expect(inRange(timestamp)).toEqual(Result.succeed(timestamp))
        expect(packed(timestamp)).toBe(bits)
      })
    )
  })

  test("is ordered as its bits, synthetic or not", () => {
    fc.assert(
      fc.property(given, given, mark, (a, b, marked) => {
        const [x, y] = [packed(a), packed(b)]
        expect(order({ ...a, ...marked }, b)).toBe(x < y ? -1 : x > y ? 1 : 0)
      })
    )
  })

  test("has its wall time in the upper 48 bits", () => {
    expect(packed({ wall: 1, logical: 2 })).toBe(0x1_0002n)
    expect(packed({ wall: MAX_WALL, logical: 0 })).toBe(0xffff_ffff_ffff_0000n)
  })
})

const refused = <A>(
  result: Result.Result<A, Parameters<typeof explain>[0]>
): string => explain(Result.getOrThrow(Result.flip(result)))

describe("a text is refused", () => {
  test.each([
    ["", /"" is refused: it is not written WALL,LOGICAL/],
    ["1763923003123", /not written WALL,LOGICAL/],
    ["1,2,3", /not written WALL,LOGICAL/],
    ["01,2", /not written WALL,LOGICAL/],
    ["1, 2", /not written WALL,LOGICAL/],
    ["-1,2", /not written WALL,LOGICAL/],
    ["1.5,2", /not written WALL,LOGICAL/],
    ["1e3,2", /not written WALL,LOGICAL/],
    ["1,2\n", /not written WALL,LOGICAL/],
    ["1,2??", /not written WALL,LOGICAL/],
    ["281474976710656,0", /wall time is no whole number up to 2814/],
    ["9007199254740993,0", /wall time/],
    ["1,65536", /logical part is no whole number up to 65535/]
  ])("%j", (text, complaint) => {
    expect(refused(parse(text))).toMatch(complaint)
    expect(() => fromText(text)).toThrow(complaint)
  })
})

describe("is not packed", () => {
  test.each([
    [{ wall: MAX_WALL + 1, logical: 0 }, /its wall time/],
    [{ wall: Number.NaN, logical: 0 }, /"NaN,0" is refused/],
    [{ wall: -1, logical: 0 }, /its wall time/],
    [{ wall: 0.5, logical: 0 }, /its wall time/],
    [{ wall: 0, logical: 65_536 }, /its logical part/],
    [{ wall: 0, logical: -1 }, /its logical part/],
    [{ wall: 1, logical: 2, synthetic: true as const }, /"1,2\?".*synthetic/]
  ])("%j", (timestamp, complaint) => {
    expect(refused(pack(timestamp))).toMatch(complaint)
    expect(() => Schema.encodeSync(TimestampFromPacked)(timestamp)).toThrow(
      /at \["(wall|logical)"\]|synthetic/
    )
  })
})

describe("is not unpacked", () => {
  test.each([-1n, 2n ** 64n])("%s", (bits) => {
    expect(refused(unpack(bits))).toMatch(`"${bits}" is refused: it has`)
    expect(() => fromPacked(bits)).toThrow(/more than 64 bits, or a sign/)
  })
})
