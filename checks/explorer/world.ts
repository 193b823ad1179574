/** A world whose parts are read only when somebody looks at them. */
import type { AnyWorld } from "../../protocols/kernel/protocol.ts"

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
