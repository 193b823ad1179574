------------------------- MODULE HybridLogicalClock -------------------------
(***************************************************************************)
(* How nodes whose physical clocks disagree give timestamps that respect   *)
(* cause and effect, and yet stay close to physical time.                  *)
(*                                                                         *)
(* These are the hybrid logical clocks of Kulkarni, Demirbas, Madappa,     *)
(* Avva and Leone ("Logical Physical Clocks", OPODIS 2014), with their     *)
(* names: pt is what a node's physical clock shows, l and c are its        *)
(* timestamp. l follows the greatest pt that a node has heard of; c counts *)
(* events for as long as that does not change.                             *)
(*                                                                         *)
(* The paper assumes that any two clocks differ by Epsilon at most. Here   *)
(* that follows from how far each may be from true time, also when one     *)
(* jumps back. CockroachDB's clock does not tick when it receives: that is *)
(* ReceiveTicks = FALSE.                                                   *)
(*                                                                         *)
(* Messages may be lost, late, out of order, and received by anybody.      *)
(*                                                                         *)
(* Not modelled:                                                           *)
(*                                                                         *)
(* - How last is made durable: here it is part of the event. A program     *)
(*   that keeps an upper bound instead goes on later, which allows less.   *)
(* - The clock's own timestamp beside one of a time to come. It is a       *)
(*   message of its own, which Send sends.                                 *)
(*                                                                         *)
(* Twin: protocols/hlc/actions.ts                                          *)
(* Next to read: MCHybridLogicalClock.tla                                  *)
(***************************************************************************)
EXTENDS FiniteSets, HybridTimestamp

CONSTANTS
    Node,           \* The nodes.
    Reading,        \* What physical clocks can show, and true time can be.
    Synchronised,   \* The nodes whose physical clocks keep to the bounds:
    MaxAhead,       \* how far a clock may be ahead of true time,
    MaxBehind,      \* and how far behind.
    TickFirst,      \* Does a clock tick between any two events of a node?
    MaxOffset,      \* A timestamp further ahead of pt than this is refused.
    MaxCounter,     \* The greatest c that there is room for.
    CarryOverflow,  \* Is a greater c carried into l, rather than refused?
    ReceiveTicks,   \* Is to receive an event, as in the paper?
    Future          \* Times to come that nodes may announce.

ASSUME Synchronised \subseteq Node /\ 0 \in Reading
ASSUME Reading \cup Future \subseteq Nat

ASSUME {TickFirst, CarryOverflow, ReceiveTicks} \subseteq BOOLEAN

-----------------------------------------------------------------------------
(* State *)

VARIABLES
    now,     \* True time, which nobody sees.
    pt,      \* pt[n] is what the physical clock of n shows.
    l,       \* l[n] is the greatest reading that n has heard of.
    c,       \* c[n] counts the events since l[n] changed.
    last,    \* The last event of n, kept where it survives a restart.
    before,  \* The events before that, if they are not behind it in l.
    known,   \* The events that n knows of, if they are not behind l[n].
    msgs     \* Every message that was ever sent.

vars == <<now, pt, l, c, last, before, known, msgs>>

Event == [node : Node, pt : Reading, l : Nat, c : Nat]

Message ==
    [type : {"Stamped"}, event : Event, known : SUBSET Event]
        \cup [type : {"Synthetic"}, l : Future]

TypeOK ==
    /\ now \in Reading
    /\ pt \in [Node -> Reading]
    /\ l \in [Node -> Nat]
    /\ c \in [Node -> Nat]
    /\ last \in [Node -> Event]
    /\ before \in [Node -> SUBSET Event]
    /\ known \in [Node -> SUBSET Event]
    /\ msgs \subseteq Message

Init ==
    /\ now = 0
    /\ pt = [n \in Node |-> 0]
    /\ l = [n \in Node |-> 0] /\ c = [n \in Node |-> 0]
    /\ last = [n \in Node |-> [node |-> n, pt |-> 0, l |-> 0, c |-> 0]]
    /\ before = [n \in Node |-> {}] /\ known = [n \in Node |-> {last[n]}]
    /\ msgs = {}

OfType(type, S) == {m \in S : m.type = type}

Epsilon == MaxAhead + MaxBehind

Clock(n) == [l |-> l[n], c |-> c[n]]

NotBehind(t, S) == {e \in S : e.l >= t.l}

(* An event of n gets the timestamp t; cause is what it has heard of.      *)
Happen(n, t, cause) ==
    /\ l' = [l EXCEPT ![n] = t.l]
    /\ c' = [c EXCEPT ![n] = t.c]
    /\ last' = [last EXCEPT ![n] =
           [node |-> n, pt |-> pt[n], l |-> t.l, c |-> t.c]]
    /\ before' = [before EXCEPT ![n] = NotBehind(t, known[n] \cup cause)]
    /\ known' = [known EXCEPT ![n] = before'[n] \cup {last'[n]}]
    /\ UNCHANGED <<now, pt>>

-----------------------------------------------------------------------------
(* Actions, in the order of the story. Node n acts; guards come first.     *)

(***************************************************************************)
(* A node gives a timestamp to something that happens on it.               *)
(***************************************************************************)
LocalEvent(n) ==
    /\ ClockTicked :: TickFirst => pt[n] > last[n].pt
    /\ CounterFits :: ~CarryOverflow => Tick(Clock(n), pt[n]).c <= MaxCounter
    /\ Happen(n, Carried(Tick(Clock(n), pt[n]), MaxCounter), {})
    /\ UNCHANGED msgs

(***************************************************************************)
(* A node sends a message with its timestamp.                              *)
(***************************************************************************)
Send(n) ==
    /\ ClockTicked :: TickFirst => pt[n] > last[n].pt
    /\ CounterFits :: ~CarryOverflow => Tick(Clock(n), pt[n]).c <= MaxCounter
    /\ Happen(n, Carried(Tick(Clock(n), pt[n]), MaxCounter), {})
    /\ msgs' = msgs \cup {[type |-> "Stamped", event |-> last'[n],
                           known |-> known'[n]]}

(***************************************************************************)
(* A node receives a timestamp and gives a later one to that.              *)
(***************************************************************************)
Receive(n) ==
    \E m \in OfType("Stamped", msgs) :
        LET t == Receipt(Clock(n), m.event, pt[n]) IN
        /\ Ticks(m) :: ReceiveTicks
        /\ WithinOffset(m) :: m.event.l <= pt[n] + MaxOffset
        /\ ClockTicked(m) :: TickFirst => pt[n] > last[n].pt
        /\ CounterFits(m) :: ~CarryOverflow => t.c <= MaxCounter
        /\ Happen(n, Carried(t, MaxCounter), m.known)
        /\ UNCHANGED msgs

(***************************************************************************)
(* A node that receives only takes over what is later: CockroachDB's way.  *)
(***************************************************************************)
Merge(n) ==
    \E m \in OfType("Stamped", msgs) :
        LET t == Latest(Latest(Clock(n), m.event), [l |-> pt[n], c |-> 0]) IN
        /\ TicksLater(m) :: ~ReceiveTicks
        /\ WithinOffset(m) :: m.event.l <= pt[n] + MaxOffset
        /\ l' = [l EXCEPT ![n] = t.l]
        /\ c' = [c EXCEPT ![n] = t.c]
        /\ known' = [known EXCEPT ![n] = NotBehind(t, @ \cup m.known)]
        /\ UNCHANGED <<now, pt, last, before, msgs>>

(***************************************************************************)
(* A node refuses a timestamp that is too far ahead of its physical clock. *)
(***************************************************************************)
Refuse(n) ==
    \E m \in OfType("Stamped", msgs) :
        /\ TooFarAhead(m) :: m.event.l > pt[n] + MaxOffset
        /\ UNCHANGED vars

(***************************************************************************)
(* A node announces a time to come, which no clock has shown.              *)
(***************************************************************************)
Announce(n) ==
    \E time \in Future :
        /\ InFuture(time) :: time > l[n]
        /\ msgs' = msgs \cup {[type |-> "Synthetic", l |-> time]}
        /\ UNCHANGED <<now, pt, l, c, last, before, known>>

(***************************************************************************)
(* A node that learns of a time to come leaves its clock as it is.         *)
(***************************************************************************)
Learn(n) ==
    \E m \in OfType("Synthetic", msgs) : UNCHANGED vars

(***************************************************************************)
(* A node forgets all but its last event, and goes on as if every          *)
(* timestamp with the l of that had been given.                            *)
(***************************************************************************)
Restart(n) ==
    /\ l' = [l EXCEPT ![n] = last[n].l]
    /\ c' = [c EXCEPT ![n] = MaxCounter]
    /\ known' = [known EXCEPT ![n] = before[n] \cup {last[n]}]
    /\ UNCHANGED <<now, pt, last, before, msgs>>

(***************************************************************************)
(* A physical clock goes forward.                                          *)
(***************************************************************************)
Advance(n) ==
    \E reading \in Reading :
        /\ Forward(reading) :: reading > pt[n]
        /\ InBounds(reading) :: n \in Synchronised => reading <= now + MaxAhead
        /\ pt' = [pt EXCEPT ![n] = reading]
        /\ UNCHANGED <<now, l, c, last, before, known, msgs>>

(***************************************************************************)
(* A physical clock is set back.                                           *)
(***************************************************************************)
JumpBack(n) ==
    \E reading \in Reading :
        /\ Back(reading) :: reading < pt[n]
        /\ InBounds(reading) :: n \in Synchronised => now <= reading + MaxBehind
        /\ pt' = [pt EXCEPT ![n] = reading]
        /\ UNCHANGED <<now, l, c, last, before, known, msgs>>

(***************************************************************************)
(* True time goes on, and leaves no synchronised clock too far behind.     *)
(***************************************************************************)
TimePasses ==
    \E reading \in Reading :
        /\ Later(reading) :: reading > now
        /\ NobodyLeftBehind(reading) ::
               \A n \in Synchronised : reading <= pt[n] + MaxBehind
        /\ now' = reading
        /\ UNCHANGED <<pt, l, c, last, before, known, msgs>>

-----------------------------------------------------------------------------
(* Specification *)

Environment ==
    \/ \E n \in Node : Restart(n) \/ Advance(n) \/ JumpBack(n)
    \/ TimePasses

Next ==
    \/ \E n \in Node : LocalEvent(n) \/ Send(n) \/ Receive(n) \/ Merge(n)
    \/ \E n \in Node : Refuse(n) \/ Announce(n) \/ Learn(n)
    \/ Environment

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Properties *)

(***************************************************************************)
(* Theorem 1: what happened before has an earlier timestamp. Why: each     *)
(* timestamp is later than the latest that its node knows of.              *)
(***************************************************************************)
Causality == \A n \in Node : \A e \in before[n] : Earlier(e, last[n])

(***************************************************************************)
(* The timestamps of a node do not go back, even if its physical clock     *)
(* does. Why: its clock is never below its last timestamp.                 *)
(***************************************************************************)
Monotonic == [][\A n \in Node : ~Earlier(last'[n], last[n])]_vars

(***************************************************************************)
(* Theorem 2: no timestamp is behind pt. Why: l takes over a greater pt.   *)
(***************************************************************************)
NotBehindPt == \A n \in Node : last[n].l >= last[n].pt

(***************************************************************************)
(* Theorem 3: an l ahead of pt is what a clock has shown at an event       *)
(* before. Why: l is taken over, never counted up.                         *)
(***************************************************************************)
SomebodysReading == \A n \in Node :
    last[n].l > last[n].pt => \E e \in before[n] : e.pt = last[n].l

(***************************************************************************)
(* Corollary 1: l is close to the physical clock. Why: it is somebody's    *)
(* reading, and clocks are synchronised.                                   *)
(***************************************************************************)
CloseToPt == \A n \in Node : l[n] <= pt[n] + Epsilon

(***************************************************************************)
(* No l is further ahead of true time than a physical clock may be. Why: l *)
(* is somebody's reading; a time to come is nobody's.                      *)
(***************************************************************************)
NotAhead == \A n \in Node : l[n] <= now + MaxAhead

(***************************************************************************)
(* A synchronised node stays close to its pt, whatever the clocks of       *)
(* others show. Why: it refuses what is too far ahead.                     *)
(***************************************************************************)
Contained == \A n \in Synchronised : l[n] <= pt[n] + Epsilon + MaxOffset

(***************************************************************************)
(* Theorem 4: c is at most the number of events before with the same l.    *)
(* Why: it grows by one from the latest of them.                           *)
(***************************************************************************)
CounterCounts == \A n \in Node :
    last[n].c <= Cardinality({e \in before[n] : e.l = last[n].l})

(***************************************************************************)
(* Corollary 3: c has a bound if clocks tick between events. Why: then a   *)
(* node has one event at most for each reading close to l.                 *)
(***************************************************************************)
CounterBounded == \A n \in Node :
    TickFirst => last[n].c <= Cardinality(Node) * (Epsilon + 1)

(***************************************************************************)
(* No c is too great. Why: such an event is refused, or l takes it up.     *)
(***************************************************************************)
CounterHasRoom == \A n \in Node : last[n].c <= MaxCounter

THEOREM Spec => [](Causality /\ NotBehindPt /\ CounterHasRoom) /\ Monotonic

THEOREM ReceiveTicks /\ ~CarryOverflow /\ Synchronised = Node /\ Spec
    => [](SomebodysReading /\ CloseToPt /\ NotAhead /\ CounterBounded)
=============================================================================
