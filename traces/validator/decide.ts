/**
 * Whether a log that leaves something open has a behaviour. One search looks
 * for it. Where that search gets no further, others try to show that there is
 * no way past the line: with fewer lines (names that only later lines mention
 * do not matter then), and with less asked of the lines before.
 */
import { Attempts, Refutation } from "./attempts.ts"
import type { Label, Observation } from "./observed.ts"
import type { Outcome, Search } from "./search.ts"
import type { Row } from "./moves.ts"
import type { Space } from "./space.ts"
import type { Machine } from "./machine.ts"

/** So many states are looked at before a log is left undecided. */
export const BUDGET = 200_000

/** States of the first round; of a longer log one a line, to walk straight on. */
const FIRST_BUDGET = 500

/** States between two breaths. */
const SLICE = 2000

/** A search under way: it stops for breath, and ends with its result. */
export type Deliberation<A> = Generator<undefined, A, undefined>

/** How much further each round of searches goes. */
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
    const first = Math.max(FIRST_BUDGET, this.log.length)
    for (let size = first; ; size *= GROWTH) {
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
