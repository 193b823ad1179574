/**
 * Random walks over a source: from an initial state, again and again, one of
 * the steps that change something, each as likely as the others. Whatever can
 * be reached in one step from a state on the way is checked, so that a walk
 * sees more than it visits. Walks show faults; they never show that there is
 * none.
 */
import { Judge } from "./judge.ts"
import { textOf } from "./orbits.ts"
import { Rows } from "./rows.ts"
import type { Gauges, Limit, Limits, Properties, Taken } from "./run.ts"
import type { Outcome, Source } from "./source.ts"
import { Steps } from "./steps.ts"

export interface WalksOptions {
  readonly walks: number
  /** Steps in each, at most. */
  readonly depth: number
  /** Draws a number from 0 to below 1. */
  readonly draw: () => number
  readonly limits: Limits
  readonly gauges: Gauges
  readonly cached: boolean
}

type WalksEnding =
  | { readonly _tag: "Walked" }
  | { readonly _tag: "Incomplete"; readonly limit: Limit }
  | { readonly _tag: "Violated"; readonly property: string }

/** A step that can be taken, and the state after it. */
interface Next<Label> {
  readonly outcome: Outcome<Label>
  readonly ids: Int32Array
}

/** Steps that pass between two looks at the gauges. */
const GLANCE = 1 << 10

export class Walks<Label> {
  /** Steps that were looked at, and into an initial state. */
  generated = 0
  /** States on the longest walk. */
  depth = 1
  /** Walks that were begun. */
  begun = 0
  ending: WalksEnding | undefined
  /** The walk at hand: where it began, and its steps. */
  first = new Int32Array(0)
  taken: Array<Taken<Label>> = []
  private readonly source: Source<Label>
  private readonly properties: Properties
  private readonly options: WalksOptions
  private readonly judge: Judge
  private readonly steps: Steps<Label>
  private readonly seen = new Set<string>()
  private readonly onStep: (label: Label) => void
  private made = 0

  /** `onStep` is told of each step that is taken. */
  constructor(
    source: Source<Label>,
    properties: Properties,
    options: WalksOptions,
    onStep: (label: Label) => void
  ) {
    this.source = source
    this.properties = properties
    this.options = options
    this.onStep = onStep
    this.judge = new Judge(properties, source.cells, options.cached)
    this.steps = new Steps(source, new Rows(), () => {})
  }

  /** States that were visited, or seen from one that was. */
  get distinct(): number {
    return this.seen.size
  }

  /** Questions put to the source. */
  get asked(): number {
    return this.steps.asked
  }

  /** Makes about so many steps more; true when all is over. */
  advance(steps: number): boolean {
    const until = this.made + steps
    while (this.ending === undefined && this.made < until) this.walk()
    return this.ending !== undefined
  }

  private walk() {
    if (this.begun === this.options.walks) {
      this.ending = { _tag: "Walked" }
      return
    }
    this.begun++
    this.taken = []
    const { initial } = this.source
    this.first = Int32Array.from(this.chosen(initial))
    this.generated++
    const broken =
      this.properties.initialBreaks[0] ?? this.judge.broken(this.first)
    if (broken !== undefined) return this.violate(broken)
    this.seen.add(textOf(this.first))
    let at: Int32Array | undefined = this.first
    if (!this.judge.inBounds(at)) at = undefined
    while (at !== undefined && this.ending === undefined) at = this.step(at)
  }

  /** The state that the walk comes to; undefined: it ends here. */
  private step(at: Int32Array): Int32Array | undefined {
    if (this.taken.length === this.options.depth) return undefined
    if (++this.made % GLANCE === 0) this.glance()
    if (!this.options.cached) this.steps.forget()
    const all = this.steps.successors(at)
    if (all.length === 0 && this.properties.deadlock) this.violate("deadlock")
    const ways = all.filter((next) => this.leadsOn(at, next))
    if (ways.length === 0 || this.ending !== undefined) return undefined
    const { outcome, ids } = this.chosen(ways)
    this.onStep(outcome.label)
    this.taken.push({ label: outcome.label, ids })
    this.depth = Math.max(this.depth, this.taken.length + 1)
    return ids
  }

  /** Checks a step; may a walk take it? */
  private leadsOn(at: Int32Array, { outcome, ids }: Next<Label>): boolean {
    if (this.ending !== undefined) return false
    const { judge, seen, options } = this
    this.generated++
    const broken =
      outcome.breaks[0] ?? judge.brokenStep(at, ids) ?? judge.broken(ids)
    if (broken !== undefined) {
      this.onStep(outcome.label)
      this.taken.push({ label: outcome.label, ids })
      this.violate(broken)
      return false
    }
    if (!judge.inBounds(ids)) return false
    seen.add(textOf(ids))
    if (seen.size === options.limits.states) {
      this.ending = { _tag: "Incomplete", limit: "states" }
    }
    return textOf(ids) !== textOf(at)
  }

  private chosen<A>(all: ReadonlyArray<A>): A {
    return all[Math.floor(this.options.draw() * all.length)]!
  }

  private glance() {
    const { gauges, limits } = this.options
    const { memory = Infinity, time = Infinity } = limits
    if (gauges.memory() > memory) {
      this.ending ??= { _tag: "Incomplete", limit: "memory" }
    } else if (gauges.elapsed() > time) {
      this.ending ??= { _tag: "Incomplete", limit: "time" }
    }
  }

  private violate(property: string) {
    this.ending ??= { _tag: "Violated", property }
  }
}
