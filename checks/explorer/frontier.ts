/** Which of the stored rows is expanded next. */

/** How a search goes through the states. */
export type Order = "breadth-first" | "depth-first"

export interface Frontier {
  /** Levels so far, or states on the longest way so far. */
  readonly depth: number
  /** Rows whose successors are not yet known. */
  readonly queue: number
  /** Do successors have to be stored before the next row is known? */
  readonly eager: boolean
  /** Was there a row beyond the depth at which to stop? */
  readonly cut: boolean
  /** A row has been stored. */
  readonly stored: (row: number) => void
  /** The next row; -1: there is none until all successors are stored. */
  readonly next: () => number
  /** Goes on when all successors are stored; false: there is no row left. */
  readonly goOn: () => boolean
}

/** Level by level: ways are the shortest that there are. */
class Levels implements Frontier {
  readonly eager = false
  depth = 1
  cut = false
  private readonly deepest: number
  private rows = 0
  private cursor = 0
  private end = 0

  constructor(deepest: number) {
    this.deepest = deepest
  }

  get queue(): number {
    return this.rows - this.cursor
  }

  stored() {
    this.rows++
  }

  next(): number {
    return this.cursor < this.end ? this.cursor++ : -1
  }

  goOn(): boolean {
    if (this.cursor === this.rows) return false
    if (this.end > 0) {
      if (this.depth === this.deepest) {
        this.cut = true
        return false
      }
      this.depth++
    }
    this.end = this.rows
    return true
  }
}

/** From the row that was stored last: deep soon, but not by the shortest way. */
class Stack implements Frontier {
  readonly eager = true
  depth = 1
  cut = false
  private readonly deepest: number
  private readonly rows: Array<number> = []
  private readonly depths: Array<number> = []
  /** The depth of rows that are stored now. */
  private level = 1

  constructor(deepest: number) {
    this.deepest = deepest
  }

  get queue(): number {
    return this.rows.length
  }

  stored(row: number) {
    this.depth = Math.max(this.depth, this.level)
    this.rows.push(row)
    this.depths.push(this.level)
  }

  next(): number {
    for (;;) {
      const row = this.rows.pop()
      if (row === undefined) return -1
      const depth = this.depths.pop()!
      this.level = depth + 1
      if (depth < this.deepest) return row
      this.cut = true
    }
  }

  goOn(): boolean {
    return this.rows.length > 0
  }
}

export const frontierOf = (
  order: Order = "breadth-first",
  deepest = Infinity
): Frontier =>
  order === "breadth-first" ? new Levels(deepest) : new Stack(deepest)
