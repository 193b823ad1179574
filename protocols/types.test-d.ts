/**
 * What the kernel does not let through: each line below an expected error does
 * not compile, for the reason that its number names.
 */
import * as Result from "effect/Result"
import { actor, apply, step } from "./kernel/action.ts"
import { type Definition, protocol } from "./kernel/protocol.ts"
import {
  RMPrepare,
  TMCommit,
  TMRcvPrepared
} from "./two-phase-commit/actions.ts"
import type { Next } from "./two-phase-commit/actions.ts"
import type { World } from "./two-phase-commit/properties.ts"
import {
  Constants,
  Message,
  ResourceManager,
  TransactionManager
} from "./two-phase-commit/state.ts"

const types = { message: Message, constants: Constants }
const rm = actor("rm", { ...types, state: ResourceManager })
const tm = actor("tm", { ...types, state: TransactionManager })

declare const participant: ResourceManager
declare const coordinator: TransactionManager
declare const constants: Constants
declare const definition: Definition<World, Constants, keyof typeof Next>

const commit = apply(TMCommit, coordinator, constants)
if (Result.isFailure(commit)) {
  const guard: "Undecided" | "AllPrepared" = commit.failure.guard
  // @ts-expect-error TS2367 a guard is misspelt
  console.log(guard, commit.failure.guard === "AllPrepard")
  // @ts-expect-error TS2367 the guard is another action's
  console.log(commit.failure.guard === "Working")
}

export const received = apply(
  TMRcvPrepared,
  coordinator,
  { _tag: "Prepared", rm: "rm-0" },
  constants
)
// @ts-expect-error TS2322 a message of another type is received
apply(TMRcvPrepared, coordinator, { _tag: "Commit" }, constants)
// @ts-expect-error TS2741 the actor is of another kind
apply(RMPrepare, coordinator, constants)
// @ts-expect-error TS2551 the guards of an action are those it declares
export const missing = RMPrepare.guards.Wroking

export const told = tm.receiving("Prepared", {
  guards: { Expected: (_self, m, { RM }) => RM.includes(m.rm) },
  step: (self) => step(self)
})
export const toldAny = tm.receiving(["Prepared", "Commit"], {
  guards: {
    Expected: (_self, m, { RM }) => m._tag !== "Prepared" || RM.includes(m.rm)
  },
  step: (self) => step(self)
})
export const fieldOfOne = tm.receiving(["Prepared", "Commit"], {
  // @ts-expect-error TS2339 not every message that is taken has the field
  guards: { FromMe: (self, m) => m.rm === self.id },
  step: (self) => step(self)
})
// @ts-expect-error TS2345 a message's tag is misspelt
export const untold = tm.receiving("Prepered", {
  guards: {},
  step: (self) => step(self)
})
export const fieldless = rm.receiving("Commit", {
  // @ts-expect-error TS2339 a message has the fields of its type only
  guards: { FromMe: (self, m) => m.rm === self.id },
  step: (self) => step(self)
})

export const sends = rm.local({
  guards: {},
  step: (self) => step(self, { _tag: "Prepared", rm: self.id })
})
export const sendsNumber = rm.local({
  guards: {},
  // @ts-expect-error TS2345 a field of a sent message has another type
  step: (self) => step(self, { _tag: "Prepared", rm: 1 })
})
export const sendsLess = rm.local({
  guards: {},
  // @ts-expect-error TS2345 a field of a sent message is missing
  step: (self) => step(self, { _tag: "Prepared" })
})
export const sendsNonsense = rm.local({
  guards: {},
  // @ts-expect-error TS2820 the protocol has no such message
  step: (self) => step(self, { _tag: "Prepare" })
})
export const becomesNonsense = rm.local({
  guards: {},
  // @ts-expect-error TS2820 the actor has no such state
  step: (self) => step({ ...self, rmState: "comitted" })
})
export const sendsMore = rm.local({
  guards: {},
  // @ts-expect-error TS2353 the message has no such field
  step: (self) => step(self, { _tag: "Prepared", rm: self.id, at: 1 })
})
export const becomesMore = rm.local({
  guards: {},
  // @ts-expect-error TS2561 the actor has no such field
  step: (self) => step({ ...self, rmStat: "committed" })
})

export const alone = rm.local({
  guards: { Told: (self, { RM }) => RM.includes(self.id) },
  step: (self) => step(self)
})
export const readsWorld = rm.local({
  guards: {
    // @ts-expect-error TS2322 an action of one actor does not see the world
    Told: (_self, _constants, { tm }: World) => tm["tm"] !== undefined
  },
  step: (self) => step(self)
})
export const readsOther = rm.local({
  // @ts-expect-error TS2551 an actor does not see another's state
  guards: { Told: (self) => self.tmState === "committed" },
  step: (self) => step(self)
})

export const meets = rm.joint(
  { tm },
  {
    meets: () => ({ tm: ["tm"] }),
    guards: {
      Open: (_self, { tm }) => tm.every((o) => o.tmState === "init")
    },
    step: (self) => step(self)
  }
)
export const meetsAnother = rm.joint(
  { rm },
  {
    meets: () => ({ rm: ["rm-0"] }),
    guards: {
      // @ts-expect-error TS2551 the others are of another kind
      Open: (_self, { rm }) => rm.every((o) => o.tmState === "init")
    },
    step: (self) => step(self)
  }
)
export const meetsUnknown = rm.joint(
  { tm },
  {
    meets: () => ({ tm: ["tm"] }),
    guards: {
      // @ts-expect-error TS2339 nobody has this role
      Open: (_self, { rm }) => rm.length > 0
    },
    step: (self) => step(self)
  }
)
export const meetsNobody = rm.joint(
  { tm },
  {
    // @ts-expect-error TS2322 who meets follows from actor and constants only
    meets: (_self, _constants, world: World) => ({ tm: Object.keys(world.tm) }),
    guards: {},
    step: (self) => step(self)
  }
)
export const changesOther = rm.joint(
  { tm },
  {
    meets: () => ({ tm: ["tm"] }),
    guards: {},
    // @ts-expect-error TS2739 a step changes the others that it meets only
    step: (self) => ({ state: self, sent: [], others: { tm: [participant] } })
  }
)

export const chooses = tm
  .choosing(({ RM }) => RM.map((chosen) => ({ chosen })))
  .joint(
    { rm },
    {
      meets: (_self, { chosen }) => ({ rm: [chosen] }),
      guards: {
        Waiting: (self, _choice, { rm }) =>
          self.tmState === "init" && rm.every((r) => r.rmState === "working")
      },
      step: (self) => step(self)
    }
  )
export const choosesNonsense = tm
  .choosing(({ RM }) => RM.map((chosen) => ({ chosen })))
  .local({
    guards: {
      // @ts-expect-error TS2551 there is no such value to choose
      Waiting: (self, choice) => choice.choosen === self.id
    },
    step: (self) => step(self)
  })

export const fair = protocol({ ...definition, weaklyFair: ["TMAbort"] })
export const unfair = protocol<World, Constants, keyof typeof Next>({
  ...definition,
  // @ts-expect-error TS2820 no action of the protocol has this name
  weaklyFair: ["TMAbrot"]
})
export const unfairTwice = protocol<World, Constants, keyof typeof Next>({
  ...definition,
  // @ts-expect-error TS2820 no action of the protocol has this name
  stronglyFair: ["TMAbrot"]
})
export const homeless = protocol<World, Constants, keyof typeof Next>({
  ...definition,
  // @ts-expect-error TS2741 a kind of actor is missing
  actors: { rm: definition.actors.rm }
})
