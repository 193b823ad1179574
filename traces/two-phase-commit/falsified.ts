/** Logs that were edited: what was logged is not what was done. */
import type { Event } from "../format.ts"
import {
  changing,
  type Draft,
  isAction,
  rejected,
  type Story,
  withEvents
} from "../story.ts"
import { coordinatorCrashes, everyoneCommits } from "./runs.ts"

const firstPrepare = isAction("RMPrepare")

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

export const falsifiedStories: ReadonlyArray<Story> = [
  {
    name: "commit_message_that_nobody_sent",
    tells: "A participant commits on a message that nobody has sent.",
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
      isAction("TMRcvPrepared"),
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
