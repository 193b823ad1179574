/**
 * Logs of etcd's Raft library: several servers, and what goes wrong among them.
 * Each fault has its control: the same script as the library would act.
 */
import { describe, expect, test } from "vitest"
import { Cluster, type Message } from "./etcd-cluster.ts"
import { judged } from "./etcd-samples.ts"
import {
  type Sent,
  led,
  agreed,
  elected,
  requestTo,
  type Script,
  restarts
} from "./etcd-scripts.ts"

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

/** The leader proposes to change the fourth server, and applies that. */
const proposes = (
  cluster: Cluster,
  actions: ReadonlyArray<string>,
  voters: ReadonlyArray<string>,
  outgoing: ReadonlyArray<string> = []
): void => {
  const changes = actions.map((action) => ({ nid: "4", action }))
  cluster.tell("1", "ChangeConf", { prop: { cc: { changes } } })
  cluster.agree(cluster.replicate("1"))
  cluster.change("1", voters, outgoing)
  cluster.tell("1", "Commit")
}

/** A server was to replace its last entry when it crashed. */
const torn = (): { readonly cluster: Cluster; readonly next: Message } => {
  const { cluster, sent } = led()
  cluster.hear(sent[0])
  cluster.receive(requestTo(cluster.campaign("3"), "3"))
  const [own, first, second] = elected(cluster, "3", "2")
  cluster.hear(own)
  cluster.hear(cluster.accept(second), 4, "2")
  cluster.ready("3")
  cluster.accept(first)
  restarts(cluster, "1", { term: 2, vote: "1", commit: 3 })
  const [, next] = elected(cluster, "2", "3")
  return { cluster, next }
}

/** What the library does though it looks wrong. */
const possible: Readonly<Record<string, () => Cluster>> = {
  "a change that is dropped is told of": () => {
    const cluster = agreed()
    const changes = [{ nid: "3", action: "RemoveServer" }]
    cluster.tell("1", "ChangeConf", { prop: { cc: { changes } } })
    cluster.ready("1")
    cluster.agree(cluster.append("1"))
    return cluster
  },
  "within the lease a request is ignored, and its term is heard of": () => {
    const cluster = agreed()
    const requests = cluster.campaign("3")
    const msg = requestTo(requests, "2")
    cluster.tell("2", "ReceiveRequestVoteRequest", { msg })
    cluster.set("2", { term: msg.term, vote: "0" })
    cluster.tell("2", "BecomeFollower")
    cluster.ready("2")
    return cluster
  },
  "a learner is removed and added by the same change": () => {
    const cluster = agreed()
    const probe = { commit: 5, index: 4, logTerm: 2, entries: 1 }
    proposes(cluster, ["AddLearner"], ["1", "2", "3"])
    cluster.send("1", "4", "MsgApp", { ...probe, commit: 5 })
    cluster.ready("1")
    const now = ["1", "2", "3"]
    const next = [...now, "4"]
    proposes(cluster, ["RemoveServer", "AddNewServer"], next, now)
    cluster.send("1", "4", "MsgApp", { ...probe, index: 5, commit: 6 })
    cluster.ready("1")
    return cluster
  },
  "a learner of the snapshot becomes a voter later": () => {
    const snapshot = { index: 10, learners: ["4"] }
    const cluster = new Cluster(["1", "2", "3"], snapshot)
    const sent = cluster.elect("1", "2")
    cluster.agree(sent, true)
    proposes(cluster, ["AddNewServer"], ["1", "2", "3", "4"])
    cluster.ready("1")
    return cluster
  },
  "of a write that was interrupted an entry is there": () => {
    const { cluster, next } = torn()
    cluster.accept(next)
    return cluster
  },
  "of a write that was interrupted nothing is there": () => {
    const { cluster, next } = torn()
    const { to, from, index } = next
    cluster.receive(next)
    const hint = { rejectHint: 4, logTerm: 2 }
    const refused = { index, reject: true, ...hint }
    cluster.send(to, from, "MsgAppResp", refused)
    return cluster
  }
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

describe("three servers", () => {
  test("agree on entries", () => {
    const cluster = agreed()
    for (let i = 0; i < 100; i++) cluster.agree(cluster.append("1"))
    const lines = cluster.lines()
    expect(lines.length).toBeGreaterThan(2500)
    expect(judged(lines)).toMatchObject({ _tag: "Accepted" })
  })

  test.each(Object.entries(possible))("%s", (_what, script) => {
    expect(judged(script().lines())).toMatchObject({ _tag: "Accepted" })
  })

  test.each(Object.entries(faults))("%s", (_what, [script, name]) => {
    const [control] = script(true)
    expect(judged(control.lines())).toMatchObject({ _tag: "Accepted" })
    const [cluster, line] = script(false)
    const verdict = judged(cluster.lines())
    expect(verdict).toMatchObject({ _tag: "Rejected", line })
    expect(named(verdict)).toBe(name)
  })
})
