---------------------------- MODULE Replication -----------------------------
(***************************************************************************)
(* How a leader makes the logs of all servers like its own.                *)
(*                                                                         *)
(* A leader sends what follows a certain entry, and a server takes it over *)
(* only if it has that entry (3.5). What agrees is left alone, since a     *)
(* message may be old; what differs is cut off. A server that does not     *)
(* have the entry before says so, with the last index at which its log may *)
(* still agree: etcd's library skips a whole term with that, where the     *)
(* dissertation goes back one by one. With Pipelining a leader does not    *)
(* wait for answers (10.2.2).                                              *)
(*                                                                         *)
(* Twin: protocols/raft/replication.ts                                     *)
(* Next to read: Commitment.tla                                            *)
(***************************************************************************)
EXTENDS Elections

(* The leader's log with one entry more, which it counts when that is on   *)
(* disk.                                                                   *)
AppendOwn(i, entry) ==
    /\ log' = [log EXCEPT ![i] = Append(@, entry)]
    /\ matchIndex' =
           IF ExplicitPersist
           THEN matchIndex
           ELSE [matchIndex EXCEPT ![i][i] = LastIndex(i) + 1]

IsMember(i, j) == j \in MembersOf(ConfigurationOf(i))

(* Entries of leader i, so many, from the next that j needs.               *)
Entries(i, j, count) ==
    LET next == nextIndex[i][j]
    IN  [type |-> "AppendEntries", term |-> currentTerm[i],
         from |-> i, to |-> j,
         prevLogIndex |-> next - 1, prevLogTerm |-> TermAt(i, next - 1),
         entries |-> EntriesFrom(i, next, next + count - 1),
         commit |-> commitIndex[i]]

(* The index of the last of them.                                          *)
LastOf(m) == m.prevLogIndex + Len(m.entries)

(* The log with such entries after an index; what agrees is left alone.    *)
Merged(i, previous, entries) ==
    LET differing ==
            {n \in 1..Len(entries) :
                TermAt(i, previous + n) # entries[n].term}
    IN  IF differing = {}
        THEN log[i]
        ELSE EntriesFrom(
                 i, snapshot[i].index + 1, previous + Min(differing) - 1)
             \o SubSeq(entries, Min(differing), Len(entries))

-----------------------------------------------------------------------------
(* Actions, in the order of the story.                                     *)

(***************************************************************************)
(* The leader appends what a client asks for (3.5).                        *)
(***************************************************************************)
ClientRequest(i) ==
    \E value \in Value :
        /\ Leader(value) :: role[i] = "leader"
        /\ NotTransferring(value) :: transferee[i] = None
        /\ AppendOwn(i, [term |-> currentTerm[i], value |-> value])
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       recentlyHeard, nextIndex, transferee, readVars,
                       historyVars, snapshot, doneVars, diskVars, msgs>>

(***************************************************************************)
(* The leader sends a server some entries, or asks where it stands (3.5).  *)
(***************************************************************************)
AppendEntries(i) ==
    \E to \in Server, count \in MinBatch..MaxBatch :
        /\ Leader(to, count) :: role[i] = "leader"
        /\ ToAnother(to, count) :: to # i
        /\ Member(to, count) :: IsMember(i, to)
        /\ NotCompacted(to, count) :: nextIndex[i][to] > snapshot[i].index
        /\ InLog(to, count) :: nextIndex[i][to] + count - 1 <= LastIndex(i)
        /\ msgs' = msgs \cup {Entries(i, to, count)}
        /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, doneVars,
                       diskVars>>

(***************************************************************************)
(* The leader sends entries, and does not wait to send the next (10.2.2).  *)
(***************************************************************************)
PipelineEntries(i) ==
    \E to \in Server, count \in MinBatch..MaxBatch :
        /\ PipeliningOn(to, count) :: Pipelining
        /\ Leader(to, count) :: role[i] = "leader"
        /\ ToAnother(to, count) :: to # i
        /\ Member(to, count) :: IsMember(i, to)
        /\ NotCompacted(to, count) :: nextIndex[i][to] > snapshot[i].index
        /\ SomeEntries(to, count) :: count > 0
        /\ InLog(to, count) :: nextIndex[i][to] + count - 1 <= LastIndex(i)
        /\ nextIndex' = [nextIndex EXCEPT ![i][to] = @ + count]
        /\ msgs' = msgs \cup {Entries(i, to, count)}
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       recentlyHeard, matchIndex, transferee, readVars,
                       historyVars, logVars, doneVars, diskVars>>

(***************************************************************************)
(* The leader sends once more what nobody has answered (10.2.2).           *)
(***************************************************************************)
Resend(i) ==
    \E to \in Server :
        /\ PipeliningOn(to) :: Pipelining
        /\ Ahead(to) :: nextIndex[i][to] > matchIndex[i][to] + 1
        /\ nextIndex' = [nextIndex EXCEPT ![i][to] = matchIndex[i][to] + 1]
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       recentlyHeard, matchIndex, transferee, readVars,
                       historyVars, logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A follower's log agrees so far: it takes over what follows (3.5).       *)
(***************************************************************************)
AcceptEntries(i) ==
    \E m \in OfType("AppendEntries", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ NotCommitted(m) :: m.prevLogIndex >= commitIndex[i]
        /\ Matches(m) :: TermAt(i, m.prevLogIndex) = m.prevLogTerm
        /\ Follow(i, m.from)
        /\ log' = [log EXCEPT ![i] = Merged(i, m.prevLogIndex, m.entries)]
        /\ commitIndex' = [commitIndex EXCEPT ![i] =
               Max({@, Min({m.commit, LastOf(m)})})]
        /\ Send(i, [type |-> "AppendAccepted", term |-> m.term,
                    from |-> i, to |-> m.from, index |-> LastOf(m)])
        /\ UNCHANGED <<termVars, historyVars, snapshot, applied, durable>>

(***************************************************************************)
(* A follower knows more than the message: it says what it has committed   *)
(* (3.5; etcd).                                                            *)
(***************************************************************************)
AnswerOldEntries(i) ==
    \E m \in OfType("AppendEntries", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ Committed(m) :: m.prevLogIndex < commitIndex[i]
        /\ Follow(i, m.from)
        /\ Send(i, [type |-> "AppendAccepted", term |-> m.term,
                    from |-> i, to |-> m.from, index |-> commitIndex[i]])
        /\ UNCHANGED <<termVars, historyVars, logVars, doneVars, durable>>

(***************************************************************************)
(* A follower's log does not agree: it says where it still might           *)
(* (3.5; etcd).                                                            *)
(***************************************************************************)
RefuseEntries(i) ==
    \E m \in OfType("AppendEntries", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ NotCommitted(m) :: m.prevLogIndex >= commitIndex[i]
        /\ Differs(m) :: TermAt(i, m.prevLogIndex) # m.prevLogTerm
        /\ Follow(i, m.from)
        /\ LET hint == LastOfTerm(i, m.prevLogIndex, m.prevLogTerm) IN
           Send(i, [type |-> "AppendRefused", term |-> m.term,
                    from |-> i, to |-> m.from, rejected |-> m.prevLogIndex,
                    hint |-> hint, hintTerm |-> TermAt(i, hint)])
        /\ UNCHANGED <<termVars, historyVars, logVars, doneVars, durable>>

(***************************************************************************)
(* A server tells the leader of an earlier term in which term it is        *)
(* (3.3; etcd).                                                            *)
(***************************************************************************)
AnswerStaleLeader(i) ==
    \E m \in OfTypes({"AppendEntries", "Heartbeat"}, Inbox(i)) :
        /\ MayBeStuck(m) :: TRUE \in {PreVote, CheckQuorum}
        /\ Stale(m) :: m.term < currentTerm[i]
        /\ Send(i, [type |-> "AppendAccepted", term |-> currentTerm[i],
                    from |-> i, to |-> m.from, index |-> 0])
        /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, doneVars,
                       durable>>
=============================================================================
