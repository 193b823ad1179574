/**
 * What a protocol is made of: actions. An action is a sentence (its doc
 * comment), named guards and a step. What it touches is in its type: one actor
 * (`local`), one actor and one message (`receiving`), or the actors that meet
 * in one atomic step (`joint`). What it may choose freely is said with it
 * (`choosing`). Its outcome is a function of those parts and of the model's
 * constants, and of nothing else.
 */
import * as Result from "effect/Result"

/** A guard is false, so the action cannot happen now. Data, not an error. */
export interface Disabled<Guard extends string> {
  readonly _tag: "Disabled"
  readonly guard: Guard
}

/**
 * What an action does: the next state of its actor, what it sends and, in a
 * joint action, the next states of the others by role (a role that is left out:
 * they stay as they are).
 */
export interface Step<Self, Message, Others = never> {
  readonly state: Self
  readonly sent: ReadonlyArray<Message>
  readonly others?: Others
}

/** The actor's next state, and the messages that it sends with it. */
export const step = <Self, Message>(
  state: NoInfer<Self>,
  ...sent: ReadonlyArray<NoInfer<Message>>
): Step<Self, Message> => ({ state, sent })

/** The conjuncts of an enabling condition, under their names in the spec. */
export type Guards<Guard extends string, Parts extends Reads> = {
  readonly [K in Guard]: (...parts: Parts) => boolean
}

type Reads = ReadonlyArray<unknown>

/** Named guards over the parts that an action reads, and its step. */
export interface Rule<Parts extends Reads, Outcome, Guard extends string> {
  readonly guards: Guards<Guard, Parts>
  readonly step: (...parts: Parts) => Outcome
}

/** Values that an action is free to choose, by the names that they have. */
export type Choice = Readonly<Record<string, unknown>>

/** All that can be chosen; whatever depends on a state is a guard. */
interface Choosing<Constants> {
  readonly choices?: (constants: Constants) => ReadonlyArray<Choice>
}

/** One actor acts by itself. */
export interface Local<Parts extends Reads, Outcome, Guard extends string>
  extends Rule<Parts, Outcome, Guard>, Choosing<never> {
  readonly _tag: "Local"
  readonly actor: string
}

/** One actor takes one message of a given type from the network. */
export interface Receiving<
  Parts extends Reads,
  Outcome,
  Guard extends string
> extends Rule<Parts, Outcome, Guard> {
  readonly _tag: "Receiving"
  readonly actor: string
  /** The types that the message may have. */
  readonly receives: ReadonlyArray<string>
}

/** An actor and the others that it names meet in one atomic step. */
export interface Joint<Parts extends Reads, Outcome, Guard extends string>
  extends Rule<Parts, Outcome, Guard>, Choosing<never> {
  readonly _tag: "Joint"
  readonly actor: string
  /** The kinds of the others, by the roles that they have in the rule. */
  readonly roles: Readonly<Record<string, string>>
  /** The ids of the others, in the order in which the rule sees them. */
  readonly meets: (
    ...parts: never
  ) => Readonly<Record<string, ReadonlyArray<string>>>
}

/** The action's next step, or the first guard that forbids it. */
export const apply = <const Parts extends Reads, Outcome, Guard extends string>(
  action: Rule<Parts, Outcome, Guard>,
  ...parts: Parts
): Result.Result<Outcome, Disabled<Guard>> => {
  for (const guard in action.guards) {
    if (!action.guards[guard](...parts)) {
      return Result.fail({ _tag: "Disabled", guard })
    }
  }
  return Result.succeed(action.step(...parts))
}

/** A type that is carried by a schema; only the type is used here. */
interface Typed {
  readonly Type: unknown
}

interface Tagged {
  readonly _tag: string
}

/** The kinds of those whom an actor meets, by their roles in the rule. */
type Roles = Readonly<
  Record<
    string,
    { readonly kind: string; readonly types: { readonly state: Typed } }
  >
>

type Met<R extends Roles> = {
  readonly [K in keyof R]: ReadonlyArray<R[K]["types"]["state"]["Type"]>
}

/** How an actor acts, once it has chosen what it may choose. */
const acting = <Self, Message, Constants, Chosen extends Reads>(
  kind: string,
  choosing: Choosing<Constants>
) => ({
  local: <Guard extends string>(
    rule: Rule<
      readonly [self: Self, ...chosen: Chosen, constants: Constants],
      Step<Self, Message>,
      Guard
    >
  ): Local<
    readonly [self: Self, ...chosen: Chosen, constants: Constants],
    Step<Self, Message>,
    Guard
  > => ({ _tag: "Local", actor: kind, ...choosing, ...rule }),

  joint: <R extends Roles, Guard extends string>(
    roles: R,
    rule: Rule<
      readonly [
        self: Self,
        ...chosen: Chosen,
        others: Met<R>,
        constants: Constants
      ],
      Step<Self, Message, Partial<Met<R>>>,
      Guard
    > & {
      readonly meets: (
        ...parts: readonly [self: Self, ...chosen: Chosen, constants: Constants]
      ) => { readonly [K in keyof R]: ReadonlyArray<string> }
    }
  ): Joint<
    readonly [
      self: Self,
      ...chosen: Chosen,
      others: Met<R>,
      constants: Constants
    ],
    Step<Self, Message, Partial<Met<R>>>,
    Guard
  > => ({
    _tag: "Joint",
    actor: kind,
    roles: Object.fromEntries(
      Object.entries(roles).map(([role, other]) => [role, other.kind])
    ),
    ...choosing,
    ...rule
  })
})

/**
 * The vocabulary of one kind of actor: how to write its actions. The schemas
 * give the types of its state, of the protocol's messages and constants.
 */
export const actor = <
  S extends Typed,
  M extends { readonly Type: Tagged },
  C extends Typed
>(
  kind: string,
  _types: { readonly state: S; readonly message: M; readonly constants: C }
) => {
  type Self = S["Type"]
  type Message = M["Type"]
  type Constants = C["Type"]
  return {
    kind,
    types: _types,

    ...acting<Self, Message, Constants, readonly []>(kind, {}),

    /** What is chosen comes second in each rule, after the actor. */
    choosing: <const Chosen extends Choice>(
      choices: (constants: Constants) => ReadonlyArray<Chosen>
    ) =>
      acting<Self, Message, Constants, readonly [choice: Chosen]>(kind, {
        choices
      }),

    /** One tag, or those of all messages that are taken in the same way. */
    receiving: <Tag extends Message["_tag"], Guard extends string>(
      receives: Tag | ReadonlyArray<Tag>,
      rule: Rule<
        readonly [
          self: Self,
          m: Extract<Message, { readonly _tag: Tag }>,
          constants: Constants
        ],
        Step<Self, Message>,
        Guard
      >
    ): Receiving<
      readonly [
        self: Self,
        m: Extract<Message, { readonly _tag: Tag }>,
        constants: Constants
      ],
      Step<Self, Message>,
      Guard
    > => ({
      _tag: "Receiving",
      actor: kind,
      receives: [receives].flat(),
      ...rule
    })
  }
}
