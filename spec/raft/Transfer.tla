------------------------------ MODULE Transfer ------------------------------
(***************************************************************************)
(* How a leader hands over to another (3.10).                              *)
(*                                                                         *)
(* The leader takes no more requests, brings the other up to date, and     *)
(* tells it not to wait for its election timer. The other campaigns at     *)
(* once, without asking first, and says that the leader wants it: then     *)
(* servers vote even though they hear from a leader (4.2.3). If nothing    *)
(* comes of it, the leader takes requests again.                           *)
(*                                                                         *)
(* Twin: protocols/raft/transfer.ts                                        *)
(* Next to read: Reads.tla                                                 *)
(***************************************************************************)
EXTENDS Membership

-----------------------------------------------------------------------------
(* Actions, in the order of the story.                                     *)

(***************************************************************************)
(* The leader is to hand over to another, and appends nothing meanwhile    *)
(* (3.10, 6.4.1).                                                          *)
(***************************************************************************)
TransferLeadership(i) ==
    \E to \in Transferees :
        /\ Leader(to) :: role[i] = "leader"
        /\ ToAnother(to) :: to # i
        /\ Voter(to) :: to \in VotersOf(ConfigurationOf(i))
        /\ NotTransferring(to) :: transferee[i] = None
        /\ transferee' = [transferee EXCEPT ![i] = to]
        /\ leaseVoid' = [leaseVoid EXCEPT ![i] = "lease" \in Reads]
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       recentlyHeard, nextIndex, matchIndex, askVars, clock,
                       contact, heardAt, historyVars, logVars, doneVars,
                       diskVars, msgs>>

(***************************************************************************)
(* The other has all that the leader has: it is to campaign at once        *)
(* (3.10).                                                                 *)
(***************************************************************************)
TimeoutNow(i) ==
    /\ Transferring :: transferee[i] # None
    /\ CaughtUp :: matchIndex[i][transferee[i]] = LastIndex(i)
    /\ msgs' = msgs \cup
           {[type |-> "TimeoutNow", term |-> currentTerm[i],
             from |-> i, to |-> transferee[i]]}
    /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, doneVars,
                   diskVars>>

(***************************************************************************)
(* A server campaigns because its leader wants it, whoever has a lease     *)
(* (3.10, 4.2.3).                                                          *)
(***************************************************************************)
CampaignAtOnce(i) ==
    \E m \in OfType("TimeoutNow", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ Follower(m) :: role[i] = "follower"
        /\ Electable(m) :: IsElectable(i)
        /\ Configured(m) :: IsConfigured(i)
        /\ Campaign(i, TRUE)

(***************************************************************************)
(* The leader has waited for the other long enough, and leads on (3.10).   *)
(***************************************************************************)
AbortTransfer(i) ==
    /\ Transferring :: transferee[i] # None
    /\ transferee' = [transferee EXCEPT ![i] = None]
    /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                   recentlyHeard, nextIndex, matchIndex, readVars, historyVars,
                   logVars, doneVars, diskVars, msgs>>
=============================================================================
