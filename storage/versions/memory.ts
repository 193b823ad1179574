/** Keeps versions in memory, all of them, and all transactions. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Semaphore from "effect/Semaphore"
import type { Choice } from "../../protocols/kernel/action.ts"
import { attempt, type Met, metBy } from "../../protocols/kernel/attempt.ts"
import type { Action } from "../../protocols/kernel/protocol.ts"
import { SnapshotIsolation } from "../../protocols/snapshot-isolation/protocol.ts"
import {
  Absent,
  Initial,
  type Key,
  type Transaction
} from "../../protocols/snapshot-isolation/state.ts"
import {
  type OpenTransaction,
  Refused,
  Reserved,
  VersionStore
} from "./store.ts"

/** A step that a transaction took. */
export interface Taken {
  readonly actor: string
  readonly action: string
  readonly choice?: Choice
  /** The keys and the oracle that it met. */
  readonly met: ReadonlyArray<string>
  /** The transaction after the step. */
  readonly state: object
}

export interface MemoryOptions {
  /** Actions in place of the twin's own. */
  readonly actions?: Readonly<Record<string, Action>>
  /** Told every step; the next one waits for it. */
  readonly taken?: (step: Taken) => Effect.Effect<void>
}

/** No action of this protocol looks at the constants. */
const constants = {}

/** The states of all transactions, of all keys and of the oracle. */
class World {
  private readonly actions: Readonly<Record<string, Action>>
  private readonly states = new Map<string, object>()

  constructor(actions: Readonly<Record<string, Action>>) {
    this.actions = { ...SnapshotIsolation.next, ...actions }
  }

  /** Who was never met is in the initial state. */
  private at(kind: string, id: string): object {
    return (
      this.states.get(`${kind} ${id}`) ??
      SnapshotIsolation.actors[kind]!.init(id, constants)
    )
  }

  /** Takes the step, or says why it is none. */
  step(
    transaction: string,
    action: string,
    choice?: Choice
  ): Result.Result<Taken, Refused> {
    const rule = this.actions[action]!
    const self = this.at("transaction", transaction)
    const met = metBy(rule, self, choice, constants)
    const state = ({ kind, id }: Met) => this.at(kind, id)
    const others = met.map((one) => ({ role: one.role, state: state(one) }))
    const tried = attempt(rule, { self, choice, met: others }, constants)
    if (Result.isFailure(tried)) {
      const { guard } = tried.failure
      return Result.fail(new Refused({ transaction, action, guard }))
    }
    this.states.set(`transaction ${transaction}`, tried.success.state)
    for (const [i, { kind, id }] of met.entries()) {
      this.states.set(`${kind} ${id}`, tried.success.others[i]!)
    }
    return Result.succeed({
      actor: transaction,
      action,
      ...(choice === undefined ? {} : { choice }),
      met: met.map(({ id }) => id),
      state: tried.success.state
    })
  }

  /** Reads the one value that the twin lets the transaction read. */
  read(transaction: string, key: string): Result.Result<Taken, Refused> {
    const { versions } = this.at("key", key) as Key
    const { writes } = this.at("transaction", transaction) as Transaction
    const own = writes[key] ?? Absent
    const values = new Set([own, ...versions.map(({ value }) => value)])
    let tried = this.step(transaction, "Read", { key, value: own })
    for (const value of values) {
      if (Result.isSuccess(tried)) break
      tried = this.step(transaction, "Read", { key, value })
    }
    return tried
  }
}

type Stepping = (
  step: () => Result.Result<Taken, Refused>
) => Effect.Effect<Taken, Refused>

const opened = (
  world: World,
  id: string,
  taking: Stepping
): OpenTransaction => {
  const step = (action: string, choice?: Choice) =>
    Effect.asVoid(taking(() => world.step(id, action, choice)))
  const write = (action: string, key: string, value: string) =>
    value === Absent
      ? Effect.fail(new Reserved({ word: value }))
      : step(action, { key, value })
  return {
    read: (key) =>
      Effect.map(
        taking(() => world.read(id, key)),
        ({ choice }) => {
          const value = choice!["value"] as string
          return value === Absent ? undefined : value
        }
      ),
    insert: (key, value) => write("Insert", key, value),
    update: (key, value) => write("Update", key, value),
    remove: (key) => step("Remove", { key }),
    commit: step("Commit"),
    abort: step("Abort")
  }
}

/** An empty store: no key has a value. */
export const memoryVersions = ({
  actions = {},
  taken = () => Effect.void
}: MemoryOptions = {}): Layer.Layer<VersionStore> =>
  Layer.effect(
    VersionStore,
    Effect.map(Semaphore.make(1), (oneByOne) => {
      const world = new World(actions)
      const taking: Stepping = (step) =>
        Effect.suspend(() => Effect.fromResult(step())).pipe(
          Effect.tap(taken),
          Effect.uninterruptible,
          (whole) => oneByOne.withPermit(whole)
        )
      const begin = (id: string) =>
        id === Initial
          ? Effect.fail(new Reserved({ word: id }))
          : Effect.as(
              taking(() => world.step(id, "Begin")),
              opened(world, id, taking)
            )
      return { begin }
    })
  )
