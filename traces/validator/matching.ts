/**
 * Whether remembered steps are what lines say, remembered as well: an answer
 * depends on a few numbers only.
 */
import { holds, sendsAsTold } from "./compare.ts"
import type { Expectation, Observation } from "./observed.ts"
import type { Move, Row } from "./moves.ts"
import type { Space } from "./space.ts"

/** The ids of states and networks stay below this. */
const ROOM = 2 ** 26

type Answers = Map<number | Move, boolean>

export class Matching {
  private readonly space: Space
  private readonly answers = new Map<object, Answers>()

  constructor(space: Space) {
    this.space = space
  }

  /** Is the move out of the row what the observation says? */
  fits(observation: Observation, move: Move, row: Row): boolean {
    if (observation.sent !== undefined) {
      const { transition } = move
      const sends = () => sendsAsTold(observation, transition)
      if (!this.answer(observation, move, sends)) return false
    }
    for (const expectation of observation.expected) {
      const reads = this.reads(expectation, move, row)
      const answer = () =>
        holds(expectation, move.transition, this.space.before)
      const right =
        reads === undefined ? answer() : this.answer(expectation, reads, answer)
      if (!right) return false
    }
    return true
  }

  private answer(
    about: object,
    reads: number | Move,
    compute: () => boolean
  ): boolean {
    let answers = this.answers.get(about)
    if (answers === undefined) {
      answers = new Map()
      this.answers.set(about, answers)
    }
    const known = answers.get(reads)
    if (known !== undefined) return known
    const right = compute()
    answers.set(reads, right)
    return right
  }

  /** What the answer depends on; `undefined`: on too much. */
  private reads(
    expectation: Expectation,
    move: Move,
    row: Row
  ): number | Move | undefined {
    switch (expectation._tag) {
      case "Field":
      case "Entry":
      case "Elements": {
        const cell = this.space.cellOf.get(expectation.actor)!
        const before = row[cell]!
        let after = before
        for (const [written, id] of move.writes) {
          if (written === cell) after = id
        }
        return before * ROOM + after
      }
      case "Kept":
        return move
      case "Network":
        return move.sent.length === 0 ? row[row.length - 1]! : undefined
    }
  }
}
