----------------------------- MODULE RaftState ------------------------------
(***************************************************************************)
(* What servers know that keep one log together by Raft, and what they say *)
(* to each other.                                                          *)
(*                                                                         *)
(* Raft is the algorithm of Ongaro and Ousterhout ("In Search of an        *)
(* Understandable Consensus Algorithm", USENIX ATC 2014); sections named   *)
(* here are those of Ongaro's dissertation ("Consensus: Bridging Theory    *)
(* and Practice", Stanford 2014). Each action ends with where it is from:  *)
(* (3.4) is a section, (3.4; etcd) the nearest to what etcd's library does *)
(* in a way of its own, and raft-dev 2015 the mail that Membership names.  *)
(*                                                                         *)
(* It is told in chapters, each a module that extends the one before, and  *)
(* each may be the last to be read:                                        *)
(*                                                                         *)
(* - Elections: one leader a term.                                         *)
(* - Replication and Commitment: one log, and how far it is certain.       *)
(* - Durability: what is on disk, and what a crash leaves.                 *)
(* - Snapshots: a log that has lost its beginning.                         *)
(* - Membership: other servers than at first.                              *)
(* - Transfer: a leader that hands over.                                   *)
(*                                                                         *)
(* What a chapter adds is switched on by constants. Where the              *)
(* dissertation leaves a choice, or etcd's library does more, it is a      *)
(* constant too, so that both are behaviours of one specification.         *)
(*                                                                         *)
(* The network may lose, delay, reorder and duplicate: a message once sent *)
(* stays in msgs and may be received many times, or never. Time is not     *)
(* modelled: whatever a timeout could cause may happen whenever its guard  *)
(* holds. Only where something is to come in the end there may be a last   *)
(* term in which no timer runs out (LivenessProperties.tla).               *)
(*                                                                         *)
(* Twin: protocols/raft/state.ts, protocols/raft/client.ts                 *)
(* Next to read: Logs.tla                                                  *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets, Sequences

CONSTANTS
    Server,           \* The servers.
    Value,            \* What clients may ask for.
    InitialVoters,    \* Those whose votes count at the beginning.
    Campaigning,      \* The servers that may begin an election,
    Crashing,         \* and those that may crash.
    PreVote,          \* Does a server ask for votes only if it would get them?
    CheckQuorum,      \* Do leaders need to hear of a quorum, and followers
                      \* keep to a leader?
    Refusals,         \* Is a candidate told that it does not get a vote?
    EntryAtElection,  \* Does a new leader append an entry of its own term?
    MinBatch,         \* How many entries go into one message at least: none, if
                      \* a leader asks where a server stands;
    MaxBatch,         \* and at most.
    Pipelining,       \* May a leader send entries before the ones before them
                      \* are accepted?
    Heartbeats,       \* Does a leader send messages without entries of a type
                      \* of their own?
    ExplicitApply,    \* Is to apply a committed entry a step of its own?
    ExplicitPersist,  \* Is to write to disk a step of its own?
    MaxTorn,          \* How many entries of a write may be kept that a crash
                      \* interrupts.
    Compacting,       \* Who may put a snapshot in the place of entries.
    Changes,          \* How a configuration may follow another: at once,
                      \* through a joint one.
    ConfigurationAt,  \* Does one hold when it is in the log, or when applied?
    Targets,          \* The voters of configurations that may be asked for,
    Learners,         \* and who may be told everything without a vote.
    Transferees,      \* The servers that a leader may hand over to.
    Reads,            \* How a leader may read: ask a quorum, or trust in a
                      \* lease.
    ElectionTimeout,  \* How long a server waits for its leader, by its clock.
    LeaseDuration,    \* How long a leader trusts that others wait, by its own.
    MaxDrift,         \* How far a clock may be ahead of another.
    Sessions,         \* Is done once what is asked for twice?
    MaxLogLength,     \* No log is longer than this.
    MaxTerm,          \* No term is greater than this.
    Timely            \* Who may begin that one, if no timer runs out in it;
                      \* nobody: it is like the others.

ASSUME SomeServers == Server # {} /\ IsFiniteSet(Server)

ASSUME SomeVoters == InitialVoters # {} /\ InitialVoters \subseteq Server

ASSUME {Campaigning, Crashing, Compacting, Transferees, Timely}
           \subseteq SUBSET Server

ASSUME Learners \subseteq Server /\ Targets \subseteq (SUBSET Server) \ {{}}

ASSUME {PreVote, CheckQuorum, Refusals, EntryAtElection, Pipelining,
        Heartbeats, ExplicitApply, ExplicitPersist} \subseteq BOOLEAN

ASSUME {MinBatch, MaxBatch, MaxTorn, MaxLogLength, MaxTerm} \subseteq Nat

ASSUME Changes \subseteq {"single", "joint"}

ASSUME ConfigurationAt \in {"append", "apply"}

ASSUME Reads \subseteq {"index", "lease"}

ASSUME {ElectionTimeout, LeaseDuration, MaxDrift} \subseteq Nat

ASSUME Sessions \in BOOLEAN

(* Nobody: a vote that is not given, a leader that is not known.           *)
None == "none"

ASSUME None \notin Server

-----------------------------------------------------------------------------
(* State *)

VARIABLES
    currentTerm,    \* The latest term that i has heard of.
    votedFor,       \* Who has i's vote of that term.
    role,           \* role[i] is what i does in it.
    leader,         \* Whom i follows, or itself; None once it waited too long.
    votesGranted,   \* Who has granted i the vote, or pre-vote, it asks for,
    votesRefused,   \* and who has refused it.
    recentlyHeard,  \* Whom a leader has heard of lately.
    termsLed,       \* The terms that i ever led: history, read by nobody.
    snapshot,       \* Stands for the entries before the log.
    log,            \* The entries; the first comes after the snapshot.
    commitIndex,    \* Up to here the log is committed.
    applied,        \* Up to here it is applied.
    nextIndex,      \* nextIndex[i][j] is what leader i sends to j next.
    matchIndex,     \* Up to where leader i knows j to agree.
    transferee,     \* To whom leader i hands over; None: it leads on.
    durable,        \* What is on i's disk.
    outbox,         \* The messages of i that wait for the next write.
    round,          \* The last round of questions that leader i has begun,
    answered,       \* and answered[i][j] the last that j has answered.
    reads,          \* The reads that wait for answers, in their order.
    clock,          \* The time, as far as i knows.
    contact,        \* When i has heard of its leader.
    heardAt,        \* When i asked, last of what j has answered.
    leaseVoid,      \* May leader i trust in no lease any more?
    acknowledged,   \* Up to here some client knows of what is applied.
    answers,        \* What was known before each read that was answered, and
                    \* what it saw: both are history, read by nobody.
    msgs            \* Every message that was ever sent.

termVars == <<currentTerm, votedFor>>
askVars == <<round, answered, reads>>
readVars == <<askVars, clock, contact, heardAt, leaseVoid>>
roleVars == <<role, leader, votesGranted, votesRefused, recentlyHeard,
              nextIndex, matchIndex, transferee, readVars>>
clientVars == <<acknowledged, answers>>
historyVars == <<termsLed, clientVars>>
logVars == <<snapshot, log>>
doneVars == <<commitIndex, applied>>
diskVars == <<durable, outbox>>

vars == <<termVars, roleVars, historyVars, logVars, doneVars, diskVars,
          msgs>>

Configuration ==
    [voters : SUBSET Server, outgoing : SUBSET Server,
     learners : SUBSET Server]

Entry ==
    [term : Nat]
        \cup [term : Nat, value : Value]
        \cup [term : Nat, configuration : Configuration]

(* The requests that had an effect on it, and those to have no more.       *)
Machine == [effects : Seq(Value), sessions : SUBSET Value]

Snapshot ==
    [index : Nat, term : Nat, configuration : Configuration,
     machine : Machine]

Read == [round : Nat, index : Nat, floor : Nat]

Message ==
    [type : {"RequestPreVote"},
     term : Nat, from : Server, to : Server,
     lastLogIndex : Nat, lastLogTerm : Nat]
    \cup [type : {"PreVoteGranted", "PreVoteRefused", "VoteGranted",
                  "VoteRefused", "TimeoutNow"},
          term : Nat, from : Server, to : Server]
    \cup [type : {"RequestVote"},
          term : Nat, from : Server, to : Server,
          lastLogIndex : Nat, lastLogTerm : Nat, transfer : BOOLEAN]
    \cup [type : {"AppendEntries"},
          term : Nat, from : Server, to : Server,
          prevLogIndex : Nat, prevLogTerm : Nat, entries : Seq(Entry),
          commit : Nat]
    \cup [type : {"AppendAccepted"},
          term : Nat, from : Server, to : Server, index : Nat]
    \cup [type : {"AppendRefused"},
          term : Nat, from : Server, to : Server,
          rejected : Nat, hint : Nat, hintTerm : Nat]
    \cup [type : {"Heartbeat"},
          term : Nat, from : Server, to : Server, commit : Nat,
          round : Nat, sent : Nat]
    \cup [type : {"HeartbeatAnswered"},
          term : Nat, from : Server, to : Server,
          round : Nat, sent : Nat]
    \cup [type : {"InstallSnapshot"},
          term : Nat, from : Server, to : Server,
          lastIndex : Nat, lastTerm : Nat, configuration : Configuration,
          machine : Machine]

Durable ==
    [currentTerm : Nat, votedFor : Server \cup {None}, snapshot : Snapshot,
     log : Seq(Entry), commitIndex : Nat]

TypeOK ==
    /\ currentTerm \in [Server -> Nat]
    /\ votedFor \in [Server -> Server \cup {None}]
    /\ role \in [Server -> {"follower", "preCandidate", "candidate", "leader"}]
    /\ leader \in [Server -> Server \cup {None}]
    /\ votesGranted \in [Server -> SUBSET Server]
    /\ votesRefused \in [Server -> SUBSET Server]
    /\ recentlyHeard \in [Server -> SUBSET Server]
    /\ \A i \in Server : termsLed[i] \subseteq Nat
    /\ snapshot \in [Server -> Snapshot]
    /\ log \in [Server -> Seq(Entry)]
    /\ commitIndex \in [Server -> Nat]
    /\ applied \in [Server -> Nat]
    /\ nextIndex \in [Server -> [Server -> Nat]]
    /\ matchIndex \in [Server -> [Server -> Nat]]
    /\ transferee \in [Server -> Server \cup {None}]
    /\ durable \in [Server -> Durable]
    /\ \A i \in Server : outbox[i] \subseteq Message
    /\ {round, clock, contact} \subseteq [Server -> Nat]
    /\ {answered, heardAt} \subseteq [Server -> [Server -> Nat]]
    /\ reads \in [Server -> Seq(Read)]
    /\ leaseVoid \in [Server -> BOOLEAN]
    /\ acknowledged \in Nat
    /\ answers \subseteq [floor : Nat, seen : Nat]
    /\ msgs \subseteq Message

Nobody == [voters |-> {}, outgoing |-> {}, learners |-> {}]

(* A state machine that nobody has asked for anything.                     *)
Idle == [effects |-> <<>>, sessions |-> {}]

Blank(i) ==
    [currentTerm |-> 0, votedFor |-> None,
     snapshot |->
        [index |-> 0, term |-> 0,
         configuration |->
            IF i \in InitialVoters \cup Learners
            THEN [Nobody EXCEPT !.voters = InitialVoters,
                                !.learners = Learners \ InitialVoters]
            ELSE Nobody,
         machine |-> Idle],
     log |-> <<>>, commitIndex |-> 0]

Init ==
    /\ durable = [i \in Server |-> Blank(i)]
    /\ outbox = [i \in Server |-> {}]
    /\ currentTerm = [i \in Server |-> durable[i].currentTerm]
    /\ votedFor = [i \in Server |-> durable[i].votedFor]
    /\ snapshot = [i \in Server |-> durable[i].snapshot]
    /\ log = [i \in Server |-> durable[i].log]
    /\ commitIndex = [i \in Server |-> durable[i].commitIndex]
    /\ applied = [i \in Server |-> 0]
    /\ role = [i \in Server |-> "follower"]
    /\ leader = [i \in Server |-> None]
    /\ votesGranted = [i \in Server |-> {}]
    /\ votesRefused = [i \in Server |-> {}]
    /\ recentlyHeard = [i \in Server |-> {}]
    /\ termsLed = [i \in Server |-> {}]
    /\ nextIndex = [i \in Server |-> [j \in Server |-> 1]]
    /\ matchIndex = [i \in Server |-> [j \in Server |-> 0]]
    /\ transferee = [i \in Server |-> None]
    /\ round = [i \in Server |-> 0]
    /\ answered = [i \in Server |-> [j \in Server |-> 0]]
    /\ reads = [i \in Server |-> <<>>]
    /\ clock = [i \in Server |-> ElectionTimeout]
    /\ contact = [i \in Server |-> 0]
    /\ heardAt = [i \in Server |-> [j \in Server |-> 0]]
    /\ leaseVoid = [i \in Server |-> FALSE]
    /\ acknowledged = 0
    /\ answers = {}
    /\ msgs = {}
=============================================================================
