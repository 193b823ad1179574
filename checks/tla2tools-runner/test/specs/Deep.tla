-------------------------------- MODULE Deep --------------------------------
(* Values of every shape in a trace, wide enough that TLC wraps its lines.   *)
EXTENDS Integers, Sequences, TLC
CONSTANT Servers
VARIABLES tick, shapes

Init ==
    /\ tick = 0
    /\ shapes = [
         negative |-> -7,
         text |-> "a = \"b\" /\\ c",
         empty |-> <<>>,
         nested |-> {{}, {<<1, "x">>}},
         byServer |-> [s \in Servers |-> [log |-> <<>>, votes |-> {s}]],
         sparse |-> 3 :> TRUE @@ 5 :> FALSE,
         range |-> 1..3,
         history |-> [n \in 1..4 |-> [term |-> n, entries |-> <<n, n, n>>]]
       ]

Tick(by) ==
    /\ tick < 3
    /\ tick' = tick + by
    /\ UNCHANGED shapes

Next == \E by \in {1} : Tick(by)
Spec == Init /\ [][Next]_<<tick, shapes>>
Early == tick < 1
=============================================================================
