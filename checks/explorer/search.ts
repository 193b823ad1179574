/**
 * Search over a source: every reachable state once, each property checked where
 * it is cheapest; breadth first, with shortest ways to a violation, or depth
 * first. A limit that is reached ends the search as incomplete. Of states that
 * a symmetry makes alike one is stored.
 */
import { type Frontier, frontierOf } from "./frontier.ts"
import { Judge } from "./judge.ts"
import { Asymmetry, Orbits, textOf } from "./orbits.ts"
import { mustBeginAlike, probe } from "./probe.ts"
import { OutOfMemory, Rows } from "./rows.ts"
import type { Ending, Limit, Limits, Properties, Run, Taken } from "./run.ts"
import type { Source } from "./source.ts"
import { Steps } from "./steps.ts"
import { Watch } from "./watch.ts"

/** Successors that are probed together, so that their cache misses overlap. */
const BLOCK = 1 << 11

/** The first states are all asked whether they are symmetric, of the others */
const OFTEN = 1 << 8
/** one in so many. */
const SELDOM = 1 << 6

const isAsked = (row: number) => row < OFTEN || row % SELDOM === 0

export class Search<Label> {
  readonly rows = new Rows()
  readonly steps: Steps<Label>
  readonly source: Source<Label>
  /** Steps from state to state, those from nowhere to an initial one too. */
  generated = 0
  ending: Ending | undefined
  private readonly properties: Properties
  private readonly limits: Limits
  private readonly watch: Watch
  private readonly cached: boolean
  private readonly judge: Judge
  private readonly frontier: Frontier
  private readonly orbits: Orbits | undefined
  /** Rows whose successors are known. */
  private expanded = 0
  private hashes = new Int32Array(BLOCK)
  private fresh = new Int32Array(BLOCK)
  private readonly view: { ids: Int32Array } = { ids: new Int32Array(64) }
  private origin = new Int32Array(64)

  constructor(source: Source<Label>, properties: Properties, run: Run) {
    const { limits, gauges, cached, order, symmetry } = run
    this.source = source
    this.properties = properties
    this.limits = limits
    this.watch = new Watch(limits, gauges)
    this.cached = cached
    this.orbits = symmetry && new Orbits(source.cells, symmetry)
    this.frontier = frontierOf(order, limits.depth)
    this.judge = new Judge(properties, source.cells, cached)
    this.steps = new Steps(source, this.rows, () => this.flush())
    this.start()
  }

  /** Levels so far, an initial state is on level 1; or the longest way. */
  get depth(): number {
    return this.frontier.depth
  }

  /** States whose successors are not yet known. */
  get queue(): number {
    return this.frontier.queue
  }

  /**
   * Finds or explores about so many states more, and looks at the gauges; true
   * when the search has ended.
   */
  advance(states: number): boolean {
    const until = this.seen + states
    try {
      while (this.ending === undefined && this.seen < until) this.proceed()
      this.stop(this.watch.look())
    } catch (cause) {
      if (!(cause instanceof OutOfMemory)) throw cause
      this.stop("memory")
    }
    return this.ending !== undefined
  }

  private get seen(): number {
    return this.expanded + this.rows.count
  }

  private proceed() {
    const row = this.frontier.next()
    if (row < 0) return this.goOn()
    if (this.orbits !== undefined) this.examine(row, this.orbits)
    if (this.ending !== undefined) return
    if (!this.cached) this.steps.forget()
    if (!this.steps.expand(row) && this.properties.deadlock) {
      this.flush()
      this.violate("deadlock", row, this.idsOf(row))
      return
    }
    this.expanded++
    const full = this.steps.count >= BLOCK
    if (full || this.frontier.eager || !this.cached) this.flush()
  }

  private goOn() {
    this.flush()
    if (this.ending !== undefined || this.frontier.goOn()) return
    this.ending = this.frontier.cut
      ? { _tag: "Incomplete", limit: "depth" }
      : { _tag: "Complete" }
  }

