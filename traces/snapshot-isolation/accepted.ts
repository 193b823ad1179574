/** Runs of snapshot isolation as it is: each must be accepted. */
import { anomaliesOf, historyOf } from "../../checks/simulation/anomalies.ts"
import type { Event } from "../format.ts"
import { accepted, logging, type Story } from "../story.ts"
import {
  byItself,
  firstCommitter,
  insertedAgain,
  readOnlyAnomaly,
  snapshotRead,
  writeSkew
} from "./runs.ts"

type Events = ReadonlyArray<Event>

/** The anomalies that the run shows, and no others. */
const shows =
  (...names: ReadonlyArray<string>) =>
  (events: Events): boolean =>
    [...anomaliesOf(historyOf(events))].join() === names.join()

/** What the transaction reads, one after the other. */
const readBy = (events: Events, transaction: string): string =>
  events
    .flatMap(({ actor, action, choice }) =>
      actor === transaction && action === "Read" ? [choice?.["value"]] : []
    )
    .join()

const aborts = (events: Events, transaction: string): boolean =>
  events.some(
    ({ actor, action }) => actor === transaction && action === "Abort"
  )

const readsOld = (events: Events): boolean =>
  readBy(events, "reader") === "old,old" && readBy(events, "later") === "new"

export const acceptedStories: ReadonlyArray<Story> = [
  {
    name: "one_transaction_by_itself",
    tells: "A transaction inserts, reads what it wrote, updates, commits.",
    run: byItself,
    tell: accepted((events) => readBy(events, "t1") === "absent,a,b")
  },
  {
    name: "snapshot_read_while_another_commits",
    tells: "A reader finds the same before and after another has committed.",
    run: snapshotRead,
    tell: accepted(readsOld)
  },
  {
    name: "snapshot_read_logged_by_actions_only",
    tells: "The same run, of which nothing but who did what was logged.",
    run: snapshotRead,
    tell: (draft) => {
      const told = accepted(readsOld)(draft)
      return told && logging("seq", "actor", "action", "at")(told)
    }
  },
  {
    name: "first_committer_wins",
    tells: "Two update a key: the second to commit must abort instead.",
    run: firstCommitter,
    tell: accepted((events) => aborts(events, "t1") && !aborts(events, "t2"))
  },
  {
    name: "write_skew",
    tells: "Two see each other on call, and leave: nobody is on call.",
    run: writeSkew,
    tell: accepted(shows("write skew", "not serializable"))
  },
  {
    name: "write_skew_logged_without_states",
    tells: "The same run, of which the states were not logged.",
    run: writeSkew,
    tell: (draft) => {
      const told = accepted(shows("write skew", "not serializable"))(draft)
      return told && logging("seq", "actor", "action", "at", "choice")(told)
    }
  },
  {
    name: "read_only_anomaly",
    tells: "A report sees a deposit, but not the withdrawal that came before.",
    run: readOnlyAnomaly,
    tell: accepted(shows("read-only anomaly", "not serializable"))
  },
  {
    name: "removed_and_inserted_again",
    tells: "A key is taken away and comes back; an old snapshot keeps it.",
    run: insertedAgain,
    tell: accepted(
      (events) =>
        readBy(events, "removal") === "absent" &&
        readBy(events, "return") === "absent" &&
        readBy(events, "reader") === "a" &&
        readBy(events, "later") === "b"
    )
  }
]
