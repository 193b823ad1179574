/**
 * The source's answers as a program in one array of numbers, for the layout
 * that rows have. Units that follow each other and whose fields lie close
 * together in one word make a group: a state's steps are then found with one
 * look-up per group, by the bits that it reads.
 *
 * A group's answer: how many steps are known to change nothing, and their
 * outcomes; then how many outcomes to take, these, and the group to go on with,
 * again and again until there is no such group (-1). An outcome: its number,
 * how many fields it sets and how many it updates; for each field that is set
 * its word and the bits of that which change; for each that is updated its
 * word, its place and mask there, and its table.
 */
import type { Answers } from "./answers.ts"
import { type Rows, twice } from "./rows.ts"

/** Units of a group. More look-ups are saved, but answers become too many. */
const UNITS = 4
/** Bits that a group of several units reads at most. */
const BITS = 12

/** Consecutive units, and the bits of a row that they read. */
interface Group {
  readonly units: ReadonlyArray<number>
  readonly word: number
  readonly low: number
  readonly high: number
}

export class Program<Label> {
  words = new Int32Array(1 << 12)
  /** The groups of the roots. */
  roots: ReadonlyArray<number> = []
  /** Of each group: the word it reads, how far up, and under which mask, */
  readonly word: Array<number> = []
  readonly shift: Array<number> = []
  readonly mask: Array<number> = []
  /** and where its answer per value starts; 0: it has none yet. */
  readonly starts: Array<Int32Array> = []
  private end = 1
  private readonly groups: Array<Group> = []
  private readonly numbers = new Map<string, number>()
  private readonly answers: Answers<Label>
  private readonly rows: Rows

  constructor(answers: Answers<Label>, rows: Rows) {
    this.answers = answers
    this.rows = rows
  }

  /** Forgets the program: rows have another layout, or there are new roots. */
  begin(roots: ReadonlyArray<number>) {
    this.end = 1
    for (const list of [this.word, this.shift, this.mask]) list.length = 0
    this.starts.length = 0
    this.groups.length = 0
    this.numbers.clear()
    this.roots = this.grouped(roots)
  }

  units(group: number): ReadonlyArray<number> {
    return this.groups[group]!.units
  }

  /** Compiles the answer of a group in a state; tells where it starts. */
  compile(group: number, value: number, ids: Int32Array): number {
    const { units } = this.groups[group]!
    const read = new Set(units.map((unit) => this.answers.cells[unit]!))
    const answers = units.map((unit) =>
      this.answers.of(unit, ids[this.answers.cells[unit]!]!)!
    )
    const start = this.end
    const idle = answers
      .flatMap(({ outcomes }) => outcomes)
      .filter((outcome) => this.changesNothing(outcome, read, ids))
    this.push(idle.length, ...idle)
    let outcomes: Array<number> = []
    let then: Array<number> = []
    const close = () => {
      const groups = this.grouped(then)
      this.push(outcomes.length)
      for (const outcome of outcomes) this.outcome(outcome, read, ids)
      this.push(groups[0] ?? -1)
      for (const next of groups.slice(1)) this.push(0, next)
      outcomes = []
      then = []
      return groups.length > 0
    }
    for (const answer of answers) {
      const taken = answer.outcomes.filter((o) => !idle.includes(o))
      if (taken.length > 0 && then.length > 0) close()
      outcomes.push(...taken)
      then.push(...answer.then)
    }
    if (close()) this.push(0, -1)
    this.starts[group] = put(this.starts[group]!, value, start)
    return start
  }

  private changesNothing(
    outcome: number,
    read: ReadonlySet<number>,
    ids: Int32Array
  ): boolean {
    return this.answers.outcomes[outcome]!.writes.every(
      (write) =>
        "id" in write && read.has(write.cell) && write.id === ids[write.cell]
    )
  }

  private outcome(number: number, read: ReadonlySet<number>, ids: Int32Array) {
    const { at, shift, mask } = this.rows
    const sets: Array<number> = []
    const updates: Array<number> = []
    for (const write of this.answers.outcomes[number]!.writes) {
      const { cell } = write
      const before = ids[cell]!
      if (!("id" in write && read.has(cell))) {
        const table = this.answers.table(write)
        updates.push(at[cell]!, shift[cell]!, mask[cell]!, table)
      } else if (write.id !== before) {
        sets.push(at[cell]!, (write.id ^ before) << shift[cell]!)
      }
    }
    this.push(number, sets.length / 2, updates.length / 4, ...sets, ...updates)
  }

  /** Cuts a list of units into groups. */
  private grouped(units: ReadonlyArray<number>): ReadonlyArray<number> {
    const groups: Array<Group> = []
    for (const unit of units) {
      const before = groups.at(-1)
      const longer = before && this.joined(before, unit)
      if (longer === undefined) groups.push(this.alone(unit))
      else groups[groups.length - 1] = longer
    }
    return groups.map((group) => this.number(group))
  }

  private alone(unit: number): Group {
    const { at, shift, mask } = this.rows
    const cell = this.answers.cells[unit]!
    const low = shift[cell]!
    const high = low + 32 - Math.clz32(mask[cell]!)
    return { units: [unit], word: at[cell]!, low, high }
  }

  private joined(group: Group, unit: number): Group | undefined {
    const { word, low, high } = this.alone(unit)
    const bits = Math.max(group.high, high) - Math.min(group.low, low)
    const fits = word === group.word && group.units.length < UNITS
    return fits && bits <= BITS
      ? {
          units: [...group.units, unit],
          word,
          low: Math.min(group.low, low),
          high: Math.max(group.high, high)
        }
      : undefined
  }

  private number(group: Group): number {
    const name = group.units.join(" ")
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    const number = this.groups.push(group) - 1
    this.numbers.set(name, number)
    this.word.push(group.word)
    this.shift.push(group.low)
    this.mask.push(2 ** (group.high - group.low) - 1)
    this.starts.push(new Int32Array(4))
    return number
  }

  private push(...words: ReadonlyArray<number>) {
    while (this.end + words.length > this.words.length) {
      this.words = twice(this.words)
    }
    this.words.set(words, this.end)
    this.end += words.length
  }
}

/** The array with a value at an index, longer if it has to be. */
const put = (array: Int32Array, index: number, value: number) => {
  let place = array
  while (index >= place.length) place = twice(place)
  place[index] = value
  return place
}
