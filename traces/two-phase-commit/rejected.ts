/** Runs that two-phase commit cannot have: bugs put back, and logs falsified. */
import { End, type Event } from "../format.ts"
import {
  changing,
  type Draft,
  logging,
  rejected,
  replaced,
  type Story,
  withEvents
} from "../story.ts"
import {
  breaksItsPromise,
  coordinatorCrashes,
  countsMessages,
  decidesTwice,
  everyoneCommits,
  sixteenCommitEarly,
  threeCommitEarly
} from "./runs.ts"

type Events = ReadonlyArray<Event>

const isAction =
  (action: string) =>
  (event: Event): boolean =>
    event.action === action

const firstPrepare = isAction("RMPrepare")
const firstReceipt = isAction("TMRcvPrepared")

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

/** Bugs put back into the protocol. */
const bugs: ReadonlyArray<Story> = [
  {
    name: "commit_without_everyone_prepared",
    tells: "The coordinator commits although it has not heard of everyone.",
    run: threeCommitEarly,
    tell: rejected("AllPrepared", commitsWithout(3))
  },
  {
    name: "sixteen_commit_early_logged_by_actions_only",
    tells:
      "The same with sixteen participants, of which nothing but who did what was logged.",
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

/** A participant that is prepared and takes no further step. */
const commitFromNowhere = (draft: Draft): Draft => {
  const blocked = draft.events.findLast(isAction("RMPrepare"))
  const commit: Event = {
    seq: (blocked?.seq ?? 0) + 1,
    actor: blocked?.actor ?? "",
    action: "RMRcvCommitMsg",
    at: (blocked?.at ?? 0) + 1,
    received: { id: "tm#1", message: { _tag: "Commit" } },
    sent: [],
    state: { rmState: "committed" }
  }
  return withEvents(draft, [...draft.events, commit])
}

/** Logs that were falsified: what was logged is not what was done. */
const falsified: ReadonlyArray<Story> = [
  {
    name: "commit_message_that_nobody_sent",
    tells:
      "The coordinator has crashed, and a participant is told to commit by nobody.",
    run: coordinatorCrashes,
    tell: (draft) =>
      rejected("received", isAction("RMRcvCommitMsg"))(commitFromNowhere(draft))
  },
  {
    name: "crash_where_none_may_happen",
    tells: "The coordinator crashes, but the constants say that it may not.",
    run: coordinatorCrashes,
    tell: rejected("MayCrash", isAction("TMCrash"), (draft) => ({
      ...draft,
      header: {
        ...draft.header,
        constants: { ...draft.header.constants, TMMayCrash: false }
      }
    }))
  },
  {
    name: "prepared_but_still_working",
    tells: "A participant prepares; its logged state was changed afterwards.",
    run: everyoneCommits,
    tell: rejected(
      "state.rmState",
      firstPrepare,
      changing((event) => ({ ...event, state: { rmState: "working" } }))
    )
  },
  {
    name: "promise_not_sent",
    tells: "A participant prepares, and by the log tells nobody.",
    run: everyoneCommits,
    tell: rejected(
      "sent",
      firstPrepare,
      changing((event) => ({ ...event, sent: [] }))
    )
  },
  {
    name: "message_changed_on_its_way",
    tells: "The coordinator receives another message than was sent.",
    run: everyoneCommits,
    tell: rejected(
      "received",
      firstReceipt,
      changing(({ received, ...event }) => ({
        ...event,
        received: {
          id: received?.id,
          message: { _tag: "Prepared", rm: "rm-9" }
        },
        state: { tmState: "init", tmPrepared: ["rm-9"] }
      }))
    )
  },
  {
    name: "step_not_logged",
    tells: "A participant's only line before it decides is missing.",
    run: everyoneCommits,
    tell: (draft) => {
      const position = draft.events.findIndex(firstPrepare)
      const lost = draft.events[position]
      return rejected(
        "received",
        ({ received }) =>
          received !== undefined && received.id === lost?.sent?.[0]?.id
      )(
        withEvents(
          draft,
          draft.events
            .toSpliced(position, 1)
            .map((e) =>
              e.actor === lost?.actor ? { ...e, seq: e.seq - 1 } : e
            )
        )
      )
    }
  }
]

/** Logs that contradict themselves: no protocol is needed to refuse them. */
const malformed: ReadonlyArray<Story> = [
  {
    name: "received_before_it_was_sent",
    tells: "The clock of a receipt is not later than that of its send.",
    run: everyoneCommits,
    tell: rejected(
      "at",
      firstReceipt,
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

export const rejectedStories: ReadonlyArray<Story> = [
  ...bugs,
  ...falsified,
  ...malformed
]
