------------------------- MODULE LivenessProperties -------------------------
(***************************************************************************)
(* What comes in the end, as long as a quorum stays up.                    *)
(*                                                                         *)
(* No consensus that is safe comes to an end whatever clocks do (Fischer,  *)
(* Lynch and Paterson, "Impossibility of Distributed Consensus with One    *)
(* Faulty Process", 1985): Raft needs time to be kept at last (3.9). Here  *)
(* a timer may run out too early as often as terms go on, while messages   *)
(* are late as if a network were cut in two. Then comes the last term,     *)
(* MaxTerm, in which none does, whoever of Timely begins it. What is       *)
(* promised is that it comes if nobody leads before, and what comes in it. *)
(*                                                                         *)
(* Those that may crash may also do nothing any more, for ever.            *)
(*                                                                         *)
(* Twin: protocols/raft/liveness-properties.ts                             *)
(* Next to read: Raft.tla                                                  *)
(***************************************************************************)
EXTENDS ReadsProperties

(* Those that stay up.                                                     *)
Lasting == Server \ Crashing

(* Those of them that a leader speaks to.                                  *)
Audience(i) == Lasting \cap MembersOf(ConfigurationOf(i))

(* May a quorum follow i, which leads?                                     *)
IsAccepted(i) ==
    /\ role[i] = "leader"
    /\ IsElectable(i)
    /\ IsQuorum(i, {j \in Server : currentTerm[j] <= currentTerm[i]})

(* Can i, which has begun the last term, have the votes of a quorum?       *)
IsPromising(i) ==
    /\ IsTimely(currentTerm[i])
    /\ votedFor[i] = i
    /\ IsElectable(i)
    /\ IsQuorum(i, {j \in Lasting :
                       /\ IsAhead(i, j)
                       /\ IsTimely(currentTerm[j]) =>
                             votedFor[j] \in {None, i}})

(* Does i lead the last term?                                              *)
LeadsAtLast(i) == role[i] = "leader" /\ IsTimely(currentTerm[i])

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* Those that stay up are a quorum of whatever somebody goes by. Why: one  *)
(* server takes the place of another through a joint configuration, of     *)
(* which no half has both.                                                 *)
(***************************************************************************)
SurvivalGoal ==
    \A i \in Server :
        ConfigurationOf(i).voters # {} =>
            IsQuorumOf(ConfigurationOf(i), Lasting)

(***************************************************************************)
(* Again and again somebody leads whom a quorum may follow, until the last *)
(* term begins. Why: who has no leader asks for votes again, and who keeps *)
(* to one that is silent loses contact.                                    *)
(***************************************************************************)
ElectionsGoOn ==
    []<>(\E i \in Lasting : IsTimely(currentTerm[i]) \/ IsAccepted(i))

(***************************************************************************)
(* Who begins the last term leads it if a quorum can vote for it, and all  *)
(* that it speaks to follow. Why: no timer interrupts them, and a server   *)
(* in an earlier term learns of the later one, whatever it is.             *)
(***************************************************************************)
LastTermIsLed ==
    []<>(\A i \in Lasting :
            IsPromising(i) =>
                role[i] = "leader" /\ \A j \in Audience(i) : leader[j] = i)

(***************************************************************************)
(* Whatever the leader of the last term has in its log, all apply. Why: it *)
(* finds where logs agree and sends what follows, and what is there from   *)
(* earlier terms is committed with an entry of its own.                    *)
(***************************************************************************)
EntriesAreApplied ==
    []<>(\A i \in Lasting :
            LeadsAtLast(i) =>
                \A j \in Audience(i) : AppliedIndex(j) = LastIndex(i))

(***************************************************************************)
(* Nobody stays in a joint configuration. Why: whoever leads appends what  *)
(* it leads to, even if another has begun it.                              *)
(***************************************************************************)
JointIsLeft ==
    []<>(\A i \in Lasting :
            LeadsAtLast(i) =>
                \A j \in Audience(i) : ConfigurationOf(j).outgoing = {})

(***************************************************************************)
(* A leader that is removed leads no more. Why: it retires as soon as it   *)
(* knows.                                                                  *)
(***************************************************************************)
RemovedLeadersRetire ==
    []<>(\A i \in Lasting : role[i] = "leader" => IsElectable(i))
=============================================================================
