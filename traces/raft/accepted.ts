/** Runs of Raft as it is, chapter by chapter: each must be accepted. */
import { accepted, isAction, logging, type Story } from "../story.ts"
import {
  figureEight,
  firstElection,
  fork,
  hasTornWrite,
  joint,
  learner,
  overwritten,
  quiet,
  splitVote,
  staleLeader,
  safeAtLast,
  transfer
} from "./plots.ts"
import { leaseRead, waitingRead } from "./read-plots.ts"
import { serving } from "./runs.ts"

type Shows = Parameters<typeof accepted>[0]

const has = (...actions: ReadonlyArray<string>): Shows => {
  const tests = actions.map(isAction)
  return (events) => tests.every((test) => events.some(test))
}

/** Somebody's field has this value in the end. */
const ends =
  (actor: string, field: string, value: unknown): Shows =>
  (events) =>
    JSON.stringify(
      events.findLast((event) => event.actor === actor)?.state?.[field]
    ) === JSON.stringify(value)

export const acceptedStories: ReadonlyArray<Story> = [
  {
    name: "first_election",
    tells: "A server is elected, and what a client asks for is committed.",
    run: firstElection,
    tell: accepted(ends("s2", "commitIndex", 1))
  },
  {
    name: "first_election_logged_without_states",
    tells: "The same run without states: only steps and messages were logged.",
    run: firstElection,
    tell: (draft) => {
      const told = accepted(has("BecomeLeader"))(draft)
      return (
        told &&
        logging(
          "seq",
          "actor",
          "action",
          "at",
          "choice",
          "received",
          "sent"
        )(told)
      )
    }
  },
  {
    name: "split_vote",
    tells: "All three vote for themselves, and one wins the term after.",
    run: splitVote,
    tell: accepted(has("Concede", "BecomeLeader"))
  },
  {
    name: "stale_leader_steps_down",
    tells: "A leader that nobody heard of for a term follows the next one.",
    run: staleLeader,
    tell: accepted(ends("s1", "leader", "s2"))
  },
  {
    name: "figure_8",
    tells: "Figure 8 (a) to (c), up to where a leader must wait.",
    run: figureEight,
    tell: accepted(ends("s1", "commitIndex", 0))
  },
  {
    name: "figure_8_overwritten",
    tells:
      "Figure 8 of the paper, (a) to (d): an entry of term 1 is on three of " +
      "five servers, not committed, and is overwritten.",
    run: overwritten,
    tell: accepted(ends("s3", "log", [{ term: 2, value: "y" }]))
  },
  {
    name: "figure_8_safe",
    tells:
      "Figure 8 (e): an entry of the leader's own term makes it certain, and " +
      "the other server is not elected.",
    run: safeAtLast,
    tell: accepted(has("AdvanceCommitIndex", "RefuseVote"))
  },
  {
    name: "fork_after_a_partition",
    tells: "Two logs differ after a partition, and become one.",
    run: fork,
    tell: accepted(ends("s1", "log", [{ term: 2, value: "y" }]))
  },
  {
    name: "pre_vote_keeps_quiet",
    tells: "A server that was cut off asks in vain, and disturbs nobody.",
    run: quiet,
    tell: accepted(ends("s3", "currentTerm", 1))
  },
  {
    name: "torn_write",
    tells: "A crash interrupts a write; the rest comes from the leader again.",
    run: hasTornWrite,
    tell: accepted(has("Crash", "Persist", "RefuseEntries"))
  },
  {
    name: "joint_consensus",
    tells: "A server is replaced by another through a joint configuration.",
    run: joint,
    tell: accepted(has("ChangeConfiguration", "LeaveJoint"))
  },
  {
    name: "learner_catches_up_by_snapshot",
    tells: "A learner is sent a snapshot, and then what follows it.",
    run: learner,
    tell: accepted(has("AcceptSnapshot"))
  },
  {
    name: "transfer",
    tells: "A leader hands over to another, which asks at once.",
    run: transfer,
    tell: accepted(ends("s2", "role", "leader"))
  },
  {
    name: "read_index_waits",
    tells: "A read waits until a quorum has said that it follows the leader.",
    run: waitingRead,
    tell: accepted(has("RequestRead", "AnswerRead"))
  },
  {
    name: "lease_read",
    tells: "A leader answers a read by itself while its lease lasts.",
    run: leaseRead,
    tell: accepted(has("LeaseRead"))
  },
  {
    name: "servers_that_run",
    tells:
      "Servers with disks and timers run until a client has written and read, " +
      "while messages are lost, and each server crashes.",
    run: serving(),
    tell: accepted(has("Crash", "Persist", "BecomeLeader", "AnswerRead"))
  }
]
