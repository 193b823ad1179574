import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, test } from "vitest"
import { normalise, parseCommand, type Ran } from "./commands.ts"
import type { Context } from "./expand.ts"
import { readPairs } from "./library.ts"
import { parsePage, type Problem, showPage } from "./page.ts"
import { refreshAll, refreshPage } from "./refresh.ts"

const services = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)

const run = <A, E>(
  program: Effect.Effect<A, E, Layer.Success<typeof services>>
): Promise<A> => Effect.runPromise(Effect.provide(program, services))

const required = process.env["BISIM_REQUIRE_TLC"] === "1"
const whole = run(refreshAll(required))
const pairs = run(readPairs)

/** What is wrong, without where. */
const said = (problems: ReadonlyArray<Problem>) =>
  problems.map(({ problem }) => problem)

const contextWith = async (
  ran: Ran = { exitCode: 0, output: "seen\n" },
  requireTools = true
): Promise<Context> => ({
  pairs: await pairs,
  run: () => Effect.succeed(ran),
  requireTools
})

const refresh = async (
  lines: ReadonlyArray<string>,
  ran?: Ran,
  requireTools?: boolean
) =>
  run(
    refreshPage(
      await contextWith(ran, requireTools),
      "docs/x.md",
      `${lines.join("\n")}\n`
    )
  )

describe("the pages", () => {
  test("are as their markers say", async () => {
    const { refreshed, wrong } = await whole
    expect(refreshed.length).toBeGreaterThan(5)
    expect(refreshed.flatMap(({ problems }) => problems)).toEqual([])
    expect(refreshed.flatMap(({ stale }) => stale)).toEqual([])
    for (const { before, after } of refreshed) expect(after).toBe(before)
    expect(wrong).toEqual([])
  })

  test("have markers of every kind, with something behind each", async () => {
    const { refreshed } = await whole
    const markers = refreshed.flatMap(({ after }) =>
      parsePage(after).filter((part) => part._tag === "Marker")
    )
    expect(new Set(markers.map(({ kind }) => kind))).toEqual(
      new Set([
        "pair",
        "include",
        "state",
        "guards",
        "bugs",
        "fairness",
        "without",
        "run",
        "bench"
      ])
    )
    const empty = markers.filter(({ body }) => body.length === 0)
    expect(empty.filter(({ kind }) => kind !== "bench")).toEqual([])
  })
})

describe("a page", () => {
  test("is shown as it was read", async () => {
    const { refreshed } = await whole
    for (const { after } of refreshed) {
      expect(showPage(parsePage(after))).toBe(after)
    }
  })

  test("gets what a new marker stands for, once", async () => {
    const first = await refresh(["a", "", "<!-- run npx bisim list -->", "b"])
    expect(first.after.split("\n")).toEqual([
      "a",
      "",
      "<!-- run npx bisim list -->",
      "",
      "```console",
      "$ npx bisim list",
      "seen",
      "```",
      "",
      "<!-- end -->",
      "b",
      ""
    ])
    const again = await refresh(first.after.trimEnd().split("\n"))
    expect(again).toMatchObject({ after: first.after, stale: [], problems: [] })
  })

  test.each([
    ["a change of what was written", "seen", "unseen"],
    ["something more", "seen", "seen\nand more"],
    ["nothing at all", "```console\n$ npx bisim list\nseen\n```", ""]
  ])("is stale with %s", async (_, from, to) => {
    const { after } = await refresh(["<!-- run npx bisim list -->"])
    const spoilt = after.replace(from, to)
    expect(spoilt).not.toBe(after)
    const found = await refresh(spoilt.trimEnd().split("\n"))
    expect(said(found.stale)).toEqual(["stale: run npx bisim list"])
    expect(found.after).toBe(after)
  })

  test.each(["```console\n$ x\n```", "| a |\n| --- |"])(
    "has lost an end where %j follows",
    async (written) => {
      const lines = ["<!-- run npx bisim list -->", "", written, "", "text"]
      const { problems, before, after } = await refresh(lines)
      expect(said(problems)).toEqual(["the end of run is missing"])
      expect(after).toContain(written)
      expect(after.split("$ x").length).toBe(before.split("$ x").length)
    }
  )

  test("may show a marker in a block of code", async () => {
    const lines = ["```html", "<!-- pair no such -->", "<!-- end -->", "```"]
    const found = await refresh(lines)
    expect(found).toMatchObject({ stale: [], problems: [] })
  })
})

