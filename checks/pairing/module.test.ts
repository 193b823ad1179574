import { describe, expect, it } from "vitest"
import { actionForm, scanModule } from "./module.ts"

describe("scanning a module", () => {
  const text = String.raw`
Before == 1
---- MODULE M ----
CONSTANTS A, \* not B
          C  (* nor (* inner *) D *)
VARIABLE x
----
(* Actions, as they come. *)

(***********)
(* One,    *)
(* in two. *)
(***********)
Go(i) ==
    /\ Says(i) :: x = "\\* (* no comment \" :: "
    /\ x' = i
(* Not == 1 *)
Last ==
    Go(1)
====
After == 1
`
  const module = scanModule({ path: "M.tla", text })
  const at = (line: number) => ({ path: "M.tla", line })

  it("finds declarations between comments", () => {
    expect(module.constants).toEqual([
      { name: "A", place: at(4) },
      { name: "C", place: at(5) }
    ])
    expect(module.variables).toEqual([{ name: "x", place: at(6) }])
  })

  it("finds definitions of the module only, with section, box and line", () => {
    expect(
      module.definitions.map(({ name, place, section, sentence }) => ({
        name,
        place,
        section,
        sentence
      }))
    ).toEqual([
      {
        name: "Go",
        place: at(14),
        section: "Actions",
        sentence: "One, in two."
      },
      { name: "Last", place: at(18), section: "Actions", sentence: "" }
    ])
  })

  it("finds the labels outside of strings", () => {
    const go = module.definitions.find(({ name }) => name === "Go")
    expect(go && actionForm(module, go)).toEqual({
      guards: [{ name: "Says", place: at(15) }],
      receives: [],
      loose: [],
      late: []
    })
  })
})
