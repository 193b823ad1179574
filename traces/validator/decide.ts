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
import { type Outcome, Search, type Taste } from "./search.ts"
import { type Row, Space } from "./space.ts"
import type { Machine } from "./machine.ts"
import { type Free, Symmetry } from "./symmetry.ts"

/** So many states are looked at before a log is left undecided. */
export const BUDGET = 200_000

const FIRST_BUDGET = 500

/** States between two breaths. */
const SLICE = 2000

/** A search under way: it stops for breath, and ends with its result. */
export type Deliberation<A> = Generator<undefined, A, undefined>
const GROWTH = 4

export type Decision = { readonly searched: number } & (
  | { readonly _tag: "Accepted"; readonly path: ReadonlyArray<Label> }
  | {
      readonly _tag: "Rejected"
      /** So many lines have a behaviour; one more has none. */
      readonly consumed: number
      /** A world after them, and the steps to it. */
      readonly row: Row
      readonly path: ReadonlyArray<Label>
      readonly space: Space
    }
  | {
      readonly _tag: "Undecided"
      readonly consumed: number
      /** How many worlds each line led to from one world, at most. */
      readonly branching: ReadonlyArray<number>
    }
)

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
class Refutation {
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
      this.weakOutcome = this.weak.run(budget * GROWTH)
    }
    return this.weakOutcome === "refuted" ? "refuted" : this.exact.run(budget)
  }

  /** Of searches for a behaviour that were given up, the one in the log. */
  get search(): Search {
    return this.exact
  }
}

/** One decision under way. */
class Deciding {
  private readonly attempts: Attempts
  private readonly log: ReadonlyArray<Observation>
  private readonly budget: number
  /** Searches for a behaviour of the whole log, each to another taste. */
  private readonly wholes: ReadonlyArray<Search>
  /** The search that has found a behaviour of the most lines. */
  private furthest: Search
  private refutation: Refutation | undefined
  /** States of refutations that were given up. */
  private over = 0

  constructor(
    attempts: Attempts,
    log: ReadonlyArray<Observation>,
    budget: number
  ) {
    this.attempts = attempts
    this.log = log
    this.budget = budget
    this.wholes = [
      attempts.exactly(log.length, "less"),
      attempts.exactly(log.length)
    ]
    this.furthest = this.wholes[0]!
  }

  *decide(): Deliberation<Decision> {
    for (let size = FIRST_BUDGET; ; size *= GROWTH) {
      const outcome = yield* this.round(Math.min(size, this.budget))
      if (outcome !== "open") return this.decision(outcome)
      if (this.searched > this.budget) return this.decision("open")
    }
  }

  private get searched(): number {
    const wholes = this.wholes.reduce((sum, { states }) => sum + states, 0)
    return wholes + this.over + (this.refutation?.states ?? 0)
  }

  /** Looks further for a behaviour, and whether there is none. */
  private *round(size: number): Deliberation<Outcome> {
    for (const whole of this.wholes) {
      const outcome = yield* inSlices(whole, size)
      if (outcome !== "open") {
        this.furthest = whole
        return outcome
      }
      if (whole.deepest >= this.furthest.deepest) this.furthest = whole
    }
    while (this.searched <= this.budget) {
      const past = yield* this.past(this.furthest.deepest + 1, size)
      if (past !== "accepted") return past
      // One line more can be passed: on to the next.
      if (this.furthest.deepest === this.log.length) return "accepted"
    }
    return "open"
  }

  /** Can the log up to there be a behaviour? */
  private *past(length: number, size: number): Deliberation<Outcome> {
    if (this.refutation?.length !== length) {
      this.over += this.refutation?.states ?? 0
      const { machine } = this.attempts.space
      this.refutation = new Refutation(this.attempts, machine, this.log, length)
    }
    const outcome = yield* inSlices(this.refutation, size)
    if (outcome === "accepted") this.furthest = this.refutation.search
    return outcome
  }

  private decision(outcome: Outcome): Decision {
    const { searched } = this
    const { deepest, deepestRow, deepestPath } = this.furthest
    switch (outcome) {
      case "accepted":
        return { _tag: "Accepted", path: deepestPath, searched }
      case "refuted":
        return {
          _tag: "Rejected",
          consumed: deepest,
          row: deepestRow,
          path: deepestPath,
          space: this.attempts.space,
          searched
        }
      case "open":
        return {
          _tag: "Undecided",
          consumed: deepest,
          searched,
          branching: this.wholes[0]!.branching
        }
    }
  }
}

/** Goes on with a search, and stops for breath now and then. */
function* inSlices(
  search: { readonly run: (budget: number) => Outcome },
  size: number
): Deliberation<Outcome> {
  for (let budget = SLICE; ; budget += SLICE) {
    const outcome = search.run(Math.min(budget, size))
    if (outcome !== "open" || budget >= size) return outcome
    yield
  }
}

/**
 * Looks for a behaviour of the log; after `budget` states it gives up. It yields
 * every few thousand states, for whoever wants to do something else meanwhile.
 */
export function* decide(
  machine: Machine,
  log: ReadonlyArray<Observation>,
  budget: number
): Deliberation<Decision> {
  const attempts = new Attempts(machine, log, true)
  const decision = yield* new Deciding(attempts, log, budget).decide()
  if (decision._tag !== "Rejected" || attempts.sound()) return decision
  const fair = new Attempts(machine, log, false)
  return yield* new Deciding(fair, log, budget).decide()
}
