import { describe, expect, test } from "vitest"
import { cluster } from "./cluster.ts"
import { GrantVote } from "./elections.ts"
import { handle, type Input, type Output, started } from "./machine.ts"
import { type Constants, fresh, type Message } from "./state.ts"
import { constants as base, Server } from "./testing.ts"

const constants: Constants = {
  ...base,
  CheckQuorum: true,
  Heartbeats: true,
  Reads: ["index"],
  Compacting: Server,
  Transferees: Server,
  Changes: ["single", "joint"],
  Sessions: true
}

/** A cluster with a leader, and what its servers say. */
const led = (given: Partial<Constants> = {}) => {
  const made = cluster({ ...constants, ...given })
  made.tell("s1", { _tag: "ElectionTimeout" })
  made.deliver()
  const asked = (id: string, input: Input): Output =>
    handle(made.states.get(id)!, input, { ...constants, ...given })
  return { ...made, asked }
}

const tagsOf = (messages: ReadonlyArray<Message>) =>
  messages.map(({ _tag, to }) => `${_tag} ${to}`)

const read: Input = { _tag: "ReadRequested" }

describe("a read", () => {
  test("is answered when a quorum follows the leader still", () => {
    const { asked, tell, network, states } = led()
    tell("s1", { _tag: "Proposed", value: "a" })
    const first = asked("s1", read)
    expect(first.answers).toEqual([])
    expect(tagsOf(first.messages)).toEqual(["Heartbeat s2", "Heartbeat s3"])
    states.set("s1", first.state)
    for (const message of first.messages) {
      tell(message.to, { _tag: "Received", message })
    }
    const answer = network.find(({ _tag }) => _tag === "HeartbeatAnswered")!
    const then = asked("s1", { _tag: "Received", message: answer })
    expect(then.answers).toEqual([1])
    expect(then.state.reads).toEqual([])
  })

  test("waits until what it has to see is applied", () => {
    const { asked, states, deliver, tell } = led()
    tell("s1", { _tag: "Proposed", value: "a" })
    deliver()
    const leader = states.get("s1")!
    const behind = { ...leader, applied: leader.applied - 1 }
    const alone = { ...constants, InitialVoters: ["s1"] }
    const self = { voters: ["s1"], outgoing: [], learners: [] }
    const snapshot = { ...leader.snapshot, configuration: self }
    const only = { ...behind, snapshot }
    const waiting = handle(only, read, alone)
    expect(waiting.answers).toEqual([])
    expect(waiting.state.reads).toHaveLength(1)
    const after = handle(waiting.state, { _tag: "Applied" }, alone)
    expect(after.answers).toEqual([2])
    expect(asked("s1", read).answers).toEqual([])
  })

  test("is refused by those that do not lead", () => {
    const { asked } = led()
    const refused = { action: "RequestRead", guard: "Leader" }
    expect(asked("s2", read)).toMatchObject({ refused, taken: [] })
  })

  test("is refused by a leader that does not know what is committed", () => {
    const made = cluster(constants)
    made.tell("s1", { _tag: "ElectionTimeout" })
    while (made.states.get("s1")?.role !== "leader") {
      const message = made.network.shift()!
      made.tell(message.to, { _tag: "Received", message })
    }
    const { refused } = handle(made.states.get("s1")!, read, constants)
    expect(refused).toEqual({ action: "RequestRead", guard: "CommittedInTerm" })
  })
})

