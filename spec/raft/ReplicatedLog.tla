--------------------------- MODULE ReplicatedLog ----------------------------
(***************************************************************************)
(* What a user of consensus may assume, however it is reached: there is    *)
(* one log that only grows at its end, and each server has applied a part  *)
(* of it from the beginning. A server that begins anew applies again what  *)
(* it has not kept.                                                        *)
(*                                                                         *)
(* Twin: protocols/raft/replicated-log.ts                                  *)
(* Next to read: Raft.tla, which refines this                              *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    Server,       \* The servers.
    Value,        \* What clients may ask for.
    MaxLogLength  \* No log is longer than this.

ASSUME MaxLogLength \in Nat

(* What no client asked for.                                               *)
None == "none"

-----------------------------------------------------------------------------
(* State *)

VARIABLES
    committed,  \* What is certain.
    applied     \* applied[i] entries of it are applied by i.

vars == <<committed, applied>>

TypeOK ==
    /\ committed \in Seq(Value \cup {None})
    /\ applied \in [Server -> Nat]

Init ==
    /\ committed = <<>>
    /\ applied = [i \in Server |-> 0]

(* All that can be appended at once.                                       *)
Batch == UNION {[1..n -> Value \cup {None}] : n \in 1..MaxLogLength}

-----------------------------------------------------------------------------
(* Actions, in the order of the story.                                     *)

(***************************************************************************)
(* Some entries become certain.                                            *)
(***************************************************************************)
Decide ==
    \E entries \in Batch :
        /\ committed' = committed \o entries
        /\ UNCHANGED applied

(***************************************************************************)
(* A server applies what comes next.                                       *)
(***************************************************************************)
Apply(i) ==
    \E index \in 0..MaxLogLength :
        /\ Further(index) :: index > applied[i]
        /\ Committed(index) :: index <= Len(committed)
        /\ applied' = [applied EXCEPT ![i] = index]
        /\ UNCHANGED committed

(***************************************************************************)
(* A server begins anew, and applies once more what it has forgotten.      *)
(***************************************************************************)
Restart(i) ==
    \E index \in 0..MaxLogLength :
        /\ Less(index) :: index < applied[i]
        /\ applied' = [applied EXCEPT ![i] = index]
        /\ UNCHANGED committed

-----------------------------------------------------------------------------
(* Specification *)

Environment == \E i \in Server : Restart(i)

Next ==
    \/ Decide
    \/ \E i \in Server : Apply(i)
    \/ Environment

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* Nobody applies what is not certain. Why: it is applied from the log,    *)
(* which only grows.                                                       *)
(***************************************************************************)
AppliedIsCertain == \A i \in Server : applied[i] <= Len(committed)

(***************************************************************************)
(* Nothing that was certain is taken back. Why: entries are only appended. *)
(***************************************************************************)
LogOnlyGrows ==
    [][committed = SubSeq(committed', 1, Len(committed))]_vars

THEOREM Spec => [](TypeOK /\ AppliedIsCertain) /\ LogOnlyGrows
=============================================================================
