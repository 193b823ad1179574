/**
 * The worlds of a search, as rows of small numbers: one per actor's state and
 * one for the network. What an action does with the parts that it reads is
 * computed once and remembered, also that it does nothing.
 */
import * as Result from "effect/Result"
import { Parts } from "../../checks/explorer/parts.ts"
import { metBy } from "../../protocols/kernel/attempt.ts"
import type { Message } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Before } from "./compare.ts"
import type { Evaluation } from "./evaluation.ts"
import {
  type Forbidden,
  type Machine,
  stepOf,
  type Transition,
  type World
} from "./machine.ts"
import { KnownChoices } from "./known-choices.ts"
import { Memories, type Memory } from "./memories.ts"
import { type Deed, type Move, readsOf, type Row } from "./moves.ts"
import { type Label, mayBe, type Observation } from "./observed.ts"

/** The number of a message or a state must stay below this. */
const ROOM = 2 ** 24

export class Space {
  readonly machine: Machine
  readonly actors: ReadonlyArray<string>
  readonly cellOf: ReadonlyMap<string, number>
  readonly states: ReadonlyArray<Parts<object>>
  readonly messages = new Parts<Message>()
  /** The networks met: sorted ids of their messages. */
  readonly networks = new Parts<ReadonlyArray<number>>()
  readonly initial: Row
  /** Of an actor that receives: what it does, by what it reads. */
  private readonly memories = new Memories<Move | null>()
  /** Of one that acts by itself: by its state, then by its choice. */
  private readonly deeds = new Memories<Map<string, Deed>>()
  private readonly choices: KnownChoices
  private readonly byType = new Map<string, ReadonlyArray<number>>()
  private readonly byKind: ReadonlyMap<string, ReadonlyArray<string>>
  private readonly evaluated: Array<Evaluation> = []
  private row: Row = []
  /** What comparisons need to know of the row at hand. */
  readonly before: Before

  constructor(machine: Machine) {
    this.machine = machine
    const { protocol, kinds, constants } = machine
    this.choices = new KnownChoices(machine)
    this.actors = [...kinds.keys()]
    this.cellOf = new Map(this.actors.map((id, cell) => [id, cell]))
    this.states = this.actors.map(() => new Parts<object>())
    this.byKind = new Map(
      Object.keys(protocol.actors).map((kind) => [
        kind,
        this.actors.filter((id) => kinds.get(id) === kind)
      ])
    )
    this.initial = [
      ...[...kinds].map(([id, kind]) =>
        this.intern(id, protocol.actors[kind]!.init(id, constants))
      ),
      this.networks.intern([])
    ]
    this.before = {
      kindOf: (actor) => kinds.get(actor),
      stateOf: (actor) => this.stateIn(this.row, actor),
      wasSent: (message) =>
        this.messagesIn(this.row).includes(this.messages.intern(message))
    }
  }

  /** The state of an actor. */
  stateIn(row: Row, actor: string): object {
    const cell = this.cellOf.get(actor)!
    return this.states[cell]!.values[row[cell]!]!
  }

  /** The ids of the messages in the network. */
  messagesIn(row: Row): ReadonlyArray<number> {
    return this.networks.values[row[this.actors.length]!]!
  }

  /** The world that a row stands for. */
  world(row: Row): World {
    const network = new Map<string, { message: Message; count: number }>()
    for (const id of this.messagesIn(row)) {
      const message = this.messages.values[id]!
      const count = (network.get(key(message))?.count ?? 0) + 1
      network.set(key(message), { message, count })
    }
    const states = this.actors.map((id) => [id, this.stateIn(row, id)] as const)
    return { states: new Map(states), network }
  }

  /** Tells the chosen steps that the line names; `before` is of the row. */
  forEachMove(
    row: Row,
    observation: Observation,
    choose: (action: string, actor: string, message?: number) => boolean,
    tell: (move: Move) => void
  ): void {
    this.row = row
    const { actions, kinds } = this.machine
    const { actor, choice, received } = observation
    for (const [known, action] of actions) {
      if (!mayBe(observation, known)) continue
      const who =
        actor === undefined
          ? this.byKind.get(action.actor)!
          : kinds.get(actor) === action.actor
            ? [actor]
            : []
      for (const id of who) {
        if (action._tag === "Receiving") {
          if (choice !== undefined) continue
          for (const m of this.receivable(row, action.receives, received)) {
            if (!choose(known, id, m)) continue
            const move = this.receiving(row, known, id, m)
            if (move !== null) tell(move)
          }
        } else if (received === undefined && choose(known, id)) {
          this.acting(row, { action: known, actor: id }, observation, tell)
        }
      }
    }
  }

  /** The row after a move. */
  after(row: Row, { writes, networks, sent, taken }: Move): Row {
    const next = [...row]
    for (const [cell, id] of writes) next[cell] = id
    const at = this.actors.length
    const network = row[at]!
    next[at] = networks[network] ??= this.networkAfter(network, sent, taken)
    return next
  }

