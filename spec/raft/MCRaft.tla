------------------------------- MODULE MCRaft -------------------------------
(***************************************************************************)
(* Terms, logs and messages have no bound in Raft, so each model sets one. *)
(***************************************************************************)
EXTENDS Raft

CONSTANTS
    MaxMessages, \* No more messages are sent.
    MaxRounds,   \* No leader begins more rounds,
    MaxClock     \* and no clock shows more.

-----------------------------------------------------------------------------
(* Bounds *)

(***************************************************************************)
(* No term is greater than MaxTerm.                                        *)
(***************************************************************************)
FewTerms == \A i \in Server : currentTerm[i] <= MaxTerm

(***************************************************************************)
(* No log is longer than MaxLogLength.                                     *)
(***************************************************************************)
ShortLogs == \A i \in Server : LastIndex(i) <= MaxLogLength

(***************************************************************************)
(* No more than MaxMessages were ever sent.                                *)
(***************************************************************************)
FewMessages == Cardinality(msgs) <= MaxMessages

(***************************************************************************)
(* Two are rivals: s1 begins the odd terms, s2 the even ones,              *)
(***************************************************************************)
TakeTurns ==
    \A i \in Server :
        role[i] = "candidate" =>
            i = IF currentTerm[i] % 2 = 1 THEN "s1" ELSE "s2"

(***************************************************************************)
(* and neither votes for the other, nor is sent its entries.               *)
(***************************************************************************)
Rivals ==
    /\ \A i \in Server \cap {"s1", "s2"} : votedFor[i] \in {None, i}
    /\ \A m \in OfType("AppendEntries", msgs) : m.to \notin {"s1", "s2"}

(***************************************************************************)
(* A leader sends a server something only if it has something new to tell. *)
(***************************************************************************)
EntriesOnly == \A m \in OfType("AppendEntries", msgs) : m.entries # <<>>

(***************************************************************************)
(* Neither s1 nor s2 votes for the other.                                  *)
(***************************************************************************)
OwnVotes == \A i \in Server \cap {"s1", "s2"} : votedFor[i] \in {None, i}

(***************************************************************************)
(* No leader begins more rounds than MaxRounds.                            *)
(***************************************************************************)
FewRounds == \A i \in Server : round[i] <= MaxRounds

(***************************************************************************)
(* No clock shows more than MaxClock.                                      *)
(***************************************************************************)
ShortTime == \A i \in Server : clock[i] <= MaxClock

(***************************************************************************)
(* Time begins when somebody leads.                                        *)
(***************************************************************************)
TimeBeginsLate ==
    \/ \A i \in Server : clock[i] = ElectionTimeout
    \/ \E i \in Server : termsLed[i] # {}

(***************************************************************************)
(* s1 leads on, as the slowest, and the clock of s2 is the fastest.        *)
(***************************************************************************)
FirstIsSlow ==
    /\ clock["s1"] <= clock["s3"] /\ clock["s3"] <= clock["s2"]
    /\ currentTerm["s1"] > 0 => role["s1"] # "follower"

(***************************************************************************)
(* s1 hears of no later term than the first, and is sent no entries.       *)
(***************************************************************************)
FirstIsCutOff ==
    /\ currentTerm["s1"] <= 1
    /\ \A m \in OfType("AppendEntries", msgs) : m.to # "s1"

(***************************************************************************)
(* Only the next server is asked whether it follows still.                 *)
(***************************************************************************)
AskTheNext ==
    \A m \in OfType("Heartbeat", msgs) :
        <<m.from, m.to>> \in {<<"s1", "s2">>, <<"s2", "s3">>}

(***************************************************************************)
(* Only the next server is sent entries.                                   *)
(***************************************************************************)
TellTheNext ==
    \A m \in OfType("AppendEntries", msgs) :
        <<m.from, m.to>> \in {<<"s1", "s2">>, <<"s2", "s3">>}

(***************************************************************************)
(* Only s2 asks whether it is followed still, s3 and once.                 *)
(***************************************************************************)
SecondAsksOnce ==
    \A m, other \in OfType("Heartbeat", msgs) :
        m = other /\ m.from = "s2" /\ m.to = "s3"

(***************************************************************************)
(* Time begins when clients know of something that is applied.             *)
(***************************************************************************)
TimeBeginsWithNews ==
    acknowledged > 0 \/ \A i \in Server : clock[i] = ElectionTimeout

(***************************************************************************)
(* Clients read once, and not before s2 leads.                             *)
(***************************************************************************)
OneLateRead ==
    answers # {} => Cardinality(answers) = 1 /\ termsLed["s2"] # {}

(***************************************************************************)
(* s2 votes, and gets entries in pairs; s3 gets one that is committed, and *)
(* then a snapshot.                                                        *)
(***************************************************************************)
ThirdIsBehind ==
    /\ votedFor["s3"] = None
    /\ \A m \in OfType("AppendEntries", msgs) :
           IF m.to = "s3" THEN Len(m.entries) = 1 /\ m.commit > 0
           ELSE Len(m.entries) = 2
    /\ \A m \in OfType("InstallSnapshot", msgs) : m.to = "s3"

-----------------------------------------------------------------------------
(* Witnesses. Each must be refuted: the counterexample is a trace worth    *)
(* reading, and the evidence that the models are not vacuous.              *)

(***************************************************************************)
(* Refuted by the shortest way to be elected.                              *)
(***************************************************************************)
NobodyLeads == \A i \in Server : role[i] # "leader"

(***************************************************************************)
(* Refuted by a server that leads after another.                           *)
(***************************************************************************)
NobodySucceeds ==
    \A i, j \in Server : i = j \/ termsLed[i] = {} \/ termsLed[j] = {}

