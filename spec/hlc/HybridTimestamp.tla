-------------------------- MODULE HybridTimestamp ---------------------------
(***************************************************************************)
(* The timestamps of hybrid logical clocks: anything that has an l and a   *)
(* c, and how they move (Kulkarni, Demirbas et al. 2014, figure 5). l is   *)
(* a reading of a physical clock, c counts within it.                      *)
(*                                                                         *)
(* Twin: protocols/hlc/clock.ts                                            *)
(* Next to read: HybridLogicalClock.tla                                    *)
(***************************************************************************)
EXTENDS Naturals

(***************************************************************************)
(* The order of timestamps: l decides, then c.                             *)
(***************************************************************************)
Earlier(a, b) == a.l < b.l \/ (a.l = b.l /\ a.c < b.c)

Latest(a, b) == IF Earlier(a, b) THEN b ELSE a

(***************************************************************************)
(* What follows t when the physical clock shows pt.                        *)
(***************************************************************************)
Tick(t, pt) ==
    IF pt > t.l THEN [l |-> pt, c |-> 0] ELSE [l |-> t.l, c |-> t.c + 1]

(***************************************************************************)
(* The receipt of m by a node whose clock is at t.                         *)
(***************************************************************************)
Receipt(t, m, pt) == Tick(Latest(t, m), pt)

(***************************************************************************)
(* A counter beyond the largest goes on in l: it never wraps.              *)
(***************************************************************************)
Carried(t, largest) == IF t.c > largest THEN [l |-> t.l + 1, c |-> 0] ELSE t

Max(a, b) == IF a > b THEN a ELSE b

(***************************************************************************)
(* The paper tells four cases of a receipt apart. They are the same.       *)
(***************************************************************************)
ASSUME AsInThePaper ==
    \A t, m \in [l : 0 .. 2, c : 0 .. 2], pt \in 0 .. 3 :
        LET l == Max(Max(t.l, m.l), pt) IN
        Receipt(t, m, pt) =
            [l |-> l,
             c |-> CASE l = t.l /\ l = m.l -> Max(t.c, m.c) + 1
                     [] l = t.l /\ l # m.l -> t.c + 1
                     [] l # t.l /\ l = m.l -> m.c + 1
                     [] OTHER -> 0]
=============================================================================
