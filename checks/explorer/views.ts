/** What formulas see of a state, and how it is known what they look at. */
import type {
  AnyWorld,
  Message,
  Predicate,
  Protocol
} from "../../protocols/kernel/protocol.ts"
import type { Cells } from "./cells.ts"
import type { Formula, Read } from "./source.ts"
import {
  type Actor,
  alwaysThere,
  lazyFields,
  lazyWorld,
  PlainActors
} from "./world.ts"

export class Views {
  private readonly table: Cells
  /** Where it is known who was looked at, */
  private readonly world: AnyWorld
  /** and which fields, */
  private readonly fine: AnyWorld
  /** and where nobody wants to know. */
  private readonly plain: PlainActors
  private read: Read = () => 0

  /** `parts` gives the cells of the network, which may become more. */
  constructor(
    { actors: kinds }: Pick<Protocol, "actors">,
    actors: ReadonlyArray<Actor>,
    table: Cells,
    parts: () => ReadonlyArray<number>
  ) {
    this.table = table
    const value = (cell: number) => table.value(cell, this.read(cell))
    const network = () =>
      parts().flatMap((cell) => value(cell) as Array<Message>)
    const fields = actors.map((actor) => this.fieldsOf(kinds, actor))
    const all = [Object.keys(kinds), actors] as const
    this.world = lazyWorld(...all, value, network)
    this.fine = lazyWorld(
      ...all,
      (cell) => fields[cell] ?? value(cell),
      network
    )
    this.plain = new PlainActors(...all, table, network)
  }

  /** A formula of the engine that evaluates a predicate of the protocol. */
  formula(predicate: Predicate<AnyWorld, object>, constants: object): Formula {
    return (read, free = false) => {
      this.read = read
      const world = free ? this.plain.at(read) : this.fine
      return predicate(world, constants) ? 1 : 0
    }
  }

  /** A formula of the engine: the view sees the world through `read` only. */
  viewed(view: (world: AnyWorld) => number): Formula {
    return (read) => {
      this.read = read
      return view(this.world)
    }
  }

  /** The state of an actor field by field, if it always has the same fields. */
  private fieldsOf(kinds: Protocol["actors"], { kind, cell }: Actor) {
    const { table } = this
    const names = alwaysThere(kinds[kind]!.state)
    return (
      names &&
      lazyFields(names, (name) => {
        const aspect = table.aspect(cell, name)
        return () => {
          const id = this.read(cell, aspect)
          return (table.value(cell, id) as Record<string, unknown>)[name]
        }
      })
    )
  }
}
