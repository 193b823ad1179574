import { describe, expect, test } from "vitest"
import { inSpec, inTwin } from "./definitions.ts"

const ts = {
  path: "x.ts",
  text: `/** The file. */
import { a } from "./a.ts"

const b = 1
/**
 * Two lines
 * of comment.
 */
export const f = <
  A
>(
  x: A
): A => {
  const y = x

  return y
}
/** Another. */
export const g = (): boolean =>
  true

export interface Shape {
  /** A field with a name. */
  readonly f: number
}

export const all = {
  /** Nested. */
  Deep: {
    inner: f
  },
  /** Short. */
  Flat: 1
}
`
}

const tla = {
  path: "X.tla",
  text: `---- MODULE X ----
VARIABLES x  \\* A.

(****)
(* B. *)
(****)
Next ==
    /\\ x' = 1  \\* Kept.

    /\\ TRUE
Other(i) == x = i
-----
(* Section *)

Last == Next
====
`
}

describe("a declaration of a twin", () => {
  test.each([
    ["b", "const b = 1", "const b = 1"],
    ["f", "/**", "}"],
    ["g", "/** Another. */", "  true"],
    ["Shape", "export interface Shape {", "}"],
    ["Deep", "/** Nested. */", "}"],
    ["Flat", "/** Short. */", "Flat: 1"],
    ["all", "export const all = {", "}"]
  ])("%s goes from its comment to its end", (name, first, last) => {
    const lines = inTwin(ts, name)
    expect(lines?.[0]).toBe(first)
    expect(lines?.at(-1)).toBe(last)
  })

  test("is there as a whole", () => {
    expect(inTwin(ts, "f")).toHaveLength(13)
    expect(inTwin(ts, "Deep")).toEqual([
      "/** Nested. */",
      "Deep: {",
      "  inner: f",
      "}"
    ])
  })

  test.each(["a", "inner", "x", "y", "al"])("is not %s", (name) => {
    expect(inTwin(ts, name)).toBeUndefined()
  })
})

describe("a definition of a spec", () => {
  test("has its box and its comments", () => {
    expect(inSpec(tla, "Next")).toEqual([
      "(****)",
      "(* B. *)",
      "(****)",
      "Next ==",
      "    /\\ x' = 1  \\* Kept.",
      "",
      "    /\\ TRUE"
    ])
  })

  test("has no comment that is not its own", () => {
    expect(inSpec(tla, "Other")).toEqual(["Other(i) == x = i"])
    expect(inSpec(tla, "Last")).toEqual(["Last == Next"])
  })

  test("is not a part of a name", () => {
    expect(inSpec(tla, "Nex")).toBeUndefined()
  })
})
