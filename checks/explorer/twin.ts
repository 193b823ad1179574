/**
 * A protocol as a source for the engine: one cell per actor and one per part of
 * the network. An action is evaluated once per distinct combination of the
 * parts that it touches.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { apply, type Rule, type Step } from "../../protocols/kernel/action.ts"
import type {
  Action,
  AnyWorld,
  Message,
  Predicate,
  Protocol
} from "../../protocols/kernel/protocol.ts"
import { key, setOf, sorted } from "../../protocols/kernel/value.ts"
import { Parts } from "./parts.ts"
import type { Entry, Formula, Outcome, Read, Unit, Write } from "./source.ts"

/** What a step is called: the action, who acts, and what it acts on. */
export interface Label {
  readonly action: string
  readonly actor: string
  readonly message?: Message
  readonly others?: ReadonlyArray<string>
}

/** Which of the properties that belong to parts and steps are looked at. */
export interface StepChecks {
  readonly typeOK: boolean
  readonly actionProperties: ReadonlyArray<string>
}

type Evaluate = Rule<
  ReadonlyArray<unknown>,
  Step<object, Message, object>,
  string
>

interface Actor {
  readonly kind: string
  readonly id: string
  readonly cell: number
}

type Messages = ReadonlyArray<Message>

/** The twin of a spec, compiled for one choice of its constants. */
export class Twin {
  readonly protocol: Protocol
  readonly constants: object
  readonly cells: Array<string> = []
  readonly roots: Array<Unit<Label>> = []
  readonly initial: ReadonlyArray<ReadonlyArray<number>>
  readonly actors: ReadonlyArray<Actor>
  /** Names of the properties that the initial state's parts break. */
  readonly initialBreaks: ReadonlyArray<string>
  private readonly parts: Array<Parts<unknown>> = []
  private readonly actorOf = new Map<string, Actor>()
  private readonly networkCells = new Map<string, number>()
  private readonly receivers = new Map<string, ReadonlyArray<Unit<Label>>>()
  private readonly updates = new Map<string, (id: number) => number>()
  private readonly actions: ReadonlyArray<readonly [string, Action]>
  private readonly checks: StepChecks
  private readonly world: AnyWorld
  private read: Read = () => 0

  constructor(
    protocol: Protocol,
    constants: object,
    checks: StepChecks = { typeOK: false, actionProperties: [] }
  ) {
    this.protocol = protocol
    this.constants = constants
    this.checks = checks
    this.actions = [
      ...Object.entries(protocol.next),
      ...Object.entries(protocol.environment)
    ]
    this.actors = Object.entries(protocol.actors).flatMap(([kind, { ids }]) =>
      ids(constants).map((id) => this.addActor(kind, id))
    )
    this.initial = [
      this.actors.map(({ kind, id, cell }) =>
        this.intern(cell, protocol.actors[kind]!.init(id, constants))
      )
    ]
    this.initialBreaks = this.actors.flatMap(({ cell }) =>
      this.illTyped(cell, 0)
    )
    this.roots.push(...this.actors.map((actor) => this.actorUnit(actor)))
    this.world = this.lazyWorld()
  }

  /** The value that an id of a cell stands for. */
  value(cell: number, id: number): unknown {
    return this.parts[cell]!.values[id]
  }

  /** The actor that a cell belongs to; none: the cell is part of the network. */
  actorAt(cell: number): Actor | undefined {
    return this.actors[cell]
  }

  /** A formula of the engine that evaluates a predicate of the protocol. */
  formula(predicate: Predicate<AnyWorld, object>): Formula {
    return this.viewed((world) => (predicate(world, this.constants) ? 1 : 0))
  }

  /** A formula of the engine: the view sees the world through `read` only. */
  viewed(view: (world: AnyWorld) => number): Formula {
    return (read) => {
      this.read = read
      return view(this.world)
    }
  }

  private addActor(kind: string, id: string): Actor {
    const actor = { kind, id, cell: this.addCell(id) }
    this.actorOf.set(`${kind} ${id}`, actor)
    return actor
  }

