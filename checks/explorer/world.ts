/** Worlds whose parts are read only when somebody looks at them. */
import type * as Schema from "effect/Schema"
import { isOptional } from "effect/SchemaAST"
import type { AnyWorld } from "../../protocols/kernel/protocol.ts"
import type { Cells } from "./cells.ts"
import type { Read } from "./source.ts"

export interface Actor {
  readonly kind: string
  readonly id: string
  readonly cell: number
}

/** `part` gives the value of a cell, `network` that of the whole network. */
export const lazyWorld = (
  kinds: ReadonlyArray<string>,
  actors: ReadonlyArray<Actor>,
  part: (cell: number) => unknown,
  network: () => AnyWorld["network"]
): AnyWorld => {
  const world: Record<string, object> = {}
  for (const kind of kinds) world[kind] = {}
  for (const { kind, id, cell } of actors) {
    Object.defineProperty(world[kind], id, {
      enumerable: true,
      get: () => part(cell)
    })
  }
  Object.defineProperty(world, "network", { enumerable: true, get: network })
  return world as unknown as AnyWorld
}

/** A world of plain data: faster for whoever looks at all of it. */
export class PlainActors {
  private readonly world: AnyWorld
  private readonly table: Cells
  private readonly places: ReadonlyArray<{
    readonly states: Record<string, unknown>
    readonly id: string
    readonly cell: number
  }>
  private readonly ids: Array<number> = []

  constructor(
    kinds: ReadonlyArray<string>,
    actors: ReadonlyArray<Actor>,
    table: Cells,
    network: () => AnyWorld["network"]
  ) {
    const world: Record<string, Record<string, unknown>> = {}
    for (const kind of kinds) world[kind] = {}
    this.places = actors.map(({ kind, id, cell }) => ({
      states: world[kind]!,
      id,
      cell
    }))
    Object.defineProperty(world, "network", { enumerable: true, get: network })
    this.table = table
    this.world = world as unknown as AnyWorld
  }

  /** The world in a state: the same object each time, brought up to date. */
  at(read: Read): AnyWorld {
    for (const { states, id, cell } of this.places) {
      const now = read(cell)
      if (now === this.ids[cell]) continue
      this.ids[cell] = now
      states[id] = this.table.value(cell, now)
    }
    return this.world
  }
}

/** An actor's state whose fields are read only when somebody looks at them. */
export const lazyFields = (
  names: ReadonlyArray<string>,
  field: (name: string) => () => unknown
): object => {
  const state = {}
  for (const name of names) {
    Object.defineProperty(state, name, { enumerable: true, get: field(name) })
  }
  return state
}

/** The fields of a record that has no others, and has all of them always. */
export const alwaysThere = (
  schema: Schema.Top
): ReadonlyArray<string> | undefined => {
  if (!("fields" in schema)) return undefined
  const fields = Object.entries(schema.fields as Schema.Struct.Fields)
  return fields.some(([, { ast }]) => isOptional(ast))
    ? undefined
    : fields.map(([name]) => name)
}
