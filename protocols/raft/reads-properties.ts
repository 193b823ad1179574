/**
 * What clients may rely on, under the names of `spec/raft/RaftProperties.tla`.
 */
import { appliedIndex } from "./configuration.ts"
import type { World } from "./properties.ts"
import { hasLease } from "./reads.ts"
import { machineAt } from "./sessions.ts"
import type { Constants } from "./state.ts"

/**
 * A read sees no less than any client knew when it was asked for. Why: its
 * leader knew all that was committed before its term, and after that a quorum
 * had heard of no later one.
 */
export const ReadsAreLinearizable = ({ client }: World): boolean =>
  Object.values(client).every(({ answers }) =>
    answers.every(({ floor, seen }) => floor <= seen)
  )

/**
 * While a leader has a lease nobody has led a later term. Why: a quorum waits
 * longer than that, by any of their clocks, and before has no vote.
 */
export const LeasesAreDisjoint = (
  { server }: World,
  constants: Constants
): boolean =>
  Object.values(server).every(
    (leader) =>
      leader.leaseVoid ||
      !hasLease(leader, constants) ||
      Object.values(server).every(({ termsLed }) =>
        termsLed.every((term) => term <= leader.currentTerm)
      )
  )

/**
 * What is asked for has one effect at most. Why: a state machine knows what it
 * has done, even if a snapshot has brought it there.
 */
export const ExactlyOnce = ({ server }: World, constants: Constants): boolean =>
  Object.values(server).every((self) => {
    const index = appliedIndex(self, constants)
    const { effects } = machineAt(self, index, constants)
    return new Set(effects).size === effects.length
  })
