------------------------- MODULE SnapshotIsolation --------------------------
(***************************************************************************)
(* How transactions that run at the same time read and write several keys  *)
(* without waiting for each other: each reads the store as it was when the *)
(* transaction began, and of two that wrote the same key only the first to *)
(* commit does so.                                                         *)
(*                                                                         *)
(* This is snapshot isolation as described by Berenson et al. ("A Critique *)
(* of ANSI SQL Isolation Levels", SIGMOD 1995, section 4.2), with a store  *)
(* that keeps every version of a key. The keys, versions, transactions and *)
(* timestamps named here are those of the protocols that follow.           *)
(*                                                                         *)
(* Not modelled:                                                           *)
(*                                                                         *)
(* - Where a key is. A commit is one atomic step, in which the transaction *)
(*   meets all keys that it wrote, and the oracle.                         *)
(* - Who reads its own write: that tells nothing about others, and is not  *)
(*   recorded. What it finds is checked all the same.                      *)
(* - That a version is forgotten when nobody can read it any more.         *)
(* - A transaction that begins again. It is another transaction.           *)
(* - Locks, and waiting: there is none. Who sees early that it will not be *)
(*   first may abort at once, since anybody may abort at any time.         *)
(*                                                                         *)
(* Twin: protocols/snapshot-isolation/actions.ts                           *)
(* Next to read: Phenomena.tla, MCSnapshotIsolation.tla                    *)
(***************************************************************************)
EXTENDS Naturals, TLC

CONSTANTS
    Transaction,  \* The transactions; each runs once.
    Key,          \* The keys of the store.
    Value         \* What can be written to a key.

ASSUME SomeOfEach == Transaction # {} /\ Key # {} /\ Value # {}

-----------------------------------------------------------------------------
(* State *)

VARIABLES
    status,    \* status[t] is how far transaction t is.
    start,     \* start[t] is the timestamp of its snapshot.
    commit,    \* commit[t] is the timestamp of what it wrote, or 0.
    reads,     \* reads[t] is what it has read of others.
    writes,    \* writes[t][key] is what it wrote last, for keys it wrote.
    versions,  \* versions[key] is every version that was committed.
    now        \* The last timestamp that was given out.

vars == <<status, start, commit, reads, writes, versions, now>>

INSTANCE Phenomena

ASSUME NamesAreTheirs ==
    Initial \notin Transaction /\ Absent \notin Value

Writer == Transaction \cup {Initial}

Content == Value \cup {Absent}

Found == [key : Key, writer : Writer, value : Content]

Version == [timestamp : Nat, writer : Writer, value : Content]

Written == UNION {[keys -> Content] : keys \in SUBSET Key}

TypeOK ==
    /\ status \in [Transaction -> {"new", "open", "committed", "aborted"}]
    /\ start \in [Transaction -> Nat]
    /\ commit \in [Transaction -> Nat]
    /\ reads \in [Transaction -> SUBSET Found]
    /\ writes \in [Transaction -> Written]
    /\ versions \in [Key -> SUBSET Version]
    /\ now \in Nat

FirstVersion == [timestamp |-> 0, writer |-> Initial, value |-> Absent]

Nothing == [key \in {} |-> Absent]

Init ==
    /\ status = [t \in Transaction |-> "new"]
    /\ start = [t \in Transaction |-> 0]
    /\ commit = [t \in Transaction |-> 0]
    /\ reads = [t \in Transaction |-> {}]
    /\ writes = [t \in Transaction |-> Nothing]
    /\ versions = [key \in Key |-> {FirstVersion}]
    /\ now = 0

(***************************************************************************)
(* The last version of the key that was committed by then.                 *)
(***************************************************************************)
VersionAt(timestamp, key) ==
    CHOOSE v \in versions[key] :
        /\ v.timestamp <= timestamp
        /\ \A other \in versions[key] :
               other.timestamp <= timestamp => other.timestamp <= v.timestamp

(***************************************************************************)
(* What the key holds for the transaction: what it wrote, or its snapshot. *)
(***************************************************************************)
View(t, key) ==
    IF Wrote(t, key) THEN writes[t][key] ELSE VersionAt(start[t], key).value

(***************************************************************************)
(* What is recorded when it finds this value: nothing of its own writes.   *)
(***************************************************************************)
ReadOf(t, key, value) ==
    LET v == VersionAt(start[t], key)
    IN  IF Wrote(t, key) THEN {}
        ELSE {[key |-> key, writer |-> v.writer, value |-> value]}

-----------------------------------------------------------------------------
(* Actions, in the order of the story. Transaction t acts; it meets the    *)
(* oracle or keys. Guards come first, each under the name that the twin    *)
(* gives it.                                                               *)

(***************************************************************************)
(* A transaction begins: its snapshot is everything committed so far.      *)
(***************************************************************************)
Begin(t) ==
    /\ New :: status[t] = "new"
    /\ status' = [status EXCEPT ![t] = "open"]
    /\ start' = [start EXCEPT ![t] = now]
    /\ UNCHANGED <<commit, reads, writes, versions, now>>

(***************************************************************************)
(* It reads a key, and finds what it wrote itself, or else its snapshot.   *)
(***************************************************************************)
Read(t) ==
    \E key \in Key, value \in Content :
        /\ Open(key, value) :: status[t] = "open"
        /\ OwnWriteOrSnapshot(key, value) :: value = View(t, key)
        /\ reads' = [reads EXCEPT ![t] = @ \cup ReadOf(t, key, value)]
        /\ UNCHANGED <<status, start, commit, writes, versions, now>>

(***************************************************************************)
(* It gives a key a value that has none. Nobody else sees that yet.        *)
(***************************************************************************)
Insert(t) ==
    \E key \in Key, value \in Value :
        /\ Open(key, value) :: status[t] = "open"
        /\ Missing(key, value) :: View(t, key) = Absent
        /\ writes' = [writes EXCEPT ![t] = (key :> value) @@ @]
        /\ UNCHANGED <<status, start, commit, reads, versions, now>>

(***************************************************************************)
(* It gives a key another value. Nobody else sees that yet.                *)
(***************************************************************************)
Update(t) ==
    \E key \in Key, value \in Value :
        /\ Open(key, value) :: status[t] = "open"
        /\ Present(key, value) :: View(t, key) # Absent
        /\ writes' = [writes EXCEPT ![t] = (key :> value) @@ @]
        /\ UNCHANGED <<status, start, commit, reads, versions, now>>

(***************************************************************************)
(* It takes the value of a key away. Nobody else sees that yet.            *)
(***************************************************************************)
Remove(t) ==
    \E key \in Key :
        /\ Open(key) :: status[t] = "open"
        /\ Present(key) :: View(t, key) # Absent
        /\ writes' = [writes EXCEPT ![t] = (key :> Absent) @@ @]
        /\ UNCHANGED <<status, start, commit, reads, versions, now>>

(***************************************************************************)
(* It commits: nobody has committed one of its keys since it began, and    *)
(* all that it wrote becomes visible in one step, under one timestamp.     *)
(***************************************************************************)
Commit(t) ==
    /\ Open :: status[t] = "open"
    /\ FirstCommitter :: \A key \in DOMAIN writes[t] :
           \A v \in versions[key] : v.timestamp <= start[t]
    /\ status' = [status EXCEPT ![t] = "committed"]
    /\ commit' = [commit EXCEPT ![t] = now + 1]
    /\ versions' = [key \in Key |->
           IF Wrote(t, key)
           THEN versions[key] \cup
               {[timestamp |-> now + 1, writer |-> t, value |-> writes[t][key]]}
           ELSE versions[key]]
    /\ now' = now + 1
    /\ UNCHANGED <<start, reads, writes>>

(***************************************************************************)
(* It gives up, for whatever reason. Nobody has seen what it wrote.        *)
(***************************************************************************)
Abort(t) ==
    /\ Open :: status[t] = "open"
    /\ status' = [status EXCEPT ![t] = "aborted"]
    /\ start' = [start EXCEPT ![t] = 0]
    /\ reads' = [reads EXCEPT ![t] = {}]
    /\ writes' = [writes EXCEPT ![t] = Nothing]
    /\ UNCHANGED <<commit, versions, now>>

-----------------------------------------------------------------------------
(* Specification *)

Next ==
    \/ \E t \in Transaction : Begin(t)
    \/ \E t \in Transaction : Read(t)
    \/ \E t \in Transaction : Insert(t)
    \/ \E t \in Transaction : Update(t)
    \/ \E t \in Transaction : Remove(t)
    \/ \E t \in Transaction : Commit(t)
    \/ \E t \in Transaction : Abort(t)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* What a transaction reads of others is its snapshot. Why: no version     *)
(* comes into a snapshot later, since commits take timestamps after it.    *)
(***************************************************************************)
ReadsItsSnapshot == \A t \in Transaction : ReadsSnapshot(t)

(***************************************************************************)
(* A transaction that has written a key reads its own write. Why: the view *)
(* of a key looks there first.                                             *)
(***************************************************************************)
ReadsItsOwnWrites ==
    [][\A t \in Transaction : \A r \in reads'[t] \ reads[t] :
        ~Wrote(t, r.key)]_vars

(***************************************************************************)
(* A committed transaction is installed as a whole: each key has its first *)
(* version and, of every transaction that wrote it and committed, what was *)
(* written last. Why: a commit meets all these keys in one step.           *)
(***************************************************************************)
CommitIsAtomic ==
    \A key \in Key :
        versions[key] = {FirstVersion} \cup
            {[timestamp |-> commit[t], writer |-> t, value |-> writes[t][key]] :
                t \in {u \in Committed : Wrote(u, key)}}

(***************************************************************************)
(* Who begins now sees all that is committed. Why: the oracle moves on in  *)
(* the step that commits.                                                  *)
(***************************************************************************)
VisibleAtOnce == \A t \in Committed : commit[t] <= now

(***************************************************************************)
(* Of two that wrote the same key and ran at the same time only one        *)
(* commits. Why: the second finds a version that is newer than its         *)
(* snapshot.                                                               *)
(***************************************************************************)
FirstCommitterWins == \A t \in Committed : CommitsFirst(t)

(***************************************************************************)
(* Nobody replaces what it has not seen after it has looked: between the   *)
(* version that it read and its own there is no third. Why: that would     *)
(* have been committed after its start, and be the first.                  *)
(***************************************************************************)
NoLostUpdate ==
    \A t, u \in Committed : \A r \in reads[t] :
        (t # u /\ Wrote(t, r.key) /\ Wrote(u, r.key))
        => ~(Point(r.writer) < commit[u] /\ commit[u] < commit[t])

(***************************************************************************)
(* Adya's G1: nobody reads what is not committed, or not for good, and no  *)
(* two see each other's writes. Why: only commits make versions.           *)
(***************************************************************************)
NoG1 == ~G1

(***************************************************************************)
(* Adya's G-SIa: whoever depends on another started after that one had     *)
(* committed. Why: it read it in its snapshot, or found it first on a key  *)
(* of its own.                                                             *)
(***************************************************************************)
NoGSIa == ~GSIa

(***************************************************************************)
(* Adya's G-SIb: no cycle has just one anti-dependency. Why: whoever       *)
(* started after a commit misses nothing of it, nor of what it depends on. *)
(***************************************************************************)
NoGSIb == ~GSIb

(***************************************************************************)
(* No two see two commits in opposite orders. Why: of two snapshots one is *)
(* the earlier one, and the other has all that it has.                     *)
(***************************************************************************)
NoLongFork ==
    ~\E r1, r2 \in Transaction, w1, w2 \in Committed :
        /\ ReadDepends(w1, r1) /\ AntiDepends(r1, w2)
        /\ ReadDepends(w2, r2) /\ AntiDepends(r2, w1)

(***************************************************************************)
(* A transaction that has ended stays as it is. Why: everything needs an   *)
(* open one.                                                               *)
(***************************************************************************)
EndsAreFinal ==
    [][\A t \in Transaction :
        status[t] \in {"committed", "aborted"} =>
            /\ status'[t] = status[t] /\ commit'[t] = commit[t]
            /\ reads'[t] = reads[t] /\ writes'[t] = writes[t]]_vars

THEOREM Spec =>
    /\ [](TypeOK /\ ReadsItsSnapshot /\ CommitIsAtomic /\ VisibleAtOnce)
    /\ [](FirstCommitterWins /\ NoLostUpdate /\ PLSI /\ NoLongFork)
    /\ ReadsItsOwnWrites /\ EndsAreFinal
=============================================================================