  private addCell(name: string): number {
    this.parts.push(new Parts())
    return this.cells.push(name) - 1
  }

  private intern(cell: number, value: unknown): number {
    return this.parts[cell]!.intern(value)
  }

  private rulesOf(tag: Action["_tag"], kind: string) {
    return this.actions.filter(
      ([, action]) => action._tag === tag && action.actor === kind
    )
  }

  /** What an actor does by itself, or in meeting others. */
  private actorUnit(actor: Actor): Unit<Label> {
    const locals = this.rulesOf("Local", actor.kind)
    const joints = this.rulesOf("Joint", actor.kind)
    return {
      cell: actor.cell,
      expand: (id) => {
        const self = this.value(actor.cell, id) as object
        return {
          outcomes: locals.flatMap(([name, action]) =>
            this.outcome(
              { action: name, actor: actor.id },
              action,
              actor,
              self,
              [self, this.constants]
            )
          ),
          then: joints.flatMap(([name, action]) =>
            action._tag === "Joint"
              ? this.meeting(name, action, actor, self)
              : []
          )
        }
      }
    }
  }

  /** Units that read the others of a joint action, one after the other. */
  private meeting(
    name: string,
    action: Action & { readonly _tag: "Joint" },
    actor: Actor,
    self: object
  ): ReadonlyArray<Unit<Label>> {
    const meets = action.meets as unknown as (
      self: object,
      constants: object
    ) => ReadonlyArray<string>
    const ids = meets(self, this.constants)
    const label = { action: name, actor: actor.id, others: ids }
    const others = ids.map((id) => this.actorOf.get(`${action.other} ${id}`)!)
    const unit = (states: ReadonlyArray<object>): Unit<Label> => ({
      cell: others[states.length]!.cell,
      expand: (id) => {
        const met = [
          ...states,
          this.value(others[states.length]!.cell, id) as object
        ]
        return met.length < others.length
          ? { outcomes: [], then: [unit(met)] }
          : {
              outcomes: this.outcome(
                label,
                action,
                actor,
                self,
                [self, met, this.constants],
                others
              ),
              then: []
            }
      }
    })
    return others.length === 0 ? [] : [unit([])]
  }

  /** What happens with the messages of one part of the network. */
  private networkUnit(cell: number): Unit<Label> {
    return {
      cell,
      expand: (id) => ({
        outcomes: [],
        then: setOf(this.value(cell, id) as Messages).flatMap((m) =>
          this.receiversOf(cell, m)
        )
      })
    }
  }

  private receiversOf(
    cell: number,
    message: Message
  ): ReadonlyArray<Unit<Label>> {
    const text = key(message)
    const known = this.receivers.get(text)
    if (known !== undefined) return known
    const to = this.protocol.network.to?.(message)
    const rules = this.actions.filter(
      ([, a]) => a._tag === "Receiving" && a.receives === message._tag
    )
    const units = this.actors
      .filter(({ id }) => to === undefined || to.includes(id))
      .map((actor) => ({
        actor,
        rules: rules.filter(([, { actor: kind }]) => kind === actor.kind)
      }))
      .filter(({ rules }) => rules.length > 0)
      .map(({ actor, rules }) => ({
        cell: actor.cell,
        expand: (id: number): Entry<Label> => {
          const self = this.value(actor.cell, id) as object
          return {
            outcomes: rules.flatMap(([action, rule]) =>
              this.outcome(
                { action, actor: actor.id, message },
                rule,
                actor,
                self,
                [self, message, this.constants],
                [],
                cell
              )
            ),
            then: []
          }
        }
      }))
    this.receivers.set(text, units)
    return units
  }

