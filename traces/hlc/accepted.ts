/** Runs of clocks as they are: each must be accepted. */
import type { Event } from "../format.ts"
import { accepted, isAction, logging, type Story } from "../story.ts"
import {
  clocks,
  farAhead,
  fourEvents,
  merges,
  restarts,
  setBack,
  slowClock,
  threeNodes,
  timeToCome,
  turns
} from "./runs.ts"

type Events = ReadonlyArray<Event>

/** The timestamps that a node gives, in their order. */
const timestamps = (events: Events, node: string): string =>
  events
    .filter(
      ({ actor, action }) =>
        actor === node &&
        ["LocalEvent", "Send", "Receive"].includes(action ?? "")
    )
    .map(({ state }) => `${String(state?.["l"])},${String(state?.["c"])}`)
    .join(" ")

const gives = (node: string, expected: string) =>
  accepted((events) => timestamps(events, node) === expected)

/** Do all these happen? */
const shows = (...actions: ReadonlyArray<string>) =>
  accepted((events) => actions.every((action) => events.some(isAction(action))))

const three = turns(threeNodes)

/** Clocks that run, through all that can happen to them. */
const run = clocks({ seed: 56 })

const all = ["Receive", "Refuse", "Restart", "JumpBack", "Learn"]

export const acceptedStories: ReadonlyArray<Story> = [
  {
    name: "happened_before_across_three_nodes",
    tells: "What one node sends, the next has heard of when it sends itself.",
    run: three,
    tell: gives("n3", "10,3 10,4")
  },
  {
    name: "happened_before_logged_without_states",
    tells: "The same run, of which the states were not logged.",
    run: three,
    tell: (draft) => {
      const told = gives("n3", "10,3 10,4")(draft)
      const fields = ["seq", "actor", "action", "at", "choice"] as const
      return told && logging(...fields, "received", "sent")(told)
    }
  },
  {
    name: "happened_before_logged_by_actions_only",
    tells: "The same run, of which nothing but who did what was logged.",
    run: three,
    tell: (draft) => {
      const told = gives("n3", "10,3 10,4")(draft)
      return told && logging("seq", "actor", "action", "at")(told)
    }
  },
  {
    name: "slow_clock_is_dragged_along",
    tells: "A slow clock counts within the l of another until it gets there.",
    run: turns(slowClock),
    tell: gives("n2", "10,1 10,2 10,3 11,0")
  },
  {
    name: "clock_is_set_back",
    tells: "A physical clock is set back, but timestamps go forward.",
    run: turns(setBack),
    tell: gives("n1", "10,0 10,1 10,2 11,0")
  },
  {
    name: "restart_that_waits",
    tells: "After a restart a node waits until its clock is beyond its last l.",
    run: turns([...restarts, ["n2", "Advance", 11], ["n2", "LocalEvent"]]),
    tell: gives("n2", "10,1 11,0")
  },
  {
    name: "timestamp_is_refused",
    tells: "What is too far ahead is refused, until the own clock is closer.",
    run: turns([
      ...farAhead,
      ["n2", "Refuse", "n1#1"],
      ["n2", "LocalEvent"],
      ["n2", "Advance", 11],
      ["n2", "Receive", "n1#1"]
    ]),
    tell: gives("n2", "10,0 31,1")
  },
  {
    name: "counter_is_full",
    tells: "A counter is full: no more events until the physical clock ticks.",
    run: turns([...fourEvents, ["n1", "Advance", 11], ["n1", "LocalEvent"]], {
      constants: { MaxCounter: 4 }
    }),
    tell: gives("n1", "10,0 10,1 10,2 10,3 11,0")
  },
  {
    name: "counter_is_carried",
    tells: "A counter is full: the next events take one more as their l.",
    run: turns(fourEvents, {
      constants: { MaxCounter: 1, CarryOverflow: true }
    }),
    tell: gives("n1", "10,0 10,1 11,0 11,1")
  },
  {
    name: "time_to_come_moves_no_clock",
    tells: "A node learns of a synthetic timestamp, and its clock stays.",
    run: turns(timeToCome),
    tell: gives("n2", "6,0 6,1")
  },
  {
    name: "merges_that_do_not_tick",
    tells: "CockroachDB's way: only what follows a receipt is an event.",
    run: turns(merges, { constants: { ReceiveTicks: false } }),
    tell: gives("n1", "10,0 12,2")
  },
  {
    name: "clocks_that_run",
    tells: "The project's own clocks, through all that can happen to them.",
    run,
    tell: shows(...all)
  },
  {
    name: "clocks_that_run_logged_without_choices",
    tells: "The same run: what clocks show is told by the states alone.",
    run,
    tell: (draft) => {
      const told = shows(...all)(draft)
      const fields = ["seq", "actor", "action", "at", "state"] as const
      return told && logging(...fields, "received", "sent")(told)
    }
  }
]
