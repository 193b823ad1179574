------------------------------ MODULE Sessions ------------------------------
(***************************************************************************)
(* What is asked for twice is done once.                                   *)
(*                                                                         *)
(* A client that gets no answer asks again, another leader perhaps, so     *)
(* that a log may hold the same request twice: ClientRequest may append a  *)
(* value as often as it likes. With Sessions a state machine remembers     *)
(* what it has done (6.3), and does it no more. It is a function of the    *)
(* log, so it needs no action; a snapshot, which stands for entries, has   *)
(* to hold it with all that it remembers.                                  *)
(*                                                                         *)
(* A request is its own identity here. In a session it has a number, so    *)
(* that the last one of each client is enough to remember. Not modelled:   *)
(* sessions that expire, and what is answered.                             *)
(*                                                                         *)
(* Twin: protocols/raft/sessions.ts                                        *)
(* Next to read: Snapshots.tla                                             *)
(***************************************************************************)
EXTENDS Durability

(* The state machine does what an entry asks for, unless it has done so.   *)
Executed(machine, entry) ==
    IF "value" \notin DOMAIN entry \/ entry.value \in machine.sessions
    THEN machine
    ELSE [effects |-> Append(machine.effects, entry.value),
          sessions |-> IF Sessions
                       THEN machine.sessions \cup {entry.value}
                       ELSE {}]

RECURSIVE After(_, _)
After(machine, entries) ==
    IF entries = <<>>
    THEN machine
    ELSE After(Executed(machine, Head(entries)), Tail(entries))

(* The state machine of i when all up to an index is applied.              *)
MachineAt(i, n) ==
    After(snapshot[i].machine, EntriesFrom(i, snapshot[i].index + 1, n))
=============================================================================
