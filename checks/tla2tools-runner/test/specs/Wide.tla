-------------------------------- MODULE Wide --------------------------------
(* Many initial states, each the start of a walk around a ring.              *)
EXTENDS Naturals
CONSTANTS Start, Size
VARIABLE at

Step == at' = (at + 1) % Size
Spec == at \in 0..Start - 1 /\ [][Step]_at /\ WF_at(Step)

Small == at < Size - 1
Returns == []<>(at = 0)
=============================================================================
