/** Actors that one value names together must keep their names. */
import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { actor, step } from "../../protocols/kernel/action.ts"
import { type Protocol, protocol } from "../../protocols/kernel/protocol.ts"
import { promisesNothing } from "../../protocols/kernel/testing.ts"
import { Attempts } from "./attempts.ts"
import { machineOf } from "./machine.ts"
import type { Observation } from "./observed.ts"
import { Space } from "./space.ts"
import { Symmetry } from "./symmetry.ts"

const Person = Schema.Struct({ id: Schema.String, letters: Schema.Int })
const Message = Schema.TaggedUnion({
  Letter: { from: Schema.String, to: Schema.String }
})
const Constants = Schema.Struct({ Person: Schema.Array(Schema.String) })

const person = actor("person", {
  state: Person,
  message: Message,
  constants: Constants
})

const next = {
  Write: person
    .choosing(({ Person }) => Person.map((to) => ({ to })))
    .local({
      guards: { Other: ({ id }, { to }) => to !== id },
      step: (self, { to }) => step(self, { _tag: "Letter", from: self.id, to })
    }),
  Read: person.receiving("Letter", {
    guards: {},
    step: (self) => step({ ...self, letters: self.letters + 1 })
  })
}

/** Somebody writes to somebody else, who reads it. */
const letters: Protocol = protocol<
  {
    readonly person: Readonly<Record<string, typeof Person.Type>>
    readonly network: ReadonlyArray<typeof Message.Type>
  },
  typeof Constants.Type,
  keyof typeof next
>({
  module: "Letters",
  constants: Constants,
  actors: {
    person: {
      state: Person,
      ids: ({ Person }) => Person,
      init: (id) => ({ id, letters: 0 })
    }
  },
  network: {
    semantics: "bag",
    message: Message,
    part: ({ to }) => to,
    to: ({ to }) => [to]
  },
  next,
  ...promisesNothing
})

const names = ["a", "b", "c", "d"]
const machine = machineOf(letters, { Person: names })

const written: Observation = {
  line: 1,
  action: "Write",
  actor: "b",
  choice: { to: "d" },
  expected: []
}
const read: Observation = {
  line: 2,
  action: "Read",
  actor: "d",
  expected: []
}

describe("of actors of which the same is known", () => {
  const space = new Space(machine)
  const symmetry = new Symmetry(space)
  const free = symmetry.free(names)

  test("one is enough", () => {
    const distinct = symmetry.distinct(space.initial, free, names)
    expect([...distinct]).toEqual(["a"])
  })

  test("each counts that a letter names, and one of the others", () => {
    const rows: Array<typeof space.initial> = []
    space.forEachMove(
      space.initial,
      written,
      () => true,
      (move) => rows.push(space.after(space.initial, move))
    )
    const [row, ...none] = rows
    expect(none).toEqual([])
    const distinct = symmetry.distinct(row!, free, names)
    expect([...distinct]).toEqual(["a", "b", "d"])
  })
})

test("a log is not refuted because others keep their names", () => {
  const attempts = (log: ReadonlyArray<Observation>) =>
    new Attempts(machine, log, true).weakly(log.length, new Set())
  expect(attempts([written, read]).run(1000)).toBe("accepted")
  const twice = { ...read, line: 3 }
  expect(attempts([written, read, twice]).run(1000)).toBe("refuted")
})
