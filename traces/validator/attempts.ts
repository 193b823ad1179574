/** Searches of one log for a behaviour, and for a proof that there is none. */
import { interchangeable } from "./equivariance.ts"
import { type Line, namesIn, unique, weakened } from "./log.ts"
import type { Machine } from "./machine.ts"
import { Matching } from "./matching.ts"
import type { Observation } from "./observed.ts"
import { type Outcome, Search, type Taste } from "./search.ts"
import { Space } from "./space.ts"
import { type Free, Symmetry } from "./symmetry.ts"

/** A weaker log is cheaper to search: so many times more of its states. */
const CHEAPER = 4

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

const repeated = <A>(value: A, times: number): ReadonlyArray<A> =>
  Array.from({ length: times }, () => value)

/** Searches of one log, all in one space. */
export class Attempts {
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
  exactly(length: number, taste: Taste = "more"): Search {
    const log = this.log.slice(0, length)
    const lines: ReadonlyArray<Line> = log.map((observation) => [
      { observation }
    ])
    const free = this.exchange
      ? freeByLine(this.space.machine, this.symmetry, log)
      : this.nobody(length)
    return this.search(lines, free, taste)
  }

  /** The log up to a line, where only some actors are told apart. */
  weakly(length: number, keep: ReadonlySet<string>): Search {
    const { machine } = this.space
    const lines = this.log
      .slice(0, length)
      .map((observation) => weakened(machine, observation, keep))
    const others = [...machine.kinds.keys()].filter((id) => !keep.has(id))
    const free = this.symmetry.free(this.exchange ? others : [])
    return this.search(lines, repeated(free, length + 1))
  }

  /** Did whatever was taken for interchangeable behave so? */
  sound(): boolean {
    return (
      this.exchanged.size === 0 || interchangeable(this.space, this.exchanged)
    )
  }

  private nobody(length: number): ReadonlyArray<Free> {
    return repeated(this.symmetry.free([]), length + 1)
  }

  private search(
    lines: ReadonlyArray<Line>,
    free: ReadonlyArray<Free>,
    taste: Taste = "more"
  ): Search {
    for (const { actors } of new Set(free)) {
      for (const name of actors) this.exchanged.add(name)
    }
    const { space, symmetry, matching } = this
    return new Search(space, symmetry, matching, lines, free, taste)
  }
}

/** Attempts to show that no behaviour gets past a line. */
export class Refutation {
  readonly length: number
  private readonly weak: Search
  private readonly exact: Search
  private weakOutcome: Outcome = "open"

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
  run(budget: number): Outcome {
    // Its worlds are few and cheap: most are the same but for names.
    if (this.weakOutcome === "open") {
      this.weakOutcome = this.weak.run(budget * CHEAPER)
    }
    return this.weakOutcome === "refuted" ? "refuted" : this.exact.run(budget)
  }

  /** Of searches for a behaviour that were given up, the one in the log. */
  get search(): Search {
    return this.exact
  }
}
