/**
 * Mistakes by which servers wait for ever, or for those that are gone: each is
 * put back into spec and twin, and a property must notice it.
 */
import type { Bugs } from "../kernel/bug.ts"
import { configuration, hasConfigurationIn, isMember } from "./configuration.ts"
import { edit } from "./durability-bugs.ts"
import { GrantVote, RefusePreVote } from "./elections.ts"
import { lastIndex, lastOfTerm } from "./log.ts"
import { ChangeConfiguration, LeaveJoint, Retire } from "./membership.ts"
import { AnswerStaleLeader } from "./replication.ts"
import type { Constants, Server } from "./state.ts"

/** Has it appended a configuration in its own term? */
const hasOwnConfiguration = (self: Server): boolean =>
  hasConfigurationIn(
    self,
    lastOfTerm(self, lastIndex(self), self.currentTerm - 1),
    lastIndex(self)
  )

const isKnown = (self: Server, constants: Constants): boolean =>
  isMember(configuration(self, constants), self.id)

type Change = Parameters<typeof ChangeConfiguration.step>[1]

export const LivenessBugs: Bugs = {
  B16: {
    sentence: "A new leader does not leave a joint configuration it has found.",
    actions: {
      LeaveJoint: {
        ...LeaveJoint,
        guards: {
          ...LeaveJoint.guards,
          Joint: (self: Server, constants: Constants) =>
            LeaveJoint.guards.Joint(self, constants) &&
            hasOwnConfiguration(self)
        }
      }
    },
    spec: edit(
      "Membership",
      "Joint :: ConfigurationOf(i).outgoing # {}",
      `Joint ::
        /\\ ConfigurationOf(i).outgoing # {}
        /\\ ConfigurationsIn(
               i, LastOfTerm(i, LastIndex(i), currentTerm[i] - 1),
               LastIndex(i)) # {}`
    ),
    model: "MCRaft_LivenessJoint",
    kills: "JointIsLeft"
  },
  B17: {
    sentence: "Says nothing to servers of an earlier term.",
    actions: {
      RefusePreVote: {
        ...RefusePreVote,
        guards: {
          ...RefusePreVote.guards,
          NotInLease: (
            self: Server,
            m: Parameters<typeof RefusePreVote.step>[1],
            constants: Constants
          ) =>
            m.term >= self.currentTerm &&
            RefusePreVote.guards.NotInLease(self, m, constants)
        }
      },
      AnswerStaleLeader: {
        ...AnswerStaleLeader,
        guards: { ...AnswerStaleLeader.guards, MayBeStuck: () => false }
      }
    },
    spec: [
      ...edit(
        "Elections",
        `NotInLease(m) :: m.term > currentTerm[i] => ~InLease(i)
        /\\ CannotGrant(m)`,
        `NotInLease(m) ::
            /\\ m.term >= currentTerm[i]
            /\\ m.term > currentTerm[i] => ~InLease(i)
        /\\ CannotGrant(m)`
      ),
      ...edit(
        "Replication",
        "MayBeStuck(m) :: TRUE \\in {PreVote, CheckQuorum}",
        "MayBeStuck(m) :: FALSE"
      )
    ],
    model: "MCRaft_LivenessHealed",
    kills: "LastTermIsLed"
  },
  B21: {
    sentence: "A leader that is removed goes on.",
    actions: {
      Retire: {
        ...Retire,
        guards: { ...Retire.guards, Removed: () => false }
      }
    },
    spec: edit("Membership", "Removed :: ~IsElectable(i)", "Removed :: FALSE"),
    model: "MCRaft_LivenessRemoved",
    kills: "RemovedLeadersRetire"
  },
  B22: {
    sentence:
      "A leader is gone, vote and all, when it has applied its removal.",
    actions: {
      GrantVote: {
        ...GrantVote,
        guards: {
          ...GrantVote.guards,
          Waited: (
            self: Server,
            m: Parameters<typeof GrantVote.step>[1],
            constants: Constants
          ) =>
            isKnown(self, constants) &&
            GrantVote.guards.Waited(self, m, constants)
        }
      }
    },
    spec: edit(
      "Elections",
      "Waited(m) :: ~m.transfer => HasWaited(i)",
      `Waited(m) ::
            /\\ i \\in MembersOf(ConfigurationOf(i))
            /\\ ~m.transfer => HasWaited(i)`
    ),
    model: "MCRaft_LivenessRemoved",
    kills: "LastTermIsLed"
  },
  B23: {
    sentence: "Lets both vote for a while where one server replaces another.",
    actions: {
      ChangeConfiguration: {
        ...ChangeConfiguration,
        step: (self: Server, change: Change, constants: Constants) => {
          const { voters: now } = configuration(self, constants)
          const voters = [...change.voters, ...now]
          const both = { ...change, voters, kind: "single" } as const
          return ChangeConfiguration.step(self, both, constants)
        }
      }
    },
    spec: edit(
      "Membership",
      `[voters |-> voters,
                         outgoing |-> IF kind = "joint"
                                      THEN now.voters
                                      ELSE {},`,
      `[voters |-> voters \\cup now.voters,
                         outgoing |-> {},`
    ),
    model: "MCRaft_MembershipRegion",
    kills: "SurvivalGoal"
  }
}
