----------------------------- MODULE Commitment -----------------------------
(***************************************************************************)
(* How a leader learns what the others have, what is committed then, and   *)
(* how all hear of it.                                                     *)
(*                                                                         *)
(* An entry is committed when a quorum has it and it is of the leader's    *)
(* own term; all entries before it are so too. Entries of earlier terms    *)
(* are not counted by themselves: a later leader may not have them (3.6.2, *)
(* figure 3.7).                                                            *)
(*                                                                         *)
(* In the dissertation a heartbeat is a message with no entries. In etcd's *)
(* library it is a type of its own that says what its receiver may commit. *)
(*                                                                         *)
(* Twin: protocols/raft/commitment.ts                                      *)
(* Next to read: Durability.tla                                            *)
(***************************************************************************)
EXTENDS Replication

(* Whom a leader hears of counts where leaders need a quorum.              *)
Hear(i, j) ==
    recentlyHeard' =
        IF CheckQuorum
        THEN [recentlyHeard EXCEPT ![i] = @ \cup {j}]
        ELSE recentlyHeard

(* The greatest index up to which a quorum is known to agree.              *)
AgreeIndex(i) ==
    LET indexes == {matchIndex[i][j] : j \in Server}
        agreeing(n) == {j \in Server : matchIndex[i][j] >= n}
    IN  Max({n \in indexes : IsQuorum(i, agreeing(n))} \cup {0})

(* A leader whose configuration is another now: whom it did not speak to   *)
(* before it knows nothing of, and whom it speaks to no more it forgets.   *)
Regroup(i, match, last, old, new) ==
    LET added == MembersOf(new) \ (MembersOf(old) \cup {i})
        left == MembersOf(old) \ (MembersOf(new) \cup {i})
        changed == IF role[i] = "leader" THEN added \cup left ELSE {}
    IN  /\ nextIndex' = [nextIndex EXCEPT ![i] =
               [j \in Server |->
                   IF j \notin changed THEN @[j]
                   ELSE IF j \in added THEN Max({1, last}) ELSE 1]]
        /\ matchIndex' = [match EXCEPT ![i] =
               [j \in Server |-> IF j \in changed THEN 0 ELSE @[j]]]
        /\ recentlyHeard' = [recentlyHeard EXCEPT ![i] =
               IF CheckQuorum THEN @ \cup (added \cap changed) ELSE @]

(* What is applied next: an entry, or all that a snapshot holds.           *)
NextApplied(i) == Max({applied[i] + 1, snapshot[i].index})

-----------------------------------------------------------------------------
(* Actions, in the order of the story.                                     *)

(***************************************************************************)
(* The leader learns up to where a server's log agrees with its own (3.5). *)
(***************************************************************************)
ReceiveAccepted(i) ==
    \E m \in OfType("AppendAccepted", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ Leader(m) :: role[i] = "leader"
        /\ Member(m) :: IsMember(i, m.from)
        /\ Hear(i, m.from)
        /\ nextIndex' = [nextIndex EXCEPT ![i][m.from] =
               Max({@, m.index + 1})]
        /\ matchIndex' = [matchIndex EXCEPT ![i][m.from] =
               Max({@, m.index})]
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       transferee, readVars, historyVars, logVars, doneVars,
                       diskVars, msgs>>

(***************************************************************************)
(* The leader learns that a server's log differs, and tries further down   *)
(* (3.5; etcd).                                                            *)
(***************************************************************************)
ReceiveRefused(i) ==
    \E m \in OfType("AppendRefused", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ Leader(m) :: role[i] = "leader"
        /\ Member(m) :: IsMember(i, m.from)
        /\ NotStale(m) :: m.rejected > matchIndex[i][m.from]
        /\ Hear(i, m.from)
        /\ LET known == LastOfTerm(i, m.hint, m.hintTerm) IN
           nextIndex' = [nextIndex EXCEPT ![i][m.from] =
               Max({matchIndex[i][m.from] + 1,
                    Min({m.rejected, known + 1})})]
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       matchIndex, transferee, readVars, historyVars, logVars,
                       doneVars, diskVars, msgs>>

(***************************************************************************)
(* A quorum has an entry of the leader's own term: up to there all is safe *)
(* (3.5, 3.6.2).                                                           *)
(***************************************************************************)
AdvanceCommitIndex(i) ==
    /\ Advances :: AgreeIndex(i) > commitIndex[i]
    /\ OwnTerm :: TermAt(i, AgreeIndex(i)) = currentTerm[i]
    /\ commitIndex' = [commitIndex EXCEPT ![i] = AgreeIndex(i)]
    /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, applied, diskVars,
                   msgs>>

(***************************************************************************)
(* The leader says that it is there, and what a server may commit          *)
(* (3.4; etcd).                                                            *)
(***************************************************************************)
Heartbeat(i) ==
    \E to \in Server :
        /\ HeartbeatsOn(to) :: Heartbeats
        /\ Leader(to) :: role[i] = "leader"
        /\ ToAnother(to) :: to # i
        /\ Member(to) :: IsMember(i, to)
        /\ msgs' = msgs \cup
               {[type |-> "Heartbeat", term |-> currentTerm[i],
                 from |-> i, to |-> to,
                 commit |-> Min({matchIndex[i][to], commitIndex[i]}),
                 round |-> round[i], sent |-> clock[i]]}
        /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, doneVars,
                       diskVars>>

(***************************************************************************)
(* A follower hears of its leader (3.4; etcd).                             *)
(***************************************************************************)
AnswerHeartbeat(i) ==
    \E m \in OfType("Heartbeat", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ Follow(i, m.from)
        /\ commitIndex' = [commitIndex EXCEPT ![i] = Max({@, m.commit})]
        /\ Send(i, [type |-> "HeartbeatAnswered", term |-> m.term,
                    from |-> i, to |-> m.from,
                    round |-> m.round, sent |-> m.sent])
        /\ UNCHANGED <<termVars, historyVars, logVars, applied, durable>>

(***************************************************************************)
(* A leader that needs a quorum hears of a follower (6.2, 6.4).            *)
(***************************************************************************)
ReceiveHeartbeatAnswer(i) ==
    \E m \in OfType("HeartbeatAnswered", Inbox(i)) :
        /\ SameTerm(m) :: m.term = currentTerm[i]
        /\ Leader(m) :: role[i] = "leader"
        /\ Awaited(m) :: TRUE \in {CheckQuorum, Reads # {}}
        /\ Hear(i, m.from)
        /\ answered' = [answered EXCEPT ![i][m.from] = Max({@, m.round})]
        /\ heardAt' = [heardAt EXCEPT ![i][m.from] = Max({@, m.sent})]
        /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                       nextIndex, matchIndex, transferee, round, reads, clock,
                       contact, leaseVoid, historyVars, logVars, doneVars,
                       diskVars, msgs>>

(***************************************************************************)
(* A server applies the next committed entry that is so on disk too (3.5). *)
(***************************************************************************)
Apply(i) ==
    /\ ExplicitApplyOn :: ExplicitApply
    /\ Committed :: applied[i] < commitIndex[i]
    /\ Written ::
          ExplicitPersist => NextApplied(i) <= durable[i].commitIndex
    /\ applied' = [applied EXCEPT ![i] = NextApplied(i)]
    /\ Regroup(i, matchIndex, LastIndex(i), ConfigurationOf(i),
               IF ConfigurationAt = "apply"
               THEN ConfigurationAsOf(i, applied'[i])
               ELSE ConfigurationOf(i))
    /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                   transferee, readVars, historyVars, logVars, commitIndex,
                   diskVars, msgs>>
=============================================================================
