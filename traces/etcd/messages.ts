/** The messages of the protocol, as lines tell them. */
import type { Message as Twin } from "../../protocols/raft/state.ts"
import type { Message } from "./lines.ts"

/** What a line tells of a field that a message does not have. */
export const blank = {
  entries: 0,
  logTerm: 0,
  index: 0,
  commit: 0,
  vote: "0",
  reject: false,
  rejectHint: 0
} as const

/** A message as a line has to tell it. */
export const told = (m: Twin): Message => {
  const { term, from, to } = m
  const head = { ...blank, term, from, to }
  switch (m._tag) {
    case "RequestVote": {
      const { lastLogIndex: index, lastLogTerm: logTerm } = m
      return { ...head, type: "MsgVote", index, logTerm }
    }
    case "VoteGranted":
      return { ...head, type: "MsgVoteResp" }
    case "VoteRefused":
      return { ...head, type: "MsgVoteResp", reject: true }
    case "AppendEntries": {
      const { prevLogIndex: index, prevLogTerm: logTerm, commit } = m
      const entries = m.entries.length
      return { ...head, type: "MsgApp", index, logTerm, commit, entries }
    }
    case "AppendAccepted":
      return { ...head, type: "MsgAppResp", index: m.index }
    case "AppendRefused": {
      const { rejected: index, hint: rejectHint, hintTerm: logTerm } = m
      const type = "MsgAppResp"
      return { ...head, type, index, logTerm, rejectHint, reject: true }
    }
    case "Heartbeat":
      return { ...head, type: "MsgHeartbeat", commit: m.commit }
    case "HeartbeatAnswered":
      return { ...head, type: "MsgHeartbeatResp" }
    case "InstallSnapshot":
      return { ...head, type: "MsgSnap", entries: m.lastIndex }
    default:
      throw new Error(`no line tells of ${m._tag}`)
  }
}

/** The message that a line tells of, if that tells all. */
export const meant = (m: Message): Twin => {
  const { term, from, to, index, logTerm, commit, reject } = m
  const head = { term, from, to }
  switch (m.type) {
    case "MsgVote":
      return {
        ...head,
        _tag: "RequestVote",
        lastLogIndex: index,
        lastLogTerm: logTerm,
        transfer: false
      }
    case "MsgVoteResp":
      return { ...head, _tag: reject ? "VoteRefused" : "VoteGranted" }
    case "MsgAppResp":
      return reject
        ? {
            ...head,
            _tag: "AppendRefused",
            rejected: index,
            hint: m.rejectHint,
            hintTerm: logTerm
          }
        : { ...head, _tag: "AppendAccepted", index }
    case "MsgHeartbeat":
      return { ...head, _tag: "Heartbeat", commit, round: 0, sent: 0 }
    case "MsgHeartbeatResp":
      return { ...head, _tag: "HeartbeatAnswered", round: 0, sent: 0 }
    default:
      throw new Error(`a line does not tell all of ${m.type}`)
  }
}
