/** A random system as a protocol: the twin of `Walkers.tla`. */
import * as Schema from "effect/Schema"
import { actor, step } from "../../protocols/kernel/action.ts"
import {
  alwaysEventually,
  eventually,
  eventuallyAlways,
  forAll,
  leadsTo
} from "../../protocols/kernel/liveness.ts"
import {
  type Protocol,
  protocol,
  type World as WorldOf
} from "../../protocols/kernel/protocol.ts"
import {
  bag,
  functionOf,
  messageRecord,
  set
} from "../../protocols/kernel/value.ts"
import { fairActions, places, type System } from "./system.ts"

const Constants = Schema.Struct({
  Walker: Schema.Array(Schema.String),
  Place: Schema.Array(Schema.Int)
})
const Place = Schema.Literals(places)
const Walker = Schema.Struct({
  id: Schema.String,
  at: Place,
  breath: Schema.Int
})
const Gate = Schema.Struct({ position: Schema.Int })
const Message = Schema.TaggedUnion({
  Said: { at: Place, to: Schema.String }
})

type Constants = typeof Constants.Type
type Walker = typeof Walker.Type
type World = WorldOf<
  { readonly walker: Walker; readonly gate: typeof Gate.Type },
  typeof Message.Type
>

const types = { message: Message, constants: Constants }
const walker = actor("walker", { state: Walker, ...types })
const gate = actor("gate", { state: Gate, ...types })

const isIn = (pairs: System["jumps"], a: number, b: number): boolean =>
  pairs.some(([x, y]) => x === a && y === b)

const later = ({ id }: Walker, { Walker }: Constants): ReadonlyArray<string> =>
  Walker.filter((other) => other > id)

const toPlaces = ({ Place }: Constants) => Place.map((place) => ({ place }))

/** What a walker does by itself. */
const alone = ({ walk, jumps, speak, listen }: System) => ({
  Step: walker.local({
    guards: { Leads: ({ at }) => walk[at]! >= 0 },
    step: (self) => step({ ...self, at: walk[self.at]! })
  }),
  Jump: walker.choosing(toPlaces).local({
    guards: { Leads: ({ at }, { place }) => isIn(jumps, at, place) },
    step: (self, { place }) => step({ ...self, at: place })
  }),
  Say: walker.local({
    guards: {
      Leads: ({ at }) => speak[at]! >= 0,
      HasBreath: ({ breath }) => breath > 0
    },
    step: (self, { Walker }) =>
      step(
        { ...self, at: speak[self.at]!, breath: self.breath - 1 },
        ...Walker.filter((id) => id !== self.id).map(
          (to) => ({ _tag: "Said", at: self.at, to }) as const
        )
      )
  }),
  Hear: walker.receiving("Said", {
    guards: {
      Leads: (_, m) => listen[m.at]! >= 0,
      NotPast: ({ at }, m) => at <= m.at
    },
    step: (self, m) => step({ ...self, at: listen[m.at]! })
  })
})

/** Walkers who move together. */
const Meet = ({ gather, carry }: System) =>
  walker.joint(
    { others: walker },
    {
      meets: (self, constants) => ({ others: later(self, constants) }),
      guards: {
        Leads: ({ at }) => gather[at]! >= 0,
        Here: (self, { others }) => others.every(({ at }) => at === self.at)
      },
      step: (self, { others }) => ({
        ...step({ ...self, at: gather[self.at]! }),
        others: { others: others.map((v) => ({ ...v, at: carry[v.at]! })) }
      })
    }
  )

/** One calls others to a place. */
const Call = ({ calls }: System) =>
  walker.choosing(toPlaces).joint(
    { called: walker },
    {
      meets: (self, { place }, constants) => ({
        called: place === 0 ? [] : later(self, constants)
      }),
      guards: {
        Leads: ({ at }, { place }) => isIn(calls, at, place),
        Away: (_, { place }, { called }) =>
          called.some(({ at }) => at !== place)
      },
      step: (self, { place }, { called }) => ({
        ...step(self),
        others: { called: called.map((v) => ({ ...v, at: place })) }
      })
    }
  )

/** One passes the gate while nobody is near. */
const Pass = ({ beyond, opening }: System) =>
  walker.joint(
    { others: walker, gate },
    {
      meets: (self, { Walker }) => ({
        others: Walker.filter((id) => id !== self.id),
        gate: ["gate"]
      }),
      guards: {
        Leads: ({ at }) => beyond[at]! >= 0,
        Open: ({ at }, { gate: [g] }) => g!.position === opening[at],
        Alone: ({ at }, { others }) => others.every((v) => v.at !== at)
      },
      step: (self, { gate: [g] }) => ({
        ...step({ ...self, at: beyond[self.at]! }),
        others: { gate: [{ position: 1 - g!.position }] }
      })
    }
  )

