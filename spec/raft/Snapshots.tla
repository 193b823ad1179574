----------------------------- MODULE Snapshots ------------------------------
(***************************************************************************)
(* How a snapshot stands for the beginning of a log, and how a leader      *)
(* sends it instead of entries.                                            *)
(*                                                                         *)
(* What committed entries have made is put on disk, and then the entries   *)
(* need not be kept (5.1). A server that would need them gets the snapshot *)
(* (5.1), with its last entry, so that what follows can be compared, and   *)
(* with the configuration of that point. What a snapshot holds besides is  *)
(* not modelled: it is what the entries make, and those are compared.      *)
(* Nor are its pieces, which the dissertation sends one by one.            *)
(*                                                                         *)
(* A leader may send a snapshot of anything that it has applied, whether   *)
(* it has forgotten the entries or not, as etcd's library does.            *)
(*                                                                         *)
(* Twin: protocols/raft/snapshots.ts                                       *)
(* Next to read: Membership.tla                                            *)
(***************************************************************************)
EXTENDS Sessions

(* Up to where i can tell on its own what the entries have made.           *)
SettledIndex(i) ==
    IF ExplicitApply THEN applied[i]
    ELSE IF ExplicitPersist THEN durable[i].commitIndex
    ELSE commitIndex[i]

(* All up to an index, without the entries.                                *)
SnapshotOf(i, n) ==
    [index |-> n, term |-> TermAt(i, n),
     configuration |-> ConfigurationAsOf(i, n),
     machine |-> IF Sessions THEN MachineAt(i, n) ELSE Idle]

(* A snapshot from before a server was added does not tell it whom to ask. *)
IsIncluded(i, m) ==
    ConfigurationAt = "apply" => i \in MembersOf(m.configuration)

(* The server answers up to where it now agrees with the leader.           *)
Agree(i, m, index) ==
    /\ Follow(i, m.from)
    /\ commitIndex' = [commitIndex EXCEPT ![i] = index]
    /\ Send(i, [type |-> "AppendAccepted", term |-> m.term,
                from |-> i, to |-> m.from, index |-> index])
    /\ UNCHANGED <<termVars, historyVars, applied, durable>>

-----------------------------------------------------------------------------
(* Actions, in the order of the story.                                     *)

(***************************************************************************)
(* A server puts a snapshot on disk, and then forgets the entries before   *)
(* (5.1).                                                                  *)
(***************************************************************************)
Compact(i) ==
    \E index \in 1..LastIndex(i) :
        /\ MayCompact(index) :: i \in Compacting
        /\ Further(index) :: index > snapshot[i].index
        /\ Settled(index) :: index <= SettledIndex(i)
        /\ snapshot' = [snapshot EXCEPT ![i] = SnapshotOf(i, index)]
        /\ log' = [log EXCEPT ![i] =
               EntriesFrom(i, index + 1, LastIndex(i))]
        /\ durable' =
               IF ExplicitPersist
               THEN [durable EXCEPT
                       ![i].snapshot = SnapshotOf(i, index),
                       ![i].log = SubSeq(@,
                           index - durable[i].snapshot.index + 1, Len(@))]
               ELSE durable
        /\ UNCHANGED <<termVars, roleVars, historyVars, doneVars, outbox,
                       msgs>>

(***************************************************************************)
(* The leader sends a snapshot to a server that needs entries before it    *)
(* (5.1; etcd).                                                            *)
(***************************************************************************)
InstallSnapshot(i) ==
    \E to \in Server, index \in 1..LastIndex(i) :
        /\ MayCompact(to, index) :: i \in Compacting
        /\ Leader(to, index) :: role[i] = "leader"
        /\ ToAnother(to, index) :: to # i
        /\ Member(to, index) :: IsMember(i, to)
        /\ Behind(to, index) :: nextIndex[i][to] <= index
        /\ Taken(to, index) ::
            index \in {snapshot[i].index}
                \cup (snapshot[i].index + 1)..SettledIndex(i)
        /\ nextIndex' = [nextIndex EXCEPT ![i][to] = index + 1]
        /\ LET sent == SnapshotOf(i, index) IN
           msgs' = msgs \cup
               {[type |-> "InstallSnapshot", term |-> currentTerm[i],
                 from |-> i, to |-> to,
                 lastIndex |-> index, lastTerm |-> sent.term,
                 configuration |-> sent.configuration,
                 machine |-> sent.machine]}
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       recentlyHeard, matchIndex, transferee, readVars,
                       historyVars, logVars, doneVars, diskVars>>

(***************************************************************************)
(* A follower that lacks what a snapshot tells has it instead of its log   *)
(* (5.1).                                                                  *)
(***************************************************************************)
AcceptSnapshot(i) ==
    \E m \in OfType("InstallSnapshot", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ NotCommitted(m) :: m.lastIndex > commitIndex[i]
        /\ Included(m) :: IsIncluded(i, m)
        /\ Differs(m) :: TermAt(i, m.lastIndex) # m.lastTerm
        /\ snapshot' = [snapshot EXCEPT ![i] =
               [index |-> m.lastIndex, term |-> m.lastTerm,
                configuration |-> m.configuration,
                machine |-> m.machine]]
        /\ log' = [log EXCEPT ![i] = <<>>]
        /\ Agree(i, m, m.lastIndex)

(***************************************************************************)
(* A follower that has the snapshot's last entry knows that it is          *)
(* committed (5.1; etcd).                                                  *)
(***************************************************************************)
FastForward(i) ==
    \E m \in OfType("InstallSnapshot", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ NotCommitted(m) :: m.lastIndex > commitIndex[i]
        /\ Included(m) :: IsIncluded(i, m)
        /\ Matches(m) :: TermAt(i, m.lastIndex) = m.lastTerm
        /\ Agree(i, m, m.lastIndex)
        /\ UNCHANGED logVars

(***************************************************************************)
(* A follower that has no use for a snapshot says what it has committed    *)
(* (5.1; etcd).                                                            *)
(***************************************************************************)
AnswerOldSnapshot(i) ==
    \E m \in OfType("InstallSnapshot", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ NoUse(m) :: IsIncluded(i, m) => m.lastIndex <= commitIndex[i]
        /\ Agree(i, m, commitIndex[i])
        /\ UNCHANGED logVars
=============================================================================
