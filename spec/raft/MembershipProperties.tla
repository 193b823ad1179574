------------------------ MODULE MembershipProperties ------------------------
(***************************************************************************)
(* What changes of the configuration must not break.                       *)
(*                                                                         *)
(* Twin: protocols/raft/membership-properties.ts                           *)
(* Next to read: ReadsProperties.tla                                       *)
(***************************************************************************)
EXTENDS RaftProperties

CommittedConfiguration(i) == ConfigurationAsOf(i, commitIndex[i])

(* Is a log at least as long as j's, in the sense in which j votes?        *)
IsAhead(i, j) ==
    \/ LastTerm(i) > LastTerm(j)
    \/ LastTerm(i) = LastTerm(j) /\ LastIndex(i) >= LastIndex(j)

(* Does i lead, or might it, with what it takes for a quorum?              *)
IsInCharge(i) ==
    IF role[i] = "leader"
    THEN IsQuorum(i, {j \in Server : currentTerm[j] <= currentTerm[i]})
    ELSE /\ IsElectable(i)
         /\ IsConfigured(i)
         /\ IsQuorum(i, {j \in Server : IsAhead(i, j)})

(* Does somebody who is in charge go by it?                                *)
IsInForce(c) == \E i \in Server : ConfigurationOf(i) = c /\ IsInCharge(i)

(* No quorum of one leaves a quorum of the other.                          *)
Overlap(c, d) ==
    \A S \in SUBSET Server : IsQuorumOf(c, S) => ~IsQuorumOf(d, Server \ S)

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* Of any two that lead or might be elected, the quorums have a server in  *)
(* common. Why: a configuration begins when the one before is committed,   *)
(* so that whoever goes by an earlier one is not elected any more.         *)
(***************************************************************************)
ConfigurationsOverlap ==
    \A c, d \in {ConfigurationOf(i) : i \in Server} :
        c # d /\ IsInForce(c) /\ IsInForce(d) => Overlap(c, d)

(***************************************************************************)
(* Whoever leads or might be elected has all that anybody knows to be      *)
(* committed. Why: what is committed is on a quorum, and so on a server of *)
(* each quorum that could elect somebody else.                             *)
(***************************************************************************)
CommittedSurvives ==
    \A i \in Server :
        \/ \A j \in Server : SameUpTo(LogOf(i), LogOf(j), commitIndex[j])
        \/ ~IsInCharge(i)

(***************************************************************************)
(* A log has one configuration at most that is not known to be committed.  *)
(* Why: a leader appends another only then, and with it says how much is   *)
(* committed.                                                              *)
(***************************************************************************)
OneChangeInFlight ==
    \A i \in Server :
        Cardinality(ConfigurationsIn(i, commitIndex[i], LastIndex(i))) <= 1

(***************************************************************************)
(* A leader asks for no more while it hands over. Why: the other could     *)
(* never be up to date.                                                    *)
(***************************************************************************)
TransferringLeadersWait ==
    [][\A i \in Server :
        transferee[i] # None /\ transferee'[i] = transferee[i] =>
            LastIndex(i)' = LastIndex(i)]_vars
=============================================================================
