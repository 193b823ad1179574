/**
 * What changes of the configuration must not break, under the names of
 * `spec/raft/MembershipProperties.tla`.
 */
import { key } from "../kernel/value.ts"
import {
  configuration,
  hasConfigurationIn,
  isConfiguration,
  isConfigured,
  isElectable,
  isQuorum,
  isQuorumOf
} from "./configuration.ts"
import { lastIndex, lastTerm } from "./log.ts"
import { subsets } from "./membership.ts"
import { sameUpTo, type World } from "./properties.ts"
import {
  type Configuration,
  type Constants,
  None,
  type Server
} from "./state.ts"

/** Is a log at least as long as another's, in the sense of votes? */
export const isAhead = (self: Server, other: Server): boolean =>
  lastTerm(self) > lastTerm(other) ||
  (lastTerm(self) === lastTerm(other) && lastIndex(self) >= lastIndex(other))

/** Does it lead, or might it, with what it takes for a quorum? */
const isInCharge = (
  self: Server,
  { server }: World,
  constants: Constants
): boolean => {
  const agree = (holds: (other: Server) => boolean): boolean =>
    isQuorum(
      self,
      Object.values(server)
        .filter(holds)
        .map(({ id }) => id),
      constants
    )
  return self.role === "leader"
    ? agree(({ currentTerm }) => currentTerm <= self.currentTerm)
    : isElectable(self, constants) &&
        isConfigured(self, constants) &&
        agree((other) => isAhead(self, other))
}

/** No quorum of one leaves a quorum of the other. */
const overlap = (
  one: Configuration,
  other: Configuration,
  { Server }: Constants
): boolean =>
  subsets(Server).every(
    (some) =>
      !isQuorumOf(one, some) ||
      !isQuorumOf(
        other,
        Server.filter((id) => !some.includes(id))
      )
  )

/**
 * Of any two that lead or might be elected, the quorums have a server in
 * common. Why: a configuration begins when the one before is committed, so that
 * whoever goes by an earlier one is not elected any more.
 */
export const ConfigurationsOverlap = (
  world: World,
  constants: Constants
): boolean => {
  const used = new Map<string, Configuration>()
  for (const self of Object.values(world.server)) {
    const its = configuration(self, constants)
    const text = key(its)
    if (!used.has(text) && isInCharge(self, world, constants)) {
      used.set(text, its)
    }
  }
  const all = [...used.values()]
  return all.every((one, i) =>
    all.slice(i + 1).every((other) => overlap(one, other, constants))
  )
}

/**
 * Whoever leads or might be elected has all that anybody knows to be committed.
 * Why: what is committed is on a quorum, and so on a server of each quorum that
 * could elect somebody else.
 */
export const CommittedSurvives = (
  world: World,
  constants: Constants
): boolean => {
  const servers = Object.values(world.server)
  return servers.every(
    (self) =>
      servers.every((other) => sameUpTo(self, other, other.commitIndex)) ||
      !isInCharge(self, world, constants)
  )
}

/**
 * A log has one configuration at most that is not known to be committed. Why: a
 * leader appends another only then, and with it says how much is committed.
 */
export const OneChangeInFlight = ({ server }: World): boolean =>
  Object.values(server).every(
    (self) =>
      !hasConfigurationIn(self, self.commitIndex, lastIndex(self)) ||
      self.log
        .slice(self.commitIndex - self.snapshot.index)
        .filter(isConfiguration).length <= 1
  )

/**
 * A leader asks for no more while it hands over. Why: the other could never be
 * up to date.
 */
export const TransferringLeadersWait = {
  actor: "server",
  holds: (before: Server, after: Server): boolean =>
    before.transferee === None ||
    after.transferee !== before.transferee ||
    lastIndex(before) === lastIndex(after)
}
