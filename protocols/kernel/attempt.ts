/** How engines try actions: the types of the parts are forgotten there. */
import * as Result from "effect/Result"
import {
  apply,
  type Choice,
  type Disabled,
  type Rule,
  type Step
} from "./action.ts"
import type { Action, Message } from "./protocol.ts"

/** Someone whom an actor meets: who it is, and its role in the rule. */
export interface Met {
  readonly role: string
  readonly kind: string
  readonly id: string
}

/** What an action reads: which parts these are depends on its kind. */
export interface Parts {
  readonly self: object
  readonly message?: Message | undefined
  readonly choice?: Choice | undefined
  /** Those whom a joint action meets, in the order of `metBy`. */
  readonly met?: ReadonlyArray<{
    readonly role: string
    readonly state: object
  }>
}

/** What an action does; the states of all whom it meets, as they were met. */
export interface Done {
  readonly state: object
  readonly sent: ReadonlyArray<Message>
  readonly others: ReadonlyArray<object>
}

type States = Readonly<Record<string, ReadonlyArray<object>>>

type AnyRule = Rule<
  ReadonlyArray<unknown>,
  Step<object, Message, Partial<States>>,
  string
>

/** What an action may choose from; only `undefined`: it chooses nothing. */
export const choicesOf = (
  action: Action,
  constants: object
): ReadonlyArray<Choice | undefined> =>
  action._tag === "Receiving" || action.choices === undefined
    ? [undefined]
    : (action.choices as (constants: object) => ReadonlyArray<Choice>)(
        constants
      )

const given = (choice: Choice | undefined): ReadonlyArray<unknown> =>
  choice === undefined ? [] : [choice]

/** Those whom an actor would meet, role by role; nobody if it acts alone. */
export const metBy = (
  action: Action,
  self: object,
  choice: Choice | undefined,
  constants: object
): ReadonlyArray<Met> => {
  if (action._tag !== "Joint") return []
  const meets = action.meets as unknown as (
    ...parts: ReadonlyArray<unknown>
  ) => Readonly<Record<string, ReadonlyArray<string>>>
  const ids = meets(self, ...given(choice), constants)
  return Object.entries(action.roles).flatMap(([role, kind]) =>
    ids[role]!.map((id) => ({ role, kind, id }))
  )
}

/** What an action does with the parts that it reads, or why it does not. */
export const attempt = (
  action: Action,
  { self, message, choice, met = [] }: Parts,
  constants: object
): Result.Result<Done, Disabled<string>> => {
  const rule = action as unknown as AnyRule
  const roles = action._tag === "Joint" ? Object.keys(action.roles) : []
  const others: States = Object.fromEntries(
    roles.map((role) => [
      role,
      met.filter((other) => other.role === role).map(({ state }) => state)
    ])
  )
  const parts = {
    Local: [self, ...given(choice)],
    Receiving: [self, message],
    Joint: [self, ...given(choice), others]
  }[action._tag]
  return Result.map(
    apply(rule, ...parts, constants),
    ({ state, sent, others: become = {} }) => ({
      state,
      sent,
      others: roles.flatMap((role) => become[role] ?? others[role]!)
    })
  )
}
