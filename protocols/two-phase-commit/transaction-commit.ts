/**
 * What a transaction commit protocol is to achieve, whatever messages it sends:
 * the executable twin of `spec/two-phase-commit/TransactionCommit.tla`. The
 * participants see each other directly, which no distributed program can do;
 * two-phase commit refines this.
 */
import * as Schema from "effect/Schema"
import { actor, step } from "../kernel/action.ts"
import { type Protocol, protocol, type World } from "../kernel/protocol.ts"
import { functionOf } from "../kernel/value.ts"
import { ResourceManager } from "./state.ts"

const Constants = Schema.Struct({
  RM: Schema.Array(Schema.String).check(Schema.isNonEmpty())
})
type Constants = typeof Constants.Type

const Message = Schema.Never

const rm = actor("rm", {
  state: ResourceManager,
  message: Message,
  constants: Constants
})

const everyoneElse = (self: ResourceManager, { RM }: Constants) => ({
  others: RM.filter((id) => id !== self.id)
})

/** A participant has done its part of the transaction. */
export const Prepare = rm.local({
  guards: {
    Working: (self) => self.rmState === "working"
  },
  step: (self) => step({ ...self, rmState: "prepared" })
})

/** A participant commits when everyone is prepared or has committed. */
export const DecideCommit = rm.joint(
  { others: rm },
  {
    meets: everyoneElse,
    guards: {
      Prepared: (self) => self.rmState === "prepared",
      CanCommit: (_self, { others }) =>
        others.every(({ rmState }) =>
          ["prepared", "committed"].includes(rmState)
        )
    },
    step: (self) => step({ ...self, rmState: "committed" })
  }
)

/** A participant aborts when nobody has committed. */
export const DecideAbort = rm.joint(
  { others: rm },
  {
    meets: everyoneElse,
    guards: {
      Unfinished: (self) => ["working", "prepared"].includes(self.rmState),
      NotCommitted: (_self, { others }) =>
        others.every(({ rmState }) => rmState !== "committed")
    },
    step: (self) => step({ ...self, rmState: "aborted" })
  }
)

export const Next = { Prepare, DecideCommit, DecideAbort }

type TCWorld = World<{ readonly rm: ResourceManager }, never>

/**
 * No participant commits while another aborts. Why: whoever commits has seen
 * everyone prepared or committed, and whoever aborts has seen nobody committed.
 */
export const Consistent = ({ rm }: TCWorld): boolean => {
  const states = Object.values(rm).map(({ rmState }) => rmState)
  return !(states.includes("committed") && states.includes("aborted"))
}

export const TransactionCommit: Protocol = protocol<
  TCWorld,
  Constants,
  keyof typeof Next
>({
  module: "TransactionCommit",
  constants: Constants,
  actors: {
    rm: {
      state: ResourceManager,
      ids: ({ RM }) => RM,
      init: (id) => ({ id, rmState: "working" })
    }
  },
  network: { semantics: "set", message: Message, part: () => "" },
  next: Next,
  environment: {},
  weaklyFair: [],
  invariants: { Consistent },
  actionProperties: {},
  liveness: {},
  refinements: {},
  witnesses: {},
  bounds: {},
  variables: ({ rm }) => ({
    rmState: functionOf(rm, (r) => r.rmState)
  })
})
