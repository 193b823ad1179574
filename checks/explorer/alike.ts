/** Actors, and whatever else has a name, that are alike in a protocol. */
import type { Message } from "../../protocols/kernel/protocol.ts"
import { key, sorted } from "../../protocols/kernel/value.ts"
import { unlike } from "./orbits.ts"
import { type Rename, renamed } from "./renaming.ts"
import type { Symmetry } from "./source.ts"
import type { Twin } from "./twin.ts"

export class Alike implements Symmetry {
  readonly things: ReadonlyArray<string>
  readonly swaps: ReadonlyArray<number>
  private readonly twin: Twin
  /** The class of each name. */
  private readonly classes: ReadonlyMap<string, number>

  /** Names of one class may be exchanged. */
  constructor(twin: Twin, classes: ReadonlyArray<ReadonlyArray<string>>) {
    this.twin = twin
    this.things = classes.flat()
    this.classes = new Map(
      classes.flatMap((names, n) => names.map((name) => [name, n] as const))
    )
    this.swaps = this.things.flatMap((name, n) => {
      const next = this.things[n + 1]
      const alike =
        next !== undefined && this.classes.get(name) === this.classes.get(next)
      return alike ? [n] : []
    })
  }

  cellOf(swap: number, cell: number): number {
    const { twin } = this
    const rename = this.exchange(swap)
    const actor = twin.actorAt(cell)
    if (actor === undefined) {
      const { network } = twin
      return network.partOf(this.message(network.sample(cell), rename))
    }
    const { kind } = actor
    const id = rename(actor.id)
    const other = twin.actors.find((a) => a.kind === kind && a.id === id)
    if (other !== undefined) return other.cell
    throw unlike(this, swap, `one of them only is of the kind ${kind}`)
  }

  idOf(swap: number, cell: number, id: number): number {
    const { table, network } = this.twin
    const rename = this.exchange(swap)
    const place = this.cellOf(swap, cell)
    if (this.twin.actorAt(cell) !== undefined) {
      return table.intern(place, this.part(cell, id, rename))
    }
    const messages = network
      .messages(cell, id)
      .map((message) => this.message(message, rename))
    if (messages.every((message) => network.partOf(message) === place)) {
      return network.intern(place, messages)
    }
    throw unlike(this, swap, "they divide the network otherwise")
  }

  says(cell: number, id: number): ReadonlyArray<number> {
    return this.things.map((self) => {
      const rename: Rename = (name) => {
        const n = this.classes.get(name)
        return n === undefined ? name : name === self ? "*" : `?${n}`
      }
      const actor = this.twin.actorAt(cell)
      const whose = actor === undefined ? "" : rename(actor.id)
      return hash(`${actor?.kind}${whose}${key(this.part(cell, id, rename))}`)
    })
  }

  private exchange(swap: number): Rename {
    const [one, other] = [this.things[swap]!, this.things[swap + 1]!]
    return (name) => (name === one ? other : name === other ? one : name)
  }

  /** The value of a cell with other names in it. */
  private part(cell: number, id: number, rename: Rename): unknown {
    const { protocol, network } = this.twin
    const actor = this.twin.actorAt(cell)
    if (actor === undefined) {
      const messages = network.messages(cell, id)
      return sorted(messages.map((message) => this.message(message, rename)))
    }
    const { ast } = protocol.actors[actor.kind]!.state
    return renamed(ast, this.twin.value(cell, id), rename)
  }

  private message(message: Message, rename: Rename): Message {
    return renamed(this.twin.protocol.network.message.ast, message, rename)
  }
}

/** FNV-1a, in 32 bits. */
const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  }
  return h >>> 0
}
