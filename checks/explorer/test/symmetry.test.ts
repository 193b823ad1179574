import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { actor, step } from "../../../protocols/kernel/action.ts"
import {
  type Protocol,
  protocol,
  type World
} from "../../../protocols/kernel/protocol.ts"
import { promisesNothing } from "../../../protocols/kernel/testing.ts"
import { SetOf } from "../../../protocols/kernel/set.ts"
import { insert } from "../../../protocols/kernel/value.ts"
import { TwoPhaseCommit } from "../../../protocols/two-phase-commit/protocol.ts"
import { Alike } from "../alike.ts"
import type { Label } from "../attempt.ts"
import { Asymmetry } from "../orbits.ts"
import { Search } from "../search.ts"
import { Twin } from "../twin.ts"
import { permuted } from "./permuted.ts"
import { explorePlainly } from "./reference.ts"
import { anyTable, system } from "./systems.ts"

const nothing = {
  invariants: {},
  refinements: {},
  bounds: [],
  deadlock: false,
  initialBreaks: []
}

/** A finished search in which these names are alike. */
const searchOf = (
  given: Protocol,
  constants: object,
  alike: ReadonlyArray<ReadonlyArray<string>>,
  cached = true
) => {
  const twin = new Twin(given, constants)
  const search = new Search<Label>(twin, nothing, {
    limits: {},
    gauges: { memory: () => 0, elapsed: () => 0 },
    cached,
    symmetry: new Alike(twin, alike)
  })
  while (!search.advance(1 << 10)) continue
  expect(search.ending).toEqual({ _tag: "Complete" })
  return search
}

/** Counts are those of all permutations; what is not symmetric is refused. */
const isAsPermuted = (
  given: Protocol,
  constants: object,
  alike: ReadonlyArray<string>,
  sets: ReadonlyArray<string> = []
) => {
  const { orbits, symmetric } = permuted(
    explorePlainly(given, constants),
    alike,
    sets
  )
  for (const cached of [true, false]) {
    const search = () => searchOf(given, constants, [alike], cached)
    if (symmetric) expect(search().rows.count).toBe(orbits)
    else expect(search).toThrow(Asymmetry)
  }
  return symmetric
}

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`)

const Constants = Schema.Struct({ Person: Schema.Array(Schema.String) })
const Person = Schema.Struct({
  id: Schema.String,
  friend: Schema.NullOr(Schema.String),
  known: SetOf(Schema.String)
})
const Message = Schema.TaggedUnion({
  Chosen: { known: SetOf(Schema.String), to: Schema.String }
})
type Friends = World<
  { readonly person: typeof Person.Type },
  typeof Message.Type
>

const person = actor("person", {
  state: Person,
  message: Message,
  constants: Constants
})

/** Each chooses a friend, tells so, and hears of those who were chosen. */
const friendly = {
  Choose: person
    .choosing(({ Person }) => Person.map((whom) => ({ whom })))
    .local({
      guards: {
        Other: ({ id }, { whom }) => id !== whom,
        Alone: ({ friend }) => friend === null
      },
      step: (self, { whom }) =>
        step(
          { ...self, friend: whom },
          { _tag: "Chosen", known: insert([self.id], whom), to: whom }
        )
    }),
  Hear: person.receiving("Chosen", {
    guards: { Friendless: ({ friend }) => friend === null },
    step: (self, { known }) =>
      step({ ...self, known: known.reduce(insert, self.known) })
  })
}

const Friends = protocol<Friends, typeof Constants.Type, keyof typeof friendly>(
  {
    module: "Friends",
    constants: Constants,
    actors: {
      person: {
        state: Person,
        ids: ({ Person }) => Person,
        init: (id) => ({ id, friend: null, known: [] })
      }
    },
    network: {
      semantics: "bag",
      message: Message,
      part: (m) => m.known.join(),
      to: (m) => [m.to]
    },
    next: friendly,
    ...promisesNothing
  }
)

describe("of states that differ in names one is stored", () => {
  it.each([
    [3, 80],
    [5, 314],
    [6, 553],
    [7, 920]
  ])("of two-phase commit with %i participants", (count, distinct) => {
    const RM = names("r", count)
    const given = { RM, TMMayCrash: false }
    expect(searchOf(TwoPhaseCommit, given, [RM]).rows.count).toBe(distinct)
  })

  it.each([
    [1, false],
    [2, true],
    [3, true]
  ])("of %i participants; with a crash: %s", (count, TMMayCrash) => {
    const RM = names("r", count)
    const given = { RM, TMMayCrash }
    expect(isAsPermuted(TwoPhaseCommit, given, RM, ["tmPrepared"])).toBe(true)
  })

  it("of random systems, or they are refused", () => {
    const found = { symmetric: 0, refused: 0 }
    fc.assert(
      fc.property(
        anyTable,
        fc.boolean(),
        fc.boolean(),
        (table, three, meet) => {
          const Actors = three ? ["a", "b", "c"] : ["a", "b"]
          const given = meet ? table : { ...table, meet: [-1, -1, -1] }
          const symmetric = isAsPermuted(system(given), { Actors }, Actors)
          found[symmetric ? "symmetric" : "refused"]++
        }
      ),
      { numRuns: 80, seed: 6 }
    )
    expect(found.symmetric).toBeGreaterThan(40)
    expect(found.refused).toBeGreaterThan(5)
  })

  it.each([2, 3, 4])("of %i that choose each other as friends", (count) => {
    const Person = names("p", count)
    expect(isAsPermuted(Friends, { Person }, Person, ["known"])).toBe(true)
  })

  it("but actors of two kinds are not alike", () => {
    const given = { RM: ["r0"], TMMayCrash: false }
    expect(() => searchOf(TwoPhaseCommit, given, [["r0", "tm"]])).toThrow(
      "r0 and tm are not alike: one of them only is of the kind rm"
    )
  })
})
