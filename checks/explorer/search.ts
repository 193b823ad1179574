/**
 * Level-synchronous breadth-first search over a source: every reachable state
 * once, each property checked where it is cheapest, shortest ways to a
 * violation. A limit that is reached ends the search as incomplete.
 */
import { Memo } from "./formulas.ts"
import { OutOfMemory, Rows } from "./rows.ts"
import type { Ending, Gauges, Limits, Properties } from "./run.ts"
import type { Formula, Simulation, Source } from "./source.ts"
import { Steps } from "./steps.ts"

/** Successors that are probed together, so that their cache misses overlap. */
const BLOCK = 1 << 11

/** How many states pass between two looks at the gauges. */
const GLANCE = 1 << 15

export class Search<Label> {
  readonly rows = new Rows()
  readonly steps: Steps<Label>
  readonly source: Source<Label>
  /** Steps from state to state, those from nowhere to an initial one too. */
  generated = 0
  /** Levels so far; an initial state is on level 1. */
  depth = 1
  ending: Ending | undefined
  private readonly properties: Properties
  private readonly limits: Limits
  private readonly gauges: Gauges
  private readonly cached: boolean
  private invariants: Array<readonly [string, Memo]> = []
  private refinements: Array<readonly [string, Memo, Simulation]> = []
  private bounds: Array<Memo> = []
  private cursor = 0
  private levelEnd = 0
  private cells = 0
  private nextGlance = GLANCE
  private hashes = new Int32Array(BLOCK)
  private fresh = new Int32Array(BLOCK)
  private readonly view: { ids: Int32Array } = { ids: new Int32Array(64) }

  constructor(
    source: Source<Label>,
    properties: Properties,
    options: {
      readonly limits: Limits
      readonly gauges: Gauges
      readonly cached: boolean
    }
  ) {
    this.source = source
    this.properties = properties
    this.limits = options.limits
    this.gauges = options.gauges
    this.cached = options.cached
    this.steps = new Steps(source, this.rows, () => this.flush())
    this.prepareFormulas()
    this.start()
  }

  /** States whose successors are not yet known. */
  get queue(): number {
    return this.rows.count - this.cursor
  }

  /** Explores about so many states more; true when the search has ended. */
  advance(states: number): boolean {
    const until = this.cursor + states
    try {
      while (this.ending === undefined && this.cursor < until) this.proceed()
    } catch (cause) {
      if (!(cause instanceof OutOfMemory)) throw cause
      this.ending ??= { _tag: "Incomplete", limit: "memory" }
    }
    return this.ending !== undefined
  }

  private proceed() {
    if (this.cursor === this.levelEnd && !this.nextLevel()) return
    if (!this.cached) this.steps.forget()
    if (!this.steps.expand(this.cursor) && this.properties.deadlock) {
      this.flush()
      this.violate("deadlock", this.cursor, this.idsOf(this.cursor))
      return
    }
    this.cursor++
    if (this.steps.count >= BLOCK || !this.cached) this.flush()
    if (this.cursor >= this.nextGlance) this.glance()
  }

  /** The ids of a stored row's cells. */
  idsOf(row: number): Int32Array {
    const ids = new Int32Array(this.rows.cells)
    this.rows.unpack(this.rows.words, row * this.rows.width, ids)
    return ids
  }

  /** The successors of a stored row: outcome and row of each, idle ones too. */
  edges(row: number, visit: (outcome: number, to: number) => void) {
    const { steps, rows } = this
    if (!this.cached) steps.forget()
    steps.keepsIdle = true
    steps.expand(row)
    steps.keepsIdle = false
    for (let i = 0; i < steps.count; i++) {
      const offset = i * rows.width
      const hash = rows.hash(steps.words, offset)
      visit(steps.taken[i]!, rows.find(steps.words, offset, hash))
    }
    steps.count = 0
  }

  /** What the first step from a stored row to a state is called. */
  labelTo(row: number, ids: Int32Array): Label {
    const { steps, rows } = this
    const wanted = new Int32Array(rows.width)
    rows.pack(ids, wanted, 0)
    if (!this.cached) steps.forget()
    steps.expand(row)
    const at = Array.from({ length: steps.count }, (_, i) => i).find((i) =>
      wanted.every((word, w) => word === steps.words[i * rows.width + w])
    )
    steps.count = 0
    return steps.outcomes[steps.taken[at!]!]!.label
  }

  private prepareFormulas() {
    const { invariants, refinements, bounds } = this.properties
    const memo = (formula: Formula) => new Memo(formula, this.cached)
    this.invariants = Object.entries(invariants).map(
      ([name, formula]) => [name, memo(formula)] as const
    )
    this.refinements = Object.entries(refinements).map(
      ([name, simulation]) =>
        [name, memo(simulation.image), simulation] as const
    )
    this.bounds = bounds.map(memo)
  }