  /** All that was ever evaluated. */
  evaluations(): ReadonlyArray<Evaluation> {
    return this.evaluated
  }

  private intern(actor: string, state: object): number {
    return this.states[this.cellOf.get(actor)!]!.intern(state)
  }

  private receiving(
    row: Row,
    action: string,
    actor: string,
    message: number
  ): Move | null {
    const memory = this.memories.of(action, actor)
    const reads = message * ROOM + row[this.cellOf.get(actor)!]!
    return (
      memory.get(reads) ?? this.move(memory, reads, { action, actor }, message)
    )
  }

  /** Tells what an actor can do by itself, whatever it may choose. */
  private acting(
    row: Row,
    label: Label,
    observation: Observation,
    tell: (move: Move) => void
  ): void {
    const { action, actor } = label
    const deeds = this.deedsOf(action, actor, row[this.cellOf.get(actor)!]!)
    for (const [text, choice] of this.choices.of(action, observation)) {
      const chosen = () => (choice === undefined ? label : { ...label, choice })
      const known = deeds.get(text)
      const deed: Deed = known ?? {
        met: this.cellsMet(chosen()),
        moves: new Map()
      }
      if (known === undefined) deeds.set(text, deed)
      const { met, moves } = deed
      const reads = readsOf(row, met)
      const before = moves.get(reads)
      const move =
        before === undefined ? this.move(moves, reads, chosen()) : before
      if (move !== null) tell(move)
    }
  }

  private deedsOf(
    action: string,
    actor: string,
    own: number
  ): Map<string, Deed> {
    const byState = this.deeds.of(action, actor)
    const deeds = byState.get(own) ?? new Map<string, Deed>()
    byState.set(own, deeds)
    return deeds
  }

  private metBy({ action, actor, choice }: Label): ReadonlyArray<string> {
    const { actions, constants } = this.machine
    const self = this.stateIn(this.row, actor)
    return metBy(actions.get(action)!, self, choice, constants).map(
      ({ id }) => id
    )
  }

  private cellsMet(label: Label): ReadonlyArray<number> {
    return this.metBy(label).map((id) => this.cellOf.get(id)!)
  }

  private move(
    memory: Memory<Move | null>,
    reads: string | number,
    label: Label,
    message?: number
  ): Move | null {
    if (memory.has(reads)) return null
    const result = this.attempt(label, message)
    const move = Result.isSuccess(result)
      ? this.moveOf(result.success, message)
      : null
    memory.set(reads, move)
    return move
  }

  private attempt(
    acting: Label,
    id?: number
  ): Result.Result<Transition, Forbidden> {
    const { machine, row } = this
    const message = id === undefined ? undefined : this.messages.values[id]!
    const label = message === undefined ? acting : { ...acting, message }
    const states = new Map(
      [label.actor, ...this.metBy(label)].map((name) => [
        name,
        this.stateIn(row, name)
      ])
    )
    const network = new Map(
      message === undefined ? [] : [[key(message), { message, count: 1 }]]
    )
    const result = stepOf(machine, { states, network }, label)
    this.evaluated.push({ label, states, result })
    return result
  }

  private moveOf(transition: Transition, taken: number | undefined): Move {
    const { changes, sent } = transition
    const bag = this.machine.protocol.network.semantics === "bag"
    return {
      transition,
      writes: changes.map(({ actor, after }) => [
        this.cellOf.get(actor)!,
        this.intern(actor, after)
      ]),
      sent: sent.map((message) => this.messages.intern(message)),
      taken: bag ? (taken ?? -1) : -1,
      networks: []
    }
  }

  private networkAfter(
    network: number,
    sent: ReadonlyArray<number>,
    taken: number
  ): number {
    const before = this.networks.values[network]!
    const at = before.indexOf(taken)
    const all = [...before.filter((_, i) => i !== at), ...sent]
    const bag = this.machine.protocol.network.semantics === "bag"
    const ids = bag ? all : [...new Set(all)]
    return this.networks.intern(ids.sort((a, b) => a - b))
  }

  /** The messages of a type that lie in the network, or the one received. */
  private receivable(
    row: Row,
    types: ReadonlyArray<string>,
    received: Message | undefined
  ): ReadonlyArray<number> {
    if (received !== undefined) {
      const id = this.messages.intern(received)
      const there =
        types.includes(received._tag) && this.messagesIn(row).includes(id)
      return there ? [id] : []
    }
    const text = `${row[this.actors.length]} ${types.join()}`
    const known = this.byType.get(text)
    if (known !== undefined) return known
    const ids = [...new Set(this.messagesIn(row))].filter((id) =>
      types.includes(this.messages.values[id]!._tag)
    )
    this.byType.set(text, ids)
    return ids
  }
}
