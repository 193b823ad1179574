/** What a leader does: it commits, tells the others, and hears of them. */
import * as Result from "effect/Result"
import { lastOfTerm, matchOf, termAt } from "../../protocols/raft/log.ts"
import type { Message as Twin } from "../../protocols/raft/state.ts"
import {
  accepted,
  canTell,
  distinct,
  type Flow,
  refused,
  reported
} from "./flow.ts"
import { actFrom, from } from "./folding.ts"
import type { Line } from "./lines.ts"
import type { Run } from "./run.ts"
import {
  all,
  broadcast,
  flowsOf,
  isOffer,
  offer,
  type Wishes
} from "./sending.ts"
import type { Server } from "./server.ts"

/** A leader that has appended answers itself, once that is written. */
export const selfAnswer = (run: Run, server: Server): void => {
  const { term, id, last: index } = server
  const _tag = "AppendAccepted"
  const answer: Twin = { _tag, term, from: id, to: id, index }
  run.tells(server, "SendAppendEntriesResponse", answer)
}

/** A leader tells everybody that it is there. */
export const beat = (run: Run, server: Server): void => {
  server.does("Heartbeat")
  for (const to of server.others) {
    const line = server.peek()
    if (line?.name !== "SendAppendEntriesRequest" || line.msg!.to !== to) {
      const type = "MsgHeartbeat"
      server.take("SendAppendEntriesRequest")
      server.at -= 1
      server.unexpected(line!, "SendAppendEntriesRequest", { type, to })
    }
    const [message] = run.act(server, line, "Heartbeat", { choice: { to } })
    run.tells(server, "SendAppendEntriesRequest", message!)
    const commit = line.msg!.commit
    const flows = server.flows.get(to)!
    const after = flows.map((flow) => ({ ...flow, told: commit }))
    server.flows.set(to, after)
  }
}

/** A leader looks for a new commit index. Tells whether it found one. */
export const lookForCommit = (run: Run, server: Server): boolean => {
  const line = server.peek()
  const moves = Result.isSuccess(run.would(server, "AdvanceCommitIndex"))
  const told = line?.name === "Commit" && line.state.commit > server.commit
  server.does("AdvanceCommitIndex")
  if (line !== undefined && (moves || told)) {
    run.act(server, line, "AdvanceCommitIndex")
  }
  server.take("Commit")
  return moves
}

/** Reads that waited for the first commit of a term ask for a quorum now. */
const releaseReads = (run: Run, server: Server, before: number): void => {
  if (server.termAt(before) === server.term) return
  const isBeat = (): boolean => {
    const line = server.peek()
    return (
      line?.name === "SendAppendEntriesRequest" &&
      line.msg!.type === "MsgHeartbeat"
    )
  }
  while (isBeat()) beat(run, server)
}

/** The leader hears of a peer; as soon as it has of a quorum, it goes on. */
const hear = (run: Run, server: Server, line: Line): void => {
  if (Result.isSuccess(run.would(server, "KeepLeading"))) {
    run.act(server, line, "KeepLeading")
  }
}

/** A leader counts what its answer to itself tells to be written. */
const count = (run: Run, server: Server, line: Line): void => {
  const { index } = line.msg!
  const { state, id } = server
  if (index <= matchOf(state, id)) return
  const { durable } = state
  const log = durable.log.slice(0, index - durable.snapshot.index)
  const counted = { ...state, durable: { ...durable, log } }
  run.act(server, line, "CountItself", { state: counted })
  server.state = { ...server.state, durable }
}

/** A peer, or the leader itself, has acknowledged an index. */
export const acknowledged = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  const { from, index } = line.msg!
  if (from === server.id) count(run, server, line)
  else {
    run.act(server, line, "ReceiveAccepted", { message })
    hear(run, server, line)
  }
  const flows = flowsOf(run, server, from)
  const looks = server.peek()?.name === "Commit"
  const after = (flow: Flow) => accepted(flow, index, server.handed)
  const news = flows.map((flow) => [flow, after(flow)] as const)
  const known = news.flatMap(([, next]) => next ?? [])
  const acting =
    looks && known.length === 0
      ? flows.flatMap(reported).flatMap((flow) => after(flow) ?? [])
      : known
  const old = news.flatMap(([flow, next]) => (next === undefined ? [flow] : []))
  if (!looks && old.length > 0) {
    server.flows.set(from, old)
    return
  }
  if (acting.length === 0) return
  server.flows.set(from, distinct(acting))
  goOn(run, server, from)
}

/** What a leader does once more is acknowledged. */
const goOn = (run: Run, server: Server, from: string): void => {
  const before = server.commit
  if (lookForCommit(run, server)) {
    releaseReads(run, server, before)
    broadcast(run, server)
  } else if (from !== server.id) {
    const wishes = server.flows
      .get(from)!
      .map((f): Wishes[number] => [
        f,
        canTell(f, server.commit) ? "anything" : "nothing"
      ])
    offer(run, server, from, wishes)
  }
  if (from === server.id) return
  while (offer(run, server, from, all(server.flows.get(from)!, "entries")));
}

/** Up to where a peer may agree, that has an entry of a term at an index. */
const likely = (server: Server, index: number, term: number): number => {
  const log = from(server, server.state, 0)
  const found = lastOfTerm(log, index, term)
  const isFirst = found === log.snapshot.index
  // What is before the log is not known: it may be of that term.
  return isFirst && termAt(log, found) > term ? found - 1 : found
}

/** A peer has refused entries. */
export const rejected = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  const { from: peer, index, rejectHint, logTerm } = line.msg!
  server.does("ReceiveRefused", message)
  const { state } = server
  const hint = logTerm > 0 ? likely(server, rejectHint, logTerm) : rejectHint
  const wishes = flowsOf(run, server, peer).map((flow): Wishes[number] => {
    const after = refused(flow, index, hint)
    return after === undefined ? [flow, "nothing"] : [after, "anything"]
  })
  const acts = isOffer(server.peek(), peer)
  const news = index > matchOf(state, peer)
  if (acts && news && wishes.some(([, wish]) => wish === "anything")) {
    actFrom(run, server, line, "ReceiveRefused", { message }, 0)
    hear(run, server, line)
  }
  offer(run, server, peer, wishes)
}

/** A peer has answered a heartbeat. */
export const beaten = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  const { from } = line.msg!
  server.does("ReceiveHeartbeatAnswer", message)
  if (run.constants.CheckQuorum) {
    run.act(server, line, "ReceiveHeartbeatAnswer", { message })
    hear(run, server, line)
  }
  const wishes = flowsOf(run, server, from).map((flow): Wishes[number] => {
    const after = { ...flow, paused: false }
    return flow.match < server.last || flow.state === "Probe"
      ? [after, "anything"]
      : [after, "nothing"]
  })
  offer(run, server, from, wishes)
}