(***************************************************************************)
(* Refuted by two that lead at the same time, one of them of an earlier    *)
(* term.                                                                   *)
(***************************************************************************)
OneLeader ==
    \A i, j \in Server : role[i] = "leader" /\ role[j] = "leader" => i = j

(***************************************************************************)
(* Refuted by a leader that leads no more, in a term without another.      *)
(***************************************************************************)
NobodyStepsDown ==
    \A i \in Server : currentTerm[i] \in termsLed[i] => role[i] = "leader"

(***************************************************************************)
(* Refuted by a candidate that others refuse.                              *)
(***************************************************************************)
NobodyIsRefused == \A i \in Server : votesRefused[i] = {}

(***************************************************************************)
(* Refuted by the shortest way to commit.                                  *)
(***************************************************************************)
NothingIsCommitted == \A i \in Server : commitIndex[i] = 0

(***************************************************************************)
(* Refuted by a follower that has applied an entry.                        *)
(***************************************************************************)
NobodyElseApplies == \A i \in Server : role[i] = "leader" \/ applied[i] = 0

(***************************************************************************)
(* Refuted by logs with different entries at one index.                    *)
(***************************************************************************)
LogsAgree ==
    \A i, j \in Server : \A n \in 1..Min({LastIndex(i), LastIndex(j)}) :
        0 \in {TermAt(i, n), TermAt(j, n)} \/ TermAt(i, n) = TermAt(j, n)

(***************************************************************************)
(* Refuted by a crash that leaves an entry, but not the term of its        *)
(* leader.                                                                 *)
(***************************************************************************)
NothingIsTorn == \A i \in Server : LastTerm(i) <= currentTerm[i]

(***************************************************************************)
(* Refuted by a server that installs a snapshot of another.                *)
(***************************************************************************)
NobodyInstalls ==
    \A i \in Server : i \in Compacting \/ snapshot[i].index = 0

(***************************************************************************)
(* Refuted by entries that come after a snapshot of another.               *)
(***************************************************************************)
NothingFollowsASnapshot ==
    \A i \in Server :
        i \in Compacting \/ snapshot[i].index = 0 \/ log[i] = <<>>

(***************************************************************************)
(* Refuted by a voter that was none at first.                              *)
(***************************************************************************)
NobodyIsAdded ==
    \A i \in Server : CommittedConfiguration(i).voters \subseteq InitialVoters

(***************************************************************************)
(* Refuted by a voter that is none any more.                               *)
(***************************************************************************)
NobodyIsRemoved ==
    \A i \in InitialVoters :
        InitialVoters \subseteq CommittedConfiguration(i).voters

(***************************************************************************)
(* Refuted by a joint configuration that is committed.                     *)
(***************************************************************************)
NobodyIsJoint ==
    \A i \in Server : CommittedConfiguration(i).outgoing = {}

(***************************************************************************)
(* Refuted by a joint configuration that is left.                          *)
(***************************************************************************)
JointIsNeverLeft ==
    \A i \in Server : \A n \in ConfigurationsIn(i, 0, commitIndex[i]) :
        ConfigurationAsOf(i, n - 1).outgoing = {}

(***************************************************************************)
(* Refuted by a leader that steps down because it is removed.              *)
(***************************************************************************)
NobodyRetires ==
    \A i \in Server :
        currentTerm[i] \in termsLed[i] /\ role[i] = "follower" =>
            IsElectable(i)

(***************************************************************************)
(* Refuted by a learner that has learned something.                        *)
(***************************************************************************)
LearnersKnowNothing ==
    \A i \in Server :
        i \in CommittedConfiguration(i).learners => commitIndex[i] = 0

(***************************************************************************)
(* Refuted by a leader that another leader has wanted.                     *)
(***************************************************************************)
NobodyIsWanted ==
    \A i \in Server : \A m \in OfType("RequestVote", msgs) :
        m.transfer /\ m.from = i => m.term \notin termsLed[i]

(***************************************************************************)
(* Refuted by a leader that goes on since the other has not campaigned.    *)
(***************************************************************************)
NobodyIsToldInVain ==
    \A i \in Server : \A m \in OfType("TimeoutNow", msgs) :
        m.from = i /\ m.term = currentTerm[i] =>
            role[i] # "leader" \/ transferee[i] = m.to

(***************************************************************************)
(* Refuted by a read that sees what was applied.                           *)
(***************************************************************************)
NobodyReads == \A one \in answers : one.seen = 0

(***************************************************************************)
(* Refuted by a read that waits at a leader while another leads.           *)
(***************************************************************************)
NobodyReadsInVain ==
    \A i, j \in Server :
        reads[i] # <<>> => \A term \in termsLed[j] : term <= currentTerm[i]

(***************************************************************************)
(* Refuted by a leader whose lease is over.                                *)
(***************************************************************************)
NoLeaseEnds ==
    \A i \in Server :
        (\E j \in Server : heardAt[i][j] > 0) => HasLease(i)

(***************************************************************************)
(* Refuted by what is asked for twice, and applied twice.                  *)
(***************************************************************************)
NothingIsAskedTwice ==
    \A i \in Server :
        \A m, n \in (snapshot[i].index + 1)..AppliedIndex(i) :
            LET asked == {EntryAt(i, m), EntryAt(i, n)}
                values == {e.value : e \in {e \in asked :
                                                "value" \in DOMAIN e}}
            IN  m # n /\ values # {} =>
                    \/ \E e \in asked : "value" \notin DOMAIN e
                    \/ Cardinality(values) = 2
=============================================================================
