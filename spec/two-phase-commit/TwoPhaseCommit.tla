--------------------------- MODULE TwoPhaseCommit ---------------------------
(***************************************************************************)
(* How participants agree on the fate of one transaction with the help of  *)
(* a coordinator.                                                          *)
(*                                                                         *)
(* This is two-phase commit as described by Gray & Lamport ("Consensus on  *)
(* Transaction Commit", ACM TODS 31(1), 2006, section 3), with their       *)
(* names: the participants are the resource managers (RM), the coordinator *)
(* is the transaction manager (TM). In the first phase participants        *)
(* promise to commit, in the second the coordinator tells them its         *)
(* decision.                                                               *)
(*                                                                         *)
(* The network may lose, delay, reorder and duplicate: a message once sent *)
(* stays in msgs and may be received many times, or never.                 *)
(*                                                                         *)
(* Not modelled:                                                           *)
(*                                                                         *)
(* - The request to prepare. A participant prepares whenever it likes,     *)
(*   which allows more behaviours, not fewer.                              *)
(* - The word of a participant that has aborted. The coordinator may give  *)
(*   up at any time, for this reason or any other.                         *)
(* - Time. Whatever a timeout could cause may happen whenever its guard    *)
(*   holds.                                                                *)
(* - Crashes of participants, and of a coordinator that comes back. State  *)
(*   is durable here: who is away for a while is only slow, and who stays  *)
(*   away acts no more. A coordinator that stays away has an action of     *)
(*   its own, since fairness would make it come back.                      *)
(* - What the transaction does. Only its fate matters here.                *)
(*                                                                         *)
(* Twin: protocols/two-phase-commit/actions.ts                             *)
(* Next to read: MCTwoPhaseCommit.tla                                      *)
(***************************************************************************)
EXTENDS FiniteSets

CONSTANTS
    RM,          \* The participants (the paper's resource managers).
    TMMayCrash   \* May the coordinator stop for ever?

ASSUME SomeParticipants == RM # {} /\ IsFiniteSet(RM)

ASSUME CrashOrNot == TMMayCrash \in BOOLEAN

-----------------------------------------------------------------------------
(* State *)

VARIABLES
    rmState,     \* rmState[rm] is how far rm is with its part.
    tmState,     \* What the coordinator has decided, or that it never will.
    tmPrepared,  \* The participants that it knows to be prepared.
    msgs         \* Every message that was ever sent.

vars == <<rmState, tmState, tmPrepared, msgs>>

Message ==
    [type : {"Prepared"}, rm : RM] \cup [type : {"Commit", "Abort"}]

TypeOK ==
    /\ rmState \in [RM -> {"working", "prepared", "committed", "aborted"}]
    /\ tmState \in {"init", "committed", "aborted", "crashed"}
    /\ tmPrepared \subseteq RM
    /\ msgs \subseteq Message

Init ==
    /\ rmState = [rm \in RM |-> "working"]
    /\ tmState = "init"
    /\ tmPrepared = {}
    /\ msgs = {}

Send(m) == msgs' = msgs \cup {m}

OfType(type, S) == {m \in S : m.type = type}

-----------------------------------------------------------------------------
(* Actions, in the order of the story. Participant rm acts, or the         *)
(* coordinator, on message m if it needs one. Guards come first, each      *)
(* under the name that the twin gives it.                                  *)

(***************************************************************************)
(* A participant has done its part and promises the coordinator to commit  *)
(* if told so.                                                             *)
(***************************************************************************)
RMPrepare(rm) ==
    /\ Working :: rmState[rm] = "working"
    /\ rmState' = [rmState EXCEPT ![rm] = "prepared"]
    /\ Send([type |-> "Prepared", rm |-> rm])
    /\ UNCHANGED <<tmState, tmPrepared>>

(***************************************************************************)
(* A participant that has promised nothing gives up by itself.             *)
(***************************************************************************)
RMChooseToAbort(rm) ==
    /\ Working :: rmState[rm] = "working"
    /\ rmState' = [rmState EXCEPT ![rm] = "aborted"]
    /\ UNCHANGED <<tmState, tmPrepared, msgs>>

(***************************************************************************)
(* The coordinator learns that a participant is prepared.                  *)
(***************************************************************************)
TMRcvPrepared ==
    \E m \in OfType("Prepared", msgs) :
        /\ Undecided(m) :: tmState = "init"
        /\ tmPrepared' = tmPrepared \cup {m.rm}
        /\ UNCHANGED <<rmState, tmState, msgs>>

(***************************************************************************)
(* With everyone prepared the coordinator commits, and tells everyone.     *)
(***************************************************************************)
TMCommit ==
    /\ Undecided :: tmState = "init"
    /\ AllPrepared :: tmPrepared = RM
    /\ tmState' = "committed"
    /\ Send([type |-> "Commit"])
    /\ UNCHANGED <<rmState, tmPrepared>>

(***************************************************************************)
(* The coordinator waits no longer: it aborts, and tells everyone.         *)
(***************************************************************************)
TMAbort ==
    /\ Undecided :: tmState = "init"
    /\ tmState' = "aborted"
    /\ Send([type |-> "Abort"])
    /\ UNCHANGED <<rmState, tmPrepared>>

(***************************************************************************)
(* A participant is told to commit.                                        *)
(***************************************************************************)
RMRcvCommitMsg(rm) ==
    \E m \in OfType("Commit", msgs) :
        /\ rmState' = [rmState EXCEPT ![rm] = "committed"]
        /\ UNCHANGED <<tmState, tmPrepared, msgs>>

(***************************************************************************)
(* A participant is told to abort.                                         *)
(***************************************************************************)
RMRcvAbortMsg(rm) ==
    \E m \in OfType("Abort", msgs) :
        /\ rmState' = [rmState EXCEPT ![rm] = "aborted"]
        /\ UNCHANGED <<tmState, tmPrepared, msgs>>

(***************************************************************************)
(* The coordinator stops for ever before it has decided.                   *)
(***************************************************************************)
TMCrash ==
    /\ MayCrash :: TMMayCrash
    /\ Undecided :: tmState = "init"
    /\ tmState' = "crashed"
    /\ UNCHANGED <<rmState, tmPrepared, msgs>>

-----------------------------------------------------------------------------
(* Specification *)

Environment == TMCrash

Next ==
    \/ \E rm \in RM : RMPrepare(rm)
    \/ \E rm \in RM : RMChooseToAbort(rm)
    \/ TMRcvPrepared
    \/ TMCommit
    \/ TMAbort
    \/ \E rm \in RM : RMRcvCommitMsg(rm)
    \/ \E rm \in RM : RMRcvAbortMsg(rm)
    \/ Environment

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* What happens if it stays possible, for each actor by itself:            *)
(* - RMPrepare: a participant does not work for ever. EveryoneDecides      *)
(*   holds without this, but then a participant blocked by a crash could   *)
(*   be one that has promised nothing.                                     *)
(* - TMAbort: the coordinator does not wait for ever.                      *)
(* - RMRcvCommitMsg, RMRcvAbortMsg: a decision is sent again until it gets *)
(*   through, and a participant that has got it acts on it.                *)
(***************************************************************************)
Fairness ==
    /\ \A rm \in RM : WF_vars(RMPrepare(rm))
    /\ WF_vars(TMAbort)
    /\ \A rm \in RM : WF_vars(RMRcvCommitMsg(rm))
    /\ \A rm \in RM : WF_vars(RMRcvAbortMsg(rm))

FairSpec == Spec /\ Fairness

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* No participant commits while another aborts. Why: commit is said only   *)
(* when all are prepared, who is prepared decides by message only, and the *)
(* coordinator says one thing.                                             *)
(***************************************************************************)
Consistent ==
    \A r1, r2 \in RM : ~(rmState[r1] = "committed" /\ rmState[r2] = "aborted")

(***************************************************************************)
(* Once decided, a participant stays with its decision. Why: whoever gives *)
(* up has promised nothing, so commit is never said, and the coordinator   *)
(* never says both.                                                        *)
(***************************************************************************)
DecisionsAreFinal ==
    [][\A rm \in RM :
        rmState[rm] \in {"committed", "aborted"} =>
            rmState'[rm] = rmState[rm]]_vars

(***************************************************************************)
(* Every participant decides. Why: the coordinator does not wait for ever, *)
(* and a decision once sent is received. It fails if the coordinator may   *)
(* crash.                                                                  *)
(***************************************************************************)
EveryoneDecides == <>(\A rm \in RM : rmState[rm] \in {"committed", "aborted"})

THEOREM Spec => [](TypeOK /\ Consistent) /\ DecisionsAreFinal

THEOREM ~TMMayCrash /\ FairSpec => EveryoneDecides

-----------------------------------------------------------------------------
(* Refinement *)

TC == INSTANCE TransactionCommit

(***************************************************************************)
(* Seen without coordinator and messages, this is a transaction commit     *)
(* protocol. Why: commit is said only when everyone is prepared, so        *)
(* whoever commits may, and then nobody aborts any more.                   *)
(***************************************************************************)
RefinesTransactionCommit == TC!Spec

THEOREM Spec => RefinesTransactionCommit
=============================================================================