describe("a snapshot", () => {
  test("takes the place of what is applied, and nothing further", () => {
    const { asked } = led()
    const taken = asked("s1", { _tag: "SnapshotTaken", index: 1 })
    expect(taken.state.snapshot.index).toBe(1)
    expect(taken.state.log).toEqual([])
    const refused = { action: "Compact", guard: "Settled" }
    const further = asked("s1", { _tag: "SnapshotTaken", index: 2 })
    expect(further).toMatchObject({ refused, state: { log: [{ term: 1 }] } })
  })

  test("of all that is applied is sent to a server that lacks entries", () => {
    const { asked, tell, deliver, states, network } = led()
    for (const value of ["a", "b"]) tell("s1", { _tag: "Proposed", value })
    const lost = (m: Message) => m.to === "s3" || m.from === "s3"
    for (let m = network.shift(); m !== undefined; m = network.shift()) {
      if (!lost(m)) tell(m.to, { _tag: "Received", message: m })
    }
    states.set("s1", asked("s1", { _tag: "SnapshotTaken", index: 2 }).state)
    tell("s1", { _tag: "HeartbeatTimeout" })
    expect(tagsOf(network)).toContain("InstallSnapshot s3")
    const before = states.get("s3")!
    const sent = network.find(({ _tag }) => _tag === "InstallSnapshot")!
    const received = asked("s3", { _tag: "Received", message: sent })
    expect(received.restore).toBeUndefined()
    const { write } = received
    states.set("s3", received.state)
    const written = asked("s3", { _tag: "Written", write: write! })
    expect(written.restore).toMatchObject({
      index: 3,
      machine: { effects: ["a", "b"] }
    })
    states.set("s3", written.state)
    const restored = asked("s3", { _tag: "Applied" })
    expect(restored).toMatchObject({ restore: undefined, apply: [] })
    expect(restored.state.applied).toBe(3)
    states.set("s3", before)
    deliver()
    expect(states.get("s3")?.snapshot.index).toBe(3)
  })
})

describe("a leader", () => {
  test("hands over to another that has everything", () => {
    const { tell, deliver, states } = led()
    tell("s1", { _tag: "TransferRequested", to: "s3" })
    deliver()
    expect(states.get("s3")?.role).toBe("leader")
    expect(states.get("s1")).toMatchObject({ role: "follower", leader: "s3" })
  })

  test("leads on if the other does not take over in time", () => {
    const { tell, states, network } = led()
    tell("s1", { _tag: "TransferRequested", to: "s3" })
    expect(tagsOf(network.splice(0))).toEqual(["TimeoutNow s3"])
    tell("s1", { _tag: "HeartbeatTimeout" })
    expect(tagsOf(network.splice(0))).toContain("TimeoutNow s3")
    tell("s1", { _tag: "ElectionTimeout" })
    expect(states.get("s1")).toMatchObject({ transferee: "none" })
  })

  test("changes the configuration through a joint one, and retires", () => {
    const { tell, deliver, states } = led({ InitialVoters: Server })
    const voters = ["s2", "s3"]
    tell("s1", {
      _tag: "ConfigurationRequested",
      voters,
      learners: [],
      kind: "joint"
    })
    deliver()
    const configurations = states
      .get("s2")
      ?.log.flatMap(({ configuration }) => configuration ?? [])
    expect(configurations).toEqual([
      { voters, outgoing: Server, learners: [] },
      { voters, outgoing: [], learners: [] }
    ])
    expect(states.get("s1")?.role).toBe("follower")
  })

  test("refuses what is not possible, and says why", () => {
    const { asked } = led()
    const wish = {
      _tag: "ConfigurationRequested",
      voters: ["s1"],
      learners: [],
      kind: "single"
    } as const
    expect(asked("s1", wish).refused?.guard).toBe("OneAtATime")
    const itself = { _tag: "TransferRequested", to: "s1" } as const
    expect(asked("s1", itself).refused?.guard).toBe("ToAnother")
    const proposed = { _tag: "Proposed", value: "a" } as const
    expect(asked("s2", proposed).refused).toEqual({
      action: "ClientRequest",
      guard: "Leader"
    })
  })

  test.each([
    { voters: [], learners: [] },
    { voters: ["s1", "s2", "nobody"], learners: [] },
    { voters: ["s1", "s2"], learners: ["nobody"] }
  ])("refuses the configuration %j", (configuration) => {
    const { asked, states } = led()
    for (const kind of ["single", "joint"] as const) {
      const wish = { _tag: "ConfigurationRequested", kind, ...configuration }
      const { refused, state } = asked("s1", wish as Input)
      expect(refused?.guard).toBe("SomeVotersAllServers")
      expect(state).toBe(states.get("s1"))
    }
  })

  test.each([
    { from: "nobody", to: "s2" },
    { from: "s1", to: "s3" }
  ])("takes no notice of a message %j", (ends) => {
    const { asked, states } = led()
    const message: Message = { _tag: "VoteRefused", term: 50, ...ends }
    const { taken, state } = asked("s2", { _tag: "Received", message })
    expect(taken).toEqual([])
    expect(state).toBe(states.get("s2"))
  })

  test("sends who lags one message after another, at each answer", () => {
    const { tell, network, states } = led({ MaxBatch: 2 })
    const deliver = (without: string) => {
      for (let m = network.shift(); m !== undefined; m = network.shift()) {
        if (m.to !== without) tell(m.to, { _tag: "Received", message: m })
      }
    }
    for (const value of ["a", "b", "c", "d", "e"]) {
      tell("s1", { _tag: "Proposed", value })
    }
    deliver("s3")
    expect(states.get("s1")?.commitIndex).toBe(6)
    tell("s1", { _tag: "HeartbeatTimeout" })
    deliver("s2")
    expect(states.get("s3")?.log).toHaveLength(6)
  })
})

