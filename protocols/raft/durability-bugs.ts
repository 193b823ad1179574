/**
 * Mistakes about what is on disk: each is put back into spec and twin, and a
 * property must notice it.
 */
import { step } from "../kernel/action.ts"
import { type Bugs, type Edit, unguarded } from "../kernel/bug.ts"
import { Apply } from "./commitment.ts"
import { Crash, stored } from "./durability.ts"
import { AcceptEntries, appended, ClientRequest } from "./replication.ts"
import {
  type Constants,
  fresh,
  type Message,
  None,
  type Server
} from "./state.ts"

type Chosen = Parameters<typeof Crash.step>[1]
type Entries = Parameters<typeof AcceptEntries.step>[1]

/** What is changed in a module of the spec. */
export const edit = (
  module: string,
  from: string,
  to: string
): ReadonlyArray<Edit> => [{ module, from, to }]

/** A server crashes, but finds something else on its disk. */
const crashingBut = (
  find: (self: Server, k: Constants) => Partial<Server>
) => ({
  Crash: {
    ...Crash,
    step: (self: Server, chosen: Chosen, k: Constants) =>
      Crash.step({ ...self, ...find(self, k) }, chosen, k)
  }
})

export const DurabilityBugs: Bugs = {
  B2: {
    sentence: "A server that crashes forgets whom it has voted for.",
    actions: crashingBut(() => ({ votedFor: None })),
    spec: edit("Durability", "![i] = Found(i).votedFor]", "![i] = None]"),
    model: "MCRaft_Crash",
    kills: "ElectionSafety"
  },
  B3: {
    sentence: "A follower accepts entries before they are on disk.",
    actions: {
      AcceptEntries: {
        ...AcceptEntries,
        step: (self: Server, m: Entries, k: Constants) =>
          AcceptEntries.step(self, m, { ...k, ExplicitPersist: false })
      }
    },
    spec: edit(
      "Replication",
      `/\\ Send(i, [type |-> "AppendAccepted", term |-> m.term,
                    from |-> i, to |-> m.from, index |-> LastOf(m)])`,
      `/\\ msgs' = msgs \\cup
                  {[type |-> "AppendAccepted", term |-> m.term,
                    from |-> i, to |-> m.from, index |-> LastOf(m)]}
        /\\ UNCHANGED outbox`
    ),
    model: "MCRaft_Persist",
    kills: "CommittedIsDurable"
  },
  B4: {
    sentence: "A leader counts itself before its entry is on disk.",
    actions: {
      ClientRequest: {
        ...ClientRequest,
        step: (self: Server, { value }: { value: string }, k: Constants) =>
          step<Server, Message>(
            appended(
              self,
              { term: self.currentTerm, value },
              { ...k, ExplicitPersist: false }
            )
          )
      }
    },
    spec: edit(
      "Replication",
      `IF ExplicitPersist
           THEN matchIndex`,
      `IF FALSE
           THEN matchIndex`
    ),
    model: "MCRaft_Persist",
    kills: "CommittedIsDurable"
  },
  B5: {
    sentence: "A server applies what it would not know to be committed.",
    actions: {
      Apply: unguarded(Apply, "Written")
    },
    spec: edit(
      "Commitment",
      `Written ::
          ExplicitPersist => NextApplied(i) <= durable[i].commitIndex`,
      "Written :: TRUE"
    ),
    model: "MCRaft_Persist",
    kills: "AppliedIsCommitted"
  },
  B6: {
    sentence: "Term, vote and commit index are written before the entries.",
    actions: crashingBut((self) => ({
      durable: { ...stored(self), log: self.durable.log }
    })),
    spec: edit(
      "Durability",
      "Found(i) == IF ExplicitPersist THEN durable[i] ELSE Stored(i)",
      "Found(i) == [Stored(i) EXCEPT !.log = durable[i].log]"
    ),
    model: "MCRaft_Persist",
    kills: "AppliedIsCommitted"
  },
  B13: {
    sentence: "A server whose disk is empty comes back under its old name.",
    actions: crashingBut((self, k) => ({
      ...fresh(self.id, k),
      termsLed: self.termsLed
    })),
    spec: edit(
      "Durability",
      "Found(i) == IF ExplicitPersist THEN durable[i] ELSE Stored(i)",
      "Found(i) == Blank(i)"
    ),
    model: "MCRaft_Crash",
    kills: "CommittedIsDurable"
  }
}
