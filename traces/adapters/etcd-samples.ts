/** Logs of etcd's Raft library, for tests: a small one, and their verdicts. */
import * as Result from "effect/Result"
import { Raft } from "../../protocols/raft/protocol.ts"
import { problemText } from "../validator/problem-text.ts"
import type { Verdict } from "../validator/verdict.ts"
import { etcdRaft } from "./etcd-raft.ts"

/** A file is refused, at a line. */
export interface BadLog {
  readonly _tag: "BadLog"
  readonly line: number | undefined
  readonly problem: string
}

/** What becomes of a log with these lines. */
export const judged = (lines: ReadonlyArray<string>): Verdict | BadLog => {
  const subject = { folder: "raft", protocol: Raft }
  const log = Result.getOrThrow(etcdRaft.open(subject, lines[0]!, undefined))
  for (const [i, text] of lines.entries()) {
    const read = log.line(text, i + 1)
    if (Result.isFailure(read)) {
      const problem = problemText(read.failure)
      return { _tag: "BadLog", line: i + 1, problem }
    }
  }
  const wrong = log.end()
  return wrong === undefined
    ? log.verdict!()
    : { _tag: "BadLog", line: wrong.line, problem: problemText(wrong) }
}

/** The fields of an event; those that a step shows of its server first. */
export type Event = Readonly<Record<string, unknown>>

/** The lines of these events. */
export const linesOf = (events: ReadonlyArray<Event>): ReadonlyArray<string> =>
  events.map((event, i) =>
    JSON.stringify({
      level: "debug",
      ts: i + 1,
      caller: "logger.go:1",
      msg: "trace",
      tag: "trace",
      event
    })
  )

type Shown = readonly [term: number, vote: string, commit: number, log: number]

const one = (
  name: string,
  [term, vote, commit, log]: Shown,
  role: string,
  voters: ReadonlyArray<string>,
  more: Event = {}
): Event => ({
  name,
  nid: "1",
  state: { term, vote, commit },
  role: `State${role}`,
  log,
  conf: [voters, []],
  ...more
})

const toItself = (type: string, term: number, index: number): Event => ({
  msg: {
    type,
    term,
    from: "1",
    to: "1",
    entries: 0,
    logTerm: 0,
    index,
    commit: 0,
    vote: "0",
    reject: false,
    rejectHint: 0
  }
})

const changed = (...newconf: ReadonlyArray<string>): Event => ({
  prop: { cc: newconf.length === 0 ? {} : { newconf } }
})

const first: Shown = [1, "0", 1, 1]
const second: Shown = [2, "1", 1, 1]
const leading: Shown = [2, "1", 1, 2]
const voted = toItself("MsgVoteResp", 2, 0)
const written = toItself("MsgAppResp", 2, 2)

/** One server by itself: it begins, is elected and commits its first entry. */
export const alone: ReadonlyArray<Event> = [
  one("InitState", [0, "0", 0, 0], "Follower", []),
  one("ApplyConfChange", [0, "0", 0, 0], "Follower", [], changed()),
  one("BecomeFollower", [0, "0", 0, 0], "Follower", []),
  one("BecomeFollower", [1, "0", 0, 0], "Follower", []),
  one("ApplyConfChange", first, "Follower", [], changed("1")),
  one("Ready", first, "Follower", ["1"]),
  one("ApplyConfChange", first, "Follower", ["1"], changed("1")),
  one("BecomeCandidate", second, "Candidate", ["1"]),
  one("SendRequestVoteResponse", second, "Candidate", ["1"], voted),
  one("Ready", second, "Candidate", ["1"]),
  one("ReceiveRequestVoteResponse", second, "Candidate", ["1"], voted),
  one("BecomeLeader", second, "Leader", ["1"]),
  one("Replicate", second, "Leader", ["1"]),
  one("SendAppendEntriesResponse", leading, "Leader", ["1"], written),
  one("Ready", leading, "Leader", ["1"]),
  one("ReceiveAppendEntriesResponse", leading, "Leader", ["1"], written),
  one("Commit", [2, "1", 2, 2], "Leader", ["1"]),
  one("Ready", [2, "1", 2, 2], "Leader", ["1"])
]
