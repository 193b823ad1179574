/** Runs of two-phase commit as it is: each must be accepted. */
import type { Event } from "../format.ts"
import { accepted, logging, type Story } from "../story.ts"
import {
  coordinatorCrashes,
  everyoneCommits,
  oneChoosesToAbort,
  sixteenCommit,
  throughABadNetwork,
  waitsNoLonger
} from "./runs.ts"

type Events = ReadonlyArray<Event>

const count = (events: Events, action: string): number =>
  events.filter((event) => event.action === action).length

/** Does everyone of so many participants commit? */
const everyoneDid =
  (action: string, participants: number) =>
  (events: Events): boolean =>
    new Set(
      events.filter((event) => event.action === action).map((e) => e.actor)
    ).size === participants

const everyPromise = (events: Events): ReadonlySet<string> =>
  new Set(
    events.flatMap(({ action, received }) =>
      action === "TMRcvPrepared" && received !== undefined ? [received.id] : []
    )
  )

/** A message is received twice by one actor. */
const repeats = (events: Events): boolean => {
  const receipts = events.flatMap(({ actor, received }) =>
    received === undefined ? [] : [`${actor} ${received.id}`]
  )
  return new Set(receipts).size < receipts.length
}

const sentOrder = (events: Events): string =>
  events.flatMap(({ sent = [] }) => sent.map(({ id }) => id)).join()

const receivedOrder = (events: Events): string =>
  [...everyPromise(events)].join()

/** Promises reach the coordinator in another order than they were sent. */
const reorders = (events: Events): boolean =>
  !sentOrder(events).startsWith(receivedOrder(events))

export const acceptedStories: ReadonlyArray<Story> = [
  {
    name: "everyone_commits",
    tells: "Three participants prepare, are told to commit, and do.",
    run: everyoneCommits,
    tell: accepted(everyoneDid("RMRcvCommitMsg", 3))
  },
  {
    name: "everyone_commits_logged_without_states",
    tells: "The same run, of which the states were not logged.",
    run: everyoneCommits,
    tell: (draft) => {
      const told = accepted(everyoneDid("RMRcvCommitMsg", 3))(draft)
      return (
        told &&
        logging("seq", "actor", "action", "at", "received", "sent")(told)
      )
    }
  },
  {
    name: "one_chooses_to_abort",
    tells: "One participant gives up, so that those that are prepared abort.",
    run: oneChoosesToAbort,
    tell: accepted(
      (events) =>
        count(events, "RMChooseToAbort") === 1 &&
        count(events, "RMRcvAbortMsg") === 3
    )
  },
  {
    name: "abort_although_everyone_was_prepared",
    tells:
      "The coordinator has heard of everyone, but waits no longer: all abort.",
    run: waitsNoLonger,
    tell: accepted(
      (events) =>
        everyPromise(events).size === 3 &&
        everyoneDid("RMRcvAbortMsg", 3)(events)
    )
  },
  {
    name: "messages_lost_repeated_and_reordered",
    tells:
      "Four of five commit: messages came twice or late, one was never told.",
    run: throughABadNetwork,
    tell: accepted(
      (events) =>
        repeats(events) &&
        reorders(events) &&
        everyoneDid("RMRcvCommitMsg", 4)(events)
    )
  },
  {
    name: "coordinator_crashes_and_the_prepared_stay_blocked",
    tells:
      "The coordinator crashes undecided; who has promised waits for ever.",
    run: coordinatorCrashes,
    tell: accepted(
      (events) =>
        count(events, "TMCrash") === 1 &&
        count(events, "RMPrepare") === 3 &&
        everyPromise(events).size > 0
    )
  },
  {
    name: "sixteen_commit",
    tells: "Sixteen participants commit; many messages come more than once.",
    run: sixteenCommit,
    tell: accepted(everyoneDid("RMRcvCommitMsg", 16))
  },
  {
    name: "sixteen_commit_logged_by_actions_only",
    tells: "The same run, of which nothing but who did what was logged.",
    run: sixteenCommit,
    tell: (draft) => {
      const told = accepted(everyoneDid("RMRcvCommitMsg", 16))(draft)
      return told && logging("seq", "actor", "action", "at")(told)
    }
  }
]
