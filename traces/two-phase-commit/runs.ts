/**
 * The runs behind the example traces: two-phase commit as it is, and with a
 * bug put back, each with the seed and the faults that make it tell its story.
 */
import { type Faults, reliable } from "../../checks/simulation/network.ts"
import type { Simulation } from "../../checks/simulation/simulation.ts"
import type { Action, Protocol } from "../../protocols/kernel/protocol.ts"
import {
  RMChooseToAbort,
  TMAbort,
  TMCommit,
  TMRcvPrepared
} from "../../protocols/two-phase-commit/actions.ts"
import { TwoPhaseCommit } from "../../protocols/two-phase-commit/protocol.ts"

/** A run but for the digest of the spec. */
export type ExampleRun = Omit<Simulation, "spec">

interface Choice {
  readonly protocol?: Protocol
  readonly participants?: number
  readonly mayCrash?: boolean
  readonly seed: number
  readonly faults?: Faults
  readonly eagerness: Readonly<Record<string, number>>
}

const example = (choice: Choice): ExampleRun => ({
  protocol: choice.protocol ?? TwoPhaseCommit,
  folder: "two-phase-commit",
  constants: {
    RM: Array.from({ length: choice.participants ?? 3 }, (_, i) => `rm-${i}`),
    TMMayCrash: choice.mayCrash ?? false
  },
  seed: choice.seed,
  faults: choice.faults ?? reliable,
  eagerness: choice.eagerness,
  steps: 400
})

/** Two-phase commit with some actions in place of its own. */
const withBug = (actions: Readonly<Record<string, Action>>): Protocol => ({
  ...TwoPhaseCommit,
  next: { ...TwoPhaseCommit.next, ...actions }
})

const nobodyAborts = { RMChooseToAbort: 0, TMAbort: 0 }

export const everyoneCommits = example({ seed: 1, eagerness: nobodyAborts })

export const oneChoosesToAbort = example({
  seed: 3,
  eagerness: { RMChooseToAbort: 0.2, TMAbort: 0.05 }
})

export const waitsNoLonger = example({
  seed: 1,
  eagerness: { RMChooseToAbort: 0, TMCommit: 0, TMAbort: 0.1 }
})

export const throughABadNetwork = example({
  participants: 5,
  seed: 3,
  faults: { loss: 0.15, duplication: 0.3, delay: 40 },
  eagerness: { RMChooseToAbort: 0, TMAbort: 0.02 }
})

export const coordinatorCrashes = example({
  mayCrash: true,
  seed: 7,
  eagerness: { ...nobodyAborts, TMCommit: 0, TMCrash: 0.3 }
})

export const sixteenCommit = example({
  participants: 16,
  seed: 1,
  faults: { loss: 0, duplication: 0.2, delay: 60 },
  eagerness: nobodyAborts
})

const { AllPrepared: _, ...withoutAllPrepared } = TMCommit.guards

/** The coordinator commits without having heard of everyone. */
const commitsEarly = withBug({
  TMCommit: { ...TMCommit, guards: withoutAllPrepared }
})

export const threeCommitEarly = example({
  protocol: commitsEarly,
  seed: 1,
  eagerness: { ...nobodyAborts, TMCommit: 0.2 }
})

export const sixteenCommitEarly = example({
  protocol: commitsEarly,
  participants: 16,
  seed: 9,
  faults: { loss: 0, duplication: 0.2, delay: 60 },
  eagerness: { ...nobodyAborts, TMCommit: 0.15 }
})

/** The coordinator counts messages where it is to count participants. */
export const countsMessages = example({
  protocol: withBug({
    TMRcvPrepared: {
      ...TMRcvPrepared,
      step: (self, m) => ({
        state: { ...self, tmPrepared: [...self.tmPrepared, m.rm] },
        sent: []
      })
    } satisfies typeof TMRcvPrepared,
    TMCommit: {
      ...TMCommit,
      guards: {
        ...TMCommit.guards,
        AllPrepared: (self, { RM }) => self.tmPrepared.length >= RM.length
      }
    } satisfies typeof TMCommit
  }),
  seed: 1,
  faults: { loss: 0, duplication: 0.6, delay: 40 },
  eagerness: nobodyAborts
})

/** A participant gives up although it has promised. */
export const breaksItsPromise = example({
  protocol: withBug({
    RMChooseToAbort: {
      ...RMChooseToAbort,
      guards: { Working: (self) => self.rmState === "prepared" }
    } satisfies typeof RMChooseToAbort
  }),
  seed: 1,
  eagerness: { RMChooseToAbort: 0.1, TMAbort: 0 }
})

/** The coordinator aborts although it has committed. */
export const decidesTwice = example({
  protocol: withBug({
    TMAbort: {
      ...TMAbort,
      guards: { Undecided: (self) => self.tmState === "committed" }
    } satisfies typeof TMAbort
  }),
  seed: 1,
  eagerness: { RMChooseToAbort: 0, TMAbort: 0.5 }
})