  /** The outcome of an action, or none where a guard forbids it. */
  private outcome(
    label: Label,
    action: Action,
    actor: Actor,
    self: object,
    parts: ReadonlyArray<unknown>,
    others: ReadonlyArray<Actor> = [],
    received?: number
  ): ReadonlyArray<Outcome<Label>> {
    const result = apply(action as unknown as Evaluate, ...parts)
    if (Result.isFailure(result)) return []
    const { state, sent, others: met } = result.success
    const states: ReadonlyArray<readonly [Actor, object, object]> = [
      [actor, self, state],
      ...(met ?? []).map(
        (after, i) =>
          [others[i]!, (parts[1] as ReadonlyArray<object>)[i]!, after] as const
      )
    ]
    const written = states.map(([{ cell }, , after]) => ({
      cell,
      id: this.intern(cell, after)
    }))
    return [
      {
        label,
        writes: [
          ...written,
          ...this.networkWrites(sent, label.message, received)
        ],
        breaks: [
          ...written.flatMap(({ cell, id }) => this.illTyped(cell, id)),
          ...sent.flatMap((m) => this.illTypedMessage(m)),
          ...states.flatMap(([a, before, after]) =>
            this.brokenBy(a, before, after)
          )
        ]
      }
    ]
  }

  private networkWrites(
    sent: Messages,
    received: Message | undefined,
    cell: number | undefined
  ): ReadonlyArray<Write> {
    const taken =
      this.protocol.network.semantics === "bag" && received !== undefined
    const cells = new Set(sent.map((m) => this.networkCell(m)))
    if (taken) cells.add(cell!)
    return [...cells].map((c) => ({
      cell: c,
      update: this.update(
        c,
        taken && c === cell ? received : undefined,
        sent.filter((m) => this.networkCell(m) === c)
      )
    }))
  }

  /** The cell of the part of the network that a message lies in. */
  private networkCell(message: Message): number {
    const part = this.protocol.network.part(message)
    const known = this.networkCells.get(part)
    if (known !== undefined) return known
    const cell = this.addCell(`network ${part}`)
    this.networkCells.set(part, cell)
    this.intern(cell, [])
    this.roots.push(this.networkUnit(cell))
    return cell
  }

  /** How a part of the network changes: the same function for the same change. */
  private update(
    cell: number,
    taken: Message | undefined,
    sent: Messages
  ): (id: number) => number {
    const text = key([cell, taken ?? null, sent])
    const known = this.updates.get(text)
    if (known !== undefined) return known
    const update = (id: number): number => {
      const before = this.value(cell, id) as Messages
      const at =
        taken === undefined
          ? -1
          : before.findIndex((m) => key(m) === key(taken))
      const after = [...before.filter((_, i) => i !== at), ...sent]
      return this.intern(
        cell,
        this.protocol.network.semantics === "set" ? setOf(after) : sorted(after)
      )
    }
    this.updates.set(text, update)
    return update
  }

  private illTyped(cell: number, id: number): ReadonlyArray<string> {
    const actor = this.actorAt(cell)
    if (!this.checks.typeOK || actor === undefined) return []
    const schema = this.protocol.actors[actor.kind]!.state
    return Schema.is(schema)(this.value(cell, id)) ? [] : ["TypeOK"]
  }

  private illTypedMessage(message: Message): ReadonlyArray<string> {
    const { message: schema } = this.protocol.network
    return !this.checks.typeOK || Schema.is(schema)(message) ? [] : ["TypeOK"]
  }

  private brokenBy(
    { kind }: Actor,
    before: object,
    after: object
  ): ReadonlyArray<string> {
    if (key(before) === key(after)) return []
    return this.checks.actionProperties.filter((name) => {
      const property = this.protocol.actionProperties[name]!
      const holds = property.holds as unknown as (
        before: object,
        after: object
      ) => boolean
      return property.actor === kind && !holds(before, after)
    })
  }

  /** The world whose parts are read, through `read`, when they are looked at. */
  private lazyWorld(): AnyWorld {
    const read = (cell: number): unknown => this.value(cell, this.read(cell))
    const world: Record<string, object> = {}
    for (const kind of Object.keys(this.protocol.actors)) world[kind] = {}
    for (const { kind, id, cell } of this.actors) {
      Object.defineProperty(world[kind], id, {
        enumerable: true,
        get: () => read(cell)
      })
    }
    Object.defineProperty(world, "network", {
      enumerable: true,
      get: () =>
        [...this.networkCells.values()].flatMap((c) => read(c) as Messages)
    })
    return world as unknown as AnyWorld
  }
}
