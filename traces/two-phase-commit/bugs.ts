/** Runs of two-phase commit with a bug put back: each must be rejected. */
import type { Event } from "../format.ts"
import { isAction, logging, rejected, type Story } from "../story.ts"
import {
  breaksItsPromise,
  countsMessages,
  decidesTwice,
  sixteenCommitEarly,
  threeCommitEarly
} from "./runs.ts"

type Events = ReadonlyArray<Event>

/** Who the coordinator has heard of before the event. */
const heardOf = (events: Events, position: number): ReadonlySet<string> =>
  new Set(
    events
      .slice(0, position)
      .flatMap(({ action, received }) =>
        action === "TMRcvPrepared" && received !== undefined
          ? [received.id]
          : []
      )
  )

/** The coordinator commits, but has heard of fewer participants. */
const commitsWithout =
  (participants: number) =>
  (event: Event, position: number, all: Events): boolean =>
    event.action === "TMCommit" && heardOf(all, position).size < participants

const hasPromised = (events: Events, { actor }: Event): boolean =>
  events.some((e) => e.actor === actor && e.action === "RMPrepare")

export const buggyStories: ReadonlyArray<Story> = [
  {
    name: "commit_without_everyone_prepared",
    tells: "The coordinator commits although it has not heard of everyone.",
    run: threeCommitEarly,
    tell: rejected("AllPrepared", commitsWithout(3))
  },
  {
    name: "sixteen_commit_early_logged_by_actions_only",
    tells:
      "The same with sixteen, of which nothing but who did what was logged.",
    run: sixteenCommitEarly,
    tell: (draft) => {
      const told = rejected("AllPrepared", commitsWithout(16))(draft)
      return told && logging("seq", "actor", "action", "at")(told)
    }
  },
  {
    name: "one_participant_counted_twice",
    tells: "The coordinator counts a repeated message as one participant more.",
    run: countsMessages,
    tell: rejected("state.tmPrepared", ({ received }, position, all) =>
      heardOf(all, position).has(received?.id ?? "")
    )
  },
  {
    name: "one_participant_counted_twice_logged_without_states",
    tells:
      "The same run without states: it shows when the coordinator commits.",
    run: countsMessages,
    tell: (draft) => {
      const told = rejected("AllPrepared", commitsWithout(3))(draft)
      return (
        told &&
        logging("seq", "actor", "action", "at", "received", "sent")(told)
      )
    }
  },
  {
    name: "abort_after_the_promise",
    tells: "A participant gives up although it has promised to wait.",
    run: breaksItsPromise,
    tell: rejected(
      "Working",
      (event, position, all) =>
        event.action === "RMChooseToAbort" &&
        hasPromised(all.slice(0, position), event)
    )
  },
  {
    name: "two_decisions",
    tells: "The coordinator aborts after it has committed.",
    run: decidesTwice,
    tell: rejected(
      "Undecided",
      (event, position, all) =>
        event.action === "TMAbort" &&
        all.slice(0, position).some(isAction("TMCommit"))
    )
  }
]
