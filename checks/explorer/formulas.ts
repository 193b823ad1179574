/**
 * A formula's value is a function of the cells that it read. The trie remembers
 * which cell it reads next after which values, so that a state walks down to
 * the answer and protocol code runs once per distinct path.
 */
import type { Formula } from "./source.ts"

interface Node {
  cell: number
  /** By id of the cell: another node, or the value. */
  readonly next: Array<Node | number | undefined>
}

/** Paths after which a formula whose paths hardly ever repeat is left alone. */
const TRIAL = 1 << 17

export class Memo {
  private root: Node | number | undefined
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
    if (!this.cached) return this.formula((cell) => ids[cell]!)
    this.calls++
    let at = this.root
    while (typeof at === "object") at = at.next[ids[at.cell]!]
    return at ?? this.evaluate(ids)
  }

  /** Forgets everything: a new cell has come that the paths know nothing of. */
  reset() {
    this.root = undefined
  }

  private evaluate(ids: Int32Array): number {
    this.paths++
    if (this.paths > TRIAL && this.paths * 2 > this.calls) {
      this.cached = false
      this.root = undefined
    }
    const cells: Array<number> = []
    const value = this.formula((cell) => {
      if (!cells.includes(cell)) cells.push(cell)
      return ids[cell]!
    })
    if (cells.length === 0) this.root = value
    else this.remember(cells, ids, value)
    return value
  }

  private remember(
    cells: ReadonlyArray<number>,
    ids: Int32Array,
    value: number
  ) {
    this.root ??= { cell: cells[0]!, next: [] }
    let node = this.root as Node
    cells.forEach((cell, i) => {
      const id = ids[cell]!
      if (i === cells.length - 1) node.next[id] = value
      else {
        node = (node.next[id] ??= { cell: cells[i + 1]!, next: [] }) as Node
      }
    })
  }
}
