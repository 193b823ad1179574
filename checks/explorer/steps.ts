/**
 * The steps out of a state: runs the program that the source's answers make.
 * Successors are written, packed, into one buffer that the search empties.
 */
import { Answers, type Need } from "./answers.ts"
import type { Orbits } from "./orbits.ts"
import { Program } from "./program.ts"
import { type Rows, twice } from "./rows.ts"
import type { Outcome, Source } from "./source.ts"

export class Steps<Label> {
  /** Successors in the buffer. */
  count = 0
  /** The successors, packed, one after the other. */
  words = new Int32Array(1 << 12)
  /** For each successor: the row it comes from, and the outcome taken. */
  origins = new Int32Array(1 << 12)
  taken = new Int32Array(1 << 12)
  /** Steps that change nothing, since the beginning. */
  idle = 0
  /** Are steps that change nothing put into the buffer instead? */
  keepsIdle = false
  private readonly source: Source<Label>
  private readonly rows: Rows
  private readonly onRepack: () => void
  private readonly answers = new Answers<Label>()
  private readonly program: Program<Label>
  /** Roots that the program knows; -1: there is no program. */
  private roots = -1
  private ids = new Int32Array(64)
  private current = new Int32Array(64)
  private origin = -1
  private enabled = false
  /** What there was before the row at hand. */
  private countBefore = 0
  private idleBefore = 0

  /** `onRepack` has to empty the buffer: the layout of rows is to change. */
  constructor(source: Source<Label>, rows: Rows, onRepack: () => void) {
    this.source = source
    this.rows = rows
    this.onRepack = onRepack
    this.program = new Program(this.answers, rows)
  }

  /** All outcomes met so far, by their numbers. */
  get outcomes(): ReadonlyArray<Outcome<Label>> {
    return this.answers.outcomes
  }

  /** Does any outcome break a property? */
  get anyBreaks(): boolean {
    return this.answers.anyBreaks
  }

  /** Questions put to the source, since the beginning. */
  get asked(): number {
    return this.answers.asked
  }

  /** Makes sure that rows have room for these ids; true: they had not. */
  makeRoom(needs: ReadonlyArray<Need>): boolean {
    const fits = needs.map(({ cell, id }) => this.rows.note(cell, id))
    if (!fits.includes(false)) return false
    this.undo()
    this.onRepack()
    this.count = 0
    this.widen()
    return true
  }

  private widen() {
    this.rows.widen()
    this.roots = -1
  }

  /** Each successor in the buffer becomes the one that stands for it. */
  unify(orbits: Orbits) {
    const { rows } = this
    const states = Array.from({ length: this.count }, (_, i) =>
      orbits.canonical(rows.state(this.words, i))
    )
    const fits = orbits.takeNeeds().map(({ cell, id }) => rows.note(cell, id))
    if (fits.includes(false)) this.widen()
    this.reserve(0)
    states.forEach((ids, i) => rows.pack(ids, this.words, i * rows.width))
  }

  /** Adds the successors of a stored row to the buffer; false: it has none. */
  expand(row: number): boolean {
    this.origin = row
    return this.run()
  }

  /** What can happen in a state that may not be stored; the buffer is empty. */
  successors(ids: Int32Array) {
    this.mark()
    this.makeRoom(Array.from(ids, (id, cell) => ({ cell, id })))
    this.origin = -1
    this.keepsIdle = true
    this.run(ids)
    this.keepsIdle = false
    const all = Array.from({ length: this.count }, (_, i) => ({
      outcome: this.outcomes[this.taken[i]!]!,
      ids: this.rows.state(this.words, i)
    }))
    this.count = 0
    return all
  }

  /** Visits the state with these ids; left out: that of the row at hand. */
  private run(ids?: Int32Array): boolean {
    do {
      if (this.roots !== this.source.roots.length) this.begin()
      this.mark()
      this.enabled = false
      if (ids === undefined) this.load(this.origin)
      else this.rows.pack(ids, this.current, 0)
    } while (!this.visitRoots())
    return this.enabled
  }

  private load(row: number) {
    const { rows, current } = this
    const offset = row * rows.width
    for (let i = 0; i < rows.width; i++) current[i] = rows.words[offset + i]!
  }

  /** Forgets all answers; the buffer must be empty. */
  forget() {
    this.answers.forget()
    this.roots = -1
  }

  private mark() {
    this.countBefore = this.count
    this.idleBefore = this.idle
  }

