/** Logs that were edited: what was logged is not what was done. */
import {
  changing,
  isAction,
  rejected,
  type Story,
  withEvents
} from "../story.ts"
import { firstElection, transfer } from "./plots.ts"

/** An event with something else in its state. */
const stating = (change: object) =>
  changing((event) => ({ ...event, state: { ...event.state, ...change } }))

export const falsifiedStories: ReadonlyArray<Story> = [
  {
    name: "term_that_is_too_high",
    tells: "A candidate is in a later term than it has begun.",
    run: firstElection,
    tell: rejected(
      "state.currentTerm",
      isAction("Timeout"),
      stating({ currentTerm: 2 })
    )
  },
  {
    name: "commit_index_that_is_too_high",
    tells: "A leader knows more to be committed than there is.",
    run: firstElection,
    tell: rejected(
      "state.commitIndex",
      isAction("AdvanceCommitIndex"),
      stating({ commitIndex: 2 })
    )
  },
  {
    name: "entry_of_another_term",
    tells: "A follower's entry has another term than it was sent.",
    run: firstElection,
    tell: rejected(
      "state.log",
      isAction("AcceptEntries"),
      stating({ log: [{ term: 2, value: "x" }] })
    )
  },
  {
    name: "vote_for_another",
    tells: "A server grants its vote to one, and notes another.",
    run: firstElection,
    tell: rejected(
      "state.votedFor",
      isAction("GrantVote"),
      stating({ votedFor: "s3" })
    )
  },
  {
    name: "answer_not_sent",
    tells: "A server gives its vote, and by the log tells nobody.",
    run: firstElection,
    tell: rejected(
      "sent",
      isAction("GrantVote"),
      changing((event) => ({ ...event, sent: [] }))
    )
  },
  {
    name: "answer_changed_on_its_way",
    tells: "A leader is told of more entries than were accepted.",
    run: firstElection,
    tell: rejected(
      "received",
      isAction("ReceiveAccepted"),
      changing(({ received, ...event }) => ({
        ...event,
        received: {
          id: received?.id,
          message: { ...received?.message, index: 3 }
        }
      }))
    )
  },
  {
    name: "transfer_to_somebody_else",
    tells:
      "A leader hands over to one of whom the constants say no such thing.",
    run: transfer,
    tell: rejected(
      "choice",
      isAction("TransferLeadership"),
      changing((event) => ({ ...event, choice: { to: "s3" } }))
    )
  },
  {
    name: "message_from_nowhere",
    tells: "A vote is counted that nobody has given.",
    run: firstElection,
    tell: (draft) => {
      const without = draft.events.filter(
        ({ action }) => action !== "GrantVote"
      )
      return rejected(
        "received",
        isAction("ReceiveVote")
      )(
        withEvents(
          draft,
          without.map((event) =>
            event.actor === "s2" && event.action !== "UpdateTerm"
              ? { ...event, seq: event.seq - 1 }
              : event
          )
        )
      )
    }
  }
]
