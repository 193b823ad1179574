import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { readTree } from "../layout/tree.ts"
import { readPairs } from "./library.ts"
import { deadLinks, linkedPaths } from "./links.ts"
import { parsePage, type Problem } from "./page.ts"
import { faults, hasMarkers, type Page } from "./rules.ts"

const page = (path: string, text: string): Page => ({
  path,
  parts: parsePage(text)
})

const tree = Object.entries(readTree()).filter(
  ([path]) => path.endsWith(".md") && hasMarkers(path)
)
const pages = tree.map(([path, text]) => page(path, text))
const pairs = await Effect.runPromise(
  Effect.provide(readPairs, NodeFileSystem.layer)
)

const marked = "two-phase-commit"

/** What is wrong, without where. */
const said = (problems: ReadonlyArray<Problem>) =>
  problems.map(({ problem }) => problem)

describe("pages are faulty", () => {
  const edited = (path: string, from: RegExp | string, to: string) =>
    tree.map(([name, before]) => {
      const text = name === path ? before.replace(from, () => to) : before
      if (name === path) expect(text).not.toBe(before)
      return page(name, text)
    })

  const found = (all: ReadonlyArray<Page>, known = pairs) =>
    said(faults(all, known))

  test("not as they are", () => {
    expect(found(pages)).toEqual([])
  })

  test("if one is missing", () => {
    const rest = pages.filter(({ path }) => path !== "README.md")
    expect(found(rest)).toEqual(["the page is missing"])
  })

  test.each([
    ["README.md", "bench"],
    ["docs/two-phase-commit.md", "guards two-phase-commit TwoPhaseCommit"],
    ["docs/two-phase-commit.md", "state"]
  ])("if %s has no marker %s", (path, kind) => {
    const all = edited(path, `<!-- ${kind}`, "<!-- ---")
    expect(found(all)).toContain(`a marker is missing: ${kind}`)
  })

  test("if an action or a property is on no page", () => {
    const chapter = "docs/two-phase-commit.md"
    for (const name of ["TMCrash", "EveryoneDecides"]) {
      const all = edited(chapter, `${marked} ${name} `, `${marked} Init `)
      expect(found(all)).toContain(`TwoPhaseCommit!${name} is not shown`)
    }
  })

  test("if a protocol has no chapter", () => {
    const more = pairs.map((p) => ({ ...p, folder: "three-phase" }))
    const all = found(pages, more)
    expect(all).toContain("the page is missing")
    expect(all).toContain("TransactionCommit!Prepare is not shown")
  })

  test.each(["tla", "ts", "console"])("if they have %s pasted", (tag) => {
    const all = edited(
      "docs/glossary.md",
      "\n## ",
      `\n\`\`\`${tag}\nx\n\`\`\`\n\n## `
    )
    expect(found(all)).toEqual([`a block of ${tag} that no marker has written`])
  })

  test("if they are too long", () => {
    const all = edited("docs/glossary.md", /$/, "\n".repeat(600))
    expect(found(all)[0]).toMatch(/lines are too many/)
  })
})

describe("links", () => {
  const a = page("docs/a.md", "# A b: c\n[x](b.md#one) [y](../LICENSE#z)")
  const b = page("docs/b.md", "## One\n[x](a.md#a-b-c) [y](https://x.y/z)")

  test("name files from where they stand", () => {
    expect([...linkedPaths([a, b])]).toEqual([
      "docs/b.md",
      "LICENSE",
      "docs/a.md"
    ])
  })

  test("are dead without the file or the heading", () => {
    const all = new Set(["docs/a.md", "docs/b.md", "LICENSE"])
    expect(deadLinks([a, b], all)).toEqual([])
    expect(deadLinks([a, b], new Set(["docs/a.md", "docs/b.md"]))).toEqual([
      { page: "docs/a.md", line: 2, problem: "dead link: ../LICENSE#z" }
    ])
    const c = page("docs/b.md", "## Two\n[x](a.md#a-b)")
    expect(said(deadLinks([a, c], all))).toEqual([
      "dead link: b.md#one",
      "dead link: a.md#a-b"
    ])
  })
})
