/**
 * The part of a finished search in which a behaviour could break a liveness
 * property: each state with the shortest way to it. Only where cycles can be
 * are edges stored; elsewhere the graph is walked a second time instead.
 */
import type { Graph } from "./components.ts"
import { twice } from "./rows.ts"
import type { Search } from "./search.ts"

/** How a behaviour breaks a property, as functions of rows. */
export interface Breach {
  /** It comes to a row where this is true, */
  readonly begins: (row: number) => boolean
  /** from then on never leaves the rows where this is true, */
  readonly stays: (row: number) => boolean
  /** and comes to one where this is true again and again. */
  readonly returns: (row: number) => boolean
}

/** Actions that do not stay away for ever, each of one actor, by number. */
export interface Fairness {
  readonly strengths: ReadonlyArray<"weak" | "strong">
  /** The action that an outcome belongs to; -1: one that is not fair. */
  readonly of: (outcome: number) => number
}

export interface Region {
  /** For each row how many steps away it is; below 0: not in the region. */
  readonly distance: Int32Array
  /** For each row the one before it in the region; -1: here it begins. */
  readonly from: Int32Array
  /** The nearest row where stuttering is fair; -1: there is none. */
  readonly stutters: number
  readonly core: Core
}

/** The rows that a cycle leads to, nearest first, and the steps from them. */
export interface Core extends Graph {
  readonly rows: Int32Array
  /** For each edge its fair action, or -1. */
  readonly actions: Int32Array
  /** For each node: does it count as a return? */
  readonly returns: Uint8Array
}

const UNKNOWN = -1
const OUTSIDE = -2

/** A list of numbers that may become long. */
class Numbers {
  private data = new Int32Array(1 << 10)
  length = 0

  push(value: number) {
    if (this.length === this.data.length) this.data = twice(this.data)
    this.data[this.length++] = value
  }

  at(index: number): number {
    return this.data[index]!
  }

  all(): Int32Array {
    return this.data.subarray(0, this.length)
  }
}

export const regionOf = <Label>(
  search: Search<Label>,
  breach: Breach,
  fairness: Fairness
): Region => {
  const reached = new Reached(search, breach, fairness)
  reached.explore()
  const { distance, from, order, stutters } = reached
  // Nothing is nearer than where it begins.
  const done = stutters !== -1 && distance[stutters] === distance[order[0]!]
  const rows = done ? new Int32Array() : onCycles(search, reached)
  const core = coreOf(search, rows, breach, fairness)
  return { distance, from, stutters, core }
}

/**
 * Breadth-first from where the breach may begin. The search has numbered its
 * rows level by level, so a row can begin at the distance of its level.
 */
class Reached<Label> {
  readonly distance: Int32Array
  readonly from: Int32Array
  /** For each row how many steps of the region lead to it. */
  readonly entries: Int32Array
  stutters = -1
  /**
   * How far away cycles are: no step leads more than one further, so a cycle is
   * nowhere nearer than where some step leads that leads no further at all, and
   * nowhere beyond where such a step begins.
   */
  least = Infinity
  most = -1
  private readonly rows = new Numbers()
  private readonly search: Search<Label>
  private readonly breach: Breach
  private readonly fairness: Fairness

  constructor(search: Search<Label>, breach: Breach, fairness: Fairness) {
    this.search = search
    this.breach = breach
    this.fairness = fairness
    this.distance = new Int32Array(search.rows.count).fill(UNKNOWN)
    this.from = new Int32Array(search.rows.count).fill(-1)
    this.entries = new Int32Array(search.rows.count)
  }

  /** The rows of the region, nearest first. */
  get order(): Int32Array {
    return this.rows.all()
  }

  explore() {
    const { count, parents } = this.search.rows
    let [next, done] = [0, 0]
    for (let at = 0; next < count || done < this.rows.length; at++) {
      const level = next
      for (; next < count && parents[next]! < level; next++) {
        if (this.breach.begins(next)) this.arrive(next, -1, at)
      }
      for (const end = this.rows.length; done < end; done++) {
        this.expand(this.rows.at(done), at)
      }
    }
  }

  /** Is the row in the region? */
  private arrive(row: number, origin: number, at: number): boolean {
    if (this.distance[row] === UNKNOWN) {
      this.distance[row] = this.breach.stays(row) ? at : OUTSIDE
      if (this.distance[row] === OUTSIDE) return false
      this.from[row] = origin
      this.rows.push(row)
    }
    return this.distance[row] !== OUTSIDE
  }

  private expand(row: number, at: number) {
    let mayStay = true
    this.search.edges(row, (outcome, to) => {
      if (to === row) return
      if (this.fairness.of(outcome) !== -1) mayStay = false
      if (!this.arrive(to, row, at + 1)) return
      this.entries[to]!++
      if (this.distance[to]! > at) return
      this.least = Math.min(this.least, this.distance[to]!)
      this.most = at
    })
    if (mayStay && this.stutters === -1 && this.breach.returns(row)) {
      this.stutters = row
    }
  }
}

/** The rows that are left when those that nothing leads to are taken away. */
const onCycles = <Label>(
  search: Search<Label>,
  { distance, order, entries, least, most }: Reached<Label>
): Int32Array => {
  const inside = (row: number) =>
    distance[row]! >= least && distance[row]! <= most
  const gone = new Numbers()
  for (const row of order) {
    if (distance[row] === least - 1 || (inside(row) && entries[row] === 0)) {
      gone.push(row)
    }
  }
  for (let i = 0; i < gone.length; i++) {
    const row = gone.at(i)
    search.edges(row, (_, to) => {
      if (to === row || !inside(to)) return
      if (--entries[to]! === 0) gone.push(to)
    })
  }
  return order.filter((row) => inside(row) && entries[row]! > 0)
}

const coreOf = <Label>(
  search: Search<Label>,
  rows: Int32Array,
  { returns }: Breach,
  fairness: Fairness
): Core => {
  const nodeOf = new Int32Array(search.rows.count).fill(-1)
  rows.forEach((row, node) => {
    nodeOf[row] = node
  })
  const firstEdge = new Int32Array(rows.length + 1)
  const targets = new Numbers()
  const actions = new Numbers()
  rows.forEach((row, node) => {
    search.edges(row, (outcome, to) => {
      const action = fairness.of(outcome)
      if (to === row || (nodeOf[to] === -1 && action === -1)) return
      targets.push(nodeOf[to]!)
      actions.push(action)
    })
    firstEdge[node + 1] = targets.length
  })
  return {
    nodes: rows.length,
    rows,
    firstEdge,
    targets: targets.all(),
    actions: actions.all(),
    returns: Uint8Array.from(rows, (row) => (returns(row) ? 1 : 0))
  }
}
