/** How servers of Raft reach each other. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import type { Message } from "../../protocols/raft/state.ts"

type Arrive = (message: Message) => Effect.Effect<void>

/** Carries messages; what it carries may be lost, late, or come twice. */
export class Transport extends Context.Service<
  Transport,
  {
    /** Sends a message on its way to whom it names, and does not wait. */
    readonly send: (message: Message) => Effect.Effect<void>
    /** Gives a server what arrives for it, until the scope closes. */
    readonly join: (
      id: string,
      arrive: Arrive
    ) => Effect.Effect<void, never, Scope.Scope>
  }
>()("bisim/storage/Transport") {}

/** How long each copy of a message travels, in ms; none: it is lost. */
export type Journeys = (
  message: Message
) => Effect.Effect<ReadonlyArray<number>>

/** Each message arrives, once and at once. */
const direct: Journeys = () => Effect.succeed([0])

const make = Effect.fnUntraced(function* (journeys: Journeys) {
  const scope = yield* Scope.Scope
  const joined = new Map<string, Arrive>()
  const arrive: Arrive = (message) =>
    Effect.suspend(() => joined.get(message.to)?.(message) ?? Effect.void)
  const travel = (message: Message, delay: number) =>
    delay === 0
      ? arrive(message)
      : Effect.sleep(delay).pipe(
          Effect.andThen(arrive(message)),
          Effect.forkIn(scope),
          Effect.asVoid
        )
  const send = Effect.fnUntraced(function* (message: Message) {
    for (const delay of yield* journeys(message)) yield* travel(message, delay)
  })
  const join = (id: string, arrive: Arrive) =>
    Effect.acquireRelease(
      Effect.sync(() => {
        joined.set(id, arrive)
      }),
      () =>
        Effect.sync(() => {
          joined.delete(id)
        })
    )
  return { send, join }
})

/**
 * Carries messages between servers of one process. Whoever has not joined when
 * a message arrives does not get it.
 */
export const memoryTransport = (
  journeys: Journeys = direct
): Layer.Layer<Transport> => Layer.effect(Transport, make(journeys))
