/**
 * Logs of etcd's Raft library: one server by itself, with one thing wrong each
 * time.
 */
import { describe, expect, test } from "vitest"
import { report } from "../validator/report.ts"
import type { Verdict } from "../validator/verdict.ts"
import { alone, type Event, judged, linesOf } from "./etcd-samples.ts"

/** The log of one server, with some fields of a line changed. */
const withLine = (line: number, fields: Event): ReadonlyArray<string> =>
  linesOf(alone.with(line - 1, { ...alone[line - 1]!, ...fields }))

const shows = (term: number, vote: string, commit: number): Event => ({
  state: { term, vote, commit }
})

const message = (line: number, fields: Event): Event => ({
  msg: { ...(alone[line - 1]!["msg"] as Event), ...fields }
})

describe("one server by itself", () => {
  test("is accepted, from any line on that it is cut off at", () => {
    for (const [i] of alone.entries()) {
      const lines = linesOf(alone.slice(0, i + 1))
      expect(judged(lines)).toMatchObject({ _tag: "Accepted", events: i + 1 })
    }
  })

  test("what it makes use of is counted", () => {
    const verdict = judged(linesOf(alone))
    const coverage = verdict._tag === "Accepted" ? verdict.coverage : []
    const taken = coverage?.filter((used) => used.taken > 0)
    expect(taken?.map(({ action }) => action)).toEqual([
      "Timeout",
      "ReceiveVote",
      "BecomeLeader",
      "AdvanceCommitIndex",
      "Apply",
      "CountItself"
    ])
  })

  test.each<[string, number, Event, Event]>([
    ["a term too high", 6, shows(2, "0", 1), { _tag: "Different" }],
    ["a commit index too high", 6, shows(1, "0", 2), { _tag: "Different" }],
    ["another vote", 8, shows(2, "2", 1), { _tag: "Different" }],
    ["another role", 13, { role: "StateFollower" }, { _tag: "Different" }],
    ["a longer log", 13, { log: 6 }, { _tag: "Different" }],
    ["an index too high", 14, message(14, { index: 5 }), { _tag: "Different" }],
    ["a message that commits", 14, message(14, { commit: 9 }), {}],
    ["a vote that is no vote", 9, message(9, { reject: true }), {}],
    ["a vote nobody sent", 11, message(11, { reject: true }), {}],
    [
      "a commit index that nobody has",
      17,
      { ...shows(2, "1", 3), log: 3 },
      { _tag: "Different" }
    ],
    ["other voters", 7, { prop: { cc: { newconf: ["2"] } } }, { _tag: "Rule" }]
  ])("%s is rejected", (_name, line, fields, reason) => {
    expect(judged(withLine(line, fields))).toMatchObject({
      _tag: "Rejected",
      line,
      actor: "1",
      consumed: line - 1,
      reason
    })
  })

  test.each<[string, ReadonlyArray<Event>, number, string]>([
    [
      "a leader that nobody elected",
      alone.toSpliced(10, 1),
      11,
      "OwnVoteWhenWritten"
    ],
    [
      "a message before its Ready",
      alone.toSpliced(9, 1),
      10,
      "LeavesWithReady"
    ],
    ["a step cut short", alone.toSpliced(12, 1), 13, "StepsAreWhole"],
    ["a second answer to itself", alone.toSpliced(16, 0, alone[15]!), 17, ""],
    ["a server that never started", alone.slice(3), 1, "StartsFirst"]
  ])("%s is rejected", (_name, events, line, rule) => {
    const verdict = judged(linesOf(events))
    expect(verdict).toMatchObject({ _tag: "Rejected", line })
    expect(JSON.stringify(verdict)).toContain(rule)
  })

  test("what it acknowledged to itself it still has", () => {
    const back = alone.slice(0, 3)
    const verdict = judged(linesOf([...alone, ...back]))
    expect(verdict).toMatchObject({
      _tag: "Rejected",
      line: alone.length + 1,
      reason: { _tag: "Rule", rule: "AcknowledgedStays" }
    })
  })
})

