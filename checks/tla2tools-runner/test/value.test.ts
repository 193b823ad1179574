import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonical, canonicalState, normalise } from "../src/canonical.ts"
import { parseValue, parseValues } from "../src/parse-value.ts"
import {
  functionOf,
  modelValue,
  record,
  set,
  show,
  type TlaValue,
  tuple
} from "../src/value.ts"

const parsed = (text: string): TlaValue => Result.getOrThrow(parseValue(text))

const same = (left: string, right: string): boolean =>
  canonical(parsed(left)) === canonical(parsed(right))

const word = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,4}$/)
const text = fc.oneof(fc.string(), fc.constantFrom('"', "\\", "\n", "a = b"))

/** Integers beyond the safe ones are bigints, so that all are distinct. */
const integer = fc
  .bigInt({ min: -(2n ** 60n), max: 2n ** 60n })
  .map((big) => (Number.isSafeInteger(Number(big)) ? Number(big) : big))

const { value: anyValue } = fc.letrec<{ value: TlaValue }>((tie) => {
  const children = fc.array(tie("value"), { maxLength: 4 })
  const fields = fc.dictionary(word, tie("value"), {
    maxKeys: 4,
    noNullPrototype: true
  })
  const entries = fc.array(fc.tuple(tie("value"), tie("value")), {
    maxLength: 4
  })
  return {
    value: fc.oneof(
      { maxDepth: 3 },
      fc.boolean(),
      integer,
      fc.nat({ max: 4 }),
      text,
      word.map((name) => modelValue(`m_${name}`)),
      children.map(set),
      children.map(tuple),
      fields.map(record),
      entries.map(functionOf)
    )
  }
})

describe("parseValue", () => {
  it.each<[string, TlaValue]>([
    ["TRUE", true],
    ["-7", -7],
    ["9007199254740993", 9007199254740993n],
    ['"a = \\"b\\" \\\\ /\\\\ c"', 'a = "b" \\ /\\ c'],
    ["s1", modelValue("s1")],
    ["1..3", set([1, 2, 3])],
    ["-1..1", set([-1, 0, 1])],
    ["3..1", set([])],
    ["<< >>", tuple([])],
    [
      "(s1 :> <<>> @@ s2 :> {})",
      functionOf([
        [modelValue("s1"), tuple([])],
        [modelValue("s2"), set([])]
      ])
    ],
    [
      "<< [ a |-> 1,\n     b_2 |-> {TRUE} ],\n   x >>",
      tuple([record({ a: 1, b_2: set([true]) }), modelValue("x")])
    ],
    ["défaut", modelValue("défaut")],
    ["2pc", modelValue("2pc")],
    ["BOOLEAN", set([false, true])]
  ])("%s", (written, value) => {
    expect(parsed(written)).toEqual(value)
  })

  it.each([
    ["", "a value", 0],
    ["{1, 2", '"}"', 5],
    ["1 2", "the end of the value", 2],
    ['"open', "the closing quote", 5],
    ["[a = 1]", "a field name and |->", 1],
    ["(a :> 1 @@ b)", '":>"', 12],
    ["SUBSET {1}", "a value", 0],
    ["[{1} -> {2}]", "a field name and |->", 1],
    ["1..9000000", "an interval of at most 1000000 integers", 10]
  ])("refuses %j", (written, expected, offset) => {
    expect(Result.getOrThrow(Result.flip(parseValue(written)))).toMatchObject({
      expected,
      offset
    })
  })

  it("reads the arguments of an action", () => {
    expect(Result.getOrThrow(parseValues('s1, <<1, 2>>, "a,b"'))).toEqual([
      modelValue("s1"),
      tuple([1, 2]),
      "a,b"
    ])
  })

  it("keeps a field named __proto__", () => {
    expect(show(parsed("[__proto__ |-> 1]"))).toBe("[__proto__ |-> 1]")
  })
})

describe("canonical", () => {
  it.each([
    ["1..3", "{3, 1, 2, 2}"],
    ["<<5, 6>>", "(2 :> 6 @@ 1 :> 5)"],
    ["<<>>", "[x \\in {}]".length === 0 ? "" : "<< >>"],
    ["[b |-> 1, a |-> 2]", '("a" :> 2 @@ "b" :> 1)'],
    ["{<<1>>}", "{(1 :> 1)}"],
    ["(1 :> a @@ 1 :> b)", "<<a>>"],
    ["{{1, 2}, {2, 1}}", "{{1, 2}}"]
  ])("%s equals %s", (left, right) => {
    expect(same(left, right)).toBe(true)
  })

  it.each([
    ["a", '"a"'],
    ["1", '"1"'],
    ["TRUE", '"TRUE"'],
    ["<<1, 2>>", "{1, 2}"],
    ["(0 :> 1)", "<<1>>"],
    ["{}", "<<>>"],
    ["{{}}", "{}"],
    ["9007199254740993", "9007199254740992"],
    ['[a |-> "b |-> c"]', '[a |-> "b", c |-> "b"]']
  ])("%s differs from %s", (left, right) => {
    expect(same(left, right)).toBe(false)
  })

  it("holds the empty record, function and tuple equal", () => {
    const empties = [record({}), functionOf([]), tuple([])].map(canonical)
    expect(new Set(empties)).toEqual(new Set(["<<>>"]))
  })

  it("sorts integers by size, other elements by text", () => {
    expect(canonical(parsed("{10, 9, -1}"))).toBe("{-1, 9, 10}")
    expect(canonical(parsed('{"b", a, "a"}'))).toBe('{"a", "b", a}')
  })

  it("sorts the variables of a state", () => {
    expect(canonicalState({ b: set([2, 1]), a: true })).toBe(
      "a = TRUE\nb = {1, 2}"
    )
  })
})

describe("every value", () => {
  it("is read back from its text", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(canonical(parsed(show(value)))).toBe(canonical(value))
      })
    )
  })

  it("is read back from its canonical text, which is stable", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = canonical(value)
        expect(canonical(parsed(text))).toBe(text)
        expect(normalise(normalise(value))).toEqual(normalise(value))
      })
    )
  })

  it("is read back however its text is wrapped", () => {
    fc.assert(
      fc.property(
        anyValue.filter((value) => !/["\\]/.test(show(value))),
        (value) => {
          const wrapped = show(value).replace(/([,{(]|<<|\|->|@@)/g, "$1\n  ")
          expect(canonical(parsed(wrapped))).toBe(canonical(value))
        }
      )
    )
  })

  it("in a set equals itself in any order, any number of times", () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 5 }), (elements) => {
        const again = [...elements, ...elements].reverse()
        expect(canonical(set(again))).toBe(canonical(set(elements)))
      })
    )
  })

  it("in a sequence equals itself in a function on 1..n", () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 5 }), (elements) => {
        const entries = elements.map((element, index): [TlaValue, TlaValue] => [
          index + 1,
          element
        ])
        expect(canonical(functionOf(entries.reverse()))).toBe(
          canonical(tuple(elements))
        )
      })
    )
  })

  it("in a record equals itself in a function on strings", () => {
    const fields = fc.dictionary(fc.string(), anyValue, {
      noNullPrototype: true
    })
    fc.assert(
      fc.property(fields, (held) => {
        expect(canonical(functionOf(Object.entries(held).reverse()))).toBe(
          canonical(record(held))
        )
      })
    )
  })
})
