import { describe, expect, it } from "vitest"
import { count, duration, megabytes, plural, rate } from "../text/figures.ts"
import { progressLine } from "../text/progress.ts"
import { hanging } from "../text/hanging.ts"
import { colourStyle, styleFor, unstyled } from "../text/style.ts"
import { valueText } from "../../../traces/words.ts"
import { wrapped } from "../../reports/wrapped.ts"

describe("small things", () => {
  it("figures", () => {
    expect([0, 999, 1000, 123558402].map(count)).toEqual([
      "0",
      "999",
      "1,000",
      "123,558,402"
    ])
    expect([14, 12300, 200000].map(duration)).toEqual([
      "0.01 s",
      "12.3 s",
      "3 min 20 s"
    ])
    expect(megabytes(172_400_000)).toBe("172 MB")
    expect([rate(1000, 0), rate(850, 1), rate(2400, 2)]).toEqual([
      "0/s",
      "850 k/s",
      "1.2 M/s"
    ])
    expect([plural(1, "state"), plural(0, "state")]).toEqual([
      "1 state",
      "0 states"
    ])
  })

  it("values", () => {
    const values = [1, true, null, "rm-0", "a b", ["x", 2], { n: 1 }, 10n]
    expect(values.map(valueText).join(" ")).toBe(
      '1 true nothing rm-0 "a b" [x, 2] {n: 1} 10'
    )
    expect(valueText({ type: "Prepared", rm: "r" })).toBe("Prepared{rm: r}")
    expect(valueText({ _tag: "Commit" })).toBe("Commit")
  })

  it("goes on below the last column, where there is room", () => {
    const story = "  1. Say(a)  + Said{at: 0, to: b} and more of it"
    expect(hanging(story, 40)).toEqual([
      "  1. Say(a)  + Said{at: 0, to: b} and",
      "               more of it"
    ])
    expect(hanging(story, 35)).toEqual([
      "  1. Say(a)  + Said{at: 0, to: b}",
      "       and more of it"
    ])
    expect(hanging(story, story.length)).toEqual([story])
    expect(hanging("     + Said{at: 0, to: b} and more", 31)).toEqual([
      "     + Said{at: 0, to: b} and",
      "       more"
    ])
    const { bold, green } = colourStyle
    const coloured = `${bold("Say")} ${green("+ Said{to: b} and more")}`
    expect(hanging(coloured, 20).map(unstyled)).toEqual([
      "Say + Said{to: b}",
      "and more"
    ])
  })

  it("wraps at blanks", () => {
    expect(wrapped("a bb ccc dddddd", 5)).toEqual(["a bb", "ccc", "dddddd"])
  })

  it("colours only where they are wanted", () => {
    const styled = (isTerminal: boolean, environment: Record<string, string>) =>
      styleFor({ isTerminal, environment }) === colourStyle
    expect(styled(true, {})).toBe(true)
    expect(styled(false, {})).toBe(false)
    expect(styled(true, { NO_COLOR: "1" })).toBe(false)
    expect(styled(true, { NO_COLOR: "" })).toBe(true)
    expect(styled(true, { TERM: "dumb" })).toBe(false)
    expect(styled(false, { FORCE_COLOR: "1" })).toBe(true)
    expect(styled(false, { FORCE_COLOR: "0" })).toBe(false)
    expect(styled(false, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false)
  })

  it("progress", () => {
    const far = { generated: 9000, distinct: 1000, queue: 20, depth: 5 }
    expect(progressLine("M, tlc", far)).toBe(
      "M, tlc: 1,000 states, 20 queued, 9,000 generated, depth 5"
    )
    const more = { ...far, distinct: 2_345_678, memory: 1e8, elapsed: 500 }
    expect(progressLine("M, explorer", more)).toBe(
      "M, explorer: 2.3 M states, 20 queued, 9,000 generated, depth 5, 4.7 M/s, 100 MB"
    )
  })
})
