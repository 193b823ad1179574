------------------------------- MODULE Logs --------------------------------
(***************************************************************************)
(* A log whose beginning a snapshot may stand for, and how a server speaks *)
(* and becomes another.                                                    *)
(*                                                                         *)
(* Twin: protocols/raft/log.ts                                             *)
(* Next to read: Configurations.tla                                        *)
(***************************************************************************)
EXTENDS RaftState

Max(S) == CHOOSE n \in S : \A m \in S : n >= m

Min(S) == CHOOSE n \in S : \A m \in S : n <= m

OfType(type, S) == {m \in S : m.type = type}

OfTypes(types, S) == {m \in S : m.type \in types}

Inbox(i) == {m \in msgs : m.to = i}

(* What must be on disk before anybody hears of it waits for the write.    *)
SendAll(i, S) ==
    IF ExplicitPersist
    THEN outbox' = [outbox EXCEPT ![i] = @ \cup S] /\ UNCHANGED msgs
    ELSE msgs' = msgs \cup S /\ UNCHANGED outbox

Send(i, m) == SendAll(i, {m})

LastIndex(i) == snapshot[i].index + Len(log[i])

HasEntry(i, n) == n > snapshot[i].index /\ n <= LastIndex(i)

EntryAt(i, n) == log[i][n - snapshot[i].index]

(* 0: the entry is not there, or not any more.                             *)
TermAt(i, n) ==
    IF n = snapshot[i].index THEN snapshot[i].term
    ELSE IF HasEntry(i, n) THEN EntryAt(i, n).term ELSE 0

LastTerm(i) == TermAt(i, LastIndex(i))

EntriesFrom(i, first, last) ==
    SubSeq(log[i], first - snapshot[i].index, last - snapshot[i].index)

(* The last index, up to n, whose entry is of this term or before.         *)
LastOfTerm(i, n, term) ==
    LET known == Min({n, LastIndex(i)})
    IN  Max({m \in snapshot[i].index..known : TermAt(i, m) <= term}
            \cup {Min({known, snapshot[i].index})})

(* The server plays another role, and forgets what it knew as a leader or  *)
(* candidate.                                                              *)
Become(i, new, whom, granted) ==
    /\ role' = [role EXCEPT ![i] = new]
    /\ leader' = [leader EXCEPT ![i] = whom]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = granted]
    /\ votesRefused' = [votesRefused EXCEPT ![i] = {}]
    /\ recentlyHeard' = [recentlyHeard EXCEPT ![i] = {}]
    /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> 1]]
    /\ matchIndex' = [matchIndex EXCEPT ![i] = [j \in Server |-> 0]]
    /\ transferee' = [transferee EXCEPT ![i] = None]
    /\ round' = [round EXCEPT ![i] = 0]
    /\ answered' = [answered EXCEPT ![i] = [j \in Server |-> 0]]
    /\ reads' = [reads EXCEPT ![i] = <<>>]
    /\ heardAt' = [heardAt EXCEPT ![i] = [j \in Server |-> 0]]
    /\ leaseVoid' = [leaseVoid EXCEPT ![i] = FALSE]
    /\ UNCHANGED clock

Follow(i, whom) ==
    /\ Become(i, "follower", whom, {})
    /\ contact' = [contact EXCEPT ![i] = IF whom = None THEN @ ELSE clock[i]]

(* Is it long ago, by its own clock, that it has heard of its leader?      *)
HasWaited(i) == clock[i] >= contact[i] + ElectionTimeout

(* Does no timer run out in this term?                                     *)
IsTimely(term) == Timely # {} /\ term >= MaxTerm

(* Does it keep to a leader that it hears from?                            *)
InLease(i) == CheckQuorum /\ (leader[i] # None \/ ~HasWaited(i))
=============================================================================
