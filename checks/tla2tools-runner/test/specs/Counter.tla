------------------------------ MODULE Counter ------------------------------
(* A counter that climbs to a limit and, in some of its specifications,     *)
(* starts again. Each .cfg beside this file asks for another verdict.       *)
EXTENDS Integers, Sequences, TLC
CONSTANTS Limit, Colour
VARIABLES count, seen

vars == <<count, seen>>

ASSUME LimitIsSmall == Limit < 10

Init ==
    /\ count = 0
    /\ seen = {}

Climb(step) ==
    /\ count + step <= Limit
    /\ count' = count + step
    /\ seen' = seen \cup {[at |-> count, how |-> <<"climb", Colour>>]}

Restart ==
    /\ count = Limit
    /\ count' = 0
    /\ seen' = {}

Next == \E step \in {1, 2} : Climb(step)
NextForever == Next \/ Restart
NextLoud ==
    \/ /\ count < 2
       /\ PrintT(<<"count is", count>>)
       /\ Next
    \/ /\ count = 2
       /\ Assert(seen = {}, "count reached two")
       /\ UNCHANGED vars
NextPartial ==
    \/ Next
    \/ /\ count = 2
       /\ count' = 1
NextMixed ==
    \/ Next
    \/ /\ count = 2
       /\ count' = 1 + seen
       /\ UNCHANGED seen

Climbing == Init /\ [][Next]_vars
Looping == Init /\ [][NextForever]_vars
Fair == Looping /\ WF_vars(Next) /\ WF_vars(Restart)
Impossible == Init /\ count = 1 /\ [][Next]_vars
Broken == count = 1 + "one" /\ seen = {} /\ [][Next]_vars
Partial == Init /\ [][NextPartial]_vars
Loud == Init /\ [][NextLoud]_vars
Mixed == Init /\ [][NextMixed]_vars

TypeOK == count \in 0..Limit
BelowTwo == count < 2
NeverZero == count # 0
NotComparable == count < 2 \/ count = "two"

ReachesLimit == <>(count = Limit)
StaysAtLimit == <>[](count = Limit)
OneAtATime == [][count' = count + 1 \/ count' = 0]_vars
StartsAtOne == count = 1
=============================================================================