  private start() {
    const { source, steps, rows } = this
    for (const ids of source.initial) {
      steps.makeRoom(ids.map((id, cell) => ({ cell, id })))
      this.view.ids = Int32Array.from(ids)
      this.generated++
      const words = new Int32Array(rows.width)
      rows.pack(ids, words, 0)
      const hash = rows.hash(words, 0)
      const slot = rows.find(words, 0, hash)
      if (slot >= 0) continue
      const broken = this.properties.initialBreaks[0] ?? this.brokenInvariant()
      if (broken !== undefined) return this.violate(broken, -1, this.view.ids)
      if (this.inBounds()) rows.add(words, 0, hash, -1 - slot, -1)
    }
    this.levelEnd = rows.count
    if (rows.count === 0) this.ending = { _tag: "Complete" }
  }

  /** Begins the next level; false: there is none, or it is one too many. */
  private nextLevel(): boolean {
    this.flush()
    if (this.ending !== undefined) return false
    if (this.cursor === this.rows.count) {
      this.ending = { _tag: "Complete" }
      return false
    }
    if (this.depth === this.limits.depth) {
      this.ending = { _tag: "Incomplete", limit: "depth" }
      return false
    }
    this.depth++
    this.levelEnd = this.rows.count
    return true
  }

  private glance() {
    this.nextGlance = this.cursor + GLANCE
    const { memory = Infinity, time = Infinity } = this.limits
    if (this.gauges.memory() > memory) {
      this.ending ??= { _tag: "Incomplete", limit: "memory" }
    } else if (this.gauges.elapsed() > time) {
      this.ending ??= { _tag: "Incomplete", limit: "time" }
    }
  }

  /** Stores the successors in the buffer that are new, and checks them. */
  private flush() {
    const { steps, rows } = this
    if (this.ending !== undefined) {
      steps.count = 0
      return
    }
    this.meetNewCells()
    const { count } = steps
    if (this.hashes.length < count) {
      this.hashes = new Int32Array(count * 2)
      this.fresh = new Int32Array(count * 2)
    }
    const { hashes, fresh } = this
    const missing = rows.sift(steps.words, count, hashes, fresh)
    if (steps.anyBreaks || this.refinements.length > 0) this.checkSteps(count)
    else {
      for (let k = 0; k < missing && this.ending === undefined; k++) {
        this.settle(fresh[k]!, hashes[fresh[k]!]!)
      }
    }
    this.generated += count + steps.idle
    steps.idle = 0
    steps.count = 0
  }

  /** As above, where a step may break a property that its states hold. */
  private checkSteps(count: number) {
    for (let i = 0; i < count && this.ending === undefined; i++) {
      const offset = i * this.rows.width
      this.checkStep(i, offset)
      this.checkImages(i, offset)
      if (this.ending === undefined) this.settle(i, this.hashes[i]!)
    }
  }

  /** Checks and stores a successor, if it is new. */
  private settle(i: number, hash: number) {
    const { steps, rows } = this
    const offset = i * rows.width
    const found = rows.find(steps.words, offset, hash)
    if (found >= 0) return
    rows.unpack(steps.words, offset, this.view.ids)
    const broken = this.brokenInvariant()
    if (broken !== undefined) {
      return this.violate(broken, steps.origins[i]!, this.view.ids)
    }
    if (!this.inBounds()) return
    if (rows.count === this.limits.states) {
      this.ending = { _tag: "Incomplete", limit: "states" }
      return
    }
    rows.add(steps.words, offset, hash, -1 - found, steps.origins[i]!)
  }

  private checkStep(i: number, offset: number) {
    const broken = this.steps.outcomes[this.steps.taken[i]!]!.breaks[0]
    if (broken === undefined) return
    this.rows.unpack(this.steps.words, offset, this.view.ids)
    this.violate(broken, this.steps.origins[i]!, this.view.ids)
  }

  private checkImages(i: number, offset: number) {
    const { rows, steps, view } = this
    for (const [name, image, { allows }] of this.refinements) {
      const origin = steps.origins[i]!
      rows.unpack(rows.words, origin * rows.width, view.ids)
      const from = image.value(view.ids)
      rows.unpack(steps.words, offset, view.ids)
      const to = image.value(view.ids)
      if (from !== to && !allows(from, to)) {
        return this.violate(name, origin, view.ids)
      }
    }
  }

  private brokenInvariant(): string | undefined {
    for (const [name, memo] of this.invariants) {
      if (memo.value(this.view.ids) === 0) return name
    }
    return undefined
  }

  private inBounds(): boolean {
    for (const bound of this.bounds) {
      if (bound.value(this.view.ids) === 0) return false
    }
    return true
  }

  private violate(property: string, row: number, ids: Int32Array) {
    this.ending ??= { _tag: "Violated", property, row, ids: ids.slice() }
  }

  /** A formula's paths know nothing of cells that came after them. */
  private meetNewCells() {
    const { cells } = this.rows
    if (cells === this.cells) return
    this.cells = cells
    if (this.view.ids.length < cells) this.view.ids = new Int32Array(cells * 2)
    this.invariants.forEach(([, memo]) => memo.reset())
    this.refinements.forEach(([, memo]) => memo.reset())
    this.bounds.forEach((memo) => memo.reset())
  }
}
