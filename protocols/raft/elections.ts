/**
 * How servers agree on one leader a term: action for action, guard for guard,
 * the executable twin of `spec/raft/Elections.tla`.
 */
import { actor, step } from "../kernel/action.ts"
import { insert } from "../kernel/value.ts"
import { isConfigured, isElectable, isQuorum } from "./configuration.ts"
import {
  asking,
  type Ballot,
  campaigning,
  following,
  hasWaited,
  isInLease,
  isTimely,
  isUpToDate,
  lastIndex,
  sending
} from "./log.ts"
import { Constants, everyone, Message, None, Server } from "./state.ts"

export const server = actor("server", {
  state: Server,
  message: Message,
  constants: Constants
})

/** Is its vote of this term still free, or given to this candidate? */
const hasVoteFor = ({ votedFor, leader }: Server, { from }: Ballot): boolean =>
  votedFor === from || (votedFor === None && leader === None)

/** May a server begin the next term, other than for its leader? */
const mayBeginNext = (
  { id, currentTerm }: Server,
  constants: Constants
): boolean => {
  const { Campaigning, Timely, MaxTerm } = constants
  const next = currentTerm + 1
  return isTimely(next, constants)
    ? next === MaxTerm && Timely.includes(id)
    : Campaigning.includes(id)
}

const isNotTimely = ({ currentTerm }: Server, constants: Constants): boolean =>
  !isTimely(currentTerm, constants)

/** A follower has not heard of its leader for too long (4.2.3). */
export const LoseContact = server.local({
  guards: {
    CheckQuorumOn: (_self, { CheckQuorum }) => CheckQuorum,
    HasLeader: (self) => self.leader !== None,
    NotLeader: (self) => self.role !== "leader",
    Waited: hasWaited,
    NotTimely: isNotTimely
  },
  step: (self) => step({ ...self, leader: None })
})

/** A server asks whether it would be elected, and stays in its term (9.6). */
export const BecomePreCandidate = server.local({
  guards: {
    PreVoteOn: (_self, { PreVote }) => PreVote,
    MayCampaign: mayBeginNext,
    Electable: isElectable,
    Configured: isConfigured,
    NotLeader: (self) => self.role !== "leader",
    Waited: hasWaited
  },
  step: (self, constants) =>
    sending(
      {
        ...following(self, None, constants),
        role: "preCandidate",
        votesGranted: [self.id]
      },
      constants,
      ...asking(self, constants, {
        _tag: "RequestPreVote",
        term: self.currentTerm + 1
      })
    )
})

/** A server would vote for another in a term that it is not in yet (9.6). */
export const GrantPreVote = server.receiving("RequestPreVote", {
  guards: {
    NotStale: (self, m) => m.term >= self.currentTerm,
    NotInLease: (self, m, constants) =>
      m.term === self.currentTerm || !isInLease(self, constants),
    VoteAvailable: (self, m) =>
      m.term > self.currentTerm || hasVoteFor(self, m),
    UpToDate: isUpToDate
  },
  step: (self, m, constants) =>
    sending(self, constants, {
      _tag: "PreVoteGranted",
      term: m.term,
      from: self.id,
      to: m.from
    })
})

/** A server would not vote for another, and says in which term it is (9.6). */
export const RefusePreVote = server.receiving("RequestPreVote", {
  guards: {
    NotInLease: (self, m, constants) =>
      m.term <= self.currentTerm || !isInLease(self, constants),
    CannotGrant: (self, m) =>
      m.term < self.currentTerm ||
      (m.term === self.currentTerm && !hasVoteFor(self, m)) ||
      !isUpToDate(self, m)
  },
  step: (self, m, constants) =>
    sending(self, constants, {
      _tag: "PreVoteRefused",
      term: self.currentTerm,
      from: self.id,
      to: m.from
    })
})

/** A server learns that another would vote for it (9.6). */
export const ReceivePreVote = server.receiving("PreVoteGranted", {
  guards: {
    NextTerm: (self, m) => m.term === self.currentTerm + 1,
    PreCandidate: (self) => self.role === "preCandidate"
  },
  step: (self, m) =>
    step({ ...self, votesGranted: insert(self.votesGranted, m.from) })
})

/** A server that waits no longer begins a term, and votes for itself (3.4). */
export const Timeout = server.local({
  guards: {
    MayCampaign: mayBeginNext,
    Electable: isElectable,
    Configured: isConfigured,
    NotLeader: (self) => self.role !== "leader",
    PreVoted: (self, constants) =>
      !constants.PreVote ||
      (self.role === "preCandidate" &&
        isQuorum(self, self.votesGranted, constants)),
    Waited: hasWaited
  },
  step: (self, constants) => campaigning(self, false, constants)
})

