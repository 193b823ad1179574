------------------------ MODULE MCHybridLogicalClock ------------------------
(***************************************************************************)
(* HybridLogicalClock is finite as it is, since no c is greater than       *)
(* MaxCounter. Where that is carried into l, l needs a bound; others make  *)
(* models small in which clocks have many readings.                        *)
(***************************************************************************)
EXTENDS HybridLogicalClock

-----------------------------------------------------------------------------
(* Bounds *)

(***************************************************************************)
(* No l is carried further than this.                                      *)
(***************************************************************************)
FewCarries == \A n \in Node : l[n] <= 2

(***************************************************************************)
(* One message is sent at most: enough for one clock to mislead another.   *)
(***************************************************************************)
OneMessage == Cardinality(msgs) <= 1

-----------------------------------------------------------------------------
(* Witnesses. Each must be refuted: the counterexample is a trace worth    *)
(* reading, and the evidence that the models are not vacuous.              *)

(***************************************************************************)
(* Refuted by the shortest way to an l that is ahead of pt.                *)
(***************************************************************************)
NobodyIsAhead == \A n \in Node : last[n].l <= last[n].pt

(***************************************************************************)
(* Refuted by a timestamp that somebody must refuse.                       *)
(***************************************************************************)
NothingIsTooFarAhead ==
    \A m \in OfType("Stamped", msgs), n \in Synchronised :
        m.event.l <= pt[n] + MaxOffset

(***************************************************************************)
(* Refuted by a node that must wait for its physical clock.                *)
(***************************************************************************)
CounterIsNeverFull == \A n \in Node : last[n].c < MaxCounter

(***************************************************************************)
(* Refuted by a node that takes over a timestamp.                          *)
(***************************************************************************)
NothingIsMerged == \A n \in Node : known[n] = before[n] \cup {last[n]}

(***************************************************************************)
(* Refuted by a time to come that is announced.                            *)
(***************************************************************************)
NothingIsAnnounced == OfType("Synthetic", msgs) = {}
=============================================================================
