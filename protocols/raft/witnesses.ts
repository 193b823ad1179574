/**
 * What happens, told by formulas that must be refuted, and the bounds of the
 * models, under the names of `spec/raft/Raft.tla`'s models, `MCRaft.tla`.
 */
import {
  configurationAsOf,
  isConfiguration,
  isElectable
} from "./configuration.ts"
import { lastIndex, lastTerm, termAt } from "./log.ts"
import type { World } from "./properties.ts"
import {
  type Configuration,
  type Constants,
  None,
  type Server
} from "./state.ts"

const every = ({ server }: World, holds: (self: Server) => boolean): boolean =>
  Object.values(server).every(holds)

/** No term is greater than MaxTerm. */
export const FewTerms = (world: World, { MaxTerm }: Constants): boolean =>
  every(world, ({ currentTerm }) => currentTerm <= MaxTerm)

/** No log is longer than MaxLogLength. */
export const ShortLogs = (world: World, { MaxLogLength }: Constants): boolean =>
  every(world, (self) => lastIndex(self) <= MaxLogLength)

/** No more than MaxMessages were ever sent. */
export const FewMessages = (
  { network }: World,
  { MaxMessages }: Constants
): boolean => network.length <= MaxMessages

/** Two are rivals: s1 begins the odd terms, s2 the even ones, */
export const TakeTurns = (world: World): boolean =>
  every(
    world,
    ({ id, role, currentTerm }) =>
      role !== "candidate" || id === (currentTerm % 2 === 1 ? "s1" : "s2")
  )

/** and neither votes for the other, nor is sent its entries. */
export const Rivals = (world: World): boolean =>
  every(
    world,
    ({ id, votedFor }) =>
      id === votedFor || votedFor === None || !["s1", "s2"].includes(id)
  ) &&
  world.network.every(
    (m) => m._tag !== "AppendEntries" || !["s1", "s2"].includes(m.to)
  )

/** A leader sends a server something only if it has something new to tell. */
export const EntriesOnly = ({ network }: World): boolean =>
  network.every((m) => m._tag !== "AppendEntries" || m.entries.length > 0)

/** Neither s1 nor s2 votes for the other. */
export const OwnVotes = (world: World): boolean =>
  every(
    world,
    ({ id, votedFor }) =>
      !["s1", "s2"].includes(id) || votedFor === None || votedFor === id
  )

/**
 * s2 votes, and gets entries in pairs; s3 gets one that is committed, and then
 * a snapshot.
 */
export const ThirdIsBehind = (world: World): boolean =>
  every(world, ({ id, votedFor }) => id !== "s3" || votedFor === None) &&
  world.network.every((m) => {
    switch (m._tag) {
      case "AppendEntries":
        return m.to === "s3"
          ? m.entries.length === 1 && m.commit > 0
          : m.entries.length === 2
      case "InstallSnapshot":
        return m.to === "s3"
      default:
        return true
    }
  })

/** Refuted by the shortest way to be elected. */
export const NobodyLeads = (world: World): boolean =>
  every(world, ({ role }) => role !== "leader")

/** Refuted by a server that leads after another. */
export const NobodySucceeds = (world: World): boolean =>
  Object.values(world.server).filter(({ termsLed }) => termsLed.length > 0)
    .length < 2

/**
 * Refuted by two that lead at the same time, one of them of an earlier term.
 */
export const OneLeader = (world: World): boolean =>
  Object.values(world.server).filter(({ role }) => role === "leader").length < 2

/** Refuted by a leader that leads no more, in a term without another. */
export const NobodyStepsDown = (world: World): boolean =>
  every(
    world,
    ({ role, currentTerm, termsLed }) =>
      role === "leader" || !termsLed.includes(currentTerm)
  )

/** Refuted by a candidate that others refuse. */
export const NobodyIsRefused = (world: World): boolean =>
  every(world, ({ votesRefused }) => votesRefused.length === 0)

