-------------------------------- MODULE Grid --------------------------------
(* A walk on a square: as many states as are wanted.                         *)
EXTENDS Naturals
CONSTANT Side
VARIABLES x, y

Right ==
    /\ x < Side
    /\ x' = x + 1
    /\ UNCHANGED y
Up ==
    /\ y < Side
    /\ y' = y + 1
    /\ UNCHANGED x

Spec == x = 0 /\ y = 0 /\ [][Right \/ Up]_<<x, y>>
NotThere == x + y < 5
=============================================================================
