/** Elections. */
import * as Result from "effect/Result"
import { isQuorumOf } from "../../protocols/raft/configuration.ts"
import { following } from "../../protocols/raft/log.ts"
import { None, type Message as Twin } from "../../protocols/raft/state.ts"
import { electors, members } from "./configuration.ts"
import { settle } from "./applying.ts"
import { unknown } from "./flow.ts"
import { selfAnswer } from "./leading.ts"
import { broadcast } from "./sending.ts"
import type { Line } from "./lines.ts"
import { breaks } from "./refused.ts"
import type { Run } from "./run.ts"
import type { Server } from "./server.ts"

/** What becomes of a server that follows, besides what the protocol says. */
const follows = (run: Run, server: Server): void => {
  server.votes.clear()
  server.flows.clear()
  run.terms.set(server.term, server.id)
  server.take("BecomeFollower")
}

/** A message of a later term is received. */
export const updateTerm = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  const { role, leader } = server.state
  let received = message
  if (message._tag === "RequestVote" && run.isLeased(leader)) {
    // Its election timer ran out, or its leader wants the election.
    if (role === "leader") received = { ...message, transfer: true }
    else run.act(server, line, "LoseContact")
  }
  run.act(server, line, "UpdateTerm", { message: received })
  const next = server.peek()
  if (next !== undefined && next.name !== "BecomeFollower") {
    breaks(next, "LaterTermsAreEntered", `${server.id} hears of ${server.term}`)
  }
  follows(run, server)
}

/** May a server stand for election, as far as the library is narrower? */
const mayStand = (run: Run, server: Server, line: Line): void => {
  settle(run, server, server.commit)
  const first = Math.min(run.beginners.length, server.commit)
  if (server.changed[0]! >= first) return
  breaks(line, "ChangesBeforeElections", `up to ${first} they are not`)
}

/** A line shows a pre-candidate: that it became one no line tells. */
export const becomePreCandidate = (
  run: Run,
  server: Server,
  line: Line
): void => {
  mayStand(run, server, line)
  run.act(server, line, "BecomePreCandidate")
  server.votes.clear()
}

/** The others would vote for a server; no line tells of it. */
const preVotes = (run: Run, server: Server, line: Line): void => {
  if (server.role !== "StatePreCandidate") {
    becomePreCandidate(run, server, line)
  }
  const { id, term, last, lastTerm } = server
  for (const other of electors(server.configuration)) {
    const voter = run.servers.get(other)
    if (voter === undefined || other === id) continue
    const message: Twin = {
      _tag: "RequestPreVote",
      term: term + 1,
      from: id,
      to: other,
      lastLogIndex: last,
      lastLogTerm: lastTerm
    }
    const state = { ...voter.state, leader: None }
    const grant = run.would(voter, "GrantPreVote", { message, state })
    if (Result.isFailure(grant)) continue
    const _tag = "PreVoteGranted"
    const granted: Twin = { _tag, term: term + 1, from: other, to: id }
    run.act(server, line, "ReceivePreVote", { message: granted })
  }
}

/** Its timer ran out, or its leader wants it: no line tells which. */
const stand = (run: Run, server: Server, line: Line): ReadonlyArray<Twin> => {
  if (!run.constants.PreVote) return run.act(server, line, "Timeout")
  const { state, term, id: to } = server
  preVotes(run, server, line)
  if (Result.isSuccess(run.would(server, "Timeout"))) {
    return run.act(server, line, "Timeout")
  }
  server.state = following(state, state.leader, run.constants)
  const message: Twin = { _tag: "TimeoutNow", term, from: state.leader, to }
  return run.act(server, line, "CampaignAtOnce", { message })
}

/** A server becomes a candidate and asks for votes. */
export const campaign = (run: Run, server: Server): void => {
  const line = server.peek()!
  mayStand(run, server, line)
  const requests = stand(run, server, line)
  server.votes.clear()
  server.flows.clear()
  run.terms.set(server.term, server.id)
  server.take("BecomeCandidate")
  for (const to of electors(server.configuration)) {
    if (to === server.id) {
      const { term, id: from } = server
      const own: Twin = { _tag: "VoteGranted", term, from, to }
      run.tells(server, "SendRequestVoteResponse", own)
    } else {
      const request = requests.find((message) => message.to === to)!
      run.tells(server, "SendRequestVoteRequest", request)
    }
  }
}

