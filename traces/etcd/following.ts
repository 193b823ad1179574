/** What a server does with what it receives from a leader. */
import type { Message as Twin } from "../../protocols/raft/state.ts"
import { showsSnapshot } from "./beginning.ts"
import type { Line } from "./lines.ts"
import { breaks } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

const ANSWER = "SendAppendEntriesResponse"

/** A message of the leader of its term. */
export const fromLeader = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  if (server.role === "StateLeader") {
    breaks(line, "OneLeaderATerm", `${server.id} leads the term itself`)
  }
  if (server.role !== "StateFollower") {
    server.does("FollowLeader", message)
    server.votes.clear()
    server.take("BecomeFollower", { role: "StateFollower" })
  }
  switch (message._tag) {
    case "AppendEntries":
      return entries(run, server, line, message)
    case "InstallSnapshot":
      return snapshot(run, server, line, message)
    default:
      return heartbeat(run, server, line, message)
  }
}

type Entries = Extract<Twin, { readonly _tag: "AppendEntries" }>
type Snapshot = Extract<Twin, { readonly _tag: "InstallSnapshot" }>

const entries = (
  run: Run,
  server: Server,
  line: Line,
  message: Entries
): void => {
  const { prevLogIndex: index, prevLogTerm } = message
  const next = server.peek()
  const refuses =
    next?.msg?.type === "MsgAppResp"
      ? next.msg.reject
      : server.termAt(index) !== prevLogTerm
  const old = index < server.commit
  if (!old && !refuses) stays(server, line, message)
  const known = refuses ? "RefuseEntries" : "AcceptEntries"
  const name = old ? "AnswerOldEntries" : known
  const [answer] = run.act(server, next ?? line, name, { message })
  run.tells(server, ANSWER, answer!)
}

/** What is committed is not replaced. */
const stays = (server: Server, line: Line, message: Entries): void => {
  const { prevLogIndex: index, entries } = message
  const replaced = entries.findIndex(
    ({ term }, i) => server.termAt(index + 1 + i) !== term
  )
  const at = index + 1 + replaced
  const agrees = server.termAt(index) === message.prevLogTerm
  if (agrees && replaced !== -1 && at <= server.commit) {
    breaks(line, "CommittedStays", `${at} is committed`)
  }
}

const heartbeat = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  if (line.msg!.commit > server.last) {
    breaks(line, "HeartbeatsCommitWhatIsThere", `${server.last} is the last`)
  }
  const [answer] = run.act(server, line, "AnswerHeartbeat", { message })
  run.tells(server, ANSWER, answer!)
}

const snapshot = (
  run: Run,
  server: Server,
  line: Line,
  message: Snapshot
): void => {
  const names = ["AcceptSnapshot", "FastForward", "AnswerOldSnapshot"] as const
  const name = run.first(server, names, { message })
  const [answer] = run.act(server, line, name, { message })
  if (name === "AcceptSnapshot") {
    server.changed = [message.lastIndex]
    const told = server.peek()
    if (told?.name === "ApplyConfChange") showsSnapshot(run, server, told)
    server.take("ApplyConfChange", { conf: [[], []] })
  }
  run.tells(server, ANSWER, answer!)
}

/** A message of an earlier term. */
export const stale = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  const next = server.peek()
  const { _tag, from } = message
  if (next === undefined || (_tag !== "AppendEntries" && _tag !== "Heartbeat"))
    return
  run.answersStale ??=
    next.name === ANSWER &&
    next.msg!.type === "MsgAppResp" &&
    next.msg!.index === 0 &&
    next.msg!.to === from
  if (!run.answersStale) return
  // CheckQuorum or PreVote is on, but not known which.
  const parts = { message, constants: { CheckQuorum: true } }
  const [answer] = run.act(server, line, "AnswerStaleLeader", parts)
  run.tells(server, ANSWER, answer!)
}
