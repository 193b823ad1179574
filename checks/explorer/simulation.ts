/**
 * A refinement: what a step does to the image must be a step of the abstract
 * protocol. Those are found where they are asked for, since the images are few
 * where the abstract states are many. The first image is an abstract initial
 * state, and a search goes on only after steps that are allowed: an image that
 * it asks about was met before.
 */
import * as Schema from "effect/Schema"
import type { AnyWorld } from "../../protocols/kernel/protocol.ts"
import type { Simulation, Write } from "./source.ts"
import { Twin } from "./twin.ts"

/** What a refinement of the twin must stay in. */
export const simulation = (
  twin: Twin,
  name: string
): Simulation & { readonly startsRight: boolean } => {
  const { abstract, map } = twin.protocol.refinements[name]!
  const constants = Schema.decodeUnknownSync(abstract.constants)(twin.constants)
  const above = new Above(new Twin(abstract, constants))
  const image = twin.viewed((world) =>
    above.numberOf(map(world, twin.constants))
  )
  return {
    image,
    allows: (from, to) => above.next(from).has(to),
    startsRight: above.initial.has(image((cell) => twin.initial[0]![cell] ?? 0))
  }
}

type Actors = AnyWorld &
  Readonly<Record<string, Readonly<Record<string, object>>>>

/** What can happen in a state; it is asked once, so nothing is remembered. */
const successorsOf = (
  { roots }: Twin,
  ids: Int32Array
): ReadonlyArray<Int32Array> => {
  const units = [...roots]
  const found: Array<Int32Array> = []
  for (let unit = units.pop(); unit !== undefined; unit = units.pop()) {
    const { outcomes, then } = unit.expand(ids[unit.cell] ?? 0)
    found.push(...outcomes.map(({ writes }) => written(ids, writes)))
    units.push(...then)
  }
  return found
}

const written = (ids: Int32Array, writes: ReadonlyArray<Write>): Int32Array => {
  const last = Math.max(ids.length - 1, ...writes.map(({ cell }) => cell))
  const after = new Int32Array(last + 1)
  after.set(ids)
  for (const write of writes) {
    const { cell } = write
    after[cell] = "id" in write ? write.id : write.update(after[cell]!)
  }
  return after
}

/** The states of an abstract protocol, and their successors, by numbers. */
class Above {
  readonly initial: ReadonlySet<number>
  private readonly twin: Twin
  private readonly numbers = new Map<string, number>()
  private readonly states: Array<Int32Array> = []
  private readonly successors: Array<ReadonlySet<number> | undefined> = []

  constructor(twin: Twin) {
    this.twin = twin
    this.initial = new Set(
      twin.initial.map((ids) => this.number(Int32Array.from(ids)))
    )
  }

  numberOf(world: AnyWorld): number {
    const { actors, table, network } = this.twin
    const ids = actors.map(({ kind, id, cell }) =>
      table.intern(cell, (world as Actors)[kind]?.[id] ?? null)
    )
    const parts = Map.groupBy(world.network, (m) => network.partOf(m))
    for (const [cell, messages] of parts) {
      ids[cell] = network.intern(cell, messages)
    }
    return this.number(Int32Array.from(ids, (id) => id ?? 0))
  }

  next(state: number): ReadonlySet<number> {
    return (this.successors[state] ??= new Set(
      successorsOf(this.twin, this.states[state]!).map((ids) =>
        this.number(ids)
      )
    ))
  }

  /** Cells that a state is too old to have are 0 in it. */
  private number(ids: Int32Array): number {
    const end = ids.findLastIndex((id) => id !== 0) + 1
    const text = ids.subarray(0, end).join()
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    this.numbers.set(text, this.states.push(ids) - 1)
    return this.states.length - 1
  }
}