const Shut = ({ shutting }: System) =>
  gate.local({
    guards: { Leads: ({ position }) => shutting[position]! >= 0 },
    step: (self) => step({ position: shutting[self.position]! })
  })

type Predicate = (world: World, id: string) => boolean

const at =
  (pairs: System["outside"]): Predicate =>
  ({ walker, gate }, id) =>
    isIn(pairs, walker[id]!.at, gate["gate"]!.position)

const livenessOf = ({ beginning, ending }: System) => {
  const [begins, ends] = [at(beginning), at(ending)]
  const some = (predicate: Predicate) => (world: World, k: Constants) =>
    k.Walker.some((id) => predicate(world, id))
  const one = (predicate: Predicate, id: string) => (world: World) =>
    predicate(world, id)
  const ids = ({ Walker }: Constants) => Walker
  return {
    Eventually: eventually(some(ends)),
    LeadsTo: leadsTo(some(begins), some(ends)),
    EventuallyAlways: eventuallyAlways(some(ends)),
    AlwaysEventually: alwaysEventually(some(ends)),
    EachEventually: forAll(ids, (id) => eventually(one(ends, id))),
    EachLeadsTo: forAll(ids, (id) => leadsTo(one(begins, id), one(ends, id))),
    EachEventuallyAlways: forAll(ids, (id) => eventuallyAlways(one(ends, id))),
    EachAlwaysEventually: forAll(ids, (id) => alwaysEventually(one(ends, id))),
    StepsAgain: alwaysEventually<World, Constants>((_, { Walker }, enabled) =>
      Walker.some((id) => enabled("Step", id))
    ),
    EachHears: forAll(ids, (id: string) =>
      leadsTo<World, Constants>(
        (_, _constants, enabled) => enabled("Hear", id),
        one(ends, id)
      )
    )
  }
}

const formulasOf = (system: System) => {
  const everywhere = (predicate: Predicate) => (world: World, k: Constants) =>
    k.Walker.every((id) => predicate(world, id))
  const quiet = ({ network }: World) => network.length <= system.loudest
  const unsafe = at(system.unsafe)
  const safe = everywhere((world, id) => !unsafe(world, id))
  const outside = at(system.outside)
  const near = everywhere((world, id) => !outside(world, id))
  return {
    invariants: {
      Safe: (world: World, k: Constants) => safe(world, k) && quiet(world)
    },
    bounds: {
      Near: (world: World, k: Constants) => near(world, k) && quiet(world)
    },
    actionProperties: {
      Orderly: {
        actor: "walker",
        holds: (before: Walker, after: Walker) =>
          before.at === after.at || !isIn(system.forbidden, before.at, after.at)
      }
    },
    liveness: livenessOf(system)
  }
}

const fairnessOf = ({ fair }: System) => ({
  weaklyFair: fairActions.filter((name) => fair[name] === "weakly"),
  stronglyFair: fairActions.filter((name) => fair[name] === "strongly")
})

const variables = (isBag: boolean) => {
  const said = isBag ? bag : set
  return ({ walker, gate, network }: World) => ({
    at: functionOf(walker, ({ at }) => at),
    breath: functionOf(walker, ({ breath }) => breath),
    gate: gate["gate"]!.position,
    said: said(network.map(messageRecord))
  })
}

/** The protocol whose steps are those of the system's tables. */
export const walkers = (system: System): Protocol => {
  const next = {
    ...alone(system),
    Meet: Meet(system),
    Call: Call(system),
    Pass: Pass(system)
  }
  const { isBag, breath } = system
  const ids = system.walkers
  return protocol<World, Constants, keyof typeof next>({
    module: "Walkers",
    constants: Constants,
    actors: {
      walker: {
        state: Walker,
        ids: ({ Walker }) => Walker,
        init: (id) => ({ id, at: 0, breath: breath[ids.indexOf(id)]! })
      },
      gate: {
        state: Gate,
        ids: () => ["gate"],
        init: () => ({ position: 0 })
      }
    },
    network: {
      semantics: isBag ? "bag" : "set",
      message: Message,
      part: (m) => m.to,
      to: (m) => [m.to]
    },
    next,
    environment: { Shut: Shut(system) },
    ...fairnessOf(system),
    ...formulasOf(system),
    refinements: {},
    witnesses: {},
    variables: variables(isBag)
  })
}