  /** Takes back what the row at hand has put into the buffer. */
  private undo() {
    this.count = this.countBefore
    this.idle = this.idleBefore
    this.countBefore = 0
    this.idleBefore = 0
  }

  /** Starts the program anew, in the layout that rows have now. */
  private begin() {
    const roots = this.answers.roots(this.source)
    this.makeRoom(this.source.roots.map(({ cell }) => ({ cell, id: 0 })))
    this.roots = roots.length
    this.program.begin(roots)
    while (this.ids.length < this.rows.cells) this.ids = twice(this.ids)
    while (this.current.length < this.rows.width) {
      this.current = twice(this.current)
    }
    this.reserve(0)
  }

  /** False: the program is out of date, the row has to be done again. */
  private visitRoots(): boolean {
    const { roots } = this.program
    for (let i = 0; i < roots.length; i++) {
      if (!this.visit(roots[i]!)) return false
    }
    return true
  }

  private visit(group: number): boolean {
    const { program } = this
    const word = this.current[program.word[group]!]!
    const value = (word >>> program.shift[group]!) & program.mask[group]!
    const starts = program.starts[group]!
    let at = value < starts.length ? starts[value]! : 0
    if (at === 0) at = this.learn(group, value)
    if (at < 0) return false
    at = this.stay(at)
    for (;;) {
      at = this.takeAll(at)
      if (at < 0) return false
      const next = program.words[at++]!
      if (next < 0) return true
      if (!this.visit(next)) return false
    }
  }

  /** Steps that are known to change nothing. */
  private stay(start: number): number {
    const { words } = this.program
    const idle = words[start]!
    if (idle > 0) {
      this.enabled = true
      if (this.keepsIdle) {
        this.reserve(idle)
        for (let i = 0; i < idle; i++) {
          this.copy()
          this.add(words[start + 1 + i]!)
        }
      } else this.idle += idle
    }
    return start + 1 + idle
  }

  /** Takes outcomes, and tells where the next group is; -1: out of date. */
  private takeAll(start: number): number {
    const outcomes = this.program.words[start]!
    let at = start + 1
    if (outcomes === 0) return at
    this.enabled = true
    this.reserve(outcomes)
    for (let i = 0; i < outcomes; i++) {
      at = this.take(at)
      if (at < 0) return -1
    }
    return at
  }

  private take(start: number): number {
    const { words, current, answers } = this
    const program = this.program.words
    const offset = this.copy()
    const sets = start + 3
    const updates = sets + program[start + 1]! * 2
    const end = updates + program[start + 2]! * 4
    let changed = updates > sets
    for (let i = sets; i < updates; i += 2) {
      const word = offset + program[i]!
      words[word] = words[word]! ^ program[i + 1]!
    }
    for (let i = updates; i < end; i += 4) {
      const word = program[i]!
      const shift = program[i + 1]!
      const before = (current[word]! >>> shift) & program[i + 2]!
      const results = answers.results[program[i + 3]!]!
      let id = before < results.length ? results[before]! : -1
      if (id < 0) id = this.update(program[i + 3]!, before)
      if (id < 0) return -1
      if (id === before) continue
      changed = true
      words[offset + word] = words[offset + word]! ^ ((id ^ before) << shift)
    }
    if (changed || this.keepsIdle) this.add(program[start]!)
    else this.idle++
    return end
  }

  /** Writes the state at hand to the end of the buffer; tells where. */
  private copy(): number {
    const { words, current } = this
    const { width } = this.rows
    const offset = this.count * width
    for (let i = 0; i < width; i++) words[offset + i] = current[i]!
    return offset
  }

  private add(outcome: number) {
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

  /** Where the answer of a group starts; -1: the program is out of date. */
  private learn(group: number, value: number): number {
    const { answers, program, rows, ids } = this
    for (const unit of program.units(group)) {
      const cell = answers.cells[unit]!
      const id = rows.idIn(this.current, cell)
      ids[cell] = id
      if (answers.of(unit, id) !== undefined) continue
      const relaid = this.makeRoom(answers.ask(unit, id))
      if (relaid) return -1
      if (this.source.roots.length !== this.roots) {
        this.undo()
        return -1
      }
    }
    return program.compile(group, value, ids)
  }

  /** What comes of an id; -1: the program is out of date. */
  private update(table: number, id: number): number {
    const need = this.answers.update(table, id)
    return this.makeRoom([need]) ? -1 : need.id
  }
}
