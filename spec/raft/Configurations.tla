--------------------------- MODULE Configurations ---------------------------
(***************************************************************************)
(* Whose votes and answers count. A configuration is an entry of the log,  *)
(* as in the dissertation (4.1), and one holds at a time.                  *)
(*                                                                         *)
(* Twin: protocols/raft/configuration.ts                                   *)
(* Next to read: Elections.tla                                             *)
(***************************************************************************)
EXTENDS Logs

IsConfiguration(entry) == "configuration" \in DOMAIN entry

(* Where there are configurations after one index, up to another.          *)
ConfigurationsIn(i, after, last) ==
    {n \in (snapshot[i].index + 1)..LastIndex(i) :
        after < n /\ n <= last /\ IsConfiguration(EntryAt(i, n))}

(* The latest one up to an index, that of the snapshot at first.           *)
ConfigurationAsOf(i, n) ==
    LET known == ConfigurationsIn(i, snapshot[i].index, n)
    IN  IF known = {}
        THEN snapshot[i].configuration
        ELSE EntryAt(i, Max(known)).configuration

(* Up to where it is applied, by itself or with a snapshot.                *)
AppliedIndex(i) ==
    IF ExplicitApply
    THEN Max({applied[i], snapshot[i].index})
    ELSE commitIndex[i]

(* What a server goes by: the latest in its log, or that it has applied.   *)
ConfigurationOf(i) ==
    ConfigurationAsOf(
        i, IF ConfigurationAt = "apply" THEN AppliedIndex(i) ELSE LastIndex(i))

VotersOf(c) == c.voters \cup c.outgoing

MembersOf(c) == VotersOf(c) \cup c.learners

(* May a server be elected? One whose removal is not committed may be      *)
(* needed still (4.2.2).                                                   *)
IsElectable(i) ==
    i \in VotersOf(ConfigurationOf(i))
        \cup IF ConfigurationAt = "append"
             THEN VotersOf(ConfigurationAsOf(i, commitIndex[i]))
             ELSE {}

(* Has it applied each configuration that it knows to be committed?        *)
IsConfigured(i) ==
    ConfigurationAt = "apply" =>
        /\ applied[i] >= snapshot[i].index
        /\ ConfigurationsIn(i, applied[i], commitIndex[i]) = {}

IsMajority(S, voters) == Cardinality(voters \cap S) * 2 > Cardinality(voters)

(* A majority, of each half if the configuration is a joint one.           *)
IsQuorumOf(c, S) ==
    /\ IsMajority(S, c.voters)
    /\ c.outgoing # {} => IsMajority(S, c.outgoing)

IsQuorum(i, S) == IsQuorumOf(ConfigurationOf(i), S)

(* The others whose votes count.                                           *)
Peers(i) == VotersOf(ConfigurationOf(i)) \ {i}
=============================================================================
