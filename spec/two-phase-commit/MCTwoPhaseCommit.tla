-------------------------- MODULE MCTwoPhaseCommit --------------------------
(***************************************************************************)
(* TwoPhaseCommit is finite as it is: no bounds are needed to visit all of *)
(* it.                                                                     *)
(***************************************************************************)
EXTENDS TwoPhaseCommit, TLC

-----------------------------------------------------------------------------
(* Symmetry. States that differ in names only need to be visited once.     *)

(***************************************************************************)
(* Nothing depends on what participants are called.                        *)
(***************************************************************************)
ParticipantsAreAlike == Permutations(RM)

-----------------------------------------------------------------------------
(* Witnesses. Each must be refuted: the counterexample is a trace worth    *)
(* reading, and the evidence that the models are not vacuous.              *)

(***************************************************************************)
(* Refuted by the shortest way to commit.                                  *)
(***************************************************************************)
NobodyCommits == \A rm \in RM : rmState[rm] # "committed"

(***************************************************************************)
(* Refuted by the shortest way to abort.                                   *)
(***************************************************************************)
NobodyAborts == \A rm \in RM : rmState[rm] # "aborted"

(***************************************************************************)
(* Refuted by a participant that is told to abort although it is prepared. *)
(***************************************************************************)
NoPromiseInVain ==
    (\E rm \in RM : rmState[rm] = "prepared") => OfType("Abort", msgs) = {}
=============================================================================
