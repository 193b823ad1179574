/** Logs that contradict themselves: no protocol is needed to refuse them. */
import { cutOff, endCountsOneMore, lineWrittenTwice } from "../malformed.ts"
import {
  changing,
  isAction,
  rejected,
  type Story,
  withEvents
} from "../story.ts"
import { everyoneCommits } from "./runs.ts"

const firstPrepare = isAction("RMPrepare")

export const malformedStories: ReadonlyArray<Story> = [
  {
    name: "received_before_it_was_sent",
    tells: "The clock of a receipt is not later than that of its send.",
    run: everyoneCommits,
    tell: rejected(
      "at",
      isAction("TMRcvPrepared"),
      changing((event) => ({ ...event, at: 1 }))
    )
  },
  {
    name: "clock_stands_still",
    tells: "An actor's clock does not grow from one step to the next.",
    run: everyoneCommits,
    tell: rejected(
      "at",
      isAction("TMCommit"),
      changing((event) => ({ ...event, at: event.at - 1 }))
    )
  },
  {
    name: "gap_in_the_numbers",
    tells: "A line of the coordinator is missing.",
    run: everyoneCommits,
    tell: (draft) =>
      rejected(
        "seq",
        ({ actor, seq }) => actor === "tm" && seq === 3
      )(
        withEvents(
          draft,
          draft.events.filter(({ actor, seq }) => actor !== "tm" || seq !== 2)
        )
      )
  },
  lineWrittenTwice(everyoneCommits, firstPrepare),
  {
    name: "unknown_action",
    tells: "An action has a name that the protocol does not know.",
    run: everyoneCommits,
    tell: rejected(
      "action",
      firstPrepare,
      changing((event) => ({ ...event, action: "RMPrepares" }))
    )
  },
  {
    name: "unknown_actor",
    tells: "A step is taken by somebody who is not among the actors.",
    run: everyoneCommits,
    tell: rejected(
      "actor",
      firstPrepare,
      changing((event) => ({ ...event, actor: "rm-9" }))
    )
  },
  {
    name: "unknown_field",
    tells: "A line has a field that the format does not know.",
    run: everyoneCommits,
    tell: rejected(
      "note",
      firstPrepare,
      changing((event) => ({ ...event, note: "prepared" }))
    )
  },
  {
    name: "message_without_its_sender",
    tells: "A message lacks a field.",
    run: everyoneCommits,
    tell: rejected(
      "sent[0].message.rm",
      firstPrepare,
      changing((event) => ({
        ...event,
        sent: [{ id: `${event.actor}#1`, message: { _tag: "Prepared" } }]
      }))
    )
  },
  cutOff(everyoneCommits),
  endCountsOneMore(everyoneCommits)
]
