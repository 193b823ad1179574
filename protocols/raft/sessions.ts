/**
 * What is asked for twice is done once: the operators of
 * `spec/raft/Sessions.tla`.
 */
import * as Schema from "effect/Schema"
import { SetOf } from "../kernel/set.ts"
import { insert } from "../kernel/value.ts"
import type { Constants, Durable, Entry } from "./state.ts"

/** What a state machine has become. */
export const Machine = Schema.Struct({
  /** The requests that had an effect, one after another, */
  effects: Schema.Array(Schema.String),
  /** and those that are to have no more. */
  sessions: SetOf(Schema.String)
})
type Machine = typeof Machine.Type

/** One that nobody has asked for anything. */
export const idle: Machine = { effects: [], sessions: [] }

/** The state machine does what an entry asks for, unless it has done so. */
const executed = (
  machine: Machine,
  { value }: Entry,
  { Sessions }: Constants
): Machine =>
  value === undefined || machine.sessions.includes(value)
    ? machine
    : {
        effects: [...machine.effects, value],
        sessions: Sessions ? insert(machine.sessions, value) : []
      }

/** The state machine when all up to an index is applied. */
export const machineAt = (
  { snapshot, log }: Pick<Durable, "snapshot" | "log">,
  index: number,
  constants: Constants
): Machine =>
  log
    .slice(0, index - snapshot.index)
    .reduce(
      (machine, entry) => executed(machine, entry, constants),
      snapshot.machine
    )
