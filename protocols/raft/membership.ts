/**
 * How servers are added and removed while the others go on: action for action,
 * guard for guard, the executable twin of `spec/raft/Membership.tla`.
 */
import { type Step, step } from "../kernel/action.ts"
import { setOf } from "../kernel/value.ts"
import {
  appliedIndex,
  configuration,
  hasConfigurationIn,
  isElectable,
  regrouped
} from "./configuration.ts"
import { server } from "./elections.ts"
import { following, lastIndex, lastOfTerm, termAt } from "./log.ts"
import { appended, isLeader, isNotTransferring } from "./replication.ts"
import {
  type Configuration,
  type Constants,
  type Message,
  None,
  type Server
} from "./state.ts"

type Change = Readonly<{
  voters: ReadonlyArray<string>
  learners: ReadonlyArray<string>
  /** At once, or through a joint configuration? */
  kind: Constants["Changes"][number]
}>

export const subsets = (
  all: ReadonlyArray<string>
): ReadonlyArray<typeof all> =>
  all.reduce<ReadonlyArray<typeof all>>(
    (found, id) => found.flatMap((some) => [some, [...some, id]]),
    [[]]
  )

const changes = ({
  Targets,
  Learners,
  Changes
}: Constants): ReadonlyArray<Change> =>
  Changes.flatMap((kind) =>
    Targets.flatMap((voters) =>
      subsets(Learners).map((learners) => ({ voters, learners, kind }))
    )
  )

/** How many are in one of them and not in the other. */
const difference = (
  some: ReadonlyArray<string>,
  others: ReadonlyArray<string>
): number =>
  some.filter((id) => !others.includes(id)).length +
  others.filter((id) => !some.includes(id)).length

/** Whatever configuration its log has is known to be committed, or applied. */
const isNoneInFlight = (self: Server, constants: Constants): boolean =>
  !hasConfigurationIn(
    self,
    constants.ConfigurationAt === "append"
      ? self.commitIndex
      : appliedIndex(self, constants),
    lastIndex(self)
  )

/**
 * An entry of its own term is committed; where configurations hold when they
 * are applied, all that it found is applied.
 */
const isCommittedInTerm = (self: Server, constants: Constants): boolean =>
  constants.ConfigurationAt === "append"
    ? termAt(self, self.commitIndex) === self.currentTerm
    : lastOfTerm(self, lastIndex(self), self.currentTerm - 1) <=
      appliedIndex(self, constants)

const adopting = (
  self: Server,
  next: Configuration,
  constants: Constants
): Step<Server, Message> => {
  const entry = { term: self.currentTerm, configuration: next }
  return step(regrouped(self, appended(self, entry, constants), constants))
}

/**
 * The leader appends another configuration, or a joint one that leads there
 * (4.1, 4.2.1, 4.3; raft-dev 2015).
 */
export const ChangeConfiguration = server.choosing(changes).local({
  guards: {
    Leader: isLeader,
    NotTransferring: isNotTransferring,
    LearnersDoNotVote: (_self, { voters, learners }) =>
      learners.every((id) => !voters.includes(id)),
    NotJoint: (self, _change, constants) =>
      configuration(self, constants).outgoing.length === 0,
    Differs: (self, { voters, learners }, constants) => {
      const now = configuration(self, constants)
      return (
        difference(now.voters, voters) > 0 ||
        difference(now.learners, learners) > 0
      )
    },
    OneAtATime: (self, { voters, kind }, constants) =>
      kind === "joint" ||
      difference(configuration(self, constants).voters, voters) <= 1,
    NoneInFlight: (self, _change, constants) => isNoneInFlight(self, constants),
    CommittedInTerm: (self, _change, constants) =>
      isCommittedInTerm(self, constants)
  },
  step: (self, { voters, learners, kind }, constants) =>
    adopting(
      self,
      {
        voters: setOf(voters),
        outgoing: kind === "joint" ? configuration(self, constants).voters : [],
        learners: setOf(learners)
      },
      constants
    )
})

/** The leader appends the configuration that a joint one leads to (4.3). */
export const LeaveJoint = server.local({
  guards: {
    Leader: isLeader,
    NotTransferring: isNotTransferring,
    Joint: (self, constants) =>
      configuration(self, constants).outgoing.length > 0,
    NoneInFlight: isNoneInFlight,
    CommittedInTerm: isCommittedInTerm
  },
  step: (self, constants) =>
    adopting(
      self,
      { ...configuration(self, constants), outgoing: [] },
      constants
    )
})

/** A leader that is not a voter any more leads no longer (4.2.2). */
export const Retire = server.local({
  guards: {
    Leader: isLeader,
    Removed: (self, constants) => !isElectable(self, constants)
  },
  step: (self, constants) => step(following(self, None, constants))
})
