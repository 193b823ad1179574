/**
 * Mistakes that were made in programs that follow Raft, or that its authors
 * warn of: each is put back into spec and twin, and a property must notice it.
 */
import { type Step, step } from "../kernel/action.ts"
import { type Bugs, unguarded } from "../kernel/bug.ts"
import { AdvanceCommitIndex, ReceiveRefused } from "./commitment.ts"
import { DurabilityBugs, edit } from "./durability-bugs.ts"
import { GrantVote, ReceiveVote, server, StepDown } from "./elections.ts"
import { following, matchOf } from "./log.ts"
import { LivenessBugs } from "./liveness-bugs.ts"
import { MembershipBugs } from "./membership-bugs.ts"
import { ReadsBugs } from "./reads-bugs.ts"
import { AcceptEntries } from "./replication.ts"
import { type Constants, type Message, None, type Server } from "./state.ts"

type Entries = Parameters<typeof AcceptEntries.step>[1]

/** A step, but with something else in the state. */
const but = (
  done: Step<Server, Message>,
  change: Partial<Server>
): Step<Server, Message> => ({ ...done, state: { ...done.state, ...change } })

/** Entries are accepted, but something else comes of it. */
const acceptingBut = (
  change: (self: Server, m: Entries) => Partial<Server>
) => ({
  AcceptEntries: {
    ...AcceptEntries,
    step: (self: Server, m: Entries, k: Constants) =>
      but(AcceptEntries.step(self, m, k), change(self, m))
  }
})

const handOver = server
  .choosing(({ Server: ids }) => ids.map((to) => ({ to })))
  .joint(
    { next: server },
    {
      meets: (_self, { to }) => ({ next: [to] }),
      guards: {
        ...StepDown.guards,
        CheckQuorumOn: (_self, _choice, _met, { CheckQuorum }) => CheckQuorum,
        Leader: (self) => self.role === "leader",
        Unheard: (self, _choice, _met, k) => StepDown.guards.Unheard(self, k),
        NotTimely: (self, _choice, _met, k) =>
          StepDown.guards.NotTimely(self, k),
        ToAnother: (self, { to }) => to !== self.id,
        SameTerm: (self, _choice, met) =>
          met.next.every(({ currentTerm }) => currentTerm === self.currentTerm)
      },
      step: (self, _choice, met, k) => ({
        ...step<Server, Message>(following(self, None, k)),
        others: {
          next: met.next.map((one) => ({
            ...following(one, one.id, k),
            role: "leader",
            termsLed: [...one.termsLed, one.currentTerm]
          }))
        }
      })
    }
  )

