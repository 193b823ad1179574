/**
 * A protocol as a source for the engine: one cell per actor and one per part of
 * the network. An action is evaluated once per distinct combination of the
 * parts that it touches.
 */
import * as Result from "effect/Result"
import type { Choice } from "../../protocols/kernel/action.ts"
import { choicesOf, metBy } from "../../protocols/kernel/attempt.ts"
import {
  type Action,
  type AnyWorld,
  mayReceive,
  type Message,
  type Predicate,
  type Protocol
} from "../../protocols/kernel/protocol.ts"
import { key, setOf } from "../../protocols/kernel/value.ts"
import { type Attempt, changesOf, type Label } from "./attempt.ts"
import { Cells } from "./cells.ts"
import { circleUnit, Companions, type Meeting } from "./circle.ts"
import { Network } from "./network.ts"
import { frozen } from "./parts.ts"
import type { Entry, Formula, Outcome, Unit } from "./source.ts"
import { brokenBy, illTyped, type StepChecks } from "./step-checks.ts"
import { mustRepeat, type Tried, tried } from "./trial.ts"
import { Views } from "./views.ts"
import type { Actor } from "./world.ts"

/** An action under its name, with one of the choices that it has. */
interface Named {
  readonly name: string
  readonly action: Action
  readonly choice: Choice | undefined
}

const labelOf = ({ name, choice }: Named, actor: Actor): Label => ({
  action: name,
  actor: actor.id,
  ...(choice === undefined ? {} : { choice })
})

/** The first trials are all repeated, of the others one in so many. */
const OFTEN = 1 << 12
const SELDOM = 64

/** The twin of a spec, compiled for one choice of its constants. */
export class Twin {
  readonly protocol: Protocol
  readonly constants: object
  readonly roots: Array<Unit<Label>> = []
  readonly initial: ReadonlyArray<ReadonlyArray<number>>
  readonly actors: ReadonlyArray<Actor>
  /** Names of the properties that the initial state's parts break. */
  readonly initialBreaks: ReadonlyArray<string>
  /** Told of every action that is tried, whether or not it is possible. */
  onTrial: ((trial: Attempt) => void) | undefined
  readonly table = new Cells()
  readonly network: Network
  private readonly companions: Companions
  private readonly receivers = new Map<string, ReadonlyArray<Unit<Label>>>()
  private readonly actions: ReadonlyArray<Named>
  private readonly checks: StepChecks
  private readonly views: Views
  private trials = 0
  private readonly first: Array<readonly [Attempt, Tried]> = []

  constructor(
    protocol: Protocol,
    constants: object,
    checks: StepChecks = { typeOK: false, actionProperties: [] }
  ) {
    this.protocol = protocol
    this.constants = frozen(constants)
    this.checks = checks
    this.actions = Object.entries({
      ...protocol.next,
      ...protocol.environment
    }).flatMap(([name, action]) =>
      frozen(choicesOf(action, constants)).map((choice) => ({
        name,
        action,
        choice
      }))
    )
    this.actors = Object.entries(protocol.actors).flatMap(([kind, { ids }]) =>
      ids(constants).map((id) => ({ kind, id, cell: this.table.add(id) }))
    )
    this.companions = new Companions(this.actors)
    const states = this.actors.map(({ kind, id }) =>
      protocol.actors[kind]!.init(id, constants)
    )
    this.initial = [states.map((state, cell) => this.table.intern(cell, state))]
    this.initialBreaks = this.actors.flatMap(({ kind }, i) =>
      illTyped(protocol, checks, kind, states[i]!)
    )
    this.network = new Network(protocol.network, this.table, (cell) =>
      this.roots.push(this.networkUnit(cell))
    )
    this.roots.push(...this.actors.map((actor) => this.actorUnit(actor)))
    this.views = new Views(
      protocol,
      this.actors,
      this.table,
      () => this.network.parts
    )
  }

  get cells(): ReadonlyArray<string> {
    return this.table.names
  }

  /** The value that an id of a cell stands for. */
  value(cell: number, id: number): unknown {
    return this.table.value(cell, id)
  }

  /** The actor that a cell belongs to; none: the cell is part of the network. */
  actorAt(cell: number): Actor | undefined {
    return this.actors[cell]
  }

  /** A formula of the engine that evaluates a predicate of the protocol. */
  formula(predicate: Predicate<AnyWorld, object>): Formula {
    return this.views.formula(predicate, this.constants)
  }

