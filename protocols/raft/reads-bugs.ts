/**
 * Mistakes that were made with reads, leases and sessions: each is put back
 * into spec and twin, and a property must notice it.
 */
import { step } from "../kernel/action.ts"
import { type Bugs, type Edit, unguarded } from "../kernel/bug.ts"
import { ReceiveHeartbeatAnswer } from "./commitment.ts"
import { Crash } from "./durability.ts"
import { AnswerRead, LeaseRead, RequestRead } from "./reads.ts"
import { Compact } from "./snapshots.ts"
import type { Constants, Message, Server } from "./state.ts"
import { TransferLeadership } from "./transfer.ts"

const edit = (module: string, from: string, to: string): Edit => ({
  module,
  from,
  to
})

type Answer = Extract<Message, { readonly _tag: "HeartbeatAnswered" }>

/** An answer to something else than was asked. */
const mistaking = (as: (self: Server) => Partial<Answer>) => ({
  ReceiveHeartbeatAnswer: {
    ...ReceiveHeartbeatAnswer,
    step: (self: Server, m: Answer, constants: Constants) =>
      ReceiveHeartbeatAnswer.step(self, { ...m, ...as(self) }, constants)
  }
})

export const ReadsBugs: Bugs = {
  B62: {
    sentence: "Reads before it has committed anything in its term.",
    actions: {
      RequestRead: unguarded(RequestRead, "CommittedInTerm")
    },
    spec: [
      edit(
        "Reads",
        "CommittedInTerm :: HasCommittedInTerm(i)\n    /\\ round'",
        "CommittedInTerm :: TRUE\n    /\\ round'"
      )
    ],
    model: "MCRaft_Reads",
    kills: "ReadsAreLinearizable"
  },
  B63: {
    sentence: "Takes an answer to an earlier round for one to its last.",
    actions: mistaking(({ round }) => ({ round })),
    spec: [edit("Commitment", "Max({@, m.round})", "round[i]")],
    model: "MCRaft_Reads",
    kills: "ReadsAreLinearizable"
  },
  B64: {
    sentence: "Reads when it has applied enough, and asks nobody.",
    actions: {
      AnswerRead: unguarded(AnswerRead, "Confirmed")
    },
    spec: [
      edit(
        "Reads",
        "Confirmed :: IsQuorum(i, Answering(i, Head(reads[i]).round))",
        "Confirmed :: TRUE"
      )
    ],
    model: "MCRaft_Reads",
    kills: "ReadsAreLinearizable"
  },
  B65: {
    sentence: "Trusts in its lease again when the other did not take over.",
    actions: {
      TransferLeadership: {
        ...TransferLeadership,
        step: (self: Server, choice: { readonly to: string }) =>
          step({ ...self, transferee: choice.to })
      }
    },
    spec: [
      edit(
        "Transfer",
        `leaseVoid' = [leaseVoid EXCEPT ![i] = "lease" \\in Reads]`,
        "UNCHANGED leaseVoid"
      )
    ],
    model: "MCRaft_LeaseLoss",
    kills: "LeasesAreDisjoint"
  },
  LeaseFromAnswer: {
    sentence: "Counts its lease from when it has the answers.",
    actions: mistaking(({ clock }) => ({ sent: clock })),
    spec: [edit("Commitment", "Max({@, m.sent})", "clock[i]")],
    model: "MCRaft_Leases",
    kills: "LeasesAreDisjoint"
  },
  ReadWithoutLease: {
    sentence: "Reads by itself when its lease is over.",
    actions: {
      LeaseRead: unguarded(LeaseRead, "Leased")
    },
    spec: [edit("Reads", "Leased :: HasLease(i)", "Leased :: TRUE")],
    model: "MCRaft_StaleLeaseReads",
    kills: "ReadsAreLinearizable"
  },
  HastyLeaseRead: {
    sentence: "Reads by itself before it has committed anything in its term.",
    actions: {
      LeaseRead: unguarded(LeaseRead, "CommittedInTerm")
    },
    spec: [
      edit(
        "Reads",
        "CommittedInTerm :: HasCommittedInTerm(i)\n    /\\ Applied",
        "CommittedInTerm :: TRUE\n    /\\ Applied"
      )
    ],
    model: "MCRaft_StaleLeaseReads",
    kills: "ReadsAreLinearizable"
  },
  HastyRestart: {
    sentence: "Has forgotten after a crash that it waits, and votes at once.",
    actions: {
      Crash: {
        ...Crash,
        step: (
          self: Server,
          choice: { readonly kept: number },
          constants: Constants
        ) => {
          const done = Crash.step(self, choice, constants)
          return { ...done, state: { ...done.state, contact: 0 } }
        }
      }
    },
    spec: [
      edit(
        "Durability",
        "contact' = [contact EXCEPT ![i] = clock[i]]",
        "contact' = [contact EXCEPT ![i] = 0]"
      )
    ],
    model: "MCRaft_LeaseLoss",
    kills: "LeasesAreDisjoint"
  },
  LostSessions: {
    sentence: "Makes a snapshot without what it knows of requests.",
    actions: {
      Compact: {
        ...Compact,
        step: (
          self: Server,
          choice: { readonly index: number },
          constants: Constants
        ) => {
          const { state, sent } = Compact.step(self, choice, constants)
          const machine = { ...state.snapshot.machine, sessions: [] }
          const snapshot = { ...state.snapshot, machine }
          return { state: { ...state, snapshot }, sent }
        }
      }
    },
    spec: [
      edit(
        "Snapshots",
        "snapshot' = [snapshot EXCEPT ![i] = SnapshotOf(i, index)]",
        "snapshot' = [snapshot EXCEPT ![i] = " +
          "[SnapshotOf(i, index) EXCEPT !.machine.sessions = {}]]"
      )
    ],
    model: "MCRaft_Sessions",
    kills: "ExactlyOnce"
  }
}
