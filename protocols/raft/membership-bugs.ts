/**
 * Mistakes that were made where configurations change: each is put back into
 * spec and twin, and a property must notice it.
 */
import { step } from "../kernel/action.ts"
import { type Bugs, unguarded } from "../kernel/bug.ts"
import { setOf } from "../kernel/value.ts"
import { AdvanceCommitIndex } from "./commitment.ts"
import { configuration, votersOf } from "./configuration.ts"
import { edit } from "./durability-bugs.ts"
import { BecomeLeader, Timeout } from "./elections.ts"
import { termAt } from "./log.ts"
import { ChangeConfiguration } from "./membership.ts"
import type { Configuration, Constants, Server } from "./state.ts"

const withVote = (one: Configuration): Configuration => ({
  ...one,
  voters: setOf([...one.voters, ...one.learners])
})

/** The server as if learners were voters. */
const deluded = (self: Server): Server => ({
  ...self,
  snapshot: {
    ...self.snapshot,
    configuration: withVote(self.snapshot.configuration)
  },
  log: self.log.map((entry) =>
    entry.configuration === undefined
      ? entry
      : { ...entry, configuration: withVote(entry.configuration) }
  )
})

/** So many have this index, whoever they are. */
const countedIndex = (self: Server, constants: Constants): number => {
  const voters = votersOf(configuration(self, constants))
  const indexes = Object.values(self.matchIndex).sort((a, b) => b - a)
  return indexes[Math.floor(voters.length / 2)] ?? 0
}

export const MembershipBugs: Bugs = {
  B14: {
    sentence: "Changes the configuration before it has committed anything.",
    actions: {
      ChangeConfiguration: unguarded(ChangeConfiguration, "CommittedInTerm")
    },
    spec: edit(
      "Membership",
      "kind) ::\n                IsCommittedInTerm(i)",
      "kind) :: TRUE"
    ),
    model: "MCRaft_MembershipTwice",
    kills: "ConfigurationsOverlap"
  },
  B15: {
    sentence: "Changes the configuration while another change is on its way.",
    actions: {
      ChangeConfiguration: unguarded(ChangeConfiguration, "NoneInFlight")
    },
    spec: edit("Membership", "kind) :: IsNoneInFlight(i)", "kind) :: TRUE"),
    model: "MCRaft_Membership",
    kills: "ConfigurationsOverlap"
  },
  B18: {
    sentence: "Counts learners when it looks what a quorum has.",
    actions: {
      AdvanceCommitIndex: {
        ...AdvanceCommitIndex,
        guards: {
          ...AdvanceCommitIndex.guards,
          Advances: (self: Server, constants: Constants) =>
            countedIndex(self, constants) > self.commitIndex,
          OwnTerm: (self: Server, constants: Constants) =>
            termAt(self, countedIndex(self, constants)) === self.currentTerm
        },
        step: (self: Server, constants: Constants) =>
          step({ ...self, commitIndex: countedIndex(self, constants) })
      }
    },
    spec: edit(
      "Commitment",
      "IsQuorum(i, agreeing(n))",
      "Cardinality(agreeing(n)) * 2\n" +
        "                > Cardinality(VotersOf(ConfigurationOf(i)))"
    ),
    model: "MCRaft_Learner",
    kills: "CommittedSurvives"
  },
  B19: {
    sentence: "Asks learners for their votes, and counts them.",
    actions: {
      Timeout: {
        ...Timeout,
        step: (self: Server, constants: Constants) => {
          const done = Timeout.step(deluded(self), constants)
          const { snapshot, log } = self
          return { ...done, state: { ...done.state, snapshot, log } }
        }
      },
      BecomeLeader: {
        ...BecomeLeader,
        guards: {
          ...BecomeLeader.guards,
          Elected: (self: Server, constants: Constants) =>
            self.votesGranted.length * 2 >
            votersOf(configuration(self, constants)).length
        }
      }
    },
    spec: [
      ...edit(
        "Configurations",
        "Peers(i) == VotersOf(",
        "Peers(i) == MembersOf("
      ),
      ...edit(
        "Elections",
        "Elected :: IsQuorum(i, votesGranted[i])",
        "Elected ::\n" +
          "        Cardinality(votesGranted[i]) * 2\n" +
          "            > Cardinality(VotersOf(ConfigurationOf(i)))"
      )
    ],
    model: "MCRaft_Learner",
    kills: "ElectionSafety"
  },
  B20: {
    sentence: "Campaigns before it has applied a committed configuration.",
    actions: {
      Timeout: unguarded(Timeout, "Configured")
    },
    spec: edit(
      "Elections",
      "    /\\ Configured :: IsConfigured(i)\n" +
        '    /\\ NotLeader :: role[i] # "leader"\n' +
        "    /\\ PreVoted ::",
      "    /\\ Configured :: TRUE\n" +
        '    /\\ NotLeader :: role[i] # "leader"\n' +
        "    /\\ PreVoted ::"
    ),
    model: "MCRaft_MembershipApply",
    kills: "ConfigurationsOverlap"
  }
}
