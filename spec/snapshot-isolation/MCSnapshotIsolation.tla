------------------------ MODULE MCSnapshotIsolation -------------------------
(***************************************************************************)
(* Each transaction runs once, so that SnapshotIsolation is finite as it   *)
(* is; bounds make models small in which many of them meet.                *)
(***************************************************************************)
EXTENDS SnapshotIsolation, FiniteSets

-----------------------------------------------------------------------------
(* Bounds *)

(***************************************************************************)
(* Each reads and writes two keys at most, all in all.                     *)
(***************************************************************************)
FewOperations ==
    \A t \in Transaction :
        Cardinality(reads[t]) + Cardinality(DOMAIN writes[t]) <= 2

(***************************************************************************)
(* No key is taken away.                                                   *)
(***************************************************************************)
NothingRemoved ==
    \A t \in Transaction : \A key \in DOMAIN writes[t] :
        writes[t][key] # Absent

(***************************************************************************)
(* Whoever is called a reader writes nothing.                              *)
(***************************************************************************)
ReadersOnlyRead ==
    \A t \in Transaction \cap {"reader-1", "reader-2"} : writes[t] = Nothing

(***************************************************************************)
(* Readers do not end.                                                     *)
(***************************************************************************)
ReadersGoOn ==
    \A t \in Transaction \cap {"reader-1", "reader-2"} :
        status[t] \in {"new", "open"}

(***************************************************************************)
(* Whoever is called a writer reads nothing, and writes one key.           *)
(***************************************************************************)
WritersOnlyWrite ==
    \A t \in Transaction \cap {"writer-1", "writer-2"} :
        reads[t] = {} /\ Cardinality(DOMAIN writes[t]) <= 1

-----------------------------------------------------------------------------
(* Witnesses. Each must be refuted: the counterexample is a trace worth    *)
(* reading, and the evidence that the models are not vacuous.              *)

(***************************************************************************)
(* Refuted by the shortest way to commit what another then reads.          *)
(***************************************************************************)
NobodyReadsAnother ==
    \A t, u \in Committed : ~ReadDepends(t, u)

(***************************************************************************)
(* Refuted by one that cannot commit any more, because another was first.  *)
(***************************************************************************)
EveryoneIsFirst ==
    \A t \in Transaction :
        status[t] = "open" =>
            \A key \in DOMAIN writes[t] : \A v \in versions[key] :
                v.timestamp <= start[t]

(***************************************************************************)
(* Refuted by two that committed although each missed the other's write.   *)
(***************************************************************************)
NoWriteSkew ==
    \A t, u \in Committed : ~(AntiDepends(t, u) /\ AntiDepends(u, t))

(***************************************************************************)
(* What serializability adds. Refuted by what snapshot isolation allows.   *)
(***************************************************************************)
AlwaysSerializable == Serializable(Committed)

(***************************************************************************)
(* Refuted by one that writes nothing, and without which the others could  *)
(* have run one after the other (Fekete, O'Neil and O'Neil 2004).          *)
(***************************************************************************)
NoReadOnlyAnomaly ==
    \A t \in Committed :
        (writes[t] = Nothing /\ Serializable(Committed \ {t}))
        => Serializable(Committed)
=============================================================================