const marked = "two-phase-commit"

describe("a marker is refused", () => {
  test.each([
    [`pair ${marked} TMComit`, /TMComit is not defined in spec/],
    [`pair ${marked} Consistent`, /defined twice: write Module!Consistent/],
    [`pair ${marked} MCTwoPhaseCommit!TMCommit`, /is not defined/],
    [`pair ${marked} Send`, /Send is not declared in protocols/],
    [`pair ${marked}`, /write: pair FOLDER NAME/],
    ["pair elsewhere TMCommit", /is not defined in spec\/elsewhere/],
    ["include protocols/kernel/action.ts#aply", /aply is not in protocols/],
    ["include protocols/kernel/gone.ts#apply", /gone.ts cannot be read/],
    ["include protocols/kernel/action.ts", /write: include PATH#NAME/],
    [`state ${marked} ThreePhaseCommit`, /is no FOLDER MODULE/],
    [`guards ${marked}`, /is no FOLDER MODULE/],
    [`bugs ${marked} TwoPhaseCommit`, /no known bug of/],
    [`without ${marked} TwoPhaseCommit TMCommit.Gone Consistent`, /no guard/],
    [
      `without ${marked} TwoPhaseCommit TMRcvPrepared.Undecided Consistent`,
      /nothing breaks Consistent/
    ],
    [
      `without ${marked} TwoPhaseCommit TMCommit.AllPrepared Consistence`,
      /nothing breaks Consistence/
    ],
    ["run rm -r x", /write: run npx bisim/],
    ["run npx bisim list (exit 1)", /exit code 1 expected, 0 found/],
    ["par two-phase-commit TMCommit", /par is no marker/],
    ["end", /an end without a marker/]
  ])("%s", async (marker, complaint) => {
    const found = await refresh([`<!-- ${marker} -->`, "", "<!-- end -->"])
    expect(found.problems[0]?.problem).toMatch(complaint)
    expect(found.problems[0]?.line).toBe(1)
  })
})

describe("a command", () => {
  const list = ["<!-- run npx bisim list -->"]

  test("may end as the page says", async () => {
    const found = await refresh(["<!-- run npx bisim list (exit 16) -->"], {
      exitCode: 16,
      output: "rejected"
    })
    expect(found.problems).toEqual([])
    expect(found.after).toContain("$ npx bisim list\nrejected\n")
  })

  test("must end well and print something", async () => {
    const failed = await refresh(list, { exitCode: 70, output: "oh" })
    expect(said(failed.problems)[0]).toMatch(/0 expected, 70 found:\noh/)
    const silent = await refresh(list, { exitCode: 0, output: "\n" })
    expect(said(silent.problems)[0]).toMatch(/prints nothing/)
  })

  test("that lacks a tool is not checked, and must be if required", async () => {
    const lacking = { exitCode: 69, output: "no Java" }
    const excused = await refresh(list, lacking, false)
    expect(excused).toMatchObject({ stale: [], problems: [] })
    expect(excused.notices).toHaveLength(1)
    const found = await refresh(list, lacking, true)
    expect(said(found.problems)[0]).toMatch(/69 found/)
  })

  test("is read as words", () => {
    expect(parseCommand("npx bisim check --engine tlc (exit 13)")).toEqual({
      shown: "npx bisim check --engine tlc",
      arguments: ["check", "--engine", "tlc"],
      exitCode: 13
    })
    expect(parseCommand("npx bisimulate")).toBeUndefined()
  })

  test("shows no figures that vary, and its columns stay", () => {
    const output =
      "  a  12     0.01 s\n  b  12     12.3 s  \nin 3 min 20 s, 98 MB\n"
    expect(normalise(output)).toEqual([
      "  a  12        … s",
      "  b  12        … s",
      "in … s, … MB"
    ])
    expect(normalise("9 states, 1,146 generated")).toEqual([
      "9 states, 1,146 generated"
    ])
  })
})
