----------------------------- MODULE Elections ------------------------------
(***************************************************************************)
(* How servers agree on one leader a term.                                 *)
(*                                                                         *)
(* A server that has waited too long begins a term and asks for votes      *)
(* (3.4); each server votes once a term, and only for a log that is no     *)
(* older than its own (3.6.1). With PreVote it asks first whether it would *)
(* get them, so that one that was cut off does not disturb the others      *)
(* (9.6). With CheckQuorum a leader that hears of no quorum steps down,    *)
(* and who hears from a leader takes part in no election (6.2, 4.2.3).     *)
(*                                                                         *)
(* As in etcd's library, who follows a leader has no vote left in its      *)
(* term, and pre-votes know of no leader without CheckQuorum.              *)
(*                                                                         *)
(* Twin: protocols/raft/elections.ts                                       *)
(* Next to read: Replication.tla                                           *)
(***************************************************************************)
EXTENDS Configurations

(* Is the candidate's log no older than one's own?                         *)
IsUpToDate(i, m) ==
    IF m.lastLogTerm = LastTerm(i)
    THEN m.lastLogIndex >= LastIndex(i)
    ELSE m.lastLogTerm > LastTerm(i)

(* Is its vote of this term still free, or given to this candidate?        *)
HasVoteFor(i, m) ==
    IF votedFor[i] = None THEN leader[i] = None ELSE votedFor[i] = m.from

(* May a server begin a term, other than for its leader?                   *)
MayBegin(i, term) ==
    IF IsTimely(term)
    THEN term = MaxTerm /\ i \in Timely
    ELSE i \in Campaigning

(* The server as a candidate of the next term, that votes for itself.      *)
Campaign(i, transfer) ==
    /\ Become(i, "candidate", None, {i})
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ votedFor' = [votedFor EXCEPT ![i] = i]
    /\ SendAll(i, {[type |-> "RequestVote", term |-> currentTerm[i] + 1,
                    from |-> i, to |-> j, lastLogIndex |-> LastIndex(i),
                    lastLogTerm |-> LastTerm(i), transfer |-> transfer] :
                        j \in Peers(i)})
    /\ UNCHANGED <<contact, historyVars, logVars, doneVars, durable>>

-----------------------------------------------------------------------------
(* Actions, in the order of the story. Server i acts, on message m if it   *)
(* needs one. Guards come first, each under the name that the twin gives   *)
(* it.                                                                     *)

(***************************************************************************)
(* A follower has not heard of its leader for too long (4.2.3).            *)
(***************************************************************************)
LoseContact(i) ==
    /\ CheckQuorumOn :: CheckQuorum
    /\ HasLeader :: leader[i] # None
    /\ NotLeader :: role[i] # "leader"
    /\ Waited :: HasWaited(i)
    /\ NotTimely :: ~IsTimely(currentTerm[i])
    /\ leader' = [leader EXCEPT ![i] = None]
    /\ UNCHANGED <<termVars, role, votesGranted, votesRefused, recentlyHeard,
                   nextIndex, matchIndex, transferee, readVars, historyVars,
                   logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A server asks whether it would be elected, and stays in its term (9.6). *)
(***************************************************************************)
BecomePreCandidate(i) ==
    /\ PreVoteOn :: PreVote
    /\ MayCampaign :: MayBegin(i, currentTerm[i] + 1)
    /\ Electable :: IsElectable(i)
    /\ Configured :: IsConfigured(i)
    /\ NotLeader :: role[i] # "leader"
    /\ Waited :: HasWaited(i)
    /\ Become(i, "preCandidate", None, {i})
    /\ SendAll(i, {[type |-> "RequestPreVote", term |-> currentTerm[i] + 1,
                    from |-> i, to |-> j, lastLogIndex |-> LastIndex(i),
                    lastLogTerm |-> LastTerm(i)] : j \in Peers(i)})
    /\ UNCHANGED <<termVars, contact, historyVars, logVars, doneVars, durable>>

