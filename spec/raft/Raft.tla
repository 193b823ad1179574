-------------------------------- MODULE Raft --------------------------------
(***************************************************************************)
(* Everything that can happen, in the order of the story, and what Raft is *)
(* for.                                                                    *)
(*                                                                         *)
(* Twin: protocols/raft/actions.ts, protocols/raft/protocol.ts             *)
(* Next to read: ReplicatedLog.tla, MCRaft.tla                             *)
(***************************************************************************)
EXTENDS LivenessProperties

-----------------------------------------------------------------------------
(* Specification *)

Environment ==
    \/ \E i \in Server : Crash(i)
    \/ \E i \in Server : Tick(i)

Next ==
    \/ \E i \in Server : LoseContact(i)
    \/ \E i \in Server : BecomePreCandidate(i)
    \/ \E i \in Server : GrantPreVote(i)
    \/ \E i \in Server : RefusePreVote(i)
    \/ \E i \in Server : ReceivePreVote(i)
    \/ \E i \in Server : Timeout(i)
    \/ \E i \in Server : UpdateTerm(i)
    \/ \E i \in Server : GrantVote(i)
    \/ \E i \in Server : RefuseVote(i)
    \/ \E i \in Server : ReceiveVote(i)
    \/ \E i \in Server : ReceiveRefusal(i)
    \/ \E i \in Server : Concede(i)
    \/ \E i \in Server : BecomeLeader(i)
    \/ \E i \in Server : KeepLeading(i)
    \/ \E i \in Server : StepDown(i)
    \/ \E i \in Server : ClientRequest(i)
    \/ \E i \in Server : AppendEntries(i)
    \/ \E i \in Server : PipelineEntries(i)
    \/ \E i \in Server : Resend(i)
    \/ \E i \in Server : AcceptEntries(i)
    \/ \E i \in Server : AnswerOldEntries(i)
    \/ \E i \in Server : RefuseEntries(i)
    \/ \E i \in Server : AnswerStaleLeader(i)
    \/ \E i \in Server : ReceiveAccepted(i)
    \/ \E i \in Server : ReceiveRefused(i)
    \/ \E i \in Server : AdvanceCommitIndex(i)
    \/ \E i \in Server : Heartbeat(i)
    \/ \E i \in Server : AnswerHeartbeat(i)
    \/ \E i \in Server : ReceiveHeartbeatAnswer(i)
    \/ \E i \in Server : Apply(i)
    \/ \E i \in Server : Persist(i)
    \/ \E i \in Server : CountItself(i)
    \/ \E i \in Server : Compact(i)
    \/ \E i \in Server : InstallSnapshot(i)
    \/ \E i \in Server : AcceptSnapshot(i)
    \/ \E i \in Server : FastForward(i)
    \/ \E i \in Server : AnswerOldSnapshot(i)
    \/ \E i \in Server : ChangeConfiguration(i)
    \/ \E i \in Server : LeaveJoint(i)
    \/ \E i \in Server : Retire(i)
    \/ \E i \in Server : TransferLeadership(i)
    \/ \E i \in Server : TimeoutNow(i)
    \/ \E i \in Server : CampaignAtOnce(i)
    \/ \E i \in Server : AbortTransfer(i)
    \/ \E i \in Server : Acknowledge(i)
    \/ \E i \in Server : RequestRead(i)
    \/ \E i \in Server : AnswerRead(i)
    \/ \E i \in Server : LeaseRead(i)
    \/ Environment

Spec == Init /\ [][Next]_vars

(* Those that stay up and may campaign.                                    *)
Candidates == Lasting \cap (Campaigning \cup Timely \cup Transferees)

(***************************************************************************)
(* What a server that stays up does sooner or later:                       *)
(* - LoseContact to BecomeLeader: who may campaign does, and messages are  *)
(*   sent again until they get through.                                    *)
(* - AppendEntries to Apply: a leader does not keep its log to itself.     *)
(* - LeaveJoint, Retire: a change of configuration is brought to its end.  *)
(*                                                                         *)
(* Strong fairness is needed where a timer or a late message may take back *)
(* again and again what was possible: who asks for votes may ask anew, and *)
(* who has lost contact may hear from its former leader. Nothing is asked  *)
(* of leaders that may step down. What constants rule out is left out:     *)
(* that says the same, and is less work for TLC.                           *)
(***************************************************************************)
Fairness ==
    /\ \A i \in Lasting : CheckQuorum => WF_vars(LoseContact(i))
    /\ \A i \in Candidates : PreVote => WF_vars(BecomePreCandidate(i))
    /\ \A i \in Lasting : PreVote => SF_vars(GrantPreVote(i))
    /\ \A i \in Candidates : PreVote => SF_vars(ReceivePreVote(i))
    /\ \A i \in Candidates : SF_vars(Timeout(i))
    /\ \A i \in Lasting : SF_vars(UpdateTerm(i))
    /\ \A i \in Lasting : WF_vars(GrantVote(i))
    /\ \A i \in Candidates : WF_vars(ReceiveVote(i))
    /\ \A i \in Candidates : WF_vars(BecomeLeader(i))
    /\ \A i \in Candidates : WF_vars(AppendEntries(i))
    /\ \A i \in Lasting : WF_vars(AcceptEntries(i))
    /\ \A i \in Lasting : WF_vars(RefuseEntries(i))
    /\ \A i \in Lasting : WF_vars(AnswerStaleLeader(i))
    /\ \A i \in Candidates : WF_vars(ReceiveAccepted(i))
    /\ \A i \in Candidates : WF_vars(ReceiveRefused(i))
    /\ \A i \in Candidates : WF_vars(AdvanceCommitIndex(i))
    /\ \A i \in Candidates : Heartbeats => WF_vars(Heartbeat(i))
    /\ \A i \in Lasting : Heartbeats => WF_vars(AnswerHeartbeat(i))
    /\ \A i \in Lasting : ExplicitApply => WF_vars(Apply(i))
    /\ \A i \in Candidates : "joint" \in Changes => WF_vars(LeaveJoint(i))
    /\ \A i \in Candidates : Changes # {} => WF_vars(Retire(i))

FairSpec == Spec /\ Fairness

-----------------------------------------------------------------------------
(* Refinement *)

(* All that is certain: somebody knows it to be committed, and keeps that. *)
(* An entry that a snapshot stands for may be in no log any more: where    *)
(* logs are compacted this cannot be told, and no model asks for it.       *)
Committed ==
    [n \in 1..Max({KeptIndex(i) : i \in Server}) |->
        LET entry ==
                CHOOSE e \in UNION {EntryIn(KeptLog(i), n) :
                                        i \in {j \in Server :
                                                  n <= KeptIndex(j)}} : TRUE
        IN  IF "value" \in DOMAIN entry THEN entry.value ELSE None]

RL == INSTANCE ReplicatedLog WITH committed <- Committed

(***************************************************************************)
(* Seen without messages, terms and disks, this is one log that only       *)
(* grows. Why: what is committed stays so, in every server's log that has  *)
(* it, and is applied in its order.                                        *)
(***************************************************************************)
RefinesReplicatedLog == RL!Spec

THEOREM Spec =>
    [](TypeOK /\ ElectionSafety /\ LogMatching /\ LeaderCompleteness
       /\ StateMachineSafety /\ AppliedIsCommitted
       /\ (Changes = {} => CommittedIsDurable)
       /\ (Changes # {} => ConfigurationsOverlap /\ CommittedSurvives))
=============================================================================
