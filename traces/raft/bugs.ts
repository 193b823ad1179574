/** Runs of servers with a mistake: each must be rejected, and where. */
import { RaftBugs } from "../../protocols/raft/bugs.ts"
import { Raft } from "../../protocols/raft/protocol.ts"
import { type Durable, None } from "../../protocols/raft/state.ts"
import type { Event } from "../format.ts"
import { isAction, rejected, type Story, withEvents } from "../story.ts"
import {
  changesAtOnce,
  firstTurns,
  fourServers,
  tooEarly,
  transferees,
  untilC,
  unwritten,
  writtenTurns
} from "./plots.ts"
import { lateRead, staleRead } from "./read-plots.ts"
import {
  type Actions,
  asked,
  elected,
  replicated,
  serving,
  turns
} from "./runs.ts"

/** The actions of a mistake that is kept as data. */
const bug = (name: keyof typeof RaftBugs): Actions => RaftBugs[name]!.actions

/** An action that does not look at a guard. */
const without = (name: string, guard: string): Actions => {
  const action = Raft.next[name]!
  const guards = { ...action.guards, [guard]: () => true }
  return { [name]: { ...action, guards } }
}

const isVoteFor =
  (candidate: string) =>
  ({ action, received }: Event): boolean =>
    action === "GrantVote" && received?.id.startsWith(candidate) === true

const by =
  (actor: string, action: string) =>
  (event: Event): boolean =>
    event.actor === actor && event.action === action

/** A crash after which a server has no vote, though it gave one. */
const forgetsVote = (
  { actor, action, state }: Event,
  position: number,
  all: ReadonlyArray<Event>
): boolean => {
  const last = all.slice(0, position).findLast((e) => e.actor === actor)
  const before = last?.state?.["durable"] as Durable | undefined
  const votedFor = before?.votedFor ?? None
  return action === "Crash" && votedFor !== state?.["votedFor"]
}

export const buggyStories: ReadonlyArray<Story> = [
  {
    name: "figure_8_committed_by_counting",
    tells: "Figure 8: a leader commits an entry of another term by counting.",
    run: turns([...untilC, ["s1", "AdvanceCommitIndex"]], {
      servers: 5,
      actions: bug("B1")
    }),
    tell: rejected("OwnTerm", isAction("AdvanceCommitIndex"))
  },
  {
    name: "vote_forgotten_in_a_crash",
    tells: "A server that crashes forgets its vote, and gives it again.",
    run: turns(
      [
        ...elected("s1", "s2"),
        ["s2", "Crash", { kept: 0 }],
        ["s3", "Timeout"],
        ["s2", "GrantVote", "s3"],
        ["s3", "ReceiveVote", "s2"],
        ["s3", "BecomeLeader"]
      ],
      { actions: bug("B2") }
    ),
    tell: rejected("state.votedFor", isAction("Crash"))
  },
  {
    name: "two_votes_in_one_term",
    tells: "A server gives its vote to everybody who asks.",
    run: turns(
      [
        ...elected("s1", "s2"),
        ["s3", "Timeout"],
        ["s2", "GrantVote", "s3"],
        ["s3", "ReceiveVote", "s2"],
        ["s3", "BecomeLeader"]
      ],
      { actions: without("GrantVote", "VoteAvailable") }
    ),
    tell: rejected("VoteAvailable", isVoteFor("s3"))
  },
  {
    name: "leader_of_a_minority",
    tells: "A candidate leads with its own vote alone.",
    run: turns(
      [
        ["s1", "Timeout"],
        ["s1", "BecomeLeader"]
      ],
      { actions: without("BecomeLeader", "Elected") }
    ),
    tell: rejected("Elected", isAction("BecomeLeader"))
  },
  {
    name: "vote_for_an_older_log",
    tells: "A server votes for one that lacks what is committed.",
    run: turns(
      [
        ...firstTurns,
        ["s3", "Timeout"],
        ["s3", "Timeout"],
        ["s2", "UpdateTerm", "s3"],
        ["s2", "GrantVote", "s3"],
        ["s3", "ReceiveVote", "s2"],
        ["s3", "BecomeLeader"]
      ],
      { actions: without("GrantVote", "UpToDate") }
    ),
    tell: rejected("UpToDate", isVoteFor("s3"))
  },
  {
    name: "entries_after_a_gap",
    tells: "A follower takes entries although it lacks the one before.",
    run: turns(
      [
        ...elected("s1", "s2"),
        asked("s1", "x"),
        ...replicated("s1", "s2"),
        ...elected("s2", "s3"),
        asked("s2", "y"),
        ...replicated("s2", "s3")
      ],
      { actions: without("AcceptEntries", "Matches") }
    ),
    tell: rejected("Matches", by("s3", "AcceptEntries"))
  },
  {
    name: "answered_before_it_is_on_disk",
    tells: "A follower says that it has what a crash would take away.",
    run: writtenTurns(
      [
        ...unwritten,
        ["s1", "ReceiveAccepted", "s2"],
        ["s2", "Crash", { kept: 0 }]
      ],
      { actions: bug("B3") }
    ),
    tell: rejected("sent", isAction("AcceptEntries"))
  },
  {
    name: "change_before_anything_is_committed",
    tells: "A new leader changes the configuration at once.",
    run: turns(changesAtOnce, {
      ...fourServers,
      actions: without("ChangeConfiguration", "CommittedInTerm")
    }),
    tell: rejected("CommittedInTerm", isAction("ChangeConfiguration"))
  },
  {
    name: "handed_over_too_early",
    tells: "A leader hands over to one that lacks an entry.",
    run: turns(tooEarly, {
      ...transferees,
      actions: without("TimeoutNow", "CaughtUp")
    }),
    tell: rejected("CaughtUp", isAction("TimeoutNow"))
  },
  {
    name: "read_index_does_not_wait",
    tells: "A leader answers a read, though it may be one no more.",
    run: staleRead({ actions: without("AnswerRead", "Confirmed") }),
    tell: rejected("Confirmed", isAction("AnswerRead"))
  },
  {
    name: "lease_read_after_the_lease",
    tells: "A leader answers a read by itself, though its lease is over.",
    run: lateRead({ actions: without("LeaseRead", "Leased") }),
    tell: rejected("Leased", isAction("LeaseRead"))
  },
  {
    name: "servers_whose_disks_forget_their_vote",
    tells: "The same servers run, but do not write for whom they have voted.",
    run: serving({
      mistaken: ({ read, write }) => ({
        read,
        write: (durable) => write({ ...durable, votedFor: None })
      })
    }),
    tell: rejected("state.votedFor", forgetsVote, (draft, position) =>
      withEvents(draft, draft.events.slice(0, position + 10))
    )
  }
]
