import { describe, expect, test } from "vitest"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"
import { machineOf } from "../validator/machine.ts"
import { drawing } from "../validator/samples.ts"
import { alternatives, domainOf } from "./domain.ts"
import { fieldOf, type Json, type Path, places, replaced } from "./json.ts"
import { corrupted, type Line, mutantsOf, sampled } from "./mutants.ts"

const names = ["a", "b", "c"]
const machine = machineOf(TwoPhaseCommit, { RM: names, TMMayCrash: false })

const values: ReadonlyArray<Json> = [
  { actor: "a", action: "RMPrepare", at: 1, state: { rmState: "prepared" } },
  { actor: "tm", at: 4, sent: [], state: { tmPrepared: ["a", "c"] } },
  { actor: "b", sent: [{ id: "b#1", message: { _tag: "Commit" } }] },
  { tmState: [{ op: "Update", args: ["done"] }], event_args: ["a"] },
  { rmState: [{ op: "Clear", args: [] }], odd: null, sure: true }
]
const domain = domainOf(machine, values)
const lines: ReadonlyArray<Line> = values.map((value) => ({
  value,
  text: JSON.stringify(value)
}))

const others = (
  line: number,
  path: Path,
  partial: ReadonlyArray<string> = []
) => {
  const place = places(values[line]!).find(
    (known) => fieldOf(known.path) === fieldOf(path)
  )!
  // Every draw gives a few; many draws give all.
  const all = Array.from({ length: 60 }, (_, seed) =>
    alternatives(domain, drawing(seed), partial, place)
  ).flat()
  return [...new Set(all.map((value) => JSON.stringify(value)))].sort()
}

describe("what may stand instead", () => {
  test("of a name: another actor, also of other kinds in the log", () => {
    expect(others(0, ["actor"])).toEqual(['"b"', '"c"', '"tm"'])
  })

  test("of an action, a state, a message: another one", () => {
    expect(others(0, ["action"])).toHaveLength(7)
    expect(others(0, ["action"])).toContain('"TMCrash"')
    expect(others(0, ["state", "rmState"])).toEqual([
      '"aborted"',
      '"committed"',
      '"working"'
    ])
    expect(others(2, ["sent", 0, "message", "_tag"])).toEqual([
      '"Abort"',
      '"Prepared"'
    ])
  })

  test("of a number: one less and one more; of truth: the contrary", () => {
    expect(others(1, ["at"])).toEqual(["3", "5"])
    expect(others(4, ["sure"])).toEqual(["false"])
    expect(others(4, ["odd"])).toEqual([])
  })

  test("of a set: one less, one more, one exchanged, in order", () => {
    expect(others(1, ["state", "tmPrepared"])).toEqual([
      '["a","b","c"]',
      '["a","b"]',
      '["a"]',
      '["b","c"]',
      '["c"]'
    ])
  })

  test("of a list: one less, or one more from another line", () => {
    expect(others(2, ["sent"])).toEqual(["[]"])
    const more = JSON.stringify([{ id: "b#1'", message: { _tag: "Commit" } }])
    expect(others(1, ["sent"])).toEqual([more])
  })

  test("of an argument: nothing less if that means 'not logged'", () => {
    expect(others(3, ["event_args"])).toContain("[]")
    expect(others(3, ["event_args"], ["event_args"])).not.toContain("[]")
  })

  test("of a log's own word: what it could have said of the protocol", () => {
    expect(others(3, ["tmState", 0, "args"])).toContain('["committed"]')
    expect(others(3, ["tmState", 0, "op"])).toContain('"Clear"')
    expect(others(2, ["sent", 0, "id"])).toEqual(['"b#2"'])
  })
})

test("a value is replaced where it is, and nowhere else", () => {
  const value = { x: [{ y: 1 }, { y: 1 }], y: 1 }
  expect(replaced(value, ["x", 1, "y"], 2)).toEqual({
    x: [{ y: 1 }, { y: 2 }],
    y: 1
  })
})

describe("mutants", () => {
  const all = [
    ...mutantsOf({ domain, draw: drawing(1), partial: [], header: true }, lines)
  ]

  test("differ from the log in one line, or in the order of two", () => {
    const texts = lines.map(({ text }) => text)
    for (const mutant of all) {
      const after = corrupted(lines, mutant)
      expect(after).not.toEqual(texts)
      if (mutant._tag === "Line") continue
      expect(after.with(mutant.line - 1, texts[mutant.line - 1]!)).toEqual(
        texts
      )
    }
    const whole = (field: string) => all.filter((one) => one.field === field)
    expect(whole("(line dropped)")).toHaveLength(5)
    expect(whole("(line repeated)")).toHaveLength(5)
    expect(whole("(lines swapped)")).toHaveLength(4)
    expect(whole("header.at")).toHaveLength(2)
  })

  test("are none of two equal lines that are swapped", () => {
    const twice = [lines[0]!, lines[0]!]
    const drawn = { domain, draw: drawing(1), partial: [], header: false }
    const fields = [...mutantsOf(drawn, twice)].map(({ field }) => field)
    expect(fields).not.toContain("(lines swapped)")
  })

  test("are sampled evenly, and stay in order", () => {
    const often = all.map(() => 0)
    for (let seed = 0; seed < 400; seed++) {
      const { chosen, possible } = sampled(all, drawing(seed), 10)
      expect(possible).toBe(all.length)
      const places = chosen.map((mutant) => all.indexOf(mutant))
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
      expect(places).toHaveLength(10)
      for (const place of places) often[place] = often[place]! + 1
    }
    const expected = (400 * 10) / all.length
    expect(Math.min(...often)).toBeGreaterThan(expected / 2)
    expect(Math.max(...often)).toBeLessThan(expected * 2)
    expect(sampled(all, drawing(1), 1e6).chosen).toEqual(all)
  })
})
