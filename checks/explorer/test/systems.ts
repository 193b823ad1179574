/**
 * Small protocols for tests: random ones, in which actors of one kind walk
 * through numbers, say them, hear them, meet and visit each other.
 */
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { actor, step } from "../../../protocols/kernel/action.ts"
import {
  type Protocol,
  protocol,
  type World
} from "../../../protocols/kernel/protocol.ts"
import { promisesNothing } from "../../../protocols/kernel/testing.ts"
import {
  bag,
  functionOf,
  messageRecord
} from "../../../protocols/kernel/value.ts"

const Constants = Schema.Struct({ Actors: Schema.Array(Schema.String) })
const Walker = Schema.Struct({ id: Schema.String, at: Schema.Int })
const Message = Schema.TaggedUnion({
  Said: { at: Schema.Int, to: Schema.String }
})

type Walker = typeof Walker.Type
type Walkers = World<{ readonly walker: Walker }, typeof Message.Type>

/** From each number where a walker goes, and what it says; -1: neither. */
export interface Table {
  readonly semantics: "set" | "bag"
  readonly walk: ReadonlyArray<number>
  readonly say: ReadonlyArray<number>
  readonly hear: ReadonlyArray<number>
  readonly meet: ReadonlyArray<number>
  readonly visit: ReadonlyArray<number>
}

const SIZE = 3
const row = fc.array(fc.integer({ min: -1, max: SIZE - 1 }), {
  minLength: SIZE,
  maxLength: SIZE
})

export const anyTable: fc.Arbitrary<Table> = fc.record(
  {
    semantics: fc.constantFrom("set" as const, "bag" as const),
    walk: row,
    // Going up only keeps the bags of messages finite.
    say: row.map((says) => says.map((to, at) => (to > at ? to : -1))),
    hear: row,
    meet: row,
    visit: row
  },
  { noNullPrototype: true }
)

const walker = actor("walker", {
  state: Walker,
  message: Message,
  constants: Constants
})

const hearOf = (table: Table) =>
  walker.receiving("Said", {
    guards: {
      CanHear: (self, m) => table.hear[m.at]! >= 0 && self.at <= m.at
    },
    step: (self, m) => step({ ...self, at: table.hear[m.at]! })
  })

/** Goes where another is, and whom to visit is its own choice. */
const visitOf = (table: Table) =>
  walker
    .choosing(({ Actors }) => Actors.map((whom) => ({ whom })))
    .joint(
      { host: walker },
      {
        meets: (_self, { whom }) => ({ host: [whom] }),
        guards: {
          CanVisit: (self, { whom }, { host }) =>
            whom !== self.id &&
            table.visit[self.at]! >= 0 &&
            host.every(({ at }) => at >= self.at)
        },
        step: (self) => step({ ...self, at: table.visit[self.at]! })
      }
    )

const actionsOf = (table: Table) => {
  const endless = table.semantics === "bag" && returns(table)
  const Walk = walker.local({
    guards: { CanWalk: ({ at }) => table.walk[at]! >= 0 },
    step: (self) => step({ ...self, at: table.walk[self.at]! })
  })
  const Say = walker.local({
    guards: { CanSay: ({ at }) => !endless && table.say[at]! >= 0 },
    step: (self, { Actors }) =>
      step(
        { ...self, at: table.say[self.at]! },
        ...Actors.filter((id) => id !== self.id).map(
          (to) => ({ _tag: "Said", at: self.at, to }) as const
        )
      )
  })
  const Meet = walker.joint(
    { others: walker },
    {
      meets: (self, { Actors }) => ({
        others: Actors.filter((id) => id > self.id)
      }),
      guards: {
        CanMeet: (self, { others }) =>
          table.meet[self.at]! >= 0 && others.every(({ at }) => at === self.at)
      },
      step: (self, { others }) => ({
        ...step({ ...self, at: table.meet[self.at]! }),
        others: {
          others: others.map((other) => ({ ...other, at: self.at }))
        }
      })
    }
  )
  return { Walk, Say, Hear: hearOf(table), Meet, Visit: visitOf(table) }
}

/** A protocol whose steps are those of a table. */
export const system = (table: Table): Protocol => {
  const next = actionsOf(table)
  return protocol<Walkers, typeof Constants.Type, keyof typeof next>({
    module: "Walkers",
    constants: Constants,
    actors: {
      walker: {
        state: Walker,
        ids: ({ Actors }) => Actors,
        init: (id) => ({ id, at: 0 })
      }
    },
    network: {
      semantics: table.semantics,
      message: Message,
      part: (m) => m.to,
      to: (m) => [m.to]
    },
    next,
    ...promisesNothing,
    weaklyFair: ["Walk", "Hear"],
    variables: ({ walker, network }) => ({
      at: functionOf(walker, ({ at }) => at),
      said: bag(network.map(messageRecord))
    })
  })
}

/** May a walker come back, and fill a bag with the same words for ever? */
const returns = ({ walk, hear, meet, visit }: Table): boolean =>
  [walk, hear, meet, visit].some((moves) => moves.some((to) => to >= 0))

export const constants = { Actors: ["a", "b"] }