describe("a server", () => {
  test("starts with what is on its disk, and applies what is committed", () => {
    const { states, tell, deliver } = led()
    tell("s1", { _tag: "Proposed", value: "a" })
    deliver()
    const { durable } = states.get("s2")!
    const { state, apply, write } = started("s2", durable, constants)
    expect(state).toMatchObject({ ...durable, role: "follower", applied: 0 })
    expect(apply).toEqual([{ term: 1 }, { term: 1, value: "a" }])
    expect(write).toBeUndefined()
    expect(started("s2", undefined, constants).state).toEqual(
      fresh("s2", constants)
    )
  })

  test("of which no configuration tells waits until one does", () => {
    const given = { ...constants, InitialVoters: ["s1", "s2"] }
    const outsider = fresh("s3", given)
    const timeout: Input = { _tag: "ElectionTimeout" }
    expect(handle(outsider, timeout, given)).toMatchObject({
      state: outsider,
      taken: []
    })
  })

  test("waits anew when it hears of its leader, and when it votes", () => {
    const { asked, states, tell, network } = led()
    tell("s1", { _tag: "HeartbeatTimeout" })
    const heartbeat = network.find(({ to }) => to === "s2")!
    const hears: Input = { _tag: "Received", message: heartbeat }
    expect(asked("s2", hears).waits).toBe(true)
    const stale: Input = {
      _tag: "Received",
      message: { ...heartbeat, from: "s3", term: 0 }
    }
    expect(asked("s2", stale).waits).toBe(false)
    const free = { ...states.get("s2")!, leader: "none", votedFor: "none" }
    const request: Message = {
      _tag: "RequestVote",
      term: 1,
      from: "s3",
      to: "s2",
      lastLogIndex: 9,
      lastLogTerm: 9,
      transfer: false
    }
    const wanted: Input = { _tag: "Received", message: request }
    expect(handle(free, wanted, constants).waits).toBe(true)
    expect(handle(states.get("s2")!, wanted, constants).waits).toBe(false)
  })

  test("takes actions with a mistake in the place of its own", () => {
    const voted = { ...fresh("s2", constants), currentTerm: 1, votedFor: "s1" }
    const message: Message = {
      _tag: "RequestVote",
      term: 1,
      from: "s3",
      to: "s2",
      lastLogIndex: 0,
      lastLogTerm: 0,
      transfer: false
    }
    const input: Input = { _tag: "Received", message }
    const guards = { ...GrantVote.guards, VoteAvailable: () => true }
    const mistake = { GrantVote: { ...GrantVote, guards } }
    expect(handle(voted, input, constants).state.votedFor).toBe("s1")
    const { state, taken } = handle(voted, input, constants, mistake)
    expect(state.votedFor).toBe("s3")
    expect(taken).toMatchObject([{ action: "GrantVote", received: message }])
  })
})
