----------------------------- MODULE Membership -----------------------------
(***************************************************************************)
(* How servers are added and removed while the others go on.               *)
(*                                                                         *)
(* A configuration is an entry of the log. Two that follow each other must *)
(* not have quorums apart. Either they differ in one voter (4.1), or there *)
(* is a joint one between them, which needs a quorum of both (4.3). A      *)
(* joint one is left by the leader itself when it is committed.            *)
(*                                                                         *)
(* The dissertation goes by the latest configuration in the log, committed *)
(* or not. There a leader must have committed an entry of its own term     *)
(* before it changes anything: without that, changes of two leaders can    *)
(* begin at one configuration and lead to two that do not overlap          *)
(* (Ongaro, "bug in single-server membership changes", raft-dev mailing    *)
(* list, 10 July 2015). etcd's library goes by what is applied. There a    *)
(* leader must have applied all that it found, and a server that knows of  *)
(* a configuration it has not applied must not campaign.                   *)
(*                                                                         *)
(* Learners (4.2.1) are told everything; nobody asks them. A server that   *)
(* was removed, or not yet added, votes like any other: whoever asks it    *)
(* may need it (4.2.2).                                                    *)
(*                                                                         *)
(* Twin: protocols/raft/membership.ts                                      *)
(* Next to read: Transfer.tla                                              *)
(***************************************************************************)
EXTENDS Snapshots

(* Whatever configuration its log has is known to be committed, or         *)
(* applied.                                                                *)
IsNoneInFlight(i) ==
    LET settled == IF ConfigurationAt = "append"
                   THEN commitIndex[i]
                   ELSE AppliedIndex(i)
    IN  ConfigurationsIn(i, settled, LastIndex(i)) = {}

(* An entry of its own term is committed; where configurations hold when   *)
(* they are applied, all that it found is applied.                         *)
IsCommittedInTerm(i) ==
    IF ConfigurationAt = "append"
    THEN TermAt(i, commitIndex[i]) = currentTerm[i]
    ELSE LastOfTerm(i, LastIndex(i), currentTerm[i] - 1) <= AppliedIndex(i)

(* The leader appends a configuration, and goes by it if that is enough.   *)
Adopt(i, configuration) ==
    LET after == [matchIndex EXCEPT ![i][i] =
            IF ExplicitPersist THEN @ ELSE LastIndex(i) + 1]
    IN  /\ log' = [log EXCEPT ![i] =
               Append(@, [term |-> currentTerm[i],
                          configuration |-> configuration])]
        /\ Regroup(i, after, LastIndex(i) + 1, ConfigurationOf(i),
                   IF ConfigurationAt = "append"
                   THEN configuration
                   ELSE ConfigurationOf(i))
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       transferee, readVars, historyVars, snapshot, doneVars,
                       diskVars, msgs>>

-----------------------------------------------------------------------------
(* Actions, in the order of the story.                                     *)

(***************************************************************************)
(* The leader appends another configuration, or a joint one that leads     *)
(* there (4.1, 4.2.1, 4.3; raft-dev 2015).                                 *)
(***************************************************************************)
ChangeConfiguration(i) ==
    \E voters \in Targets, learners \in SUBSET Learners, kind \in Changes :
        LET now == ConfigurationOf(i)
            difference == (now.voters \ voters) \cup (voters \ now.voters)
        IN  /\ Leader(voters, learners, kind) :: role[i] = "leader"
            /\ NotTransferring(voters, learners, kind) ::
                transferee[i] = None
            /\ LearnersDoNotVote(voters, learners, kind) ::
                voters \cap learners = {}
            /\ NotJoint(voters, learners, kind) :: now.outgoing = {}
            /\ Differs(voters, learners, kind) ::
                <<voters, learners>> # <<now.voters, now.learners>>
            /\ OneAtATime(voters, learners, kind) ::
                kind = "single" => Cardinality(difference) <= 1
            /\ NoneInFlight(voters, learners, kind) :: IsNoneInFlight(i)
            /\ CommittedInTerm(voters, learners, kind) ::
                IsCommittedInTerm(i)
            /\ Adopt(i, [voters |-> voters,
                         outgoing |-> IF kind = "joint"
                                      THEN now.voters
                                      ELSE {},
                         learners |-> learners])

(***************************************************************************)
(* The leader appends the configuration that a joint one leads to (4.3).   *)
(***************************************************************************)
LeaveJoint(i) ==
    /\ Leader :: role[i] = "leader"
    /\ NotTransferring :: transferee[i] = None
    /\ Joint :: ConfigurationOf(i).outgoing # {}
    /\ NoneInFlight :: IsNoneInFlight(i)
    /\ CommittedInTerm :: IsCommittedInTerm(i)
    /\ Adopt(i, [ConfigurationOf(i) EXCEPT !.outgoing = {}])

(***************************************************************************)
(* A leader that is not a voter any more leads no longer (4.2.2).          *)
(***************************************************************************)
Retire(i) ==
    /\ Leader :: role[i] = "leader"
    /\ Removed :: ~IsElectable(i)
    /\ Follow(i, None)
    /\ UNCHANGED <<termVars, historyVars, logVars, doneVars, diskVars, msgs>>
=============================================================================
