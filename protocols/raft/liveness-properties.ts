/**
 * What comes in the end, as long as a quorum stays up, under the names of
 * `spec/raft/LivenessProperties.tla`.
 */
import { alwaysEventually } from "../kernel/liveness.ts"
import {
  appliedIndex,
  configuration,
  isElectable,
  isMember,
  isQuorum,
  isQuorumOf
} from "./configuration.ts"
import { isTimely, lastIndex } from "./log.ts"
import { isAhead } from "./membership-properties.ts"
import type { World } from "./properties.ts"
import { isLeader } from "./replication.ts"
import { type Constants, None, type Server } from "./state.ts"

const idsOf = (some: ReadonlyArray<Server>): ReadonlyArray<string> =>
  some.map(({ id }) => id)

/** Those that stay up. */
export const lasting = ({
  Server: ids,
  Crashing
}: Constants): ReadonlyArray<string> =>
  ids.filter((id) => !Crashing.includes(id))

const lastingOf = (
  { server }: World,
  constants: Constants
): ReadonlyArray<Server> => lasting(constants).flatMap((id) => server[id] ?? [])

/** Those of them that a leader speaks to. */
const audience = (
  self: Server,
  world: World,
  constants: Constants
): ReadonlyArray<Server> => {
  const its = configuration(self, constants)
  return lastingOf(world, constants).filter(({ id }) => isMember(its, id))
}

/** May a quorum follow it, which leads? */
const isAccepted = (
  self: Server,
  { server }: World,
  constants: Constants
): boolean => {
  const followers = Object.values(server).filter(
    ({ currentTerm }) => currentTerm <= self.currentTerm
  )
  return (
    isLeader(self) &&
    isElectable(self, constants) &&
    isQuorum(self, idsOf(followers), constants)
  )
}

/** Can it, which has begun the last term, have the votes of a quorum? */
const isPromising = (
  self: Server,
  world: World,
  constants: Constants
): boolean => {
  const voters = lastingOf(world, constants).filter(
    (other) =>
      isAhead(self, other) &&
      (!isTimely(other.currentTerm, constants) ||
        [None, self.id].includes(other.votedFor))
  )
  return (
    isTimely(self.currentTerm, constants) &&
    self.votedFor === self.id &&
    isElectable(self, constants) &&
    isQuorum(self, idsOf(voters), constants)
  )
}

/** What is true again and again of each that stays up. */
const eachAgain = (
  holds: (self: Server, world: World, constants: Constants) => boolean
) =>
  alwaysEventually((world: World, constants: Constants) =>
    lastingOf(world, constants).every((self) => holds(self, world, constants))
  )

/** What is so again and again at all to whom the last term's leader speaks. */
const atLast = (
  holds: (other: Server, leader: Server, constants: Constants) => boolean
) =>
  eachAgain(
    (self, world, constants) =>
      !isLeader(self) ||
      !isTimely(self.currentTerm, constants) ||
      audience(self, world, constants).every((other) =>
        holds(other, self, constants)
      )
  )

/**
 * Those that stay up are a quorum of whatever somebody goes by. Why: one server
 * takes the place of another through a joint configuration, of which no half
 * has both.
 */
export const SurvivalGoal = (
  { server }: World,
  constants: Constants
): boolean =>
  Object.values(server)
    .map((self) => configuration(self, constants))
    .every(
      (its) => its.voters.length === 0 || isQuorumOf(its, lasting(constants))
    )

/**
 * Again and again somebody leads whom a quorum may follow, until the last term
 * begins. Why: who has no leader asks for votes again, and who keeps to one
 * that is silent loses contact.
 */
export const ElectionsGoOn = alwaysEventually(
  (world: World, constants: Constants) =>
    lastingOf(world, constants).some(
      (self) =>
        isTimely(self.currentTerm, constants) ||
        isAccepted(self, world, constants)
    )
)

/**
 * Who begins the last term leads it if a quorum can vote for it, and all that
 * it speaks to follow. Why: no timer interrupts them, and a server in an
 * earlier term learns of the later one, whatever it is.
 */
export const LastTermIsLed = eachAgain(
  (self, world, constants) =>
    !isPromising(self, world, constants) ||
    (isLeader(self) &&
      audience(self, world, constants).every(
        ({ leader }) => leader === self.id
      ))
)

/**
 * Whatever the leader of the last term has in its log, all apply. Why: it finds
 * where logs agree and sends what follows, and what is there from earlier terms
 * is committed with an entry of its own.
 */
export const EntriesAreApplied = atLast(
  (other, leader, constants) =>
    appliedIndex(other, constants) === lastIndex(leader)
)

/**
 * Nobody stays in a joint configuration. Why: whoever leads appends what it
 * leads to, even if another has begun it.
 */
export const JointIsLeft = atLast(
  (other, _leader, constants) =>
    configuration(other, constants).outgoing.length === 0
)

/**
 * A leader that is removed leads no more. Why: it retires as soon as it knows.
 */
export const RemovedLeadersRetire = eachAgain(
  (self, _world, constants) => !isLeader(self) || isElectable(self, constants)
)