/** Refuted by the shortest way to commit. */
export const NothingIsCommitted = (world: World): boolean =>
  every(world, ({ commitIndex }) => commitIndex === 0)

/** Refuted by a follower that has applied an entry. */
export const NobodyElseApplies = (world: World): boolean =>
  every(world, ({ role, applied }) => role === "leader" || applied === 0)

/** Refuted by logs with different entries at one index. */
export const LogsAgree = (world: World): boolean =>
  every(world, (a) =>
    every(world, (b) => {
      const last = Math.min(lastIndex(a), lastIndex(b))
      return Array.from({ length: last }, (_, i) => i + 1).every((n) => {
        const [one, other] = [termAt(a, n), termAt(b, n)]
        return one === 0 || other === 0 || one === other
      })
    })
  )

/** Refuted by a crash that leaves an entry, but not the term of its leader. */
export const NothingIsTorn = (world: World): boolean =>
  every(world, (self) => lastTerm(self) <= self.currentTerm)

const isMaker = ({ id }: Server, { Compacting }: Constants): boolean =>
  Compacting.includes(id)

/** Refuted by a server that installs a snapshot of another. */
export const NobodyInstalls = (world: World, constants: Constants): boolean =>
  every(world, (s) => isMaker(s, constants) || s.snapshot.index === 0)

/** Refuted by entries that come after a snapshot of another. */
export const NothingFollowsASnapshot = (
  world: World,
  constants: Constants
): boolean =>
  every(
    world,
    (s) => isMaker(s, constants) || s.snapshot.index === 0 || s.log.length === 0
  )

const committed = (self: Server): Configuration =>
  configurationAsOf(self, self.commitIndex)

/** Refuted by a voter that was none at first. */
export const NobodyIsAdded = (
  world: World,
  { InitialVoters }: Constants
): boolean =>
  every(world, (s) =>
    committed(s).voters.every((id) => InitialVoters.includes(id))
  )

/** Refuted by a voter that is none any more. */
export const NobodyIsRemoved = (
  world: World,
  { InitialVoters }: Constants
): boolean =>
  every(
    world,
    (s) =>
      !InitialVoters.includes(s.id) ||
      InitialVoters.every((id) => committed(s).voters.includes(id))
  )

/** Refuted by a joint configuration that is committed. */
export const NobodyIsJoint = (world: World): boolean =>
  every(world, (s) => committed(s).outgoing.length === 0)

/** Refuted by a joint configuration that is left. */
export const JointIsNeverLeft = (world: World): boolean =>
  every(world, (s) =>
    s.log.every(
      (entry, i) =>
        s.snapshot.index + i >= s.commitIndex ||
        !isConfiguration(entry) ||
        configurationAsOf(s, s.snapshot.index + i).outgoing.length === 0
    )
  )

/** Refuted by a leader that steps down because it is removed. */
export const NobodyRetires = (world: World, constants: Constants): boolean =>
  every(
    world,
    (s) =>
      !s.termsLed.includes(s.currentTerm) ||
      s.role !== "follower" ||
      isElectable(s, constants)
  )

/** Refuted by a learner that has learned something. */
export const LearnersKnowNothing = (world: World): boolean =>
  every(
    world,
    (s) => !committed(s).learners.includes(s.id) || s.commitIndex === 0
  )

/** Refuted by a leader that another leader has wanted. */
export const NobodyIsWanted = ({ server, network }: World): boolean =>
  network.every(
    (m) =>
      m._tag !== "RequestVote" ||
      !m.transfer ||
      server[m.from]?.termsLed.includes(m.term) !== true
  )

/** Refuted by a leader that goes on since the other has not campaigned. */
export const NobodyIsToldInVain = (world: World): boolean =>
  every(world, ({ id, role, currentTerm, transferee }) =>
    world.network.every(
      (m) =>
        m._tag !== "TimeoutNow" ||
        m.from !== id ||
        m.term !== currentTerm ||
        role !== "leader" ||
        transferee === m.to
    )
  )
