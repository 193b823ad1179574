---------------------------- MODULE MCAnyHistory ----------------------------
(***************************************************************************)
(* Each transaction runs once, so that AnyHistory is finite as it is; it   *)
(* is bounded to be small.                                                 *)
(***************************************************************************)
EXTENDS AnyHistory, FiniteSets

-----------------------------------------------------------------------------
(* Bounds *)

(***************************************************************************)
(* Each reads and writes two times at most, all in all.                    *)
(***************************************************************************)
FewOperations ==
    \A t \in Transaction :
        Cardinality(reads[t]) + Cardinality(DOMAIN writes[t]) <= 2

(***************************************************************************)
(* The rules of snapshot isolation are kept: what is left are the states   *)
(* of SnapshotIsolation, bounded likewise.                                 *)
(***************************************************************************)
RulesAreKept ==
    \A t \in Transaction :
        /\ ReadsSnapshot(t)
        /\ t \in Committed => CommitsFirst(t)
=============================================================================
