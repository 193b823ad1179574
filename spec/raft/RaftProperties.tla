--------------------------- MODULE RaftProperties ---------------------------
(***************************************************************************)
(* What servers promise together: figure 3.2 of the dissertation, and what *)
(* a disk must hold for it.                                                *)
(*                                                                         *)
(* Twin: protocols/raft/properties.ts                                      *)
(* Next to read: MembershipProperties.tla                                  *)
(***************************************************************************)
EXTENDS Reads

LogOf(i) == [snapshot |-> snapshot[i], log |-> log[i]]

(* The entry at an index of a log behind a snapshot; none: an empty set.   *)
EntryIn(r, n) ==
    IF n > r.snapshot.index /\ n <= r.snapshot.index + Len(r.log)
    THEN {r.log[n - r.snapshot.index]}
    ELSE {}

(* Is the entry the same at each index, from where both begin to this one? *)
SameUpTo(r, s, n) ==
    \A m \in 1..n :
        r.snapshot.index < m /\ s.snapshot.index < m =>
            EntryIn(r, m) = EntryIn(s, m)

(* What a crash would leave.                                               *)
KeptLog(i) == IF ExplicitPersist THEN durable[i] ELSE LogOf(i)

KeptTerm(i) ==
    IF ExplicitPersist THEN durable[i].currentTerm ELSE currentTerm[i]

KeptVote(i) == IF ExplicitPersist THEN durable[i].votedFor ELSE votedFor[i]

KeptIndex(i) ==
    IF ExplicitPersist THEN durable[i].commitIndex ELSE commitIndex[i]

(* i leads, and goes on to lead the same term.                             *)
GoesOn(i) ==
    /\ role[i] = "leader" /\ role'[i] = "leader"
    /\ currentTerm'[i] = currentTerm[i]

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* No two servers ever lead the same term. Why: a leader has the votes of  *)
(* a quorum, a server votes once a term, and two quorums have a server in  *)
(* common.                                                                 *)
(***************************************************************************)
ElectionSafety ==
    \A i, j \in Server : i # j => termsLed[i] \cap termsLed[j] = {}

(***************************************************************************)
(* Logs that have the same term at an index are the same up to there. Why: *)
(* a leader gives an index one entry, and a follower takes it over only if *)
(* the entry before is the same.                                           *)
(***************************************************************************)
LogMatching ==
    \A i, j \in Server :
        \A n \in 1..LastIndex(i) :
            TermAt(i, n) = TermAt(j, n) => SameUpTo(LogOf(i), LogOf(j), n)

(***************************************************************************)
(* A leader has everything that anybody who is not ahead of it knows to be *)
(* committed. Why: a committed entry is on a quorum, so one of those who   *)
(* voted for the leader had it, and votes only for a log that is no older. *)
(***************************************************************************)
LeaderCompleteness ==
    \A i, j \in Server :
        role[i] = "leader" /\ currentTerm[j] <= currentTerm[i] =>
            SameUpTo(LogOf(i), LogOf(j), commitIndex[j])

(***************************************************************************)
(* Nobody commits another entry at the same index. Why: whoever commits in *)
(* a later term has it from a leader that has all that was committed       *)
(* before.                                                                 *)
(***************************************************************************)
StateMachineSafety ==
    \A i, j \in Server :
        commitIndex[i] <= commitIndex[j] =>
            SameUpTo(LogOf(i), LogOf(j), commitIndex[i])

(***************************************************************************)
(* While all keep their configuration, what is committed is on the disks   *)
(* of a quorum. Why: a server says that it has an entry when that is       *)
(* written, and a leader counts itself no earlier.                         *)
(***************************************************************************)
CommittedIsDurable ==
    \A i \in Server :
        IsQuorum(i, {j \in Server :
                         SameUpTo(KeptLog(j), LogOf(i), commitIndex[i])})

(***************************************************************************)
(* What a server applies is committed, and what is committed is in its     *)
(* log. Why: a server commits no more than it was sent, applies no more    *)
(* than that, and has written both before.                                 *)
(***************************************************************************)
AppliedIsCommitted ==
    \A i \in Server :
        /\ applied[i] <= KeptIndex(i)
        /\ commitIndex[i] <= LastIndex(i)

(***************************************************************************)
(* A server never goes back to an earlier term, nor gives another vote in  *)
(* the same one. Why: both are on disk before anybody hears of them.       *)
(***************************************************************************)
VotesAreFinal ==
    [][\A i \in Server :
        \/ KeptTerm(i)' > KeptTerm(i)
        \/ /\ KeptTerm(i)' = KeptTerm(i)
           /\ KeptVote(i) \in {None, KeptVote(i)'}]_vars

(***************************************************************************)
(* What a server has committed stays as it is, and what it has written of  *)
(* that does not become less. Why: only what differs from the leader's log *)
(* is taken away, and a leader has all that is committed.                  *)
(***************************************************************************)
CommittedLogsOnlyGrow ==
    [][\A i \in Server :
        /\ SameUpTo(LogOf(i), LogOf(i)',
                    Min({commitIndex[i], commitIndex'[i]}))
        /\ KeptIndex(i) <= commitIndex'[i]]_vars

(***************************************************************************)
(* A leader takes nothing away from its log. Why: only followers do as     *)
(* they are told, and nobody else leads its term.                          *)
(***************************************************************************)
LeadersAppendOnly ==
    [][\A i \in Server :
        GoesOn(i) =>
            /\ LastIndex(i) <= LastIndex(i)'
            /\ SameUpTo(LogOf(i), LogOf(i)', LastIndex(i))]_vars

(***************************************************************************)
(* What a leader knows a server to have does not become less. Why: in one  *)
(* term a follower never loses what it has said that it has.               *)
(***************************************************************************)
MatchIndexOnlyGrows ==
    [][\A i \in Server :
        GoesOn(i) =>
            \A j \in MembersOf(ConfigurationOf(i)') :
                matchIndex[i][j] <= matchIndex'[i][j]]_vars
=============================================================================
