/** The cells of a protocol's worlds, and the distinct values of each. */
import { Parts } from "./parts.ts"
import type { Aspect } from "./source.ts"

export class Cells {
  readonly names: Array<string> = []
  private readonly parts: Array<Parts<unknown>> = []

  /** A new cell; gives its number. */
  add(name: string): number {
    this.parts.push(new Parts())
    return this.names.push(name) - 1
  }

  /** The id of a value in a cell. */
  intern(cell: number, value: unknown): number {
    return this.parts[cell]!.intern(value)
  }

  /** The value that an id of a cell stands for. */
  value(cell: number, id: number): unknown {
    return this.parts[cell]!.values[id]
  }

  /** What the ids of a cell have in common that differ in other fields only. */
  aspect(cell: number, field: string): Aspect {
    const parts = new Parts()
    const ids: Array<number> = []
    return (id) => (ids[id] ??= parts.intern(this.field(cell, id, field)))
  }

  private field(cell: number, id: number, field: string): unknown {
    return (this.value(cell, id) as Record<string, unknown>)[field]
  }
}
