------------------------- MODULE TransactionCommit --------------------------
(***************************************************************************)
(* What a transaction commit protocol is to achieve, whatever messages it  *)
(* sends: several participants did parts of one transaction, and now       *)
(* either all of them commit or all of them abort.                         *)
(*                                                                         *)
(* This is the problem, not a solution, as stated by Gray & Lamport        *)
(* ("Consensus on Transaction Commit", ACM TODS 31(1), 2006, section 2).   *)
(* The participants are their resource managers. They see each other       *)
(* directly, which no distributed program can do.                          *)
(*                                                                         *)
(* Not modelled: messages, coordinators and failures, since each protocol  *)
(* has its own and must refine this whatever it chooses; what the          *)
(* transaction does, since only its fate matters here. Nothing has to      *)
(* happen: how soon participants decide, and whether they ever do, depends *)
(* on the protocol.                                                        *)
(*                                                                         *)
(* Twin: protocols/two-phase-commit/transaction-commit.ts                  *)
(* Next to read: TwoPhaseCommit.tla, which refines this                    *)
(***************************************************************************)
EXTENDS FiniteSets

CONSTANT RM  \* The participants (the paper's resource managers).

ASSUME SomeParticipants == RM # {} /\ IsFiniteSet(RM)

-----------------------------------------------------------------------------
(* State *)

VARIABLES
    rmState  \* rmState[rm] is how far rm is with its part.

vars == <<rmState>>

TypeOK == rmState \in [RM -> {"working", "prepared", "committed", "aborted"}]

Init == rmState = [rm \in RM |-> "working"]

EveryoneElse(rm) == RM \ {rm}

-----------------------------------------------------------------------------
(* Actions, in the order of the story. Participant rm acts.                *)

(***************************************************************************)
(* A participant has done its part of the transaction.                     *)
(***************************************************************************)
Prepare(rm) ==
    /\ Working :: rmState[rm] = "working"
    /\ rmState' = [rmState EXCEPT ![rm] = "prepared"]

(***************************************************************************)
(* A participant commits when everyone is prepared or has committed.       *)
(***************************************************************************)
DecideCommit(rm) ==
    /\ Prepared :: rmState[rm] = "prepared"
    /\ CanCommit :: \A other \in EveryoneElse(rm) :
                        rmState[other] \in {"prepared", "committed"}
    /\ rmState' = [rmState EXCEPT ![rm] = "committed"]

(***************************************************************************)
(* A participant aborts when nobody has committed.                         *)
(***************************************************************************)
DecideAbort(rm) ==
    /\ Unfinished :: rmState[rm] \in {"working", "prepared"}
    /\ NotCommitted :: \A other \in EveryoneElse(rm) :
                           rmState[other] # "committed"
    /\ rmState' = [rmState EXCEPT ![rm] = "aborted"]

-----------------------------------------------------------------------------
(* Specification *)

Next ==
    \/ \E rm \in RM : Prepare(rm)
    \/ \E rm \in RM : DecideCommit(rm)
    \/ \E rm \in RM : DecideAbort(rm)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* No participant commits while another aborts. Why: whoever commits has   *)
(* seen everyone prepared or committed, and whoever aborts has seen nobody *)
(* committed.                                                              *)
(***************************************************************************)
Consistent ==
    \A r1, r2 \in RM : ~(rmState[r1] = "committed" /\ rmState[r2] = "aborted")

THEOREM Spec => [](TypeOK /\ Consistent)
=============================================================================
