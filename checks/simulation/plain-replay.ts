/**
 * The plainest judge of a whole trace, to test runs and examples against: it
 * takes the lines in their order, applies each action, and compares. It knows
 * nothing of logs that leave out which action, or which message, it was.
 */
import * as Result from "effect/Result"
import { attempt, choicesOf, metBy } from "../../protocols/kernel/attempt.ts"
import type { Message, Protocol } from "../../protocols/kernel/protocol.ts"
import { key } from "../../protocols/kernel/value.ts"
import type { End, Event } from "../../traces/format.ts"
import { isEnd, type OpenTrace, traceReader } from "../../traces/reader.ts"
import { type Actors, actorsOf } from "./world.ts"

/** Where a trace is wrong first, and why. */
export interface Fault {
  readonly line: number
  readonly reason: string
}

interface Send {
  readonly message: Message
  readonly at: number
}

interface Replay {
  readonly actors: Actors
  readonly last: Map<string, { readonly seq: number; readonly at: number }>
  readonly sends: Map<string, Send>
}

/** What is wrong with the numbers of an event. */
const misnumbered = ({ last, sends }: Replay, event: Event): string | null => {
  const before = last.get(event.actor) ?? { seq: 0, at: 0 }
  const send = sends.get(event.received?.id ?? "")
  if (event.seq !== before.seq + 1) return "seq"
  if (event.at <= before.at) return "at"
  if (event.received === undefined) return null
  if (key(send?.message) !== key(event.received.message)) return "received"
  return event.at <= (send?.at ?? 0) ? "at" : null
}

/** What is wrong with the step of an event; the actor takes it if nothing is. */
const misstep = ({ actors }: Replay, event: Event): string | null => {
  const { protocol, constants, byId } = actors
  const actor = byId.get(event.actor)
  const action = { ...protocol.next, ...protocol.environment }[
    event.action ?? ""
  ]
  if (actor === undefined || action === undefined) return "action"
  const { choice, received } = event
  if (!choicesOf(action, constants).some((one) => key(one) === key(choice))) {
    return "choice"
  }
  const met = metBy(action, actor.state, choice, constants).map(
    ({ role, id }) => ({ role, other: byId.get(id)! })
  )
  const parts = {
    self: actor.state,
    choice,
    message: received?.message,
    met: met.map(({ role, other }) => ({ role, state: other.state }))
  }
  const tried = attempt(action, parts, constants)
  if (Result.isFailure(tried)) return tried.failure.guard
  const { state, sent, others } = tried.success
  actor.state = state
  met.forEach(({ other }, i) => {
    other.state = others[i]!
  })
  const logged = event.sent?.map(({ message }) => message) ?? sent
  if (key(logged) !== key(sent)) return "sent"
  const field = Object.entries(event.state ?? {}).find(
    ([name, value]) => key(value) !== key(Reflect.get(state, name))
  )
  return field === undefined ? null : `state.${field[0]}`
}

const take = (replay: Replay, event: Event): string | null => {
  const wrong = misnumbered(replay, event) ?? misstep(replay, event)
  replay.last.set(event.actor, event)
  for (const { id, message } of event.sent ?? []) {
    replay.sends.set(id, { message, at: event.at })
  }
  return wrong
}

const judge = (
  replay: Replay,
  trace: OpenTrace,
  lines: ReadonlyArray<string>
): Fault | null => {
  let end: End | null = null
  for (const [i, text] of lines.entries()) {
    const read = trace.line(text)
    if (Result.isFailure(read))
      return { line: i + 2, reason: read.failure.field }
    const line = read.success
    if (isEnd(line)) end = line
    const reason = isEnd(line)
      ? line.events === i
        ? null
        : "events"
      : take(replay, line)
    if (reason !== null) return { line: i + 2, reason }
  }
  return end === null ? { line: lines.length + 2, reason: "end" } : null
}

/** The first fault of a trace, `null` if it is a behaviour of the protocol. */
export const firstFault = (
  protocol: Protocol,
  [header = "", ...lines]: ReadonlyArray<string>
): Fault | null => {
  const opened = traceReader(protocol).open(header)
  if (Result.isFailure(opened)) return { line: 1, reason: opened.failure.field }
  const trace = opened.success
  const actors = actorsOf(protocol, trace.constants)
  return judge({ actors, last: new Map(), sends: new Map() }, trace, lines)
}
