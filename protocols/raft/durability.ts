/**
 * What is on disk and what is not yet, and what a crash leaves: action for
 * action, guard for guard, the executable twin of `spec/raft/Durability.tla`.
 */
import { step } from "../kernel/action.ts"
import { key } from "../kernel/value.ts"
import { server } from "./elections.ts"
import { following, lastIndex, matchOf } from "./log.ts"
import { isLeader } from "./replication.ts"
import { type Durable, None, type Server } from "./state.ts"

/** What a server would find after a crash if it wrote now. */
export const stored = (self: Server): Durable => ({
  currentTerm: self.currentTerm,
  votedFor: self.votedFor,
  snapshot: self.snapshot,
  log: self.log,
  commitIndex: self.commitIndex
})

const alike = (one: object, other: object): boolean =>
  one === other || key(one) === key(other)

/** Is all on disk that must be? */
export const isWritten = (self: Server): boolean => {
  const { durable, log } = self
  return (
    self.currentTerm === durable.currentTerm &&
    self.votedFor === durable.votedFor &&
    self.commitIndex === durable.commitIndex &&
    alike(self.snapshot, durable.snapshot) &&
    log.length === durable.log.length &&
    alike(log, durable.log)
  )
}

/** A server writes what it knows; then the others may hear of it (3.8). */
export const Persist = server.local({
  guards: {
    ExplicitPersistOn: (_self, { ExplicitPersist }) => ExplicitPersist,
    Unwritten: (self) => self.outbox.length > 0 || !isWritten(self)
  },
  step: (self) =>
    step({ ...self, durable: stored(self), outbox: [] }, ...self.outbox)
})

/**
 * A leader counts itself among those that have what it has written (10.2.1).
 */
export const CountItself = server.local({
  guards: {
    Leader: isLeader,
    Written: (self) => lastIndex(self.durable) > matchOf(self, self.id)
  },
  step: (self) => {
    const written = lastIndex(self.durable)
    return step({
      ...self,
      matchIndex: { ...self.matchIndex, [self.id]: written }
    })
  }
})

/** How many entries are in memory as they are on disk, from the first on. */
const same = ({ log, durable }: Server): number => {
  const differs = log.findIndex((entry, i) => {
    const written = durable.log[i]
    return written !== entry && key(written ?? null) !== key(entry)
  })
  return differs < 0 ? log.length : differs
}

/**
 * A server stops and begins anew with what is on disk; of a write that this
 * interrupts some entries may be there, the first of them, and nothing else
 * (3.8).
 */
export const Crash = server
  .choosing(({ MaxTorn }) =>
    Array.from({ length: MaxTorn + 1 }, (_, kept) => ({ kept }))
  )
  .local({
    guards: {
      MayCrash: (self, _choice, { Crashing }) => Crashing.includes(self.id),
      Interrupted: (self, { kept }, { ExplicitPersist }) =>
        kept === 0 ||
        (ExplicitPersist &&
          self.snapshot.index === self.durable.snapshot.index &&
          same(self) + kept <= self.log.length)
    },
    step: (self, { kept }, constants) => {
      const { ExplicitPersist } = constants
      const found = ExplicitPersist ? self.durable : stored(self)
      return step({
        ...following({ ...self, ...found }, None, constants),
        applied: Math.min(self.applied, found.snapshot.index),
        log: kept === 0 ? found.log : self.log.slice(0, same(self) + kept),
        outbox: [],
        contact: self.clock
      })
    }
  })