export const RaftBugs: Bugs = {
  B1: {
    sentence: "A leader commits an entry of an earlier term by counting.",
    actions: {
      AdvanceCommitIndex: unguarded(AdvanceCommitIndex, "OwnTerm")
    },
    spec: edit(
      "Commitment",
      "OwnTerm :: TermAt(i, AgreeIndex(i)) = currentTerm[i]",
      "OwnTerm :: TRUE"
    ),
    model: "MCRaft_FigureEight",
    kills: "LeaderCompleteness"
  },
  B7: {
    sentence: "A server votes for a candidate whose log is older than its own.",
    actions: {
      GrantVote: unguarded(GrantVote, "UpToDate")
    },
    spec: edit(
      "Elections",
      `VoteAvailable(m) :: HasVoteFor(i, m)
        /\\ UpToDate(m) :: IsUpToDate(i, m)`,
      `VoteAvailable(m) :: HasVoteFor(i, m)
        /\\ UpToDate(m) :: TRUE`
    ),
    model: "MCRaft_Replication",
    kills: "LeaderCompleteness"
  },
  B8: {
    sentence: "A follower cuts its log off after the entries of any message.",
    actions: acceptingBut((self, m) => ({
      log: [
        ...self.log.slice(0, m.prevLogIndex - self.snapshot.index),
        ...m.entries
      ]
    })),
    spec: edit(
      "Replication",
      "Merged(i, m.prevLogIndex, m.entries)]",
      `EntriesFrom(i, snapshot[i].index + 1, m.prevLogIndex)
               \\o m.entries]`
    ),
    model: "MCRaft_Replication",
    kills: "CommittedIsDurable"
  },
  B9: {
    sentence: "A follower commits what the leader has, not what it was sent.",
    actions: acceptingBut((self, m) => ({
      commitIndex: Math.max(self.commitIndex, m.commit)
    })),
    spec: edit(
      "Replication",
      "Max({@, Min({m.commit, LastOf(m)})})]",
      "Max({@, m.commit})]"
    ),
    model: "MCRaft_Replication",
    kills: "AppliedIsCommitted"
  },
  B10: {
    sentence: "A leader takes the index that is refused as one that is known.",
    actions: {
      ReceiveRefused: {
        ...ReceiveRefused,
        step: (
          self: Server,
          m: Parameters<typeof ReceiveRefused.step>[1],
          k: Constants
        ) =>
          but(ReceiveRefused.step(self, m, k), {
            matchIndex: {
              ...self.matchIndex,
              [m.from]: Math.max(matchOf(self, m.from), m.rejected)
            }
          })
      }
    },
    spec: edit(
      "Commitment",
      `votesRefused,
                       matchIndex, transferee,`,
      `votesRefused,
                       transferee,`
    ).concat(
      edit(
        "Commitment",
        "Min({m.rejected, known + 1})})]",
        `Min({m.rejected, known + 1})})]
        /\\ matchIndex' = [matchIndex EXCEPT ![i][m.from] =
               Max({@, m.rejected})]`
      )
    ),
    model: "MCRaft_Pipelining",
    kills: "CommittedIsDurable"
  },
  B11: {
    sentence: "A candidate counts a vote of an earlier term.",
    actions: {
      ReceiveVote: unguarded(ReceiveVote, "SameTerm")
    },
    spec: edit(
      "Elections",
      `OfType("VoteGranted", Inbox(i)) :
        /\\ SameTerm(m) :: m.term = currentTerm[i]`,
      `OfType("VoteGranted", Inbox(i)) :
        /\\ SameTerm(m) :: TRUE`
    ),
    model: "MCRaft",
    kills: "ElectionSafety"
  },
  B12: {
    sentence: "A leader makes another server the leader of its own term.",
    actions: { StepDown: handOver },
    spec: edit(
      "Elections",
      `NotTimely :: ~IsTimely(currentTerm[i])
    /\\ Follow(i, None)
    /\\ UNCHANGED <<termVars, historyVars,`,
      `NotTimely :: ~IsTimely(currentTerm[i])
    /\\ \\E j \\in {s \\in Server \\ {i} : currentTerm[s] = currentTerm[i]} :
        /\\ role' = [role EXCEPT ![i] = "follower", ![j] = "leader"]
        /\\ leader' = [leader EXCEPT ![i] = None, ![j] = j]
        /\\ votesGranted' = [votesGranted EXCEPT ![i] = {}, ![j] = {}]
        /\\ votesRefused' = [votesRefused EXCEPT ![i] = {}, ![j] = {}]
        /\\ recentlyHeard' = [recentlyHeard EXCEPT ![i] = {}]
        /\\ nextIndex' = [nextIndex EXCEPT ![i] = [s \\in Server |-> 1]]
        /\\ matchIndex' = [matchIndex EXCEPT ![i] = [s \\in Server |-> 0]]
        /\\ termsLed' = [termsLed EXCEPT ![j] = @ \\cup {currentTerm[j]}]
    /\\ UNCHANGED <<termVars, transferee, readVars, clientVars,`
    ),
    model: "MCRaft_PreVote",
    kills: "ElectionSafety"
  },
  ...DurabilityBugs,
  ...MembershipBugs,
  ...LivenessBugs,
  ...ReadsBugs
}