  /** The ids of a stored row's cells. */
  idsOf(row: number): Int32Array {
    return this.rows.state(this.rows.words, row)
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

  /**
   * The first step from a state to one that the other stands for, and that
   * breaks this property, if it is a step that breaks it.
   */
  stepTo(from: Int32Array, to: Int32Array, breaks?: string): Taken<Label> {
    const wanted = this.standing(to)
    const all = this.successors(from).filter(
      ({ ids }) => this.standing(ids) === wanted
    )
    const exact = all.find(
      ({ outcome }) => breaks !== undefined && outcome.breaks.includes(breaks)
    )
    const found = exact ?? all[0]
    if (found === undefined) throw new Asymmetry("a story has no next step")
    return { label: found.outcome.label, ids: found.ids }
  }

  /** The state that stands for a state, as text. */
  private standing(ids: Int32Array): string {
    return textOf(this.orbits?.canonical(ids) ?? ids)
  }

  /** All that can happen in a state, whether or not it is stored. */
  private successors(ids: Int32Array) {
    if (!this.cached) this.steps.forget()
    return this.steps.successors(ids)
  }

  /** Is what can happen in a row, and what is true there, symmetric? */
  private examine(row: number, orbits: Orbits) {
    if (!isAsked(row)) return
    this.flush()
    const told = (ids: Int32Array) =>
      this.successors(ids).map(({ outcome: { label, breaks }, ids }) => ({
        label,
        text: `${this.standing(ids)} ${breaks.join()}`
      }))
    probe(orbits, this.judge, told, this.idsOf(row))
  }

  /** Is what is true of a state that will not be stored symmetric? */
  private examineLoose() {
    const { orbits, rows, view } = this
    if (orbits === undefined || !isAsked(rows.count)) return
    probe(orbits, this.judge, () => [], view.ids.slice(0, rows.cells))
  }

  private start() {
    const { source, steps, rows } = this
    if (this.orbits !== undefined) mustBeginAlike(this.orbits, source)
    for (const ids of source.initial) {
      steps.makeRoom(ids.map((id, cell) => ({ cell, id })))
      this.view.ids = Int32Array.from(ids)
      this.generated++
      const words = new Int32Array(rows.width)
      rows.pack(ids, words, 0)
      const hash = rows.hash(words, 0)
      const slot = rows.find(words, 0, hash)
      if (slot >= 0) continue
      const broken =
        this.properties.initialBreaks[0] ?? this.judge.broken(this.view.ids)
      if (broken !== undefined) return this.violate(broken, -1, this.view.ids)
      if (this.judge.inBounds(this.view.ids)) {
        this.frontier.stored(rows.add(words, 0, hash, -1 - slot, -1))
      }
    }
    if (rows.count === 0) this.ending = { _tag: "Complete" }
  }

  private stop(limit: Limit | undefined) {
    if (limit !== undefined) this.ending ??= { _tag: "Incomplete", limit }
  }

  /** Stores the successors in the buffer that are new, and checks them. */
  private flush() {
    const { steps, rows } = this
    if (this.ending !== undefined) {
      steps.count = 0
      return
    }
    if (this.orbits !== undefined) steps.unify(this.orbits)
    this.makeView()
    const { count } = steps
    if (this.hashes.length < count) {
      this.hashes = new Int32Array(count * 2)
      this.fresh = new Int32Array(count * 2)
    }
    const { hashes, fresh } = this
    const missing = rows.sift(steps.words, count, hashes, fresh)
    if (steps.anyBreaks || this.judge.judgesSteps) this.checkSteps(count)
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
    let origin = -1
    for (let i = 0; i < count && this.ending === undefined; i++) {
      const { rows, steps, view } = this
      const from = steps.origins[i]!
      if (this.judge.judgesSteps && from !== origin) {
        rows.unpack(rows.words, from * rows.width, this.origin)
        origin = from
      }
      rows.unpack(steps.words, i * rows.width, view.ids)
      const broken =
        steps.outcomes[steps.taken[i]!]!.breaks[0] ??
        this.judge.brokenStep(this.origin, view.ids)
      if (broken === undefined) this.settle(i, this.hashes[i]!)
      else this.violate(broken, from, view.ids)
    }
  }

  /** Checks and stores a successor, if it is new. */
  private settle(i: number, hash: number) {
    this.stop(this.watch.pass())
    if (this.ending !== undefined) return
    const { steps, rows, judge } = this
    const offset = i * rows.width
    const found = rows.find(steps.words, offset, hash)
    if (found >= 0) return
    rows.unpack(steps.words, offset, this.view.ids)
    const broken = judge.broken(this.view.ids)
    const inBounds = broken === undefined && judge.inBounds(this.view.ids)
    if (!inBounds) this.examineLoose()
    if (broken !== undefined) {
      return this.violate(broken, steps.origins[i]!, this.view.ids)
    }
    if (!inBounds) return
    if (rows.count === this.limits.states) {
      return this.stop("states")
    }
    this.frontier.stored(
      rows.add(steps.words, offset, hash, -1 - found, steps.origins[i]!)
    )
  }

  private violate(property: string, row: number, ids: Int32Array) {
    const violating = ids.slice(0, this.rows.cells)
    this.ending ??= { _tag: "Violated", property, row, ids: violating }
  }

  private makeView() {
    const { cells } = this.rows
    if (this.view.ids.length >= cells) return
    this.view.ids = new Int32Array(cells * 2)
    this.origin = new Int32Array(cells * 2)
  }
}
