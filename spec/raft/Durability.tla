----------------------------- MODULE Durability -----------------------------
(***************************************************************************)
(* What is on disk and what is not yet, and what a crash leaves.           *)
(*                                                                         *)
(* A server answers when what it says is on disk (3.8); a leader may send  *)
(* entries that it has not written itself, as long as it counts itself     *)
(* only then (10.2.1). Without ExplicitPersist all is on disk at once.     *)
(*                                                                         *)
(* Not modelled: several writes under way at the same time, and a commit   *)
(* index that is not written. A server that forgets how far it had         *)
(* committed learns it again, but a reader need not see it go back.        *)
(*                                                                         *)
(* Twin: protocols/raft/durability.ts                                      *)
(* Next to read: Sessions.tla                                              *)
(***************************************************************************)
EXTENDS Commitment

(* What a server would find after a crash if it wrote now.                 *)
Stored(i) ==
    [currentTerm |-> currentTerm[i], votedFor |-> votedFor[i],
     snapshot |-> snapshot[i], log |-> log[i],
     commitIndex |-> commitIndex[i]]

(* What it finds.                                                          *)
Found(i) == IF ExplicitPersist THEN durable[i] ELSE Stored(i)

(* How many entries are in memory as they are on disk, from the first on.  *)
Same(i) ==
    LET written == durable[i].log
        differing == {n \in 1..Len(log[i]) :
                          n > Len(written) \/ log[i][n] # written[n]}
    IN  IF differing = {} THEN Len(log[i]) ELSE Min(differing) - 1

-----------------------------------------------------------------------------
(* Actions, in the order of the story.                                     *)

(***************************************************************************)
(* A server writes what it knows; then the others may hear of it (3.8).    *)
(***************************************************************************)
Persist(i) ==
    /\ ExplicitPersistOn :: ExplicitPersist
    /\ Unwritten :: outbox[i] = {} => durable[i] # Stored(i)
    /\ durable' = [durable EXCEPT ![i] = Stored(i)]
    /\ outbox' = [outbox EXCEPT ![i] = {}]
    /\ msgs' = msgs \cup outbox[i]
    /\ UNCHANGED <<termVars, roleVars, historyVars, logVars, doneVars>>

(***************************************************************************)
(* A leader counts itself among those that have what it has written        *)
(* (10.2.1).                                                               *)
(***************************************************************************)
CountItself(i) ==
    LET written == durable[i].snapshot.index + Len(durable[i].log) IN
    /\ Leader :: role[i] = "leader"
    /\ Written :: written > matchIndex[i][i]
    /\ matchIndex' = [matchIndex EXCEPT ![i][i] = written]
    /\ UNCHANGED <<termVars, role, leader, votesGranted, votesRefused,
                   recentlyHeard, nextIndex, transferee, readVars, historyVars,
                   logVars, doneVars, diskVars, msgs>>

(***************************************************************************)
(* A server stops and begins anew with what is on disk; of a write that    *)
(* this interrupts some entries may be there, the first of them, and       *)
(* nothing else (3.8).                                                     *)
(***************************************************************************)
Crash(i) ==
    \E kept \in 0..MaxTorn :
        /\ MayCrash(kept) :: i \in Crashing
        /\ Interrupted(kept) ::
            kept > 0 =>
                /\ ExplicitPersist
                /\ snapshot[i].index = durable[i].snapshot.index
                /\ Same(i) + kept <= Len(log[i])
        /\ Become(i, "follower", None, {})
        /\ contact' = [contact EXCEPT ![i] = clock[i]]
        /\ currentTerm' = [currentTerm EXCEPT ![i] = Found(i).currentTerm]
        /\ votedFor' = [votedFor EXCEPT ![i] = Found(i).votedFor]
        /\ snapshot' = [snapshot EXCEPT ![i] = Found(i).snapshot]
        /\ log' = [log EXCEPT ![i] =
               IF kept = 0 THEN Found(i).log ELSE SubSeq(@, 1, Same(i) + kept)]
        /\ commitIndex' = [commitIndex EXCEPT ![i] = Found(i).commitIndex]
        /\ applied' = [applied EXCEPT ![i] =
               Min({@, Found(i).snapshot.index})]
        /\ outbox' = [outbox EXCEPT ![i] = {}]
        /\ UNCHANGED <<historyVars, durable, msgs>>
=============================================================================
