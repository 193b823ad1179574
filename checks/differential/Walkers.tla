------------------------------ MODULE Walkers ------------------------------
(***************************************************************************)
(* Random systems for holding two model checkers against each other.       *)
(* Walkers go from place to place, say where they are, hear that of        *)
(* others, meet, call others, and pass a gate. Where each step leads is in *)
(* the tables of module Tables, which is written anew for every system;    *)
(* no step leads to None.                                                  *)
(*                                                                         *)
(* Twin: walkers.ts                                                        *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Bags, Tables

CONSTANTS
    Walker,  \* Who walks.
    Place    \* Where to.

VARIABLES
    at,      \* at[w] is where walker w is.
    breath,  \* breath[w] is how often it can still say something.
    gate,    \* The position of the gate.
    said     \* What was said: a set, or a bag of what is still unheard.

vars == <<at, breath, gate, said>>

Message == [type : {"Said"}, at : Place, to : Walker]

Init ==
    /\ at = [w \in Walker |-> 0]
    /\ breath = Breath
    /\ gate = 0
    /\ said = IF IsBag THEN EmptyBag ELSE {}

InTheAir == IF IsBag THEN BagToSet(said) ELSE said

Words == IF IsBag THEN BagCardinality(said) ELSE Cardinality(said)

TypeOK ==
    /\ at \in [Walker -> Place]
    /\ breath \in [Walker -> 0..2]
    /\ gate \in {0, 1}
    /\ InTheAir \subseteq Message

-----------------------------------------------------------------------------
Step(w) ==
    /\ Walk[at[w]] # None
    /\ at' = [at EXCEPT ![w] = Walk[at[w]]]
    /\ UNCHANGED <<breath, gate, said>>

Jump(w) ==
    \E place \in Place :
        /\ <<at[w], place>> \in Jumps
        /\ at' = [at EXCEPT ![w] = place]
        /\ UNCHANGED <<breath, gate, said>>

Say(w) ==
    LET new == [type : {"Said"}, at : {at[w]}, to : Walker \ {w}] IN
    /\ Speak[at[w]] # None
    /\ breath[w] > 0
    /\ at' = [at EXCEPT ![w] = Speak[at[w]]]
    /\ breath' = [breath EXCEPT ![w] = @ - 1]
    /\ said' = IF IsBag THEN said (+) SetToBag(new) ELSE said \cup new
    /\ UNCHANGED gate

Hear(w) ==
    \E m \in {m \in InTheAir : m.to = w} :
        /\ Listen[m.at] # None
        /\ at[w] <= m.at
        /\ at' = [at EXCEPT ![w] = Listen[m.at]]
        /\ said' = IF IsBag THEN said (-) SetToBag({m}) ELSE said
        /\ UNCHANGED <<breath, gate>>

Meet(w) ==
    /\ Gather[at[w]] # None
    /\ \A v \in Later[w] : at[v] = at[w]
    /\ at' = [v \in Walker |->
                IF v = w THEN Gather[at[w]]
                ELSE IF v \in Later[w] THEN Carry[at[v]] ELSE at[v]]
    /\ UNCHANGED <<breath, gate, said>>

Call(w) ==
    \E place \in Place :
        LET called == IF place = 0 THEN {} ELSE Later[w] IN
        /\ <<at[w], place>> \in Calls
        /\ ~\A v \in called : at[v] = place
        /\ at' = [v \in Walker |-> IF v \in called THEN place ELSE at[v]]
        /\ UNCHANGED <<breath, gate, said>>

Pass(w) ==
    /\ Beyond[at[w]] # None
    /\ gate = Opening[at[w]]
    /\ \A v \in Walker \ {w} : at[v] # at[w]
    /\ at' = [at EXCEPT ![w] = Beyond[at[w]]]
    /\ gate' = 1 - gate
    /\ UNCHANGED <<breath, said>>

Shut ==
    /\ Shutting[gate] # None
    /\ gate' = Shutting[gate]
    /\ UNCHANGED <<at, breath, said>>

Next ==
    \/ \E w \in Walker : Step(w)
    \/ \E w \in Walker : Jump(w)
    \/ \E w \in Walker : Say(w)
    \/ \E w \in Walker : Hear(w)
    \/ \E w \in Walker : Meet(w)
    \/ \E w \in Walker : Call(w)
    \/ \E w \in Walker : Pass(w)
    \/ Shut

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Safe ==
    /\ \A w \in Walker : <<at[w], gate>> \notin Unsafe
    /\ Words <= Loudest

Orderly ==
    [][\A w \in Walker :
        at'[w] # at[w] => <<at[w], at'[w]>> \notin Forbidden]_vars

Near ==
    /\ \A w \in Walker : <<at[w], gate>> \notin Outside
    /\ Words <= Loudest

Begins(w) == <<at[w], gate>> \in Beginning

Ends(w) == <<at[w], gate>> \in Ending

Begun == \E w \in Walker : Begins(w)

Ended == \E w \in Walker : Ends(w)

Eventually == <>Ended
LeadsTo == Begun ~> Ended
EventuallyAlways == <>[]Ended
AlwaysEventually == []<>Ended
EachEventually == \A w \in Walker : <>Ends(w)
EachLeadsTo == \A w \in Walker : Begins(w) ~> Ends(w)
EachEventuallyAlways == \A w \in Walker : <>[]Ends(w)
EachAlwaysEventually == \A w \in Walker : []<>Ends(w)
StepsAgain == []<>(\E w \in Walker : ENABLED <<Step(w)>>_vars)
EachHears == \A w \in Walker : (ENABLED <<Hear(w)>>_vars) ~> Ends(w)
=============================================================================
