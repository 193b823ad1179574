/** Random schedules for fast-check, which shrink to what a person can read. */
import * as fc from "fast-check"
import type { Constants } from "../../protocols/raft/state.ts"
import { raftWith, servers } from "./raft-constants.ts"
import {
  type Actions,
  actionsWith,
  outcomeOf,
  type Schedule,
  scheduleText
} from "./raft-schedule.ts"
import { prepared, walked } from "./raft-walk.ts"

const initial = { InitialVoters: servers(3) }
const targets = [
  ["s1", "s2", "s3"],
  ["s1", "s2", "s3", "s4"],
  ["s2", "s3", "s4"]
]

/** What is switched on, by turns. */
export const clusters: ReadonlyArray<Constants> = [
  raftWith({}),
  raftWith({ ExplicitPersist: true, MaxTorn: 1, EntryAtElection: true }),
  raftWith({ ExplicitPersist: true, ExplicitApply: true, Pipelining: true }),
  raftWith({ PreVote: true, CheckQuorum: true, Heartbeats: true }),
  raftWith({ Refusals: true, Compacting: servers(3), Transferees: servers(3) }),
  raftWith(
    {
      ...initial,
      EntryAtElection: true,
      Changes: ["single", "joint"],
      Targets: targets,
      Learners: ["s4"]
    },
    servers(4)
  )
]

const printed = (schedule: Schedule): Schedule =>
  Object.assign(schedule, { [fc.toStringMethod]: () => scheduleText(schedule) })

/** What violates a promise when some parts are left out, large ones first. */
const parts = function* (schedule: Schedule, actions: Actions) {
  const { length } = schedule.turns
  for (let size = length; size > 0; size >>= 1) {
    for (let from = length - size; from >= 0; from -= size) {
      const turns = schedule.turns.toSpliced(from, size === length ? 0 : size)
      const part = { ...schedule, turns, walked: false }
      const { taken, violated } = outcomeOf(part, actions)
      if (violated !== undefined && taken.length < length) {
        yield new fc.Value(printed({ ...part, turns: taken }), undefined)
      }
    }
  }
}

class Schedules extends fc.Arbitrary<Schedule> {
  readonly #length: number
  readonly #actions: Actions
  readonly #clusters: ReadonlyArray<ReturnType<typeof prepared>>

  constructor(length: number, actions: Actions) {
    super()
    this.#length = length
    this.#actions = actions
    this.#clusters = clusters.map((one) => prepared(one, actions))
  }

  generate(random: fc.Random): fc.Value<Schedule> {
    const below = (n: number) => random.nextInt(0, n - 1)
    const cluster = this.#clusters[below(this.#clusters.length)]!
    const schedule = walked(cluster, this.#length, below)
    return new fc.Value(printed(schedule), undefined)
  }

  canShrinkWithoutContext(_value: unknown): _value is Schedule {
    return false
  }

  shrink(schedule: Schedule): fc.Stream<fc.Value<Schedule>> {
    return fc.stream(parts(schedule, this.#actions))
  }
}

/** Schedules of so many steps, in which servers may make mistakes. */
export const schedules = (
  length: number,
  mistakes: Actions = {}
): fc.Arbitrary<Schedule> => new Schedules(length, actionsWith(mistakes))

/** Whatever happens, nothing that is promised is broken. */
export const promisesHold = (
  length: number,
  see: (schedule: Schedule) => void = () => undefined,
  mistakes: Actions = {}
) => {
  const actions = actionsWith(mistakes)
  return fc.property(schedules(length, mistakes), (schedule) => {
    see(schedule)
    const { violated } = outcomeOf(schedule, actions)
    if (violated !== undefined) throw new Error(`${violated} is violated`)
  })
}
