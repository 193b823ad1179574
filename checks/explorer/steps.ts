/**
 * The steps out of a state, remembered: each unit's answer per id that it read,
 * each outcome as a flat list of writes, each update as a table from id to id.
 * Successors are written, packed, into one buffer that the search empties.
 */
import { type Rows, twice } from "./rows.ts"
import type { Outcome, Source, Unit, Write } from "./source.ts"

/** A unit and its answers so far, by id. */
interface Remembered<Label> {
  readonly unit: Unit<Label>
  readonly cell: number
  readonly answers: Array<Answer<Label> | undefined>
}

interface Answer<Label> {
  /** Its outcomes are those from `first` up to `end`. */
  readonly first: number
  readonly end: number
  readonly then: ReadonlyArray<Remembered<Label>>
}

interface Table {
  readonly cell: number
  readonly update: (id: number) => number
  readonly results: Array<number | undefined>
}

export class Steps<Label> {
  readonly outcomes: Array<Outcome<Label>> = []
  /** Does any outcome break a property? */
  anyBreaks = false
  /** Successors in the buffer. */
  count = 0
  /** The successors, packed, one after the other. */
  words = new Int32Array(1 << 12)
  /** For each successor: the row it comes from, and the outcome taken. */
  origins = new Int32Array(1 << 12)
  taken = new Int32Array(1 << 12)
  /** Steps that change nothing, since the beginning. */
  idle = 0
  /** Told of each step that changes nothing. */
  onIdle: ((outcome: number) => void) | undefined
  /** Questions put to the source, since the beginning. */
  asked = 0
  /** The ids of the cells in the state at hand. */
  ids = new Int32Array(64)
  private readonly source: Source<Label>
  private readonly rows: Rows
  private readonly onRepack: () => void
  private readonly roots: Array<Remembered<Label>> = []
  private readonly units = new Map<Unit<Label>, Remembered<Label>>()
  private readonly tables: Array<Table> = []
  private readonly tableOf = new Map<Table["update"], number>()
  /** The writes of all outcomes: cell and id, or cell and -1 - table. */
  private writes = new Int32Array(1 << 10)
  private writesCount = 0
  private readonly writesEnd: Array<number> = [0]
  private current = new Int32Array(64)
  private origin = -1

  /** `onRepack` has to empty the buffer: the layout of rows is to change. */
  constructor(source: Source<Label>, rows: Rows, onRepack: () => void) {
    this.source = source
    this.rows = rows
    this.onRepack = onRepack
  }

  /** Makes sure that rows have room for these ids. */
  makeRoom(
    needs: ReadonlyArray<{ readonly cell: number; readonly id: number }>
  ) {
    if (needs.every(({ cell, id }) => this.rows.fits(cell, id))) return
    this.onRepack()
    this.count = 0
    this.rows.widen(needs)
    this.reserve(0)
    while (this.ids.length < this.rows.cells) {
      this.ids = twice(this.ids)
    }
    this.pack()
  }

  /** Adds the successors of a stored row to the buffer; false: it has none. */
  expand(row: number): boolean {
    this.origin = row
    const { rows, current } = this
    const offset = row * rows.width
    rows.unpack(rows.words, offset, this.ids)
    for (let i = 0; i < rows.width; i++) current[i] = rows.words[offset + i]!
    let enabled = false
    for (let i = 0; i < this.source.roots.length; i++) {
      const unit = (this.roots[i] ??= this.remembered(this.source.roots[i]!))
      if (this.visit(unit)) enabled = true
    }
    return enabled
  }

  /** Forgets all answers; the buffer must be empty. */
  forget() {
    this.roots.length = 0
    this.units.clear()
    this.tables.length = 0
    this.tableOf.clear()
    this.outcomes.length = 0
    this.writesCount = 0
    this.writesEnd.length = 1
  }

  private pack() {
    while (this.current.length < this.rows.width) {
      this.current = twice(this.current)
    }
    this.rows.pack(this.ids, this.current, 0)
  }

  private visit(unit: Remembered<Label>): boolean {
    const id = this.ids[unit.cell]!
    const { first, end, then } = unit.answers[id] ?? this.ask(unit, id)
    let enabled = false
    if (end > first) {
      enabled = true
      this.reserve(end - first)
      for (let outcome = first; outcome < end; outcome++) this.take(outcome)
    }
    for (let i = 0; i < then.length; i++) {
      if (this.visit(then[i]!)) enabled = true
    }
    return enabled
  }

  private take(outcome: number): void {
    const { ids, rows, current, words, writes } = this
    const { width, at, shift } = rows
    const offset = this.count * width
    for (let i = 0; i < width; i++) words[offset + i] = current[i]!
    const end = this.writesEnd[outcome + 1]!
    let changed = false
    for (let w = this.writesEnd[outcome]!; w < end; w += 2) {
      const cell = writes[w]!
      const before = ids[cell]!
      let id = writes[w + 1]!
      if (id < 0) {
        const table = this.tables[-1 - id]!
        const known = table.results[before]
        if (known === undefined) {
          this.update(table, before)
          return this.take(outcome)
        }
        id = known
      }
      if (id === before) continue
      changed = true
      const word = offset + at[cell]!
      words[word] = words[word]! ^ ((id ^ before) << shift[cell]!)
    }
    if (!changed) {
      this.idle++
      this.onIdle?.(outcome)
      return
    }
    this.origins[this.count] = this.origin
    this.taken[this.count] = outcome
    this.count++
  }

  /** Makes room in the buffer for so many successors more. */
  private reserve(more: number) {
    while (this.count + more > this.taken.length) {
      this.origins = twice(this.origins)
      this.taken = twice(this.taken)
    }
    while (this.taken.length * this.rows.width > this.words.length) {
      this.words = twice(this.words)
    }
  }

  private update(table: Table, id: number) {
    this.asked++
    const result = table.update(id)
    table.results[id] = result
    this.makeRoom([{ cell: table.cell, id: result }])
  }

  private remembered(unit: Unit<Label>): Remembered<Label> {
    const known = this.units.get(unit)
    if (known !== undefined) return known
    const fresh = { unit, cell: unit.cell, answers: [] }
    this.units.set(unit, fresh)
    return fresh
  }

  private ask(unit: Remembered<Label>, id: number): Answer<Label> {
    this.asked++
    const { outcomes, then } = unit.unit.expand(id)
    const first = this.outcomes.length
    const needs = outcomes.flatMap(({ writes }) =>
      writes.map((write) => this.need(write))
    )
    for (const outcome of outcomes) this.store(outcome)
    const answer = {
      first,
      end: this.outcomes.length,
      then: then.map((next) => this.remembered(next))
    }
    unit.answers[id] = answer
    this.makeRoom(needs)
    return answer
  }

  private need(write: Write) {
    return { cell: write.cell, id: "id" in write ? write.id : 0 }
  }

  private store(outcome: Outcome<Label>) {
    this.outcomes.push(outcome)
    if (outcome.breaks.length > 0) this.anyBreaks = true
    for (const write of outcome.writes) {
      if (this.writesCount === this.writes.length) {
        this.writes = twice(this.writes)
      }
      this.writes[this.writesCount++] = write.cell
      this.writes[this.writesCount++] =
        "id" in write ? write.id : -1 - this.table(write)
    }
    this.writesEnd.push(this.writesCount)
  }

  private table(write: Write & { readonly update: Table["update"] }): number {
    const known = this.tableOf.get(write.update)
    if (known !== undefined) return known
    const { cell, update } = write
    const index = this.tables.push({ cell, update, results: [] }) - 1
    this.tableOf.set(update, index)
    return index
  }
}
