/**
 * A formula's value is a function of the cells that it read, or of those aspects
 * of them that it looked at. The trie remembers what it reads next after which
 * values, so that a state walks down to the answer and protocol code runs once
 * per distinct path.
 */
import { twice } from "./rows.ts"
import type { Aspect, Formula } from "./source.ts"

/** Paths after which a formula whose paths hardly ever repeat is left alone. */
const TRIAL = 1 << 12

/** Ids that a node has places for at first. */
const PLACES = 4

/** A cell, and the aspect in which it is read. */
interface Glance {
  readonly cell: number
  readonly is: Aspect
}

const whole: Aspect = (id) => id

export class Memo {
  /**
   * Nodes, one after the other: the number of the glance that is taken, how many
   * places follow, and for each id a place: where the next node is; -1 - the
   * number of the value; 0: not known. The root's place comes first.
   */
  private trie = new Int32Array(64)
  private end = 1
  private readonly glances: Array<Glance> = []
  /** The numbers of the glances by aspect and cell. */
  private readonly known = new Map<Aspect, Array<number>>()
  private readonly values: Array<number> = []
  private readonly numbers = new Map<number, number>()
  private paths = 0
  private calls = 0
  private cached: boolean
  private readonly formula: Formula

  constructor(formula: Formula, cached: boolean) {
    this.formula = formula
    this.cached = cached
  }

  /** The formula's value in the state with these ids. */
  value(ids: Int32Array): number {
    if (!this.cached) return this.formula((cell) => ids[cell] ?? 0, true)
    this.calls++
    const { trie, glances } = this
    let at = trie[0]!
    while (at > 0) {
      const { cell, is } = glances[trie[at]!]!
      const id = is(ids[cell]!)
      at = id < trie[at + 1]! ? trie[at + 2 + id]! : 0
    }
    return at < 0 ? this.values[-1 - at]! : this.evaluate(ids)
  }

  /** Forgets everything: a new cell has come that the paths know nothing of. */
  reset() {
    this.trie[0] = 0
    this.end = 1
  }

  private evaluate(ids: Int32Array): number {
    this.paths++
    if (this.paths > TRIAL && this.paths * 2 > this.calls) {
      this.cached = false
      this.trie = new Int32Array(1)
      return this.value(ids)
    }
    const taken = new Set<number>()
    const value = this.formula((cell, is = whole) => {
      taken.add(this.glance(cell, is))
      return ids[cell] ?? 0
    })
    this.remember(taken, ids, value)
    return value
  }

  private glance(cell: number, is: Aspect): number {
    let numbers = this.known.get(is)
    if (numbers === undefined) this.known.set(is, (numbers = []))
    return (numbers[cell] ??= this.glances.push({ cell, is }) - 1)
  }

  private remember(taken: ReadonlySet<number>, ids: Int32Array, value: number) {
    let place = 0
    for (const glance of taken) {
      const { cell, is } = this.glances[glance]!
      place = this.placeIn(place, glance, is(ids[cell] ?? 0))
    }
    let number = this.numbers.get(value)
    if (number === undefined) {
      number = this.values.push(value) - 1
      this.numbers.set(value, number)
    }
    this.trie[place] = -1 - number
  }

  /** The place for an id in the node that another place leads to. */
  private placeIn(place: number, glance: number, id: number): number {
    const node = this.trie[place]!
    const places = node === 0 ? 0 : this.trie[node + 1]!
    if (id < places) return node + 2 + id
    const more = Math.max(PLACES, places * 2, id + 1)
    const copy = this.end
    this.end += 2 + more
    while (this.end > this.trie.length) this.trie = twice(this.trie)
    const { trie } = this
    trie.fill(0, copy, this.end)
    if (node > 0) trie.copyWithin(copy, node, node + 2 + places)
    trie[copy] = glance
    trie[copy + 1] = more
    trie[place] = copy
    return copy + 2 + id
  }
}
