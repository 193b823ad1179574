/**
 * Guards whose loss changes nothing in any everyday model, by module, and why
 * they are there all the same. Whoever finds a model that notices one takes it
 * out here: a reason that is not needed is a fault.
 */
export type Unnoticed = Readonly<Record<string, string>>

export const AllUnnoticed: Readonly<Record<string, Unnoticed>> = {
  Raft: {
    "RefusePreVote.NotInLease":
      "In a lease a server is silent, as etcd's are; it would matter where " +
      "logs differ, and the models with pre-votes and leases have none.",
    "ReceiveRefused.SameTerm":
      "A refusal of another term says nothing of this one; in the models " +
      "nobody leads again that was refused before.",
    "ReceiveHeartbeatAnswer.SameTerm":
      "An answer of another term says nothing of this one; in the models " +
      "nobody leads again that was answered before.",
    "BecomePreCandidate.Waited":
      "Who has just heard of its leader asks nobody; no model has pre-votes " +
      "and leases at once.",
    "AnswerRead.Applied":
      "A read would miss what is not applied yet. In the models of reads to " +
      "apply is no step of its own; where it is, MCRaft_Reads has 98,650 " +
      "states, and a read misses something after 28 steps.",
    "LeaseRead.NotVoid":
      "Who has given its leadership away may be deposed at any time; in the " +
      "model with leases and transfers no log has an entry to be read.",
    "LeaseRead.Applied":
      "What is not applied cannot be read; in the models of reads to apply " +
      "is no step of its own.",
    "Tick.LeasesOn":
      "Without leases nobody looks at a clock; the models without them stop " +
      "all clocks by a drift of nothing as well."
  }
}
