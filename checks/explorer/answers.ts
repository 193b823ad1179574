/**
 * What a source has answered: each unit's answer per id that it read, each
 * update as a table from id to id. Everything has a number here.
 */
import { twice } from "./rows.ts"
import type { Outcome, Source, Unit, Write } from "./source.ts"

/** What can happen, and the units that read on, as numbers. */
interface Answer {
  readonly outcomes: ReadonlyArray<number>
  readonly then: ReadonlyArray<number>
}

type Update = (id: number) => number

/** A cell and an id that it has to have room for. */
export interface Need {
  readonly cell: number
  readonly id: number
}

export class Answers<Label> {
  readonly outcomes: Array<Outcome<Label>> = []
  /** Does any outcome break a property? */
  anyBreaks = false
  /** Questions put to the source, since the beginning. */
  asked = 0
  /** The cell that each unit reads. */
  readonly cells: Array<number> = []
  /** For each table: the id that comes of an id; -1: not yet asked. */
  readonly results: Array<Int32Array> = []
  private readonly units: Array<Unit<Label>> = []
  private readonly numbers = new Map<Unit<Label>, number>()
  private readonly known: Array<Array<Answer | undefined>> = []
  private readonly updates: Array<Update> = []
  private readonly tables = new Map<Update | string, number>()
  private readonly tableCells: Array<number> = []

  /** The numbers of all roots of the source. */
  roots({ roots }: Source<Label>): ReadonlyArray<number> {
    return roots.map((unit) => this.number(unit))
  }

  /** The answer of a unit that reads an id, if it has been asked. */
  of(unit: number, id: number): Answer | undefined {
    return this.known[unit]![id]
  }

  /** Asks what can happen where a unit reads an id; gives what is written. */
  ask(unit: number, id: number): ReadonlyArray<Need> {
    this.asked++
    const { outcomes, then } = this.units[unit]!.expand(id)
    const first = this.outcomes.length
    if (outcomes.some(({ breaks }) => breaks.length > 0)) this.anyBreaks = true
    this.outcomes.push(...outcomes)
    this.known[unit]![id] = {
      outcomes: outcomes.map((_, i) => first + i),
      then: then.map((next) => this.number(next))
    }
    return [
      ...then.map(({ cell }) => ({ cell, id: 0 })),
      ...outcomes.flatMap(({ writes }) => writes.map(needOf))
    ]
  }

  /** The number of the table of what a write makes of an id. */
  table(write: Write): number {
    const key = "id" in write ? `${write.cell} ${write.id}` : write.update
    const known = this.tables.get(key)
    if (known !== undefined) return known
    const table = this.results.push(new Int32Array(4).fill(-1)) - 1
    this.tables.set(key, table)
    this.tableCells.push(write.cell)
    this.updates.push("id" in write ? () => write.id : this.counted(write))
    return table
  }

  /** Finds out what comes of an id, for the table; gives what is written. */
  update(table: number, id: number): Need {
    let results = this.results[table]!
    while (id >= results.length) {
      const { length } = results
      results = twice(results).fill(-1, length)
    }
    this.results[table] = results
    results[id] = this.updates[table]!(id)
    return { cell: this.tableCells[table]!, id: results[id] }
  }

  /** Forgets everything but how often it has asked. */
  forget() {
    this.outcomes.length = 0
    this.cells.length = 0
    this.results.length = 0
    this.units.length = 0
    this.known.length = 0
    this.updates.length = 0
    this.tableCells.length = 0
    this.numbers.clear()
    this.tables.clear()
  }

  private counted({ update }: { readonly update: Update }): Update {
    return (id) => {
      this.asked++
      return update(id)
    }
  }

  private number(unit: Unit<Label>): number {
    const known = this.numbers.get(unit)
    if (known !== undefined) return known
    const number = this.units.push(unit) - 1
    this.numbers.set(unit, number)
    this.cells.push(unit.cell)
    this.known.push([])
    return number
  }
}

const needOf = (write: Write): Need => ({
  cell: write.cell,
  id: "id" in write ? write.id : 0
})
