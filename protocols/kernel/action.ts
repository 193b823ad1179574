/**
 * What a protocol is made of: actions. An action is a sentence (its doc
 * comment), named guards and a step. What it touches is in its type: one actor
 * (`local`), one actor and one message (`receiving`), or the actors that meet
 * in one atomic step (`joint`). Its outcome is a function of those parts and of
 * the model's constants, and of nothing else.
 */
import * as Result from "effect/Result"

/** A guard is false, so the action cannot happen now. Data, not an error. */
export interface Disabled<Guard extends string> {
  readonly _tag: "Disabled"
  readonly guard: Guard
}

/**
 * What an action does: the next state of its actor, what it sends and, in a
 * joint action, the next states of the others (left out: they stay as they
 * are).
 */
export interface Step<Self, Message, Other = never> {
  readonly state: Self
  readonly sent: ReadonlyArray<Message>
  readonly others?: ReadonlyArray<Other>
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

/** One actor acts by itself. */
export interface Local<
  Self,
  Message,
  Constants,
  Guard extends string
> extends Rule<
  readonly [self: Self, constants: Constants],
  Step<Self, Message>,
  Guard
> {
  readonly _tag: "Local"
  readonly actor: string
}

/** One actor takes one message of the given type from the network. */
export interface Receiving<
  Self,
  Message,
  Received,
  Constants,
  Guard extends string
> extends Rule<
  readonly [self: Self, m: Received, constants: Constants],
  Step<Self, Message>,
  Guard
> {
  readonly _tag: "Receiving"
  readonly actor: string
  readonly receives: string
}

/** An actor and the others that it names meet in one atomic step. */
export interface Joint<
  Self,
  Other,
  Message,
  Constants,
  Guard extends string
> extends Rule<
  readonly [self: Self, others: ReadonlyArray<Other>, constants: Constants],
  Step<Self, Message, Other>,
  Guard
> {
  readonly _tag: "Joint"
  readonly actor: string
  readonly other: string
  /** The ids of the others, in the order in which the rule sees them. */
  readonly meets: (self: Self, constants: Constants) => ReadonlyArray<string>
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

    local: <Guard extends string>(
      rule: Rule<
        readonly [self: Self, constants: Constants],
        Step<Self, Message>,
        Guard
      >
    ): Local<Self, Message, Constants, Guard> => ({
      _tag: "Local",
      actor: kind,
      ...rule
    }),

    receiving: <Tag extends Message["_tag"], Guard extends string>(
      receives: Tag,
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
      Self,
      Message,
      Extract<Message, { readonly _tag: Tag }>,
      Constants,
      Guard
    > => ({ _tag: "Receiving", actor: kind, receives, ...rule }),

    joint: <O extends Typed, Guard extends string>(
      other: { readonly kind: string; readonly types: { readonly state: O } },
      rule: Rule<
        readonly [
          self: Self,
          others: ReadonlyArray<O["Type"]>,
          constants: Constants
        ],
        Step<Self, Message, O["Type"]>,
        Guard
      > & {
        readonly meets: (
          self: Self,
          constants: Constants
        ) => ReadonlyArray<string>
      }
    ): Joint<Self, O["Type"], Message, Constants, Guard> => ({
      _tag: "Joint",
      actor: kind,
      other: other.kind,
      ...rule
    })
  }
}
