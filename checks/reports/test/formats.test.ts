import * as fc from "fast-check"
import { canonical, type TlaValue } from "tla2tools-runner"
import { describe, expect, test } from "vitest"
import { annotations } from "../annotations.ts"
import { changeText, partsOf } from "../change.ts"
import { html } from "../html.ts"
import { itf, itfValue } from "../itf.ts"
import { junit, type Result } from "../junit.ts"
import { anyText, long, saying } from "./samples.ts"
import { tags, tokens } from "./markup.ts"

/** What XML can hold of a text. */
const holdable = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "\ufffd")

describe("changes", () => {
  const texts = (before: unknown, after: unknown) =>
    partsOf({ field: "s1.f", before, after }).map((part) =>
      changeText(part, "s1")
    )

  test("are told field by field where the fields stay", () => {
    expect(
      texts(
        { s2: 1, s3: 1, deep: { a: [], b: "x" } },
        { s2: 2, s3: 1, deep: { a: [7], b: "y" } }
      )
    ).toEqual(["~ f.s2: 1 → 2", "~ f.deep.a: + 7", "~ f.deep.b: x → y"])
    expect(texts({}, { a: 1 })).toEqual(["~ f: {} → {a: 1}"])
    expect(texts({ a: 1 }, null)).toEqual(["~ f: {a: 1} → nothing"])
  })

  test("are told message by message", () => {
    const m = (n: number) => ({ _tag: "M", n })
    expect(texts([m(1), m(2)], [m(2), m(3), m(3)])).toEqual([
      "- M{n: 1}",
      "+ M{n: 3}",
      "+ M{n: 3}"
    ])
    expect(texts(m(1), m(2))).toEqual(["~ f: M{n: 1} → M{n: 2}"])
  })
})

describe("ITF", () => {
  const { value: anyValue } = fc.letrec<{ value: TlaValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.bigInt({ min: 2n ** 60n }),
      fc.string(),
      fc.record({
        _tag: fc.constantFrom("Set" as const, "Tuple" as const),
        elements: fc.array(tie("value"), { maxLength: 3 })
      }),
      fc.record({
        _tag: fc.constant("Record" as const),
        fields: fc.dictionary(fc.stringMatching(/^[a-z]\w*$/), tie("value"))
      }),
      fc.record({
        _tag: fc.constant("Function" as const),
        entries: fc.array(fc.tuple(tie("value"), tie("value")), {
          maxLength: 3
        })
      })
    )
  }))

  /** Reads what `itfValue` wrote, as ADR 015 of Apalache says. */
  const read = (json: unknown): TlaValue => {
    if (typeof json === "boolean" || typeof json === "string") return json
    const fields = json as Readonly<Record<string, ReadonlyArray<unknown>>>
    if ("#bigint" in fields) {
      const number = BigInt(fields["#bigint"] as unknown as string)
      return Number.isSafeInteger(Number(number)) ? Number(number) : number
    }
    if ("#set" in fields) {
      return { _tag: "Set", elements: fields["#set"].map(read) }
    }
    if ("#tup" in fields) {
      return { _tag: "Tuple", elements: fields["#tup"].map(read) }
    }
    if ("#map" in fields) {
      const entries = fields["#map"] as ReadonlyArray<[unknown, unknown]>
      return {
        _tag: "Function",
        entries: entries.map(([from, to]) => [read(from), read(to)])
      }
    }
    return {
      _tag: "Record",
      fields: Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, read(value)])
      )
    }
  }

  test("a value is read as it was written", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = JSON.stringify(itfValue(value))
        expect(canonical(read(JSON.parse(text)))).toBe(canonical(value))
      })
    )
  })

  const ending = (loop: number | "stuttering" | undefined) => {
    const states = [{ x: 0 }, { x: 1 }, { x: 2 }, { x: 1 }]
    const behaviour = {
      ...long(3),
      states,
      ...(loop === undefined ? {} : { loop })
    }
    return JSON.parse(itf(behaviour)!) as {
      readonly loop?: number
      readonly states: ReadonlyArray<{ readonly x: object }>
    }
  }

  test("a lasso goes back from its last state", () => {
    expect(ending(1)).toMatchObject({ loop: 1, states: { length: 3 } })
    expect(ending("stuttering")).toMatchObject({
      loop: 3,
      states: { length: 4 }
    })
    expect(ending(undefined)).not.toHaveProperty("loop")
  })

  test("there is none without states", () => {
    expect(itf(long(3))).toBeUndefined()
  })
})

