/** The verdict on a log that was followed. */
import * as Result from "effect/Result"
import type { Message } from "../../protocols/kernel/protocol.ts"
import { Next } from "../../protocols/raft/actions.ts"
import type { Expectation, Label, Observation } from "../validator/observed.ts"
import type { NearMiss, Rejected, Verdict } from "../validator/verdict.ts"
import type { Followed } from "./follow.ts"
import type { Line } from "./lines.ts"
import { meant } from "./messages.ts"
import type { Refused } from "./refused.ts"
import type { ActionName, Run } from "./run.ts"
import type { Server } from "./server.ts"

const field = (actor: string, name: string, value: unknown): Expectation => ({
  _tag: "Field",
  actor,
  field: name,
  oneOf: [value]
})

/** What a line says, for a reader. */
export const observed = (line: Line): Observation => {
  const { nid, name, state, role, log, conf, msg } = line
  const fields = { ...state, role, log, conf }
  const expected = Object.entries(fields).map(([key, value]) =>
    field(nid, key, value)
  )
  const message: Message | undefined = msg && { _tag: msg.type, ...msg }
  return {
    line: line.line,
    actor: nid,
    action: name,
    ...(message && name.startsWith("Receive") ? { received: message } : {}),
    ...(message && name.startsWith("Send") ? { sent: [message] } : {}),
    expected
  }
}

/** What a server knows, in short. */
const inShort = ({ id, state, last, lastTerm, configuration }: Server) => {
  const { currentTerm, votedFor, role, leader, commitIndex } = state
  const known = { id, currentTerm, votedFor, role, leader, commitIndex }
  return { ...known, lastIndex: last, lastTerm, configuration }
}

/** The actions that choose nothing: what was possible, and what was not. */
const tried = (
  run: Run,
  server: Server,
  { msg, name }: Line
): { readonly instead: Array<Label>; readonly misses: Array<NearMiss> } => {
  const instead: Array<Label> = []
  const misses: Array<NearMiss> = []
  const known = msg !== undefined && name.startsWith("Receive")
  const plain = msg?.type !== "MsgApp" && msg?.type !== "MsgSnap"
  const message = known && plain ? meant(msg) : undefined
  for (const [action, { _tag, ...rest }] of Object.entries(Next)) {
    const label = { action, actor: server.id }
    if (_tag === "Receiving") {
      if (message === undefined || !("receives" in rest)) continue
      if (!rest.receives.some((tag) => tag === message._tag)) continue
      const result = run.would(server, action as ActionName, { message })
      if (Result.isSuccess(result)) instead.push({ ...label, message })
      else misses.push({ action, label, guard: result.failure.guard })
    } else if (!("choices" in rest)) {
      const result = run.would(server, action as ActionName)
      if (Result.isSuccess(result)) instead.push(label)
      else misses.push({ action, label, guard: result.failure.guard })
    }
  }
  return { instead, misses }
}

const rejected = (
  { run }: Followed,
  { at, reason }: Refused,
  lines: ReadonlyArray<Line>
): Rejected => {
  const server = run.servers.get(at.nid)!
  const { instead, misses } = tried(run, server, at)
  return {
    _tag: "Rejected",
    line: at.line,
    actor: at.nid,
    action: at.name,
    observation: observed(at),
    reason,
    enabledInstead: instead,
    nearMisses: misses,
    lastMatched: server.done.slice(-3).reverse(),
    states: [inShort(server)],
    consumed: lines.findIndex(({ line }) => line === at.line),
    events: lines.length,
    searched: 0,
    warnings: []
  }
}

/** What is to be thought of the log. */
export const verdictOf = (
  followed: Followed,
  lines: ReadonlyArray<Line>
): Verdict => {
  const { refused, run } = followed
  return refused === undefined
    ? {
        _tag: "Accepted",
        events: lines.length,
        searched: 0,
        coverage: run.coverage(),
        warnings: []
      }
    : rejected(followed, refused, lines)
}