/** Who hears of a later term enters it, and follows nobody yet (3.3, 4.2.3). */
export const UpdateTerm = server.receiving(
  [
    "PreVoteRefused",
    "RequestVote",
    "VoteGranted",
    "VoteRefused",
    "AppendEntries",
    "AppendAccepted",
    "AppendRefused",
    "Heartbeat",
    "HeartbeatAnswered",
    "InstallSnapshot",
    "TimeoutNow"
  ],
  {
    guards: {
      Later: (self, m) => m.term > self.currentTerm,
      NotInLease: (self, m, constants) =>
        m._tag !== "RequestVote" || m.transfer || !isInLease(self, constants)
    },
    step: (self, m, constants) =>
      step({
        ...following(self, None, constants),
        currentTerm: m.term,
        votedFor: None
      })
  }
)

/** A server gives its one vote of a term to whoever asks first (3.4, 3.6.1). */
export const GrantVote = server.receiving("RequestVote", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    VoteAvailable: hasVoteFor,
    UpToDate: isUpToDate,
    Waited: (self, m, constants) => m.transfer || hasWaited(self, constants)
  },
  step: (self, m, constants) =>
    sending({ ...self, votedFor: m.from }, constants, {
      _tag: "VoteGranted",
      term: m.term,
      from: self.id,
      to: m.from
    })
})

/** A server tells a candidate that it does not get its vote (3.4, 3.6.1). */
export const RefuseVote = server.receiving("RequestVote", {
  guards: {
    RefusalsOn: (_self, _m, { Refusals }) => Refusals,
    SameTerm: (self, m) => m.term === self.currentTerm,
    CannotGrant: (self, m) => !hasVoteFor(self, m) || !isUpToDate(self, m)
  },
  step: (self, m, constants) =>
    sending(self, constants, {
      _tag: "VoteRefused",
      term: m.term,
      from: self.id,
      to: m.from
    })
})

/** A candidate gets a vote (3.4). */
export const ReceiveVote = server.receiving("VoteGranted", {
  guards: {
    SameTerm: (self, m) => m.term === self.currentTerm,
    Candidate: (self) => self.role === "candidate"
  },
  step: (self, m) =>
    step({ ...self, votesGranted: insert(self.votesGranted, m.from) })
})

/** A candidate, or pre-candidate, is refused a vote (3.4, 9.6). */
export const ReceiveRefusal = server.receiving(
  ["PreVoteRefused", "VoteRefused"],
  {
    guards: {
      SameTerm: (self, m) => m.term === self.currentTerm,
      Asking: (self, m) =>
        self.role === (m._tag === "VoteRefused" ? "candidate" : "preCandidate")
    },
    step: (self, m) =>
      step({ ...self, votesRefused: insert(self.votesRefused, m.from) })
  }
)

/** A candidate that can no more be elected gives up in its term (3.4; etcd). */
export const Concede = server.local({
  guards: {
    Asking: ({ role }) => role === "preCandidate" || role === "candidate",
    Lost: (self, constants) =>
      !isQuorum(
        self,
        constants.Server.filter(
          (id) =>
            self.votesGranted.includes(id) || !self.votesRefused.includes(id)
        ),
        constants
      )
  },
  step: (self, constants) => step(following(self, None, constants))
})

/** A candidate with the votes of a quorum is the leader of its term (3.4). */
export const BecomeLeader = server.local({
  guards: {
    Candidate: (self) => self.role === "candidate",
    Elected: (self, constants) => isQuorum(self, self.votesGranted, constants)
  },
  step: (self, constants) => {
    const term = self.currentTerm
    const log = constants.EntryAtElection ? [...self.log, { term }] : self.log
    const written = constants.ExplicitPersist ? self.durable : { ...self, log }
    return step({
      ...following(self, self.id, constants),
      role: "leader",
      termsLed: insert(self.termsLed, term),
      log,
      nextIndex: everyone(constants, lastIndex(self) + 1),
      matchIndex: {
        ...everyone(constants, 0),
        [self.id]: lastIndex(written)
      }
    })
  }
})

/** A leader that has heard of a quorum goes on, and listens anew (6.2). */
export const KeepLeading = server.local({
  guards: {
    Heard: (self, constants) =>
      self.recentlyHeard.length > 0 &&
      isQuorum(self, [self.id, ...self.recentlyHeard], constants),
    NotTimely: isNotTimely
  },
  step: (self) => step({ ...self, recentlyHeard: [] })
})

/** A leader that has not heard of a quorum leads no longer (6.2). */
export const StepDown = server.local({
  guards: {
    CheckQuorumOn: (_self, { CheckQuorum }) => CheckQuorum,
    Leader: (self) => self.role === "leader",
    Unheard: (self, constants) =>
      !isQuorum(self, [self.id, ...self.recentlyHeard], constants),
    NotTimely: isNotTimely
  },
  step: (self, constants) => step(following(self, None, constants))
})
