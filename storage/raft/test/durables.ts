/** What servers might write, one after another. */
import * as fc from "fast-check"
import type { Durable } from "../../../protocols/raft/state.ts"

const id = fc.constantFrom("s1", "s2", "s3")
const ids = fc.uniqueArray(id).map((some) => some.toSorted())
const configuration = fc.record({ voters: ids, outgoing: ids, learners: ids })
const term = fc.nat(9)
const value = fc.string({ unit: "binary", maxLength: 5 })

const entry = fc.oneof(
  fc.record({ term }),
  fc.record({ term, value }),
  fc.record({ term, configuration })
)

const snapshot = fc.record({
  index: fc.nat(9),
  term,
  configuration,
  machine: fc.record({
    effects: fc.array(value, { maxLength: 3 }),
    sessions: fc.uniqueArray(value, { maxLength: 3 })
  })
})

const change = fc.record({
  currentTerm: term,
  votedFor: fc.oneof(id, fc.constant("none")),
  commitIndex: fc.nat(9),
  /** Seldom another, or else every write would begin the file anew. */
  snapshot: fc.option(snapshot, { freq: 5, nil: undefined }),
  /** So much of the log before stays. */
  kept: fc.oneof({ weight: 3, arbitrary: fc.constant(9) }, fc.nat(3)),
  log: fc.array(entry, { maxLength: 4 })
})

/** What the first server of a cluster begins with. */
export const first: Durable = {
  currentTerm: 0,
  votedFor: "none",
  snapshot: {
    index: 0,
    term: 0,
    configuration: { voters: ["s1"], outgoing: [], learners: [] },
    machine: { effects: [], sessions: [] }
  },
  log: [],
  commitIndex: 0
}

/** Writes of which each changes something of the one before. */
export const durables: fc.Arbitrary<ReadonlyArray<Durable>> = fc
  .array(change, { minLength: 1, maxLength: 12 })
  .map((changes) => {
    const all: Array<Durable> = []
    for (const { kept, snapshot, log, ...next } of changes) {
      const before = all.at(-1) ?? first
      all.push({
        ...next,
        snapshot: snapshot ?? before.snapshot,
        log: [...before.log.slice(0, kept), ...log]
      })
    }
    return all
  })
