/** Logs that were edited: what was logged is not what was done. */
import type { Constants } from "../../protocols/hlc/state.ts"
import type { Event } from "../format.ts"
import {
  changing,
  type Draft,
  isAction,
  rejected,
  type Story,
  withEvents
} from "../story.ts"
import {
  farAhead,
  fourEvents,
  setBack,
  slowClock,
  threeNodes,
  turns
} from "./runs.ts"

/** The event with another timestamp. */
const stamped = (event: Event, change: { l?: number; c?: number }): object => {
  const { state } = event
  const last = { ...(state!["last"] as object), ...change }
  return { ...event, state: { ...state, ...change, last } }
}

/** The same events under other constants. */
const under =
  (constants: Partial<Constants>) =>
  (draft: Draft): Draft => ({
    ...draft,
    header: {
      ...draft.header,
      constants: { ...draft.header.constants, ...constants }
    }
  })

const receipt = isAction("Receive")

export const falsifiedStories: ReadonlyArray<Story> = [
  {
    name: "timestamp_behind_its_clock",
    tells: "Theorem 2 fails: an event's l is behind what the clock shows.",
    run: turns(slowClock),
    tell: rejected(
      "state.l",
      ({ action, state }) => action === "LocalEvent" && state?.["l"] === 11,
      changing((event) => stamped(event, { l: 10 }))
    )
  },
  {
    name: "counter_that_counts_two",
    tells: "Theorem 4 fails: c is more than the events before with that l.",
    run: turns(fourEvents),
    tell: rejected(
      "state.c",
      ({ action, state }) => action === "LocalEvent" && state?.["c"] === 1,
      changing((event) => stamped(event, { c: 2 }))
    )
  },
  {
    name: "clock_that_did_not_tick",
    tells: "Two events at one reading, where clocks tick in between.",
    run: turns(fourEvents),
    tell: rejected(
      "ClockTicked",
      ({ action, state }) => action === "LocalEvent" && state?.["c"] === 1,
      under({ TickFirst: true })
    )
  },
  {
    name: "clock_out_of_bounds",
    tells: "A clock that is said to be synchronised is ahead of true time.",
    run: turns(threeNodes),
    tell: rejected(
      "InBounds",
      ({ choice }) => choice?.["reading"] === 10,
      under({ Synchronised: ["n1"], MaxAhead: 9 })
    )
  },
  {
    name: "receipt_that_is_no_event",
    tells: "A node gives a receipt a timestamp, where receipts have none.",
    run: turns(threeNodes),
    tell: rejected("Ticks", receipt, under({ ReceiveTicks: false }))
  },
  {
    name: "refused_without_need",
    tells: "A node refuses a timestamp that is not too far ahead.",
    run: turns([...farAhead, ["n2", "Refuse", "n1#1"]]),
    tell: rejected("TooFarAhead", isAction("Refuse"), under({ MaxOffset: 21 }))
  },
  {
    name: "clock_set_back_by_going_forward",
    tells: "A physical clock is said to go forward to an earlier reading.",
    run: turns(setBack),
    tell: rejected(
      "Forward",
      isAction("JumpBack"),
      changing((event) => ({ ...event, action: "Advance" }))
    )
  },
  {
    name: "message_changed_on_its_way",
    tells: "A node receives another timestamp than was sent.",
    run: turns(threeNodes),
    tell: rejected(
      "received",
      receipt,
      changing(({ received, ...event }) => ({
        ...event,
        received: {
          id: received?.id,
          message: { ...received?.message, known: [] }
        }
      }))
    )
  },
  {
    name: "event_not_logged",
    tells: "An event is missing: the next one counts on from it.",
    run: turns(fourEvents),
    tell: (draft) => {
      const lost = draft.events.findIndex(isAction("LocalEvent"))
      const edited = draft.events
        .toSpliced(lost, 1)
        .map((e) =>
          e.actor === "n1" && e.seq > 2 ? { ...e, seq: e.seq - 1 } : e
        )
      return rejected(
        "state.c",
        (_event, position) => position === lost
      )(withEvents(draft, edited))
    }
  }
]