  /** A formula of the engine: the view sees the world through `read` only. */
  viewed(view: (world: AnyWorld) => number): Formula {
    return this.views.viewed(view)
  }

  /**
   * Makes the first trials again, the last one first: what an action does may
   * depend on the time, or on what was done meanwhile. Throws a `Fault` then.
   */
  tryAgain(): void {
    for (const [trial, outcome] of this.first.toReversed()) {
      mustRepeat(trial, this.constants, outcome)
    }
  }

  private state({ cell }: Actor, id: number): object {
    return this.table.value(cell, id) as object
  }

  /** What an actor does by itself, or in meeting others. */
  private actorUnit(actor: Actor): Unit<Label> {
    const own = this.actions.filter(
      ({ action }) => action.actor === actor.kind && action._tag !== "Receiving"
    )
    return {
      cell: actor.cell,
      expand: (id) => {
        const self = this.state(actor, id)
        const meetings = own.map((named) => this.meeting(named, actor, self))
        const circles = Map.groupBy(meetings, ({ others }) =>
          others.map(({ cell }) => cell).join()
        )
        const alone = circles.get("") ?? []
        circles.delete("")
        return {
          outcomes: alone.flatMap((one) => this.outcome({ ...one, met: [] })),
          then: [...circles.values()].map((circle) =>
            circleUnit(
              circle,
              (other, at) => this.state(other, at),
              (trial) => this.outcome(trial)
            )
          )
        }
      }
    }
  }

  private meeting(named: Named, actor: Actor, self: object): Meeting {
    const { action, choice } = named
    const others = metBy(action, self, choice, this.constants).map((met) =>
      this.companions.of(met)
    )
    const label = labelOf(named, actor)
    if (action._tag !== "Joint") return { label, action, actor, self, others }
    const ids = others.map(({ id }) => id)
    return { label: { ...label, others: ids }, action, actor, self, others }
  }

  /** What happens with the messages of one part of the network. */
  private networkUnit(cell: number): Unit<Label> {
    return {
      cell,
      expand: (id) => ({
        outcomes: [],
        then: setOf(this.network.messages(cell, id)).flatMap((message) =>
          this.receiversOf(cell, message)
        )
      })
    }
  }

  /** One unit per actor that may receive the message: the same every time. */
  private receiversOf(
    cell: number,
    message: Message
  ): ReadonlyArray<Unit<Label>> {
    const text = key(message)
    const known = this.receivers.get(text)
    if (known !== undefined) return known
    const accepting = this.actions.filter(
      ({ action: a }) =>
        a._tag === "Receiving" && a.receives.includes(message._tag)
    )
    const units = this.actors
      .filter(({ id }) => mayReceive(this.protocol.network, message, id))
      .flatMap((actor) => {
        const own = accepting.filter(
          ({ action }) => action.actor === actor.kind
        )
        return own.length === 0
          ? []
          : [this.receiver(own, actor, message, cell)]
      })
    this.receivers.set(text, units)
    return units
  }

  private receiver(
    actions: ReadonlyArray<Named>,
    actor: Actor,
    message: Message,
    cell: number
  ): Unit<Label> {
    return {
      cell: actor.cell,
      expand: (id): Entry<Label> => ({
        outcomes: actions.flatMap((named) =>
          this.outcome({
            label: { ...labelOf(named, actor), message },
            action: named.action,
            actor,
            self: this.state(actor, id),
            others: [],
            met: [],
            cell
          })
        ),
        then: []
      })
    }
  }

  /** The outcome of an action, or none where a guard forbids it. */
  private outcome(trial: Attempt): ReadonlyArray<Outcome<Label>> {
    const { label, cell } = trial
    const { message } = label
    this.onTrial?.(trial)
    const result = tried(trial, this.constants)
    const isEarly = this.trials++ < OFTEN
    if (isEarly) this.first.push([trial, result])
    if (isEarly || this.trials % SELDOM === 0) {
      mustRepeat(trial, this.constants, result)
    }
    if (Result.isFailure(result)) return []
    const received =
      cell === undefined || message === undefined
        ? undefined
        : { message, cell }
    const changed = changesOf(trial, result.success)
    const { sent } = result.success
    return [
      {
        label,
        writes: [
          ...changed.map(({ cell, after }) => ({
            cell,
            id: this.table.intern(cell, after)
          })),
          ...this.network.writes(sent, received)
        ],
        breaks: brokenBy(
          this.protocol,
          this.checks,
          changed,
          sent,
          this.constants
        )
      }
    ]
  }
}
