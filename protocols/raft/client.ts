/**
 * What clients know, and leaders of what they ask: the last of the variables of
 * `spec/raft/RaftState.tla`.
 */
import * as Schema from "effect/Schema"
import { SetOf } from "../kernel/set.ts"

const Natural = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** All clients, who tell each other everything: history, read by nobody. */
export const Client = Schema.Struct({
  id: Schema.String,
  /** Up to here some client knows of what is applied. */
  acknowledged: Natural,
  /** What was known before each read that was answered, and what it saw. */
  answers: SetOf(Schema.Struct({ floor: Natural, seen: Natural }))
})
export type Client = typeof Client.Type

/** A read that a leader has not answered yet. */
export const Read = Schema.Struct({
  /** A quorum must answer this round; */
  round: Natural,
  /** so much was committed when the client asked, */
  index: Natural,
  /** and some client knew of so much: history, read by nobody. */
  floor: Natural
})

/** What a leader asks with a heartbeat, and is told again in the answer. */
export const Asked = {
  /** Its last round, */
  round: Natural,
  /** and its clock. */
  sent: Natural
}