(***************************************************************************)
(* A server would vote for another in a term that it is not in yet (9.6).  *)
(***************************************************************************)
GrantPreVote(i) ==
    \E m \in OfType("RequestPreVote", Inbox(i)) :
        /\ NotStale(m) :: m.term >= currentTerm[i]
        /\ NotInLease(m) :: m.term > currentTerm[i] => ~InLease(i)
        /\ VoteAvailable(m) :: m.term = currentTerm[i] => HasVoteFor(i, m)
        /\ UpToDate(m) :: IsUpToDate(i, m)
        /\ Send(i, [type |-> "PreVoteGranted", term |-> m.term,
                    from |-> i, to |-> m.from])
        /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, doneVars,
                       durable>>

(***************************************************************************)
(* A server would not vote for another, and says in which term it is       *)
(* (9.6).                                                                  *)
(***************************************************************************)
RefusePreVote(i) ==
    \E m \in OfType("RequestPreVote", Inbox(i)) :
        /\ NotInLease(m) :: m.term > currentTerm[i] => ~InLease(i)
        /\ CannotGrant(m) ::
            ~(/\ m.term >= currentTerm[i]
              /\ m.term = currentTerm[i] => HasVoteFor(i, m)
              /\ IsUpToDate(i, m))
        /\ Send(i, [type |-> "PreVoteRefused", term |-> currentTerm[i],
                    from |-> i, to |-> m.from])
        /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, doneVars,
                       durable>>

(***************************************************************************)
(* A server learns that another would vote for it (9.6).                   *)
(***************************************************************************)
ReceivePreVote(i) ==
    \E m \in OfType("PreVoteGranted", Inbox(i)) :
        /\ NextTerm(m) :: m.term = currentTerm[i] + 1
        /\ PreCandidate(m) :: role[i] = "preCandidate"
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {m.from}]
        /\ UNCHANGED <<termVars, role, leader, votesRefused, recentlyHeard,
                       nextIndex, matchIndex, transferee, readVars,
                       historyVars, logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A server that waits no longer begins a term, and votes for itself       *)
(* (3.4).                                                                  *)
(***************************************************************************)
Timeout(i) ==
    /\ MayCampaign :: MayBegin(i, currentTerm[i] + 1)
    /\ Electable :: IsElectable(i)
    /\ Configured :: IsConfigured(i)
    /\ NotLeader :: role[i] # "leader"
    /\ PreVoted ::
        PreVote => role[i] = "preCandidate" /\ IsQuorum(i, votesGranted[i])
    /\ Waited :: HasWaited(i)
    /\ Campaign(i, FALSE)

(***************************************************************************)
(* Who hears of a later term enters it, and follows nobody yet             *)
(* (3.3, 4.2.3).                                                           *)
(***************************************************************************)
UpdateTerm(i) ==
    \E m \in OfTypes({"PreVoteRefused", "RequestVote", "VoteGranted",
                      "VoteRefused", "AppendEntries", "AppendAccepted",
                      "AppendRefused", "Heartbeat", "HeartbeatAnswered",
                      "InstallSnapshot", "TimeoutNow"}, Inbox(i)) :
        /\ Later(m) :: m.term > currentTerm[i]
        /\ NotInLease(m) ::
            m.type = "RequestVote" /\ ~m.transfer => ~InLease(i)
        /\ Follow(i, None)
        /\ currentTerm' = [currentTerm EXCEPT ![i] = m.term]
        /\ votedFor' = [votedFor EXCEPT ![i] = None]
        /\ UNCHANGED <<historyVars, logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A server gives its one vote of a term to whoever asks first             *)
(* (3.4, 3.6.1).                                                           *)
(***************************************************************************)
GrantVote(i) ==
    \E m \in OfType("RequestVote", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ VoteAvailable(m) :: HasVoteFor(i, m)
        /\ UpToDate(m) :: IsUpToDate(i, m)
        /\ Waited(m) :: ~m.transfer => HasWaited(i)
        /\ votedFor' = [votedFor EXCEPT ![i] = m.from]
        /\ Send(i, [type |-> "VoteGranted", term |-> m.term,
                    from |-> i, to |-> m.from])
        /\ UNCHANGED <<currentTerm, roleVars, historyVars, logVars, doneVars,
                       durable>>

(***************************************************************************)
(* A server tells a candidate that it does not get its vote (3.4, 3.6.1).  *)
(***************************************************************************)
RefuseVote(i) ==
    \E m \in OfType("RequestVote", Inbox(i)) :
        /\ RefusalsOn(m) :: Refusals
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ CannotGrant(m) :: ~(HasVoteFor(i, m) /\ IsUpToDate(i, m))
        /\ Send(i, [type |-> "VoteRefused", term |-> m.term,
                    from |-> i, to |-> m.from])
        /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, doneVars,
                       durable>>

(***************************************************************************)
(* A candidate gets a vote (3.4).                                          *)
(***************************************************************************)
ReceiveVote(i) ==
    \E m \in OfType("VoteGranted", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ Candidate(m) :: role[i] = "candidate"
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {m.from}]
        /\ UNCHANGED <<termVars, role, leader, votesRefused, recentlyHeard,
                       nextIndex, matchIndex, transferee, readVars,
                       historyVars, logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A candidate, or pre-candidate, is refused a vote (3.4, 9.6).            *)
