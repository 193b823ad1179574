/** Those who meet in one step: who they are, and how their states are read. */
import type { Met } from "../../protocols/kernel/attempt.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { Attempt, Label } from "./attempt.ts"
import type { Outcome, Unit } from "./source.ts"
import type { Actor } from "./world.ts"

/** An action before the states of those whom its actor meets are known. */
export type Meeting = Omit<Attempt, "met">

type Companion = Attempt["others"][number]

/** Everybody in each role: the same object every time, since they are many. */
export class Companions {
  private readonly actors: ReadonlyArray<Actor>
  private readonly known = new Map<string, Companion>()

  constructor(actors: ReadonlyArray<Actor>) {
    this.actors = actors
  }

  of({ role, kind, id }: Met): Companion {
    const name = key([role, kind, id])
    const known = this.known.get(name)
    if (known !== undefined) return known
    const actor = this.actors.find((a) => a.kind === kind && a.id === id)
    if (actor === undefined)
      throw new Error(`there is no ${kind} ${id} to meet`)
    const companion = { role, ...actor }
    this.known.set(name, companion)
    return companion
  }
}

/** The states read so far, the last one first: none is copied for the next. */
interface Seen {
  readonly state: object
  readonly before: Seen | undefined
}

const statesOf = (last: Seen): ReadonlyArray<object> => {
  const states: Array<object> = []
  for (let seen: Seen | undefined = last; seen; seen = seen.before) {
    states.push(seen.state)
  }
  return states.reverse()
}

/** Reads those who meet, one after the other, once for all that they do. */
export const circleUnit = (
  circle: ReadonlyArray<Meeting>,
  stateOf: (actor: Actor, id: number) => object,
  outcome: (trial: Attempt) => ReadonlyArray<Outcome<Label>>
): Unit<Label> => {
  const { others } = circle[0]!
  const unit = (at: number, before: Seen | undefined): Unit<Label> => ({
    cell: others[at]!.cell,
    expand: (id) => {
      const seen = { state: stateOf(others[at]!, id), before }
      if (at + 1 < others.length) {
        return { outcomes: [], then: [unit(at + 1, seen)] }
      }
      const met = statesOf(seen)
      return {
        outcomes: circle.flatMap((one) => outcome({ ...one, met })),
        then: []
      }
    }
  })
  return unit(0, undefined)
}
