------------------------ MODULE MCTransactionCommit -------------------------
(***************************************************************************)
(* TransactionCommit is finite as it is: no bounds are needed to visit all *)
(* of it. That something happens in it is told by the witnesses of         *)
(* MCTwoPhaseCommit, which refines it.                                     *)
(***************************************************************************)
EXTENDS TransactionCommit
=============================================================================
