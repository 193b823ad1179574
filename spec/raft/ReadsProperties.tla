-------------------------- MODULE ReadsProperties ---------------------------
(***************************************************************************)
(* What clients may rely on.                                               *)
(*                                                                         *)
(* Twin: protocols/raft/reads-properties.ts                                *)
(* Next to read: LivenessProperties.tla                                    *)
(***************************************************************************)
EXTENDS MembershipProperties

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* A read sees no less than any client knew when it was asked for. Why:    *)
(* its leader knew all that was committed before its term, and after that  *)
(* a quorum had heard of no later one.                                     *)
(***************************************************************************)
ReadsAreLinearizable == \A one \in answers : one.floor <= one.seen

(***************************************************************************)
(* While a leader has a lease nobody has led a later term. Why: a quorum   *)
(* waits longer than that, by any of their clocks, and before has no vote. *)
(***************************************************************************)
LeasesAreDisjoint ==
    \A i, j \in Server :
        HasLease(i) /\ ~leaseVoid[i] =>
            \A term \in termsLed[j] : term <= currentTerm[i]

(***************************************************************************)
(* What is asked for has one effect at most. Why: a state machine knows    *)
(* what it has done, even if a snapshot has brought it there.              *)
(***************************************************************************)
ExactlyOnce ==
    \A i \in Server :
        LET effects == MachineAt(i, AppliedIndex(i)).effects
        IN  Cardinality({effects[n] : n \in DOMAIN effects}) = Len(effects)
=============================================================================
