------------------------------- MODULE Endless ------------------------------
(* A counter without a bound: TLC runs until it is stopped.                  *)
EXTENDS Naturals
VARIABLE count
Next == count' = count + 1
Endless == count = 0 /\ [][Next]_count
=============================================================================
