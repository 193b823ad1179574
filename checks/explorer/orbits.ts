/**
 * States that differ only in what things are called make an orbit, for which
 * one of them stands. Things are ordered by what is said of them, whatever they
 * are called; if of some the same is said, the least of the states is taken
 * that exchanging those gives.
 */
import type { Need } from "./answers.ts"
import type { Symmetry } from "./source.ts"

/** Things that should be alike are not. */
export class Asymmetry extends Error {
  /** The step that one of them can take and the other cannot. */
  readonly label: unknown

  constructor(problem: string, label?: unknown) {
    super(problem)
    this.label = label
  }
}

/** Why a thing and the next cannot change places. */
export const unlike = (
  { things }: Symmetry,
  swap: number,
  why: string,
  label?: unknown
): Asymmetry =>
  new Asymmetry(
    `${things[swap]} and ${things[swap + 1]} are not alike: ${why}`,
    label
  )

export class Orbits {
  readonly symmetry: Symmetry
  private readonly cells: ReadonlyArray<string>
  /** For each swap: what each cell becomes, and each id of it. */
  private readonly places: ReadonlyArray<Array<number>>
  private readonly ids: ReadonlyArray<Array<Array<number>>>
  /** For each id of each cell: what it says of each thing. */
  private readonly said: Array<Array<ReadonlyArray<number>>> = []
  private needs: Array<Need> = []

  constructor(cells: ReadonlyArray<string>, symmetry: Symmetry) {
    this.cells = cells
    this.symmetry = symmetry
    this.places = symmetry.things.map(() => [])
    this.ids = symmetry.things.map(() => [])
  }

  /** The ids met since the last call; rows may have no room for them yet. */
  takeNeeds(): ReadonlyArray<Need> {
    const { needs } = this
    this.needs = []
    return needs
  }

  /** The state that stands for a state's orbit. */
  canonical(state: Int32Array): Int32Array {
    const { swaps } = this.symmetry
    const weights = this.weigh(state)
    let sorted = state
    for (let moved = true; moved;) {
      moved = false
      for (const n of swaps) {
        const [weight, next] = [weights[n]!, weights[n + 1]!]
        if (weight >= next) continue
        sorted = this.swapped(sorted, n)
        weights[n] = next
        weights[n + 1] = weight
        moved = true
      }
    }
    const tied = swaps.filter((n) => weights[n] === weights[n + 1])
    return this.least(sorted, tied)
  }

  /** The state in which a thing and the next have changed places. */
  swapped(state: Int32Array, swap: number): Int32Array {
    const places = this.places[swap]!
    const tables = this.ids[swap]!
    let after = new Int32Array(this.cells.length)
    for (let cell = 0; cell < state.length; cell++) {
      const id = state[cell]!
      const place = (places[cell] ??= this.symmetry.cellOf(swap, cell))
      const table = (tables[cell] ??= [])
      const become = (table[id] ??= this.meet(swap, cell, id))
      if (place >= after.length) after = longer(after, this.cells.length)
      after[place] = become
    }
    return after
  }

  private meet(swap: number, cell: number, id: number): number {
    const become = this.symmetry.idOf(swap, cell, id)
    this.needs.push({ cell: this.places[swap]![cell]!, id: become })
    return become
  }

  private weigh(state: Int32Array): Float64Array {
    const sums = new Float64Array(this.symmetry.things.length)
    for (let cell = 0; cell < state.length; cell++) {
      const known = (this.said[cell] ??= [])
      const said = (known[state[cell]!] ??= this.symmetry.says(
        cell,
        state[cell]!
      ))
      for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + said[i]!
    }
    return sums
  }

  /** The least state that these swaps, one after the other, lead to. */
  private least(state: Int32Array, swaps: ReadonlyArray<number>): Int32Array {
    if (swaps.every((n) => order(this.swapped(state, n), state) === 0)) {
      return state
    }
    const orbit = new Map([[textOf(state), state]])
    let least = state
    for (const at of orbit.values()) {
      if (order(at, least) < 0) least = at
      for (const n of swaps) {
        const next = this.swapped(at, n)
        const text = textOf(next)
        if (!orbit.has(text)) orbit.set(text, next)
      }
    }
    return least
  }
}

const longer = (state: Int32Array, length: number) => {
  const copy = new Int32Array(length)
  copy.set(state)
  return copy
}

/** Below 0, 0 or above it; a state has 0 in a cell that it is too old for. */
const order = (a: Int32Array, b: Int32Array): number => {
  const length = Math.max(a.length, b.length)
  for (let cell = 0; cell < length; cell++) {
    const difference = (a[cell] ?? 0) - (b[cell] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Equal states, and only equal ones, have equal texts. */
export const textOf = (state: Int32Array): string =>
  state.join().replace(/(?:,0)+$/u, "")
