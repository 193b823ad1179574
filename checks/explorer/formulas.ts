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

const whole: Aspect = (id) => id

/** Numbers of a node before its places. */
const NODE = 3

/** A cell, and the number of the aspect in which it is read. */
interface Glance {
  readonly cell: number
  readonly aspect: number
}

export class Memo {
  /**
   * Nodes, one after the other: the cell that is read, the number of the aspect
   * in which it is, how many places follow, and for each id a place: where the
   * next node is; -1 - the number of the value; 0: not known. The root's place
   * comes first.
   */
  private trie = new Int32Array(64)
  private end = 1
  private readonly aspects: Array<Aspect> = [whole]
  private readonly numberOf = new Map<Aspect, number>([[whole, 0]])
  /** What each aspect but the first makes of ids, as far as it was asked. */
  private readonly seen: Array<Array<number>> = [[]]
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
    const { trie } = this
    let at = trie[0]!
    while (at > 0) {
      const id = this.look(trie[at + 1]!, ids[trie[at]!]!)
      at = id < trie[at + 2]! ? trie[at + NODE + id]! : 0
    }
    return at < 0 ? this.values[-1 - at]! : this.evaluate(ids)
  }

  /** What an aspect makes of an id. */
  private look(aspect: number, id: number): number {
    if (aspect === 0) return id
    const seen = this.seen[aspect]!
    return id < seen.length ? seen[id]! : this.lookAnew(aspect, id)
  }

  private lookAnew(aspect: number, id: number): number {
    const seen = this.seen[aspect]!
    while (seen.length <= id) seen.push(this.aspects[aspect]!(seen.length))
    return seen[id]!
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
    const taken = new Map<number, Glance>()
    const value = this.formula((cell, is = whole) => {
      const aspect = this.numberOf.get(is) ?? this.meet(is)
      taken.set(aspect * 2 ** 26 + cell, { cell, aspect })
      return ids[cell] ?? 0
    })
    this.remember([...taken.values()], ids, value)
    return value
  }

  private meet(is: Aspect): number {
    this.numberOf.set(is, this.aspects.length)
    this.seen.push([])
    return this.aspects.push(is) - 1
  }

  private remember(
    taken: ReadonlyArray<Glance>,
    ids: Int32Array,
    value: number
  ) {
    let place = 0
    for (const glance of taken) {
      const id = this.look(glance.aspect, ids[glance.cell] ?? 0)
      place = this.placeIn(place, glance, id)
    }
    let number = this.numbers.get(value)
    if (number === undefined) {
      number = this.values.push(value) - 1
      this.numbers.set(value, number)
    }
    this.trie[place] = -1 - number
  }

  /** The place for an id in the node that another place leads to. */
  private placeIn(place: number, { cell, aspect }: Glance, id: number): number {
    const node = this.trie[place]!
    const places = node === 0 ? 0 : this.trie[node + 2]!
    if (id < places) return node + NODE + id
    const more = Math.max(PLACES, places * 2, id + 1)
    const copy = this.end
    this.end += NODE + more
    while (this.end > this.trie.length) this.trie = twice(this.trie)
    const { trie } = this
    trie.fill(0, copy, this.end)
    if (node > 0) trie.copyWithin(copy, node, node + NODE + places)
    trie[copy] = cell
    trie[copy + 1] = aspect
    trie[copy + 2] = more
    trie[place] = copy
    return copy + NODE + id
  }
}
