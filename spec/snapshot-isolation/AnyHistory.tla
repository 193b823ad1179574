----------------------------- MODULE AnyHistory -----------------------------
(***************************************************************************)
(* Every history that transactions could have if no store kept any rule:   *)
(* whoever reads finds something that somebody wrote, and whoever wants to *)
(* commit does.                                                            *)
(*                                                                         *)
(* It is there to ask whether two descriptions of snapshot isolation are   *)
(* the same. One is operational: what a transaction reads, and when it may *)
(* commit, the rules of SnapshotIsolation. The other is Adya's (1999,      *)
(* section 4.3): which cycles there are between start and commit points.   *)
(* A history in which one is kept and not the other would be found here.   *)
(*                                                                         *)
(* What is forgotten: the values that a transaction wrote to a key before  *)
(* the last. Whoever reads of it may so find any value. Removing a key is  *)
(* writing it, and not told apart.                                         *)
(*                                                                         *)
(* Twin: protocols/snapshot-isolation/any-history.ts                       *)
(***************************************************************************)
EXTENDS Naturals, TLC

CONSTANTS
    Transaction,  \* The transactions; each runs once.
    Key,          \* What they read and write.
    Value         \* What can be written to a key.

ASSUME SomeOfEach == Transaction # {} /\ Key # {} /\ Value # {}

-----------------------------------------------------------------------------
(* State *)

VARIABLES
    status,  \* status[t] is how far transaction t is.
    start,   \* start[t] is its start point: how many had committed.
    commit,  \* commit[t] is its commit point, or 0.
    reads,   \* reads[t] is what it has read of others.
    writes,  \* writes[t][key] is what it wrote last, for keys it wrote.
    now      \* How many have committed.

vars == <<status, start, commit, reads, writes, now>>

INSTANCE Phenomena

ASSUME NamesAreTheirs ==
    Initial \notin Transaction /\ Absent \notin Value

Writer == Transaction \cup {Initial}

Content == Value \cup {Absent}

Found == [key : Key, writer : Writer, value : Content]

Written == UNION {[keys -> Value] : keys \in SUBSET Key}

TypeOK ==
    /\ status \in [Transaction -> {"new", "open", "committed", "aborted"}]
    /\ start \in [Transaction -> Nat]
    /\ commit \in [Transaction -> Nat]
    /\ reads \in [Transaction -> SUBSET Found]
    /\ writes \in [Transaction -> Written]
    /\ now \in Nat

Nothing == [key \in {} |-> Absent]

Init ==
    /\ status = [t \in Transaction |-> "new"]
    /\ start = [t \in Transaction |-> 0]
    /\ commit = [t \in Transaction |-> 0]
    /\ reads = [t \in Transaction |-> {}]
    /\ writes = [t \in Transaction |-> Nothing]
    /\ now = 0

-----------------------------------------------------------------------------
(* Actions, in the order of the story. Transaction t acts, and sees what   *)
(* another has written, committed or not.                                  *)

(***************************************************************************)
(* A transaction begins.                                                   *)
(***************************************************************************)
Begin(t) ==
    /\ New :: status[t] = "new"
    /\ status' = [status EXCEPT ![t] = "open"]
    /\ start' = [start EXCEPT ![t] = now]
    /\ UNCHANGED <<commit, reads, writes, now>>

(***************************************************************************)
(* It reads a key that it has not written, and finds whatever any other    *)
(* has written there, or what was there at first.                          *)
(***************************************************************************)
Read(t) ==
    \E key \in Key, writer \in Writer, value \in Content :
        /\ Open(key, writer, value) :: status[t] = "open"
        /\ Unwritten(key, writer, value) :: ~Wrote(t, key)
        /\ Written(key, writer, value) ::
               IF writer = Initial THEN value = Absent
               ELSE Wrote(writer, key) /\ value # Absent
        /\ reads' = [reads EXCEPT ![t] = @ \cup
               {[key |-> key, writer |-> writer, value |-> value]}]
        /\ UNCHANGED <<status, start, commit, writes, now>>

(***************************************************************************)
(* It writes a key.                                                        *)
(***************************************************************************)
Write(t) ==
    \E key \in Key, value \in Value :
        /\ Open(key, value) :: status[t] = "open"
        /\ writes' = [writes EXCEPT ![t] = (key :> value) @@ @]
        /\ UNCHANGED <<status, start, commit, reads, now>>

(***************************************************************************)
(* It commits.                                                             *)
(***************************************************************************)
Commit(t) ==
    /\ Open :: status[t] = "open"
    /\ status' = [status EXCEPT ![t] = "committed"]
    /\ commit' = [commit EXCEPT ![t] = now + 1]
    /\ now' = now + 1
    /\ UNCHANGED <<start, reads, writes>>

(***************************************************************************)
(* It gives up.                                                            *)
(***************************************************************************)
Abort(t) ==
    /\ Open :: status[t] = "open"
    /\ status' = [status EXCEPT ![t] = "aborted"]
    /\ start' = [start EXCEPT ![t] = 0]
    /\ reads' = [reads EXCEPT ![t] = {}]
    /\ writes' = [writes EXCEPT ![t] = Nothing]
    /\ UNCHANGED <<commit, now>>

-----------------------------------------------------------------------------
(* Specification *)

Next ==
    \/ \E t \in Transaction : Begin(t)
    \/ \E t \in Transaction : Read(t)
    \/ \E t \in Transaction : Write(t)
    \/ \E t \in Transaction : Commit(t)
    \/ \E t \in Transaction : Abort(t)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* The two descriptions are the same: those that committed have kept the   *)
(* rules of snapshot isolation just when Adya finds nothing to object to.  *)
(* Why: a version outside the snapshot is too new (G1, G-SIa) or too old   *)
(* (G-SIb), who is not the first to commit interferes (G-SIa), and where   *)
(* neither happens every dependency points from a commit to a later start. *)
(***************************************************************************)
FormulationsAgree ==
    PLSI <=> \A t \in Committed : ReadsSnapshot(t) /\ CommitsFirst(t)

THEOREM Spec => [](TypeOK /\ FormulationsAgree)
=============================================================================
