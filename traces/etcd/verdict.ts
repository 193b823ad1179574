/** The verdict on a log that was followed. */
import * as Result from "effect/Result"
import type { Message } from "../../protocols/kernel/protocol.ts"
import { Next } from "../../protocols/raft/actions.ts"
import type { Expectation, Label, Observation } from "../validator/observed.ts"
import type { NearMiss, Rejected, Verdict } from "../validator/verdict.ts"
import type { Followed } from "./follow.ts"
import type { Line, Name } from "./lines.ts"
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
  const { votesGranted, matchIndex } = state
  const known = { id, currentTerm, votedFor, role, leader, commitIndex }
  return {
    ...known,
    lastIndex: last,
    lastTerm,
    configuration,
    ...(role === "candidate" && { votesGranted }),
    ...(role === "leader" && { matchIndex })
  }
}

/** The actions of which an event can tell, besides those that receive. */
const related: Readonly<Partial<Record<Name, ReadonlyArray<string>>>> = {
  BecomeFollower: ["Concede", "StepDown", "Retire"],
  BecomeCandidate: ["BecomePreCandidate", "Timeout"],
  BecomeLeader: ["BecomeLeader"],
  Commit: ["AdvanceCommitIndex"],
  SendAppendEntriesResponse: ["LeaveJoint"],
  ReceiveAppendEntriesResponse: ["CountItself", "KeepLeading"],
  ReceiveRequestVoteResponse: ["BecomeLeader", "Concede"],
  Ready: ["Persist", "Apply"]
}

/** The message that a line is about: what it receives, or answers. */
const messageOf = ({ received }: Server, { msg, name }: Line) => {
  if (msg === undefined) return undefined
  if (name.endsWith("Response") && name.startsWith("Send")) return received
  const known = msg.type !== "MsgApp" && msg.type !== "MsgSnap"
  return name.startsWith("Receive") && known ? meant(msg) : undefined
}

/** What was possible, and of what the line can tell, but was not. */
const tried = (
  run: Run,
  server: Server,
  line: Line
): { readonly instead: Array<Label>; readonly misses: Array<NearMiss> } => {
  const instead: Array<Label> = []
  const misses: Array<NearMiss> = []
  const message = messageOf(server, line)
  for (const [action, { _tag, ...rest }] of Object.entries(Next)) {
    const receives = "receives" in rest ? rest.receives : []
    const isMeant = receives.some((tag) => tag === message?._tag)
    if ((_tag === "Receiving" && !isMeant) || "choices" in rest) continue
    const label = { action, actor: server.id }
    const parts = isMeant && message !== undefined ? { message } : {}
    const result = run.would(server, action as ActionName, parts)
    if (Result.isSuccess(result)) instead.push({ ...label, ...parts })
    else if (isMeant || related[line.name]?.includes(action) === true) {
      misses.push({ action, label, guard: result.failure.guard })
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