/** A server is asked for its vote in its term. */
export const asked = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  const answer = server.peek()
  const { vote } = server
  const grants =
    answer?.msg?.reject === undefined
      ? Result.isSuccess(run.would(server, "GrantVote", { message }))
      : !answer.msg.reject
  if (grants && vote === "0" && server.state.leader !== None) {
    // That it forgot its leader no line tells.
    const constants = { CheckQuorum: true }
    run.act(server, line, "LoseContact", { constants })
  }
  const name = grants ? "GrantVote" : "RefuseVote"
  const [sent] = run.act(server, answer ?? line, name, { message })
  run.tells(server, "SendRequestVoteResponse", sent!, { vote })
}

/** Who is answered by whom a candidate knows: it counts itself when written. */
const decided = (server: Server): "Elected" | "Lost" | "Open" => {
  const { configuration, votes } = server
  const those = (counts: (vote: boolean | undefined) => boolean) =>
    electors(configuration).filter((id) => counts(votes.get(id)))
  if (
    isQuorumOf(
      configuration,
      those((vote) => vote === true)
    )
  ) {
    return "Elected"
  }
  const possible = those((vote) => vote !== false)
  return isQuorumOf(configuration, possible) ? "Open" : "Lost"
}

/** A candidate is answered. */
export const answered = (
  run: Run,
  server: Server,
  line: Line,
  message: Twin
): void => {
  if (server.role !== "StateCandidate") return
  const { from, reject } = line.msg!
  // Who answers twice has answered once.
  if (!server.votes.has(from)) {
    server.votes.set(from, !reject)
    const name = reject ? "ReceiveRefusal" : "ReceiveVote"
    run.act(server, line, name, { message })
  }
  switch (decided(server)) {
    case "Elected":
      return lead(run, server, line)
    case "Lost":
      run.act(server, line, "Concede")
      return follows(run, server)
    case "Open":
      return
  }
}

const lead = (run: Run, server: Server, line: Line): void => {
  const { id, last: log } = server
  run.act(server, line, "BecomeLeader")
  server.heard.clear()
  server.votes.clear()
  server.flows = new Map(
    members(server.configuration).map((peer) => [peer, [unknown(log + 1)]])
  )
  const own = unknown(log + 1)
  server.flows.set(id, [{ ...own, state: "Replicate", match: log }])
  server.take("BecomeLeader", { log })
  server.take("Replicate", { log })
  selfAnswer(run, server)
  broadcast(run, server)
}

/** A leader that is no voter any more may step down. */
export const retire = (run: Run, server: Server): void => {
  const line = server.peek()
  if (line?.name !== "BecomeFollower" || line.state.term > server.term) return
  run.act(server, line, "Retire")
  follows(run, server)
}

/** A server follows though it has received nothing that a line tells of. */
export const followUnheard = (run: Run, server: Server): void => {
  const line = server.peek()!
  const { term } = line.state
  if (term > server.term) {
    const from = run.terms.get(term)
    if (from === undefined) return breaks(line, "TermsAreHeardOf")
    // As an answer to a request for a pre-vote tells it.
    const _tag = "PreVoteRefused"
    const message: Twin = { _tag, term, from, to: server.id }
    return updateTerm(run, server, line, message)
  }
  if (server.role === "StateLeader") {
    run.needsQuorum()
    // A check before this one was passed; no line tells of it.
    if (Result.isSuccess(run.would(server, "KeepLeading"))) {
      run.act(server, line, "KeepLeading")
    }
    run.act(server, line, "StepDown")
    return follows(run, server)
  }
  if (!run.constants.PreVote) {
    const { heardOfEarlier } = server
    const stays = "FollowersStayWithoutPreVote"
    breaks(line, heardOfEarlier ? "EarlierTermsAreIgnored" : stays)
  }
  if (server.role !== "StatePreCandidate") becomePreCandidate(run, server, line)
  // The answers to its requests no line tells of.
  server.does("Concede")
  server.state = following(server.state, None, run.constants)
  follows(run, server)
}
