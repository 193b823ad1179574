/** Explores what has no end and fills JavaScript's heap; prints how it ends. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { actor, step } from "../../../../protocols/kernel/action.ts"
import { protocol, type World } from "../../../../protocols/kernel/protocol.ts"
import { promisesNothing } from "../../../../protocols/kernel/testing.ts"
import { explore } from "../../explore.ts"

const Teller = Schema.Struct({
  id: Schema.String,
  told: Schema.Array(Schema.String)
})
const Message = Schema.TaggedUnion({ Told: { to: Schema.String } })
const Constants = Schema.Struct({})

const teller = actor("teller", {
  state: Teller,
  message: Message,
  constants: Constants
})

const next = {
  Tell: teller.local({
    guards: {},
    step: (self) =>
      step({ ...self, told: [...self.told, `story ${self.told.length}`] })
  })
}

const growing = protocol<
  World<{ readonly teller: typeof Teller.Type }, typeof Message.Type>,
  typeof Constants.Type,
  keyof typeof next
>({
  module: "Growing",
  constants: Constants,
  actors: {
    teller: {
      state: Teller,
      ids: () => ["t"],
      init: (id) => ({ id, told: [] })
    }
  },
  network: {
    semantics: "set",
    message: Message,
    part: (m) => m.to,
    to: (m) => [m.to]
  },
  next,
  ...promisesNothing
})

const model = {
  name: "MCGrowing",
  folder: "growing",
  protocol: growing,
  config: {
    specification: undefined,
    constants: [],
    invariants: [],
    properties: [],
    constraints: [],
    symmetry: undefined,
    checkDeadlock: false
  },
  constants: {},
  configPath: "MCGrowing.cfg",
  specPath: "MCGrowing.tla",
  expected: undefined,
  everyday: true
}

const { finding, distinct } = await Effect.runPromise(
  explore(model, {
    limits: {},
    cached: true,
    onProgress: () => Effect.void
  })
)
console.log(JSON.stringify({ finding, distinct }))