describe("the report of a rejection", () => {
  const lines = report(
    judged(withLine(11, message(11, { reject: true }))) as Verdict
  )
  const whole =
    "nobody has sent MsgVoteResp{term: 2, from: 1, to: 1, entries: 0, " +
    "logTerm: 0, index: 0, commit: 0, vote: 0, reject: true, rejectHint: 0}."

  test("quotes all of a long line, in 40 lines of 100 columns", () => {
    expect(lines.join(" ").replaceAll(/ +/g, " ")).toContain(whole)
    expect(lines.length).toBeLessThanOrEqual(40)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100)
  })

  test("names what the line could have told of, and nothing else", () => {
    const text = lines.join("\n")
    expect(text).toContain("ReceiveRefusal")
    expect(text).not.toContain("AdvanceCommitIndex")
  })
})

describe("what is no such log", () => {
  const [line] = linesOf(alone)
  const other = JSON.parse(line!) as Event
  const renamed = alone.map((event) => ({
    ...event,
    nid: "2",
    ...("msg" in event
      ? { msg: { ...(event["msg"] as Event), from: "2", to: "2" } }
      : {}),
    conf: [
      (event["conf"] as ReadonlyArray<ReadonlyArray<string>>)[0]!.map(
        () => "2"
      ),
      []
    ],
    ...("prop" in event && JSON.stringify(event["prop"]).includes("newconf")
      ? { prop: { cc: { newconf: ["2"] } } }
      : {})
  }))
  test.each<[string, ReadonlyArray<string>, number | undefined, string]>([
    [
      "no line of the tracing",
      ['{"level":"info","ts":1,"caller":"a.go:1","msg":"hello"}'],
      undefined,
      "tag: no line is tagged"
    ],
    [
      "a term below zero",
      withLine(6, shows(-1, "0", 1)),
      6,
      "event.state.term"
    ],
    ["an unknown event", withLine(6, { name: "Dream" }), 6, "event.name"],
    ["an unknown role", withLine(6, { role: "StateKing" }), 6, "event.role"],
    ["an unknown field", withLine(6, { mood: "good" }), 6, "event.mood"],
    ["no message", withLine(9, { msg: null }), 9, "event.msg"],
    [
      "a message of another event",
      withLine(9, message(9, { type: "MsgVote" })),
      9,
      "event.msg.type"
    ],
    [
      "a message of an unknown server",
      withLine(11, message(11, { from: "7" })),
      11,
      "event.msg.from: no server 7"
    ],
    [
      "no voters",
      withLine(6, { conf: [[], ["1"]] }),
      6,
      "event.conf: is a configuration without voters"
    ],
    [
      "a line that no logger writes",
      [line!, '{"format":"bisim-trace"}'],
      2,
      "no logger writes this"
    ],
    [
      "no event",
      [line!, JSON.stringify({ ...other, event: undefined })],
      2,
      "event: is missing"
    ],
    [
      "an event without a name",
      withLine(6, { name: undefined }),
      6,
      "event.name: is missing"
    ],
    [
      "a snapshot of nobody",
      withLine(7, { prop: { cc: {} } }),
      7,
      "event.prop.cc.newconf: is a configuration without voters"
    ],
    [
      "a snapshot from beyond the log",
      withLine(1, shows(0, "0", 4)),
      1,
      "event.log: ends at 0, before the snapshot of 4"
    ],
    [
      "two clusters of the same servers, line by line",
      linesOf(alone.flatMap((event) => [event, event])),
      2,
      "two clusters: 1 begins one here and in line 1"
    ],
    [
      "time that goes back",
      [line!, JSON.stringify({ ...other, ts: 0 })],
      2,
      "ts: goes back"
    ],
    [
      "another logger",
      [line!, JSON.stringify({ ...other, caller: "else.go:1" })],
      2,
      "caller"
    ],
    [
      "two clusters of different servers",
      linesOf([...alone, ...renamed]),
      alone.length + 6,
      "two clusters"
    ],
    [
      "two clusters of the same servers",
      linesOf([...alone, ...alone]),
      alone.length + 1,
      "two clusters"
    ]
  ])("%s is refused", (_name, lines, at, problem) => {
    const found = judged(lines)
    expect(found).toMatchObject({ _tag: "BadLog", line: at })
    expect(found).toHaveProperty("problem", expect.stringContaining(problem))
  })
})
