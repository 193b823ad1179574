import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { RaftBugs } from "../../protocols/raft/bugs.ts"
import { Raft } from "../../protocols/raft/protocol.ts"
import type { Durable } from "../../protocols/raft/state.ts"
import type { Event } from "../../traces/format.ts"
import { digestOf } from "../../traces/spec-digest.ts"
import { verdictOf, withFiles } from "../../traces/validator/testing.ts"
import { firstFault } from "./plain-replay.ts"
import type { Operation } from "./raft-clients.ts"
import { type ClusterRun, type Ran, runCluster } from "./raft-cluster.ts"

const usual = {
  spec: digestOf(""),
  servers: 3,
  clients: 2,
  writes: 3,
  faults: { loss: 0.1, duplication: 0.1, delay: 15 },
  heartbeat: 20,
  trouble: 1000,
  quiet: 500
}

const run = (seed: number, other: Partial<ClusterRun> = {}): Promise<Ran> =>
  Effect.runPromise(runCluster({ ...usual, seed, ...other }))

const eventsOf = (lines: ReadonlyArray<string>): ReadonlyArray<Event> =>
  lines.slice(1, -1).map((line) => JSON.parse(line) as Event)

const validated = (lines: ReadonlyArray<string>) =>
  withFiles({ log: lines.map((line) => `${line}\n`).join("") }, (folder) =>
    verdictOf(`${folder}/log`)
  )

/** What was written before a read began, and the read has not seen. */
const missed = (operations: ReadonlyArray<Operation>) =>
  operations.flatMap((read) =>
    read.wrote === undefined
      ? operations.flatMap(({ wrote, ended }) =>
          wrote === undefined || ended > read.begun || read.saw.includes(wrote)
            ? []
            : [wrote]
        )
      : []
  )

/** Any three or four of four. */
const Targets = [
  ["s1", "s2", "s3"],
  ["s1", "s2", "s4"],
  ["s2", "s3", "s4"],
  ["s1", "s2", "s3", "s4"]
]

const kinds: Readonly<Record<string, Partial<ClusterRun>>> = {
  "of three servers": {},
  "of three servers that make snapshots": { compactAfter: 3 },
  "of five servers": { servers: 5, trouble: 600 },
  "of servers that come and go": {
    servers: 4,
    trouble: 2000,
    compactAfter: 3,
    constants: { InitialVoters: ["s1", "s2", "s3"], Targets }
  },
  "of such servers without pre-votes, pipelines and heartbeats": {
    servers: 4,
    trouble: 1500,
    compactAfter: 4,
    constants: {
      InitialVoters: ["s1", "s2", "s3"],
      Targets,
      ConfigurationAt: "apply",
      PreVote: false,
      CheckQuorum: false,
      Pipelining: false,
      Heartbeats: false,
      Reads: []
    }
  }
}

const seeds = [1, 2, 3]
const made = new Map<string, Promise<ReadonlyArray<Ran>>>()

/** The runs of a kind, which all tests look at. */
const runsOf = (kind: string): Promise<ReadonlyArray<Ran>> => {
  const runs =
    made.get(kind) ?? Promise.all(seeds.map((seed) => run(seed, kinds[kind])))
  made.set(kind, runs)
  return runs
}

describe.each(Object.keys(kinds))("runs %s", (kind) => {
  test("are behaviours of the protocol", async () => {
    for (const { lines } of await runsOf(kind)) {
      expect(firstFault(Raft, lines)).toBeNull()
      expect(await validated(lines)).toMatchObject({ _tag: "Accepted" })
    }
  })

  test("do all that clients ask for, once, in one order", async () => {
    const values = ["c1.1", "c1.2", "c1.3", "c2.1", "c2.2", "c2.3"]
    for (const { effects, operations } of await runsOf(kind)) {
      const [first, ...others] = Object.values(effects)
      expect(first!.toSorted()).toEqual(values)
      for (const other of others) expect(other).toEqual(first)
      for (const { saw } of operations) {
        expect(saw).toEqual(first!.slice(0, saw.length))
      }
      expect(missed(operations)).toEqual([])
    }
  })
})

describe("runs of servers", () => {
  test("are the same each time", async () => {
    const again = await run(1, kinds["of five servers"])
    const [first] = await runsOf("of five servers")
    expect(again).toEqual(first)
  })

  test("take nearly all steps that there are", async () => {
    const runs = await Promise.all(Object.keys(kinds).map(runsOf))
    const events = runs.flat().flatMap(({ lines }) => eventsOf(lines))
    const taken = new Set(events.map(({ action }) => action))
    const never = Object.keys({ ...Raft.next, ...Raft.environment }).filter(
      (action) => !taken.has(action)
    )
    // Leases need clocks that run at a known rate.
    expect(never).toEqual(expect.arrayContaining(["LeaseRead", "Tick"]))
    expect(never.length).toBeLessThan(6)
  })
})

/** Enough for a mistake to show itself. */
const short = { clients: 1, writes: 2, trouble: 500, quiet: 0 }

/** What is done wrong, and the reasons by which it is found out. */
const mistakes: Readonly<
  Record<string, readonly [Partial<ClusterRun>, RegExp]>
> = {
  "whose logs forget their vote": [
    {
      mistaken: ({ read, write }) => ({
        read,
        write: (durable) => write({ ...durable, votedFor: "none" })
      })
    },
    /^state\.votedFor$/
  ],
  "whose logs write nothing": [
    { mistaken: ({ read }) => ({ read, write: () => Effect.void }) },
    /^state\.currentTerm$/
  ],
  "whose logs are a write behind": [
    {
      mistaken: ({ read, write }) => {
        let next: Durable | undefined
        return {
          read,
          write: (durable) => {
            const late = next
            next = durable
            return late === undefined ? Effect.void : write(late)
          }
        }
      }
    },
    /^state\.(commitIndex|currentTerm|votedFor|log)$/
  ],
  "that answer before it is on disk (B3)": [
    { actions: RaftBugs["B3"]!.actions },
    /^sent$/
  ],
  "whose leaders count themselves too early (B4)": [
    { actions: RaftBugs["B4"]!.actions },
    /^state\.matchIndex$/
  ],
  "that answer reads without a quorum (B64)": [
    { actions: RaftBugs["B64"]!.actions },
    /^Confirmed$/
  ],
  "that take a snapshot without what was done": [
    { actions: RaftBugs["LostSessions"]!.actions, compactAfter: 3 },
    /^state\.snapshot$/
  ]
}

describe("servers with a mistake", () => {
  test.each(Object.keys(mistakes))("%s are found out", async (name) => {
    const [mistake, expected] = mistakes[name]!
    const reasons: Array<string> = []
    for (const seed of seeds) {
      const { lines } = await run(seed, { ...short, ...mistake })
      const fault = firstFault(Raft, lines)
      if (fault === null) continue
      const { line, reason } = fault
      reasons.push(reason)
      const verdict = await validated(lines)
      expect(verdict).toMatchObject({ _tag: "Rejected", line })
    }
    expect(reasons).not.toEqual([])
    for (const reason of reasons) expect(reason).toMatch(expected)
  })
})
