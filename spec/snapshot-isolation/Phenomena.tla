----------------------------- MODULE Phenomena ------------------------------
(***************************************************************************)
(* What a history of transactions may look like, told by the order of      *)
(* start and commit points alone, not by how a store works: the phenomena  *)
(* of Adya ("Weak Consistency: A Generalized Theory and Optimistic         *)
(* Implementations for Distributed Transactions", MIT 1999, chapters 3 and *)
(* 4), under his names. An isolation level is what it rules out.           *)
(*                                                                         *)
(* Definitions only. The protocols that keep such a history have variables *)
(* of these names: SnapshotIsolation, AnyHistory.                          *)
(*                                                                         *)
(* Versions of a key are in the order in which their writers commit. Where *)
(* Adya draws an edge to the writer of the next version, these have one to *)
(* the writer of any later version: shortcuts, which make no new cycle and *)
(* count no anti-dependency twice.                                         *)
(*                                                                         *)
(* Twin: protocols/snapshot-isolation/phenomena.ts                         *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
    Transaction,  \* The transactions.
    Key,          \* What they read and write.
    Value         \* What can be written to a key.

VARIABLES
    status,  \* status[t] is how far transaction t is.
    start,   \* start[t] is its start point: the commits that it can see.
    commit,  \* commit[t] is its commit point, or 0.
    reads,   \* reads[t] is what it has read of others.
    writes   \* writes[t][key] is what it wrote last, for keys it wrote.

(***************************************************************************)
(* Every key has a first version, that nobody wrote and that has no value. *)
(***************************************************************************)
Initial == "initial"
Absent == "absent"

-----------------------------------------------------------------------------
(* Dependencies *)

Committed == {t \in Transaction : status[t] = "committed"}

Wrote(t, key) == key \in DOMAIN writes[t]

(***************************************************************************)
(* The point at which a version came to be.                                *)
(***************************************************************************)
Point(writer) == IF writer = Initial THEN 0 ELSE commit[writer]

(***************************************************************************)
(* Both wrote a key, i first.                                              *)
(***************************************************************************)
WriteDepends(i, j) ==
    /\ commit[i] < commit[j]
    /\ \E key \in Key : Wrote(i, key) /\ Wrote(j, key)

(***************************************************************************)
(* What i wrote was read by j.                                             *)
(***************************************************************************)
ReadDepends(i, j) == \E r \in reads[j] : r.writer = i

(***************************************************************************)
(* What i read was replaced by j.                                          *)
(***************************************************************************)
AntiDepends(i, j) ==
    /\ i # j
    /\ \E r \in reads[i] :
           Wrote(j, r.key) /\ Point(r.writer) < commit[j]

Depends(i, j) == WriteDepends(i, j) \/ ReadDepends(i, j)

(***************************************************************************)
(* When j started i had committed.                                         *)
(***************************************************************************)
StartDepends(i, j) == commit[i] <= start[j]

(***************************************************************************)
(* A path of such edges leads through transactions of S.                   *)
(***************************************************************************)
Path(S, Edge(_, _), from, to) ==
    \A closed \in SUBSET S :
        (/\ \A j \in S : Edge(from, j) => j \in closed
         /\ \A i \in closed, j \in S : Edge(i, j) => j \in closed)
        => to \in closed

-----------------------------------------------------------------------------
(* Phenomena *)

(***************************************************************************)
(* Aborted read: of what was written by one that has not committed.        *)
(***************************************************************************)
G1a ==
    \E t \in Committed : \E r \in reads[t] :
        r.writer \notin Committed \cup {Initial}

(***************************************************************************)
(* Intermediate read: of what its writer replaced itself.                  *)
(***************************************************************************)
G1b ==
    \E t \in Committed : \E r \in reads[t] :
        /\ r.writer \in Committed
        /\ ~(Wrote(r.writer, r.key) /\ writes[r.writer][r.key] = r.value)

(***************************************************************************)
(* Circular flow of information: a cycle of dependencies.                  *)
(***************************************************************************)
G1c == \E t \in Committed : Path(Committed, Depends, t, t)

(***************************************************************************)
(* Interference: to depend on one that had not committed at the start.     *)
(***************************************************************************)
GSIa ==
    \E i, j \in Committed : i # j /\ Depends(i, j) /\ ~StartDepends(i, j)

(***************************************************************************)
(* Missed effects: a cycle with just one anti-dependency.                  *)
(***************************************************************************)
GSIb ==
    LET Edge(i, j) == Depends(i, j) \/ StartDepends(i, j)
    IN  \E i, j \in Committed :
            AntiDepends(i, j) /\ Path(Committed, Edge, j, i)

G1 == G1a \/ G1b \/ G1c

(***************************************************************************)
(* Snapshot isolation as Adya defines it (PL-SI): no G1, no G-SI.          *)
(***************************************************************************)
PLSI == ~G1 /\ ~GSIa /\ ~GSIb

(***************************************************************************)
(* These could have run one after the other: no dependencies of any kind   *)
(* run in a circle (with no G1, this is PL-3).                             *)
(***************************************************************************)
Serializable(S) ==
    LET Edge(i, j) == Depends(i, j) \/ AntiDepends(i, j)
    IN  ~\E t \in S : Path(S, Edge, t, t)

-----------------------------------------------------------------------------
(* The rules of snapshot isolation, told of a history *)

(***************************************************************************)
(* What a transaction that started then finds of others under a key: the   *)
(* last version that was committed at its start.                           *)
(***************************************************************************)
Snapshot(t, key) ==
    LET before == {u \in Committed : Wrote(u, key) /\ commit[u] <= start[t]}
    IN  IF before = {}
        THEN [key |-> key, writer |-> Initial, value |-> Absent]
        ELSE LET last == CHOOSE u \in before :
                             \A other \in before : commit[other] <= commit[u]
             IN  [key |-> key, writer |-> last, value |-> writes[last][key]]

ReadsSnapshot(t) == \A r \in reads[t] : r = Snapshot(t, r.key)

(***************************************************************************)
(* Nobody else committed one of its keys between its start and its commit. *)
(***************************************************************************)
CommitsFirst(t) ==
    \A u \in Committed :
        (\E key \in Key : Wrote(t, key) /\ Wrote(u, key))
        => ~(start[t] < commit[u] /\ commit[u] < commit[t])
=============================================================================