(***************************************************************************)
ReceiveRefusal(i) ==
    \E m \in OfTypes({"PreVoteRefused", "VoteRefused"}, Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ Asking(m) ::
            role[i] = IF m.type = "VoteRefused"
                      THEN "candidate" ELSE "preCandidate"
        /\ votesRefused' = [votesRefused EXCEPT ![i] = @ \cup {m.from}]
        /\ UNCHANGED <<termVars, role, leader, votesGranted, recentlyHeard,
                       nextIndex, matchIndex, transferee, readVars,
                       historyVars, logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A candidate that can no more be elected gives up in its term            *)
(* (3.4; etcd).                                                            *)
(***************************************************************************)
Concede(i) ==
    /\ Asking :: role[i] \in {"preCandidate", "candidate"}
    /\ Lost :: ~IsQuorum(i, Server \ (votesRefused[i] \ votesGranted[i]))
    /\ Follow(i, None)
    /\ UNCHANGED <<termVars, historyVars, logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A candidate with the votes of a quorum is the leader of its term (3.4). *)
(***************************************************************************)
BecomeLeader(i) ==
    /\ Candidate :: role[i] = "candidate"
    /\ Elected :: IsQuorum(i, votesGranted[i])
    /\ role' = [role EXCEPT ![i] = "leader"]
    /\ leader' = [leader EXCEPT ![i] = i]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ votesRefused' = [votesRefused EXCEPT ![i] = {}]
    /\ termsLed' = [termsLed EXCEPT ![i] = @ \cup {currentTerm[i]}]
    /\ log' = [log EXCEPT ![i] =
           IF EntryAtElection THEN Append(@, [term |-> currentTerm[i]]) ELSE @]
    /\ nextIndex' = [nextIndex EXCEPT ![i] =
           [j \in Server |-> LastIndex(i) + 1]]
    /\ matchIndex' = [matchIndex EXCEPT ![i] =
           [[j \in Server |-> 0] EXCEPT ![i] =
               IF ExplicitPersist
               THEN durable[i].snapshot.index + Len(durable[i].log)
               ELSE snapshot[i].index + Len(log'[i])]]
    /\ contact' = [contact EXCEPT ![i] = clock[i]]
    /\ UNCHANGED <<termVars, recentlyHeard, transferee, askVars, clock,
                   heardAt, leaseVoid, clientVars, snapshot, doneVars,
                   diskVars, msgs>>

(***************************************************************************)
(* A leader that has heard of a quorum goes on, and listens anew (6.2).    *)
(***************************************************************************)
KeepLeading(i) ==
    /\ Heard ::
        /\ recentlyHeard[i] # {}
        /\ IsQuorum(i, {i} \cup recentlyHeard[i])
    /\ NotTimely :: ~IsTimely(currentTerm[i])
    /\ recentlyHeard' = [recentlyHeard EXCEPT ![i] = {}]
    /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                   nextIndex, matchIndex, transferee, readVars, historyVars,
                   logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A leader that has not heard of a quorum leads no longer (6.2).          *)
(***************************************************************************)
StepDown(i) ==
    /\ CheckQuorumOn :: CheckQuorum
    /\ Leader :: role[i] = "leader"
    /\ Unheard :: ~IsQuorum(i, {i} \cup recentlyHeard[i])
    /\ NotTimely :: ~IsTimely(currentTerm[i])
    /\ Follow(i, None)
    /\ UNCHANGED <<termVars, historyVars, logVars, doneVars, diskVars, msgs>>
=============================================================================
