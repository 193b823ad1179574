import { expect, it } from "vitest"
import { parseBehaviour } from "../src/behaviours.ts"
import { canonicalState } from "../src/canonical.ts"
import { fixture } from "./fixtures.ts"

it("reads a behaviour that a simulation wrote", () => {
  const states = parseBehaviour(fixture("behaviour.out"))
  expect(states.map(({ variables }) => variables["count"])).toEqual([
    0, 2, 0, 1
  ])
  expect(canonicalState(states[1]!.variables)).toBe(
    'count = 2\nseen = {[at |-> 0, how |-> <<"climb", Red>>]}'
  )
  expect(
    states.every(({ unparsed }) => Object.keys(unparsed).length === 0)
  ).toBe(true)
})

it("passes over what later versions may note between the states", () => {
  const text = "STATE_1 ==\nx = 1\n\n\\* Step\nSTATE_2 ==\nx = 2\n====\n"
  expect(parseBehaviour(text).map(({ variables }) => variables)).toEqual([
    { x: 1 },
    { x: 2 }
  ])
})
