/**
 * What goes wrong among several servers of etcd's Raft library. Each fault has
 * its control: the same script as the library would act.
 */
import { describe, expect, test } from "vitest"
import { Cluster } from "./etcd-cluster.ts"
import { judged } from "./etcd-samples.ts"
import {
  type Sent,
  led,
  agreed,
  elected,
  requestTo,
  restarts
} from "./etcd-scripts.ts"

/** Gives the line from which on the log is wrong. */
type Script = (right: boolean) => readonly [cluster: Cluster, line: number]

const faults: Readonly<Record<string, readonly [Script, string]>> = {
  "entries of a leader of an earlier term are taken over": [
    (right) => {
      const { cluster, sent } = led()
      const [own, , late] = sent
      cluster.hear(own)
      const requests = cluster.campaign("2")
      cluster.vote(requestTo(requests, "3"))
      const { length } = cluster.events
      if (right) cluster.receive(late)
      else cluster.accept(late)
      return [cluster, length + 2]
    },
    "AcceptEntries.SameTerm"
  ],
  "what was acknowledged is lost": [
    (right) => {
      const { cluster, sent } = led()
      const [own, second] = sent
      cluster.hear(own)
      cluster.hear(cluster.accept(second), 4, "2")
      cluster.ready("1")
      const { length } = cluster.events
      const terms = right ? [1, 1, 1, 2] : [1, 1, 1]
      restarts(cluster, "2", { terms })
      return [cluster, length + 1]
    },
    "AcknowledgedStays"
  ],
  "a vote is lost": [
    (right) => {
      const { cluster } = led()
      const { length } = cluster.events
      restarts(cluster, "2", { ...(right ? {} : { vote: "0" }) })
      return [cluster, length + 3]
    },
    "AcknowledgedStays"
  ],
  "the entry before is not looked at": [
    (right) => {
      const { cluster, sent } = led()
      cluster.hear(sent[0])
      const [own, , third] = elected(cluster, "2", "3")
      cluster.hear(own)
      cluster.hear(cluster.accept(third), 4, "3")
      cluster.ready("2")
      const [, first] = elected(cluster, "3", "2")
      const { length } = cluster.events
      if (!right) cluster.accept(first)
      return [cluster, length + 3]
    },
    "AcceptEntries.Matches"
  ],
  "a vote is given twice": [
    (right) => {
      const cluster = new Cluster(["1", "2", "3"])
      const second = cluster.campaign("2")
      const third = cluster.campaign("3")
      cluster.vote(requestTo(second, "1"))
      const { length } = cluster.events
      cluster.vote(requestTo(third, "1"), right)
      return [cluster, length + 2]
    },
    "GrantVote.VoteAvailable"
  ],
  "a candidate with an older log gets a vote": [
    (right) => {
      const { cluster, sent } = led()
      const [own, second] = sent
      cluster.hear(own)
      cluster.accept(second)
      cluster.campaign("3")
      const requests = cluster.campaign("3")
      const { length } = cluster.events
      cluster.vote(requestTo(requests, "2"), right)
      return [cluster, length + 3]
    },
    "GrantVote.UpToDate"
  ],
  "a leader counts itself before it has written": [
    (right) => {
      const { cluster, sent } = led()
      const [own, second] = sent
      if (right) cluster.hear(own)
      const answer = cluster.accept(second)
      const { length } = cluster.events
      cluster.hear(answer, 4, "2")
      return [cluster, length + 2]
    },
    "AdvanceCommitIndex.Advances"
  ],
  "an acknowledgement of an earlier term counts": [
    (right) => {
      const { cluster, sent } = led()
      cluster.hear(sent[0])
      const late = cluster.accept(sent[1])
      cluster.campaign("3")
      cluster.vote(requestTo(cluster.campaign("3"), "1"), true)
      const [own] = elected(cluster, "1", "2")
      cluster.hear(own)
      const { length } = cluster.events
      if (right) cluster.receive(late)
      else cluster.hear(late)
      return [cluster, length + 2]
    },
    "EarlierTermsAreIgnored"
  ],
  "a leader goes on in spite of a later term": [
    (right) => {
      const { cluster, sent } = led()
      cluster.hear(sent[0])
      cluster.receive(requestTo(cluster.campaign("3"), "3"))
      const [, msg] = elected(cluster, "3", "2")
      const { length } = cluster.events
      if (right) cluster.accept(msg)
      else {
        cluster.tell("1", "ReceiveAppendEntriesRequest", { msg })
        cluster.append("1")
      }
      return [cluster, length + 2]
    },
    "LaterTermsAreEntered"
  ],
  "half of a joint quorum commits": [
    (right) => {
      const cluster = agreed()
      const change = { nid: "3", action: "RemoveServer" }
      const changes = [change, change]
      cluster.tell("1", "ChangeConf", { prop: { cc: { changes } } })
      cluster.agree(cluster.replicate("1"))
      const newconf = ["1", "2"]
      cluster.change("1", newconf, ["1", "2", "3"])
      cluster.tell("1", "Commit")
      const [own, , third] = cluster.append("1") as Sent
      cluster.hear(own)
      const answer = cluster.accept(third)
      const { length } = cluster.events
      if (right) cluster.hear(answer)
      else cluster.hear(answer, 6, "2", "3")
      return [cluster, length + 2]
    },
    "AdvanceCommitIndex.Advances"
  ],
  "a minority commits": [
    (right) => {
      const { cluster, sent } = led()
      const { length } = cluster.events
      if (right) cluster.hear(sent[0])
      else cluster.hear(sent[0], 4, "2", "3")
      return [cluster, length + 2]
    },
    "AdvanceCommitIndex.Advances"
  ],
  "a follower commits more than it was told": [
    (right) => {
      const cluster = agreed()
      const [, second] = cluster.append("1") as Sent
      const { length } = cluster.events
      if (right) cluster.accept(second)
      else {
        cluster.receive(second)
        cluster.set("2", { terms: [1, 1, 1, 2, 2], commit: 5 })
        cluster.send("2", "1", "MsgAppResp", { index: 5 })
      }
      return [cluster, length + 2]
    },
    "commit"
  ],
  "a follower acknowledges more than it was sent": [
    (right) => {
      const cluster = agreed()
      const [, second] = cluster.append("1") as Sent
      const { length } = cluster.events
      cluster.accept(second, right ? {} : { index: 6 })
      return [cluster, length + 2]
    },
    "msg.index"
  ]
}

/** What a rejection names: a guard of an action, a rule or fields. */
const named = (verdict: ReturnType<typeof judged>): string => {
  if (verdict._tag !== "Rejected") return verdict._tag
  const { reason } = verdict
  switch (reason._tag) {
    case "Disabled":
      return `${reason.label.action}.${reason.guard}`
    case "Rule":
      return reason.rule
    case "Different":
      return reason.differences.map(({ field }) => field).join()
    default:
      return reason._tag
  }
}

describe("three servers go wrong", () => {
  test.each(Object.entries(faults))("%s", (_what, [script, name]) => {
    const [control] = script(true)
    expect(judged(control.lines())).toMatchObject({ _tag: "Accepted" })
    const [cluster, line] = script(false)
    const verdict = judged(cluster.lines())
    expect(verdict).toMatchObject({ _tag: "Rejected", line })
    expect(named(verdict)).toBe(name)
  })
})
