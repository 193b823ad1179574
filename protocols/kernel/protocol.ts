/**
 * A protocol is a value: its actors, its network, what can happen, and what
 * must be true. Explorer, parity, pairing, validator, runtime and docs all read
 * this one value.
 */
import type * as Schema from "effect/Schema"
import type { Choice, Step } from "./action.ts"
import type { Liveness } from "./liveness.ts"
import type { Value } from "./value.ts"

/** One kind of actor; each of its ids has a state of this shape. */
export interface ActorKind<Self, Constants> {
  /** The spec's `TypeOK`, for one actor. */
  readonly state: Schema.Codec<Self, unknown>
  readonly ids: (constants: Constants) => ReadonlyArray<string>
  readonly init: (id: string, constants: Constants) => Self
}

/**
 * What the network may do with a message.
 *
 * - `set`: a message once sent stays, and may be received many times or never;
 *   loss, duplication and reordering need no action of their own.
 * - `bag`: each copy that was sent is received at most once, in any order; a
 *   copy that is never received is lost.
 */
export type NetworkSemantics = "set" | "bag"

export interface Network<Message> {
  readonly semantics: NetworkSemantics
  readonly message: Schema.Codec<Message, unknown>
  /**
   * Which part of the network a message lies in. Any function of the message
   * is right; one part per sender keeps the parts few, and the explorer fast.
   */
  readonly part: (message: Message) => string
  /** Who may receive it; left out: whoever has an action for it. */
  readonly to?: (message: Message) => ReadonlyArray<string>
}

/** May the network give the message to the actor with this id? */
export const mayReceive = <M>(
  { to }: Pick<Network<M>, "to">,
  message: M,
  id: string
): boolean => to?.(message).includes(id) ?? true

/** A state of the whole system: the actors by kind and id, and the network. */
export type World<Actors, Message> = {
  readonly [Kind in keyof Actors]: Readonly<Record<string, Actors[Kind]>>
} & { readonly network: ReadonlyArray<Message> }

/** A formula about one state. */
export type Predicate<W, Constants> = (
  world: W,
  constants: Constants
) => boolean

/** A formula about every step that one kind of actor takes part in. */
export interface ActionProperty<Self, Constants> {
  readonly actor: string
  readonly holds: (before: Self, after: Self, constants: Constants) => boolean
}

/** Every step is one of another protocol, or changes nothing that it sees. */
export interface Refinement<W, Constants> {
  readonly abstract: Protocol
  /** The abstract world that a world stands for. */
  readonly map: (world: W, constants: Constants) => AnyWorld
}

export interface Message {
  readonly _tag: string
}

/** An action of any actor, as the engines see it: its parts' types are gone. */
export type Action<M extends Message = Message> = {
  readonly actor: string
  readonly guards: Readonly<Record<string, (...parts: never) => boolean>>
  readonly step: (...parts: never) => Step<object, M, object>
} & (
  | { readonly _tag: "Receiving"; readonly receives: ReadonlyArray<string> }
  | ({
      readonly choices?: (constants: never) => ReadonlyArray<Choice>
    } & (
      | { readonly _tag: "Local" }
      | {
          readonly _tag: "Joint"
          readonly roles: Readonly<Record<string, string>>
          readonly meets: (
            ...parts: never
          ) => Readonly<Record<string, ReadonlyArray<string>>>
        }
    ))
)

/** A world of which only the network is known. */
export interface AnyWorld {
  readonly network: ReadonlyArray<Message>
}

type MessageOf<W extends AnyWorld> = W["network"][number]

/** The parts of a protocol; `Next` are the names of its actions. */
export interface Definition<
  W extends AnyWorld,
  Constants,
  Next extends string
> {
  /** The TLA+ module that this is the twin of. */
  readonly module: string
  readonly constants: Schema.Codec<Constants, unknown>
  readonly actors: {
    readonly [K in Exclude<keyof W, "network">]: ActorKind<
      W[K][keyof W[K]],
      Constants
    >
  }
  readonly network: Network<MessageOf<W>>
  /** What the actors do, in story order. */
  readonly next: Readonly<Record<Next, Action<MessageOf<W>>>>
  /** What is done to them: crashes, losses, the passing of time. */
  readonly environment: Readonly<Record<string, Action<MessageOf<W>>>>
  /** Actions that happen if they stay possible, for each actor by itself. */
  readonly weaklyFair: ReadonlyArray<Next>
  /** Those that happen if they become possible again and again. */
  readonly stronglyFair?: ReadonlyArray<Next>
  /** The actors of whom fairness is asked; left out: all. */
  readonly fairActors?: (constants: Constants) => ReadonlyArray<string>
  readonly invariants: Readonly<Record<string, Predicate<W, Constants>>>
  readonly actionProperties: Readonly<
    Record<string, ActionProperty<never, Constants>>
  >
  readonly liveness: Readonly<Record<string, Liveness<W, Constants>>>
  readonly refinements: Readonly<Record<string, Refinement<W, Constants>>>
  /** Formulas that must be refuted: each tells of something that happens. */
  readonly witnesses: Readonly<Record<string, Predicate<W, Constants>>>
  /** State constraints: worlds outside are not explored further. */
  readonly bounds: Readonly<Record<string, Predicate<W, Constants>>>
  /** Constants whose elements, each among themselves, are alike. */
  readonly symmetries?: Readonly<
    Record<string, ReadonlyArray<keyof Constants & string>>
  >
  /** The values of the spec's variables in this world. */
  readonly variables: (
    world: W,
    constants: Constants
  ) => Readonly<Record<string, Value>>
}

/** A protocol as the engines see it: the types of its parts are forgotten. */
export type Protocol = Omit<
  Definition<AnyWorld, object, string>,
  "actors" | "symmetries"
> & {
  readonly actors: Readonly<Record<string, ActorKind<object, object>>>
  readonly symmetries?: Readonly<Record<string, ReadonlyArray<string>>>
}

/** Checks that the parts of a protocol fit together. */
export const protocol = <
  W extends AnyWorld,
  Constants extends object,
  Next extends string
>(
  definition: Definition<W, Constants, Next>
): Protocol => definition as unknown as Protocol
