/** Logs that contradict themselves: no protocol is needed to refuse them. */
import { End } from "../format.ts"
import {
  changing,
  isAction,
  rejected,
  replaced,
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
  {
    name: "line_written_twice",
    tells: "A line is there twice, with the same number.",
    run: everyoneCommits,
    tell: (draft) => {
      const position = draft.events.findIndex(firstPrepare)
      const event = draft.events[position]
      return event === undefined
        ? null
        : rejected(
            "seq",
            (_event, i) => i === position + 1
          )(replaced(draft, position, event, event))
    }
  },
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
  {
    name: "cut_off",
    tells: "The end line is missing: more may have happened.",
    run: everyoneCommits,
    tell: ({ header, events }) => ({
      draft: { header, events },
      verdict: { verdict: "rejected", line: events.length + 2, reason: "end" }
    })
  },
  {
    name: "end_counts_one_more",
    tells: "The end line counts more events than there are.",
    run: everyoneCommits,
    tell: ({ header, events }) => ({
      draft: {
        header,
        events,
        end: End.make({ end: true, events: events.length + 1 })
      },
      verdict: {
        verdict: "rejected",
        line: events.length + 2,
        reason: "events"
      }
    })
  }
]
