------------------------------- MODULE Reads --------------------------------
(***************************************************************************)
(* How clients read what they are sure to be the latest.                   *)
(*                                                                         *)
(* A leader may have been succeeded without knowing, and a new one does    *)
(* not know at first how far the log was committed before. So it waits     *)
(* until it has committed an entry of its term, notes how far that is,     *)
(* asks a quorum whether it follows still, and answers when it has applied *)
(* so much (6.4). Heartbeats carry the number of the last such round, and  *)
(* an answer counts for what was asked no later than in its round.         *)
(*                                                                         *)
(* With clocks nobody needs to be asked (6.4.1). A server waits for its    *)
(* leader for ElectionTimeout by its own clock; before it does not         *)
(* campaign and has no vote, even if it has learnt of a later term, or     *)
(* begins anew after a crash. A leader that a quorum has answered trusts   *)
(* in that for LeaseDuration from when it asked, by its own clock, and for *)
(* good no more once it hands over. All clocks stay within MaxDrift of     *)
(* each other, so that the time between two events may differ by twice     *)
(* that: leases hold where                                                 *)
(*                                                                         *)
(*     LeaseDuration + 2 * MaxDrift <= ElectionTimeout                     *)
(*                                                                         *)
(* All clients are one here, and tell each other what they know. Not       *)
(* modelled: followers that ask their leader in the name of a client, and  *)
(* clocks that jump back.                                                  *)
(*                                                                         *)
(* Twin: protocols/raft/reads.ts                                           *)
(* Next to read: RaftProperties.tla                                        *)
(***************************************************************************)
EXTENDS Transfer

(* Does a leader know how far the log was committed before its term?       *)
HasCommittedInTerm(i) == TermAt(i, commitIndex[i]) = currentTerm[i]

(* Those that have answered a round, itself among them.                    *)
Answering(i, n) == {i} \cup {j \in Server : answered[i][j] >= n}

(* Does a leader trust that a quorum waits for it?                         *)
HasLease(i) ==
    /\ role[i] = "leader"
    /\ IsQuorum(i, {i} \cup {j \in Server :
                                 heardAt[i][j] + LeaseDuration > clock[i]})

(* Clients know that so much is applied.                                   *)
Tell(n) == acknowledged' = Max({acknowledged, n})

(* Clients have seen so much, who knew so much before.                     *)
Answer(floor, seen) ==
    /\ Tell(seen)
    /\ answers' = answers \cup {[floor |-> floor, seen |-> seen]}

-----------------------------------------------------------------------------
(* Actions, in the order of the story.                                     *)

(***************************************************************************)
(* A leader tells a client that what it asked for is done (3.5).           *)
(***************************************************************************)
Acknowledge(i) ==
    /\ ReadsOn :: Reads # {}
    /\ Leader :: role[i] = "leader"
    /\ News :: AppliedIndex(i) > acknowledged
    /\ Tell(AppliedIndex(i))
    /\ UNCHANGED <<termVars, roleVars, termsLed, answers, logVars, doneVars,
                   diskVars, msgs>>

(***************************************************************************)
(* A client asks: the leader notes how far it is, and begins a round       *)
(* (6.4).                                                                  *)
(***************************************************************************)
RequestRead(i) ==
    /\ ReadIndexOn :: "index" \in Reads
    /\ Leader :: role[i] = "leader"
    /\ CommittedInTerm :: HasCommittedInTerm(i)
    /\ round' = [round EXCEPT ![i] = @ + 1]
    /\ reads' = [reads EXCEPT ![i] =
           Append(@, [round |-> round[i] + 1, index |-> commitIndex[i],
                      floor |-> acknowledged])]
    /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                   recentlyHeard, nextIndex, matchIndex, transferee,
                   answered, clock, contact, heardAt, leaseVoid, historyVars,
                   logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A quorum follows the leader still: it answers who has waited longest    *)
(* (6.4).                                                                  *)
(***************************************************************************)
AnswerRead(i) ==
    /\ Asked :: reads[i] # <<>>
    /\ Confirmed :: IsQuorum(i, Answering(i, Head(reads[i]).round))
    /\ Applied :: AppliedIndex(i) >= Head(reads[i]).index
    /\ reads' = [reads EXCEPT ![i] = Tail(@)]
    /\ Answer(Head(reads[i]).floor, AppliedIndex(i))
    /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                   recentlyHeard, nextIndex, matchIndex, transferee, round,
                   answered, clock, contact, heardAt, leaseVoid, termsLed,
                   logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A client asks, and the leader answers by itself while it has a lease    *)
(* (6.4.1).                                                                *)
(***************************************************************************)
LeaseRead(i) ==
    /\ LeasesOn :: "lease" \in Reads
    /\ Leased :: HasLease(i)
    /\ NotVoid :: ~leaseVoid[i]
    /\ CommittedInTerm :: HasCommittedInTerm(i)
    /\ Applied :: AppliedIndex(i) >= commitIndex[i]
    /\ Answer(acknowledged, AppliedIndex(i))
    /\ UNCHANGED <<termVars, roleVars, termsLed, logVars, doneVars, diskVars,
                   msgs>>

(***************************************************************************)
(* Time passes, by the clock of one; none goes far ahead of another        *)
(* (6.4.1).                                                                *)
(***************************************************************************)
Tick(i) ==
    /\ LeasesOn :: "lease" \in Reads
    /\ Near :: \A j \in Server \ {i} : clock[i] < clock[j] + MaxDrift
    /\ clock' = [clock EXCEPT ![i] = @ + 1]
    /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                   recentlyHeard, nextIndex, matchIndex, transferee, askVars,
                   contact, heardAt, leaseVoid, historyVars, logVars,
                   doneVars, diskVars, msgs>>
=============================================================================
