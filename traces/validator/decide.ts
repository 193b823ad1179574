/**
 * Whether a log that leaves something open has a behaviour. One search looks
 * for it. Where that search gets no further, others try to show that there is
 * no way past the line: with fewer lines (names that only later lines mention
 * do not matter then), and with less asked of the lines before.
 */
import { interchangeable } from "./equivariance.ts"
import { type Line, namesIn, unique, weakened } from "./log.ts"
import type { Label, Observation } from "./observed.ts"
import { Matching } from "./matching.ts"
import { Search } from "./search.ts"
import { type Row, Space } from "./space.ts"
import type { Machine } from "./machine.ts"
import { type Free, Symmetry } from "./symmetry.ts"

/** So many states are looked at before a log is left undecided. */
export const BUDGET = 500_000

const FIRST_BUDGET = 500
const GROWTH = 4

export type Decision =
  | { readonly _tag: "Accepted"; readonly searched: number }
  | {
      readonly _tag: "Rejected"
      /** So many lines have a behaviour; one more has none. */
      readonly consumed: number
      /** A world after them, and the last steps to it. */
      readonly row: Row
      readonly path: ReadonlyArray<Label>
      readonly space: Space
      readonly searched: number
    }
  | {
      readonly _tag: "Undecided"
      readonly consumed: number
      readonly searched: number
      /** How many worlds each line led to from one world, at most. */
      readonly branching: ReadonlyArray<number>
    }

/** For each line, the actors that neither it nor a later one names. */
const freeByLine = (
  machine: Machine,
  symmetry: Symmetry,
  log: ReadonlyArray<Observation>
): ReadonlyArray<Free> => {
  const all = [...machine.kinds.keys()]
  const named = new Set<string>()
  const free: Array<Free> = []
  free[log.length] = symmetry.free(all)
  for (let i = log.length - 1; i >= 0; i--) {
    const before = named.size
    for (const name of namesIn(machine, log[i]!)) named.add(name)
    free[i] =
      named.size === before
        ? free[i + 1]!
        : symmetry.free(all.filter((id) => !named.has(id)))
  }
  return free
}

/** Searches of one log, all in one space. */
class Attempts {
  readonly space: Space
  private readonly symmetry: Symmetry
  private readonly matching: Matching
  private readonly log: ReadonlyArray<Observation>
  private readonly exchange: boolean
  private readonly exchanged = new Set<string>()

  constructor(
    machine: Machine,
    log: ReadonlyArray<Observation>,
    exchange: boolean
  ) {
    this.space = new Space(machine)
    this.symmetry = new Symmetry(this.space)
    this.matching = new Matching(this.space)
    this.log = log
    this.exchange = exchange
  }

  /** The log up to a line, as it is. */
  exactly(length: number): Search {
    const log = this.log.slice(0, length)
    const lines: ReadonlyArray<Line> = log.map((observation) => [
      { observation }
    ])
    const free = this.exchange
      ? freeByLine(this.space.machine, this.symmetry, log)
      : this.nobody(length)
    return this.search(lines, free)
  }

  /** The log up to a line, where only some actors are told apart. */
  weakly(length: number, keep: ReadonlySet<string>): Search {
    const { machine } = this.space
    const lines = this.log
      .slice(0, length)
      .map((observation) => weakened(machine, observation, keep))
    const others = [...machine.kinds.keys()].filter((id) => !keep.has(id))
    const free = this.symmetry.free(this.exchange ? others : [])
    return this.search(lines, Array(length + 1).fill(free))
  }

  /** Did whatever was taken for interchangeable behave so? */
  sound(): boolean {
    return (
      this.exchanged.size === 0 || interchangeable(this.space, this.exchanged)
    )
  }

  private nobody(length: number): ReadonlyArray<Free> {
    return Array(length + 1).fill(this.symmetry.free([]))
  }

  private search(
    lines: ReadonlyArray<Line>,
    free: ReadonlyArray<Free>
  ): Search {
    for (const { actors } of new Set(free)) {
      for (const name of actors) this.exchanged.add(name)
    }
    return new Search(this.space, this.symmetry, this.matching, lines, free)
  }
}

/** Attempts to show that no behaviour gets past a line. */
class Refutation {
  readonly length: number
  private readonly weak: Search
  private readonly exact: Search
  private weakOutcome = "open"

  constructor(
    attempts: Attempts,
    machine: Machine,
    log: ReadonlyArray<Observation>,
    length: number
  ) {
    this.length = length
    const keep = new Set([
      ...unique(machine),
      ...namesIn(machine, log[length - 1]!)
    ])
    this.weak = attempts.weakly(length, keep)
    this.exact = attempts.exactly(length)
  }

  get states(): number {
    return this.weak.states + this.exact.states
  }

  /** `accepted`: the lines have a behaviour. */
  run(budget: number): "accepted" | "refuted" | "open" {
    if (this.weakOutcome === "open") this.weakOutcome = this.weak.run(budget)
    return this.weakOutcome === "refuted" ? "refuted" : this.exact.run(budget)
  }

  /** Of searches for a behaviour that were given up, the one in the log. */
  get search(): Search {
    return this.exact
  }
}

const decideWith = (
  attempts: Attempts,
  log: ReadonlyArray<Observation>,
  budget: number
): Decision => {
  const { space } = attempts
  const whole = attempts.exactly(log.length)
  let furthest = whole
  let refutation: Refutation | undefined
  let over = 0
  for (let size = FIRST_BUDGET; ; size *= GROWTH) {
    const outcome = whole.run(Math.min(size, budget))
    const searched = () => whole.states + over + (refutation?.states ?? 0)
    if (outcome === "accepted") {
      return { _tag: "Accepted", searched: searched() }
    }
    if (outcome === "refuted") return rejected(space, whole, searched())
    if (whole.deepest >= furthest.deepest) furthest = whole
    for (let passed = true; passed;) {
      const length = furthest.deepest + 1
      if (refutation?.length !== length) {
        over += refutation?.states ?? 0
        refutation = new Refutation(attempts, space.machine, log, length)
      }
      const result = refutation.run(Math.min(size, budget))
      if (result === "refuted") return rejected(space, furthest, searched())
      passed = result === "accepted"
      if (passed) furthest = refutation.search
      if (furthest.deepest === log.length) {
        return { _tag: "Accepted", searched: searched() }
      }
      if (searched() > budget) passed = false
    }
    if (searched() > budget) {
      return {
        _tag: "Undecided",
        consumed: furthest.deepest,
        searched: searched(),
        branching: whole.branching
      }
    }
  }
}

const rejected = (
  space: Space,
  { deepest, deepestRow, deepestPath }: Search,
  searched: number
): Decision => ({
  _tag: "Rejected",
  consumed: deepest,
  row: deepestRow,
  path: deepestPath,
  space,
  searched
})

/** Looks for a behaviour of the log; after `budget` states it gives up. */
export const decide = (
  machine: Machine,
  log: ReadonlyArray<Observation>,
  budget: number = BUDGET
): Decision => {
  const attempts = new Attempts(machine, log, true)
  const decision = decideWith(attempts, log, budget)
  return decision._tag !== "Rejected" || attempts.sound()
    ? decision
    : decideWith(new Attempts(machine, log, false), log, budget)
}
