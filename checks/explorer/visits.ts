/**
 * How often the units of a source read which values, over all stored states:
 * whatever is the same for a value is found out once and counted by its weight.
 */
import type { Search } from "./search.ts"
import type { Entry, Unit } from "./source.ts"

/** A unit that reads a value, and in how many states it does. */
export interface Visit {
  states: number
}

interface Seen<Label, Found> extends Visit {
  readonly found: Found
  readonly then: Entry<Label>["then"]
}

/**
 * Walks through all states again. `inspect` is asked once for each value that a
 * unit reads; it has to give what the unit's own `expand` gives, and what it
 * found out. The answer: each finding, and in how many states it counts.
 */
export const visits = <Label, Found>(
  search: Search<Label>,
  inspect: (
    unit: Unit<Label>,
    id: number
  ) => { readonly entry: Entry<Label>; readonly found: Found }
): ReadonlyArray<{ readonly found: Found; readonly states: number }> => {
  const all: Array<Seen<Label, Found>> = []
  const known = new Map<Unit<Label>, Array<Seen<Label, Found>>>()
  const look = (unit: Unit<Label>, id: number): Seen<Label, Found> => {
    const { entry, found } = inspect(unit, id)
    const seen = { states: 0, found, then: entry.then }
    all.push(seen)
    return seen
  }
  const visit = (unit: Unit<Label>, ids: Int32Array) => {
    const id = ids[unit.cell]!
    let values = known.get(unit)
    if (values === undefined) known.set(unit, (values = []))
    const seen = (values[id] ??= look(unit, id))
    seen.states++
    for (const next of seen.then) visit(next, ids)
  }
  for (let row = 0; row < search.rows.count; row++) {
    const ids = search.idsOf(row)
    for (const root of search.source.roots) visit(root, ids)
  }
  return all
}
