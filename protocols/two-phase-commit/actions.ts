/**
 * How participants agree on the fate of one transaction with the help of a
 * coordinator: action for action, guard for guard, the executable twin of
 * `spec/two-phase-commit/TwoPhaseCommit.tla`.
 */
import { actor, step } from "../kernel/action.ts"
import { insert } from "../kernel/value.ts"
import {
  Constants,
  Message,
  ResourceManager,
  TransactionManager
} from "./state.ts"

const rm = actor("rm", {
  state: ResourceManager,
  message: Message,
  constants: Constants
})

const tm = actor("tm", {
  state: TransactionManager,
  message: Message,
  constants: Constants
})

/**
 * A participant has done its part and promises the coordinator to commit if
 * told so.
 */
export const RMPrepare = rm.local({
  guards: {
    Working: (self) => self.rmState === "working"
  },
  step: (self) =>
    step({ ...self, rmState: "prepared" }, { _tag: "Prepared", rm: self.id })
})

/** A participant that has promised nothing gives up by itself. */
export const RMChooseToAbort = rm.local({
  guards: {
    Working: (self) => self.rmState === "working"
  },
  step: (self) => step({ ...self, rmState: "aborted" })
})

/** The coordinator learns that a participant is prepared. */
export const TMRcvPrepared = tm.receiving("Prepared", {
  guards: {
    Undecided: (self) => self.tmState === "init"
  },
  step: (self, m) =>
    step({ ...self, tmPrepared: insert(self.tmPrepared, m.rm) })
})

/** With everyone prepared the coordinator commits, and tells everyone. */
export const TMCommit = tm.local({
  guards: {
    Undecided: (self) => self.tmState === "init",
    AllPrepared: (self, { RM }) => RM.every((r) => self.tmPrepared.includes(r))
  },
  step: (self) => step({ ...self, tmState: "committed" }, { _tag: "Commit" })
})

/** The coordinator waits no longer: it aborts, and tells everyone. */
export const TMAbort = tm.local({
  guards: {
    Undecided: (self) => self.tmState === "init"
  },
  step: (self) => step({ ...self, tmState: "aborted" }, { _tag: "Abort" })
})

/** A participant is told to commit. */
export const RMRcvCommitMsg = rm.receiving("Commit", {
  guards: {},
  step: (self) => step({ ...self, rmState: "committed" })
})

/** A participant is told to abort. */
export const RMRcvAbortMsg = rm.receiving("Abort", {
  guards: {},
  step: (self) => step({ ...self, rmState: "aborted" })
})

/** The coordinator stops for ever before it has decided. */
export const TMCrash = tm.local({
  guards: {
    MayCrash: (_self, { TMMayCrash }) => TMMayCrash,
    Undecided: (self) => self.tmState === "init"
  },
  step: (self) => step({ ...self, tmState: "crashed" })
})

/** The `Next` of the spec: everything that can happen, in the same order. */
export const Next = {
  RMPrepare,
  RMChooseToAbort,
  TMRcvPrepared,
  TMCommit,
  TMAbort,
  RMRcvCommitMsg,
  RMRcvAbortMsg
}

/** What is done to the actors: the `Environment` of the spec. */
export const Environment = { TMCrash }
