/** Runs of clocks with a mistake: each violates a promise, and is rejected. */
import * as Effect from "effect/Effect"
import type { Event } from "../format.ts"
import { isAction, logging, rejected, type Story } from "../story.ts"
import {
  clocks,
  farAhead,
  fourEvents,
  restarts,
  threeNodes,
  timeToCome,
  turns
} from "./runs.ts"

type Events = ReadonlyArray<Event>

interface Stamp {
  readonly l: number
  readonly c: number
}

const last = ({ state }: Event): Stamp => state!["last"] as Stamp

/** The timestamp of what was received. */
const remote = ({ received }: Event): Stamp | undefined =>
  (received?.message as { readonly event?: Stamp } | undefined)?.event

/** A receipt that is not later than what was received. */
const notLater = (event: Event): boolean => {
  const [m, { l, c }] = [remote(event), last(event)]
  return (
    event.action === "Receive" &&
    m !== undefined &&
    (l < m.l || (l === m.l && c <= m.c))
  )
}

/** The first event of a node with a reading of its own as l, and a counter. */
const notReset = (event: Event, position: number, all: Events): boolean => {
  const { actor, state } = event
  const { l, c } = last(event)
  return (
    c > 0 &&
    l === state!["pt"] &&
    remote(event)?.l !== l &&
    all.slice(0, position).every((e) => e.actor !== actor || last(e).l !== l)
  )
}

/** An event that is not later than one of the same node before. */
const goesBack = (event: Event, position: number, all: Events): boolean => {
  const { actor, state } = event
  const { l, c } = last(event)
  return (
    "l" in state! &&
    all
      .slice(0, position)
      .map((e) => (e.actor === actor ? last(e) : { l: 0, c: 0 }))
      .some((e) => e.l > l || (e.l === l && e.c >= c))
  )
}

/** The n-th event with the action. */
const nth =
  (action: string, n: number) =>
  (event: Event, position: number, all: Events): boolean =>
    event.action === action &&
    all.slice(0, position).filter(isAction(action)).length === n - 1

const forgets = turns([...restarts, ["n2", "Send"]], { bug: "B70" })

export const buggyStories: ReadonlyArray<Story> = [
  {
    name: "remote_timestamp_is_not_looked_at",
    tells: "Theorem 1 fails: a receipt is earlier than what is received.",
    run: turns(threeNodes, { bug: "B66a" }),
    tell: rejected("state.l", notLater)
  },
  {
    name: "remote_counter_is_forgotten",
    tells: "Theorem 1 fails: c begins anew with the l that was received.",
    run: turns(fourEvents, { bug: "B66b" }),
    tell: rejected("state.c", notLater)
  },
  {
    name: "equal_reading_begins_anew",
    tells:
      "A node gives one timestamp twice: its reading counts as ahead of l.",
    run: turns(fourEvents, { bug: "B67" }),
    tell: rejected("state.c", nth("LocalEvent", 2))
  },
  {
    name: "l_is_counted_up",
    tells: "Theorem 3 fails: an l that no clock has shown.",
    run: turns(fourEvents, { bug: "B68" }),
    tell: rejected("state.l", nth("LocalEvent", 2))
  },
  {
    name: "counter_wraps_and_is_not_carried",
    tells: "A counter that is full begins anew, with the same l.",
    run: turns(fourEvents, {
      bug: "B69",
      constants: { MaxCounter: 1, CarryOverflow: true }
    }),
    tell: rejected("state.l", nth("LocalEvent", 3))
  },
  {
    name: "counter_wraps_and_is_not_refused",
    tells: "A counter that is full begins anew where nothing may follow.",
    run: turns(fourEvents, { bug: "B69", constants: { MaxCounter: 1 } }),
    tell: rejected("CounterFits", nth("LocalEvent", 3))
  },
  {
    name: "restart_forgets",
    tells: "A node goes on from what its physical clock shows, which is slow.",
    run: forgets,
    tell: rejected("state.l", isAction("Restart"))
  },
  {
    name: "restart_forgets_logged_without_states",
    tells: "The same run without states: it shows when the node sends.",
    run: forgets,
    tell: (draft) => {
      const told = rejected("CounterFits", nth("Send", 2))(draft)
      const fields = ["seq", "actor", "action", "at", "choice"] as const
      return told && logging(...fields, "received", "sent")(told)
    }
  },
  {
    name: "any_timestamp_is_believed",
    tells: "A node takes over what is too far ahead of its physical clock.",
    run: turns([...farAhead, ["n2", "Receive", "n1#1"]], { bug: "B71" }),
    tell: rejected("WithinOffset", isAction("Receive"))
  },
  {
    name: "time_to_come_moves_a_clock",
    tells: "A clock goes ahead of true time to a synthetic timestamp.",
    run: turns(timeToCome.slice(0, 4), { bug: "B72" }),
    tell: rejected("state.l", isAction("Learn"))
  },
  {
    name: "clocks_that_forget_the_remote_maximum",
    tells:
      "The project's own clocks, if they do not look at what they receive.",
    run: clocks({
      seed: 56,
      mistaken: (clock) => ({ ...clock, receive: () => clock.now })
    }),
    tell: rejected("state.l", notLater)
  },
  {
    name: "clocks_that_do_not_reset_their_counter",
    tells: "The project's own clocks, if they count on with a new l.",
    run: clocks({
      seed: 56,
      mistaken: (clock) => {
        let count = 0
        const counted = Effect.map(clock.now, (answer) => ({
          ...answer,
          logical: count++
        }))
        return { ...clock, now: counted }
      }
    }),
    tell: rejected("sent", notReset)
  },
  {
    name: "clocks_that_forget_at_a_restart",
    tells: "The project's own clocks, if they keep no bound.",
    run: clocks({ seed: 5, forgetful: true }),
    tell: rejected("CounterFits", goesBack)
  }
]
