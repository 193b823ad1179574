/** Logs of etcd's Raft library that are right, though some look wrong. */
import { describe, expect, test } from "vitest"
import type { Message } from "../etcd/lines.ts"
import { Cluster } from "./etcd-cluster.ts"
import { judged } from "./etcd-samples.ts"
import { led, agreed, elected, requestTo, restarts } from "./etcd-scripts.ts"

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
})