const results = (text: string): ReadonlyArray<Result> => [
  { suite: text, name: "a", status: "passed", file: text, elapsed: 1234 },
  {
    suite: text,
    name: text,
    status: "failed",
    file: text,
    line: 3,
    message: text,
    details: [text, "more"]
  },
  { suite: "other", name: text, status: "broken", file: "f", message: text },
  { suite: "other", name: "s", status: "skipped", file: "f", message: text }
]

describe("JUnit", () => {
  test("any text makes a document that says the same", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const found = tokens(junit(results(text)))
        const failure = found.findIndex(
          (t) => "tag" in t && t.tag === "failure"
        )
        expect(found[failure]).toMatchObject({
          attributes: { message: holdable(text) }
        })
        expect(found[failure + 1]).toEqual({
          text: `\n${holdable(text)}\nmore`
        })
      })
    )
  })

  test("counts what it holds", () => {
    expect(tokens(junit(results("x")))[0]).toEqual({
      tag: "testsuites",
      attributes: {
        name: "bisim",
        tests: "4",
        failures: "1",
        errors: "1",
        skipped: "1",
        time: "1.234"
      }
    })
  })
})

describe("annotations", () => {
  test("any text is one line that says the same", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = annotations(results(text))
        expect(lines).toHaveLength(2)
        const [, properties = "", message = ""] =
          /^::error ([^]*?)::([^]*)$/.exec(lines[0]!) ?? []
        expect(lines[0]).not.toMatch(/[\r\n]/)
        const read = (part: string) =>
          part.replace(/%(0A|0D|25|3A|2C)/g, (all) => decodeURIComponent(all))
        expect(read(message)).toBe(`${text}\n${text}\nmore`)
        expect(properties.split(",").map(read)).toEqual([
          `file=${text}`,
          "line=3",
          `title=${text}`
        ])
      })
    )
  })
})

describe("the page", () => {
  const body = (text: string) =>
    /<body>[^]*?(?=\n<script>)/.exec(html(saying(text)))![0] + "</body>"
  const plain = tags(body("x"))

  test("no text becomes a tag", () => {
    expect(plain).toContain("section")
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tags(body(text))).toEqual(plain)
        expect(
          html(saying(text)).match(/<\/?(script|style|title)/g)
        ).toHaveLength(6)
      })
    )
  })

  test("of many facts the first are seen, and all are there", () => {
    const facts = (count: number) => {
      const names = Array.from({ length: count }, (_, i) => `Fact${i}`)
      const told = { ...long(1), facts: names.map((n) => [n, "x"] as const) }
      const [seen, ...more] = html(told).split("<details>")
      return [seen!, more.join("")].map(
        (part) => part.match(/<dt>/g)?.length ?? 0
      )
    }
    expect(facts(12)).toEqual([12, 0])
    expect(facts(13)).toEqual([6, 7])
  })

  test("the heading of a step leaves values to the list below", () => {
    const heading = /<section class="detail"[^]*?<h2>(Act[^]*?)<\/h2>/.exec(
      html({
        ...long(1),
        steps: [
          {
            ...long(2).steps[1]!,
            action: "Act",
            choice: { place: "somewhere" },
            others: ["a"]
          }
        ]
      })
    )
    expect(heading![1]).toBe("Act(b, a)")
    expect(heading!.input).toContain("place = somewhere")
    expect(heading!.input).toContain("M{text: &quot;turn 1&quot;}")
  })

  test("every step has its row and its details", () => {
    fc.assert(
      fc.property(fc.nat(120), (length) => {
        const found = html(long(length))
        expect(found.match(/<a class="row"/g)).toHaveLength(length + 1)
        expect(found.match(/<section class="detail"/g)).toHaveLength(length + 1)
      }),
      { numRuns: 20 }
    )
  })
})
