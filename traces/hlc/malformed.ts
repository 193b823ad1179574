/** Logs that contradict themselves, or are none: nothing was run like this. */
import { cutOff, endCountsOneMore, lineWrittenTwice } from "../malformed.ts"
import {
  changing,
  isAction,
  rejected,
  type Story,
  withEvents
} from "../story.ts"
import { threeNodes, turns } from "./runs.ts"

const run = turns(threeNodes)
const event = isAction("LocalEvent")

export const malformedStories: ReadonlyArray<Story> = [
  {
    name: "reading_that_no_clock_can_show",
    tells: "A physical clock shows what the constants do not have.",
    run,
    tell: rejected(
      "choice",
      isAction("Advance"),
      changing((event) => ({ ...event, choice: { reading: 4 } }))
    )
  },
  {
    name: "timestamp_that_is_text",
    tells: "The l of a timestamp is no number.",
    run,
    tell: rejected(
      "state.l",
      event,
      changing((e) => ({ ...e, state: { ...e.state, l: "3" } }))
    )
  },
  {
    name: "counter_below_zero",
    tells: "The c of a timestamp is negative.",
    run,
    tell: rejected(
      "state.c",
      event,
      changing((e) => ({ ...e, state: { ...e.state, c: -1 } }))
    )
  },
  {
    name: "message_without_its_counter",
    tells: "The timestamp of a message has no c.",
    run,
    tell: rejected(
      "sent[0].message.event.c",
      isAction("Send"),
      changing((e) => ({
        ...e,
        sent: [
          {
            id: "n1#1",
            message: {
              _tag: "Stamped",
              event: { node: "n1", pt: 10, l: 10 },
              known: []
            }
          }
        ]
      }))
    )
  },
  {
    name: "unknown_node",
    tells: "A step is taken by somebody who is not among the nodes.",
    run,
    tell: rejected(
      "actor",
      event,
      changing((e) => ({ ...e, actor: "n9" }))
    )
  },
  {
    name: "unknown_action",
    tells: "An action has a name that the protocol does not know.",
    run,
    tell: rejected(
      "action",
      event,
      changing((e) => ({ ...e, action: "Tick" }))
    )
  },
  {
    name: "received_before_it_was_sent",
    tells: "The Lamport clock of a receipt is not later than that of its send.",
    run,
    tell: rejected(
      "at",
      ({ actor, action }) => actor === "n3" && action === "Receive",
      changing((e) => ({ ...e, at: 4 }))
    )
  },
  {
    name: "gap_in_the_numbers",
    tells: "A line of a node is missing.",
    run,
    tell: (draft) =>
      rejected(
        "seq",
        ({ actor, seq }) => actor === "n2" && seq === 3
      )(
        withEvents(
          draft,
          draft.events.filter(({ actor, seq }) => actor !== "n2" || seq !== 2)
        )
      )
  },
  lineWrittenTwice(run, event),
  cutOff(run),
  endCountsOneMore(run)
]
