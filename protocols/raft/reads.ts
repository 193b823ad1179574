/**
 * How clients read what they are sure to be the latest: action for action,
 * guard for guard, the executable twin of `spec/raft/Reads.tla`.
 */
import { actor, step } from "../kernel/action.ts"
import { insert } from "../kernel/value.ts"
import { Client } from "./client.ts"
import { appliedIndex, isQuorum } from "./configuration.ts"
import { server } from "./elections.ts"
import { termAt } from "./log.ts"
import { isLeader } from "./replication.ts"
import { Constants, Message, type Server } from "./state.ts"

const client = actor("client", {
  state: Client,
  message: Message,
  constants: Constants
})

const asking = { meets: () => ({ client: ["client"] }) }

interface Asking {
  readonly client: ReadonlyArray<Client>
}

const knownTo = (met: Asking): number =>
  Math.max(...met.client.map(({ acknowledged }) => acknowledged))

/** Those who ask, when they know that so much is applied. */
const told = ({ client: clients }: Asking, index: number) =>
  clients.map((one) => ({
    ...one,
    acknowledged: Math.max(one.acknowledged, index)
  }))

/** Those who ask, when they have seen so much. */
const answered = (met: Asking, floor: number, seen: number) =>
  told(met, seen).map((one) => ({
    ...one,
    answers: insert(one.answers, { floor, seen })
  }))

/** Does a leader know how far the log was committed before its term? */
const hasCommittedInTerm = (self: Server): boolean =>
  termAt(self, self.commitIndex) === self.currentTerm

/** The read that waits longest; before it is looked at, one must. */
const firstOf = ({ reads }: Server): Server["reads"][number] =>
  reads[0] ?? { round: 0, index: 0, floor: 0 }

/** Those that have answered a round, itself among them. */
const answering = (
  { id: self, answered }: Server,
  round: number
): ReadonlyArray<string> =>
  Object.keys(answered).filter(
    (id) => id === self || (answered[id] ?? 0) >= round
  )

/** Does a leader trust that a quorum waits for it? */
export const hasLease = (self: Server, constants: Constants): boolean =>
  self.role === "leader" &&
  isQuorum(
    self,
    Object.keys(self.heardAt).filter(
      (id) =>
        id === self.id ||
        (self.heardAt[id] ?? 0) + constants.LeaseDuration > self.clock
    ),
    constants
  )

/** A leader tells a client that what it asked for is done (3.5). */
export const Acknowledge = server.joint(
  { client },
  {
    ...asking,
    guards: {
      ReadsOn: (_self, _met, { Reads }) => Reads.length > 0,
      Leader: isLeader,
      News: (self, met, constants) =>
        appliedIndex(self, constants) > knownTo(met)
    },
    step: (self, met, constants) => ({
      ...step(self),
      others: { client: told(met, appliedIndex(self, constants)) }
    })
  }
)

/** A client asks: the leader notes how far it is, and begins a round (6.4). */
export const RequestRead = server.joint(
  { client },
  {
    ...asking,
    guards: {
      ReadIndexOn: (_self, _met, { Reads }) => Reads.includes("index"),
      Leader: isLeader,
      CommittedInTerm: hasCommittedInTerm
    },
    step: (self, met) => {
      const { round, reads, commitIndex: index } = self
      const read = { round: round + 1, index, floor: knownTo(met) }
      return step({ ...self, round: round + 1, reads: [...reads, read] })
    }
  }
)

/**
 * A quorum follows the leader still: it answers who has waited longest (6.4).
 */
export const AnswerRead = server.joint(
  { client },
  {
    ...asking,
    guards: {
      Asked: ({ reads }) => reads.length > 0,
      Confirmed: (self, _met, constants) =>
        isQuorum(self, answering(self, firstOf(self).round), constants),
      Applied: (self, _met, constants) =>
        appliedIndex(self, constants) >= firstOf(self).index
    },
    step: (self, met, constants) => {
      const seen = appliedIndex(self, constants)
      return {
        ...step({ ...self, reads: self.reads.slice(1) }),
        others: { client: answered(met, firstOf(self).floor, seen) }
      }
    }
  }
)

/**
 * A client asks, and the leader answers by itself while it has a lease (6.4.1).
 */
export const LeaseRead = server.joint(
  { client },
  {
    ...asking,
    guards: {
      LeasesOn: (_self, _met, { Reads }) => Reads.includes("lease"),
      Leased: (self, _met, constants) => hasLease(self, constants),
      NotVoid: ({ leaseVoid }) => !leaseVoid,
      CommittedInTerm: hasCommittedInTerm,
      Applied: (self, _met, constants) =>
        appliedIndex(self, constants) >= self.commitIndex
    },
    step: (self, met, constants) => {
      const seen = appliedIndex(self, constants)
      return {
        ...step(self),
        others: { client: answered(met, knownTo(met), seen) }
      }
    }
  }
)

/** Time passes, by the clock of one; none goes far ahead of another (6.4.1). */
export const Tick = server.joint(
  { others: server },
  {
    meets: (self, { Server: all }) => ({
      others: all.filter((id) => id !== self.id)
    }),
    guards: {
      LeasesOn: (_self, _met, { Reads }) => Reads.includes("lease"),
      Near: (self, { others }, { MaxDrift }) =>
        others.every(({ clock }) => self.clock < clock + MaxDrift)
    },
    step: (self) => step({ ...self, clock: self.clock + 1 })
  }
)
