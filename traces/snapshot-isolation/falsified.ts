/** Runs of a store with a mistake, and logs that were edited. */
import { anomaliesOf, historyOf } from "../../checks/simulation/anomalies.ts"
import type { Event } from "../format.ts"
import {
  changing,
  type Draft,
  isAction,
  logging,
  rejected,
  replaced,
  type Story,
  withEvents
} from "../story.ts"
import {
  byItself,
  latestRead,
  lostUpdate,
  snapshotRead,
  torn,
  uncommitted
} from "./runs.ts"

type Found = (
  event: Event,
  position: number,
  all: ReadonlyArray<Event>
) => boolean

/** The event at which it must be found out; the run shows the anomaly. */
const showing =
  (anomaly: string, found: Found): Found =>
  (event, position, all) =>
    found(event, position, all) && anomaliesOf(historyOf(all)).has(anomaly)

const by =
  (transaction: string, action: string): Found =>
  (event) =>
    event.actor === transaction && event.action === action

const reads =
  (transaction: string, value: string): Found =>
  (event) =>
    event.actor === transaction &&
    event.action === "Read" &&
    event.choice?.["value"] === value

/** The reader's event as if it had found what the writer has written. */
const readingDirt = (event: Event): Event => {
  const { actor, action, choice, state } = event
  if (actor !== "reader" || action === "Begin") return event
  const value = "new"
  const reads = [{ key: "x", writer: "writer", value }]
  const found = choice === undefined ? {} : { choice: { ...choice, value } }
  return { ...event, ...found, state: { ...state, reads } }
}

/** The first event of the transaction, as if it had not been logged. */
const withoutBegin = (draft: Draft, transaction: string): Draft =>
  withEvents(
    draft,
    draft.events
      .filter((e, i, all) => !by(transaction, "Begin")(e, i, all))
      .map((e) => (e.actor === transaction ? { ...e, seq: e.seq - 1 } : e))
  )

/** The event, and then something that the same transaction cannot do. */
const followedBy =
  (action: string) =>
  (draft: Draft, position: number): Draft => {
    const event = draft.events[position]!
    const { seq, at } = event
    const next: Event = { ...event, action, seq: seq + 1, at: at + 1 }
    return replaced(draft, position, event, next)
  }

/** The story of the line after a commit. */
const afterCommit = (reason: string, action: string) => (draft: Draft) => {
  const position = draft.events.findIndex(by("t1", "Commit"))
  return rejected(
    reason,
    (_event, i) => i === position + 1
  )(followedBy(action)(draft, position))
}

export const falsifiedStories: ReadonlyArray<Story> = [
  {
    name: "lost_update",
    tells: "Two count from 0 to 1, and both commit: nobody looked.",
    run: lostUpdate,
    tell: rejected("FirstCommitter", showing("lost update", by("t1", "Commit")))
  },
  {
    name: "read_of_a_later_version",
    tells: "A reader finds what was committed after it had begun.",
    run: latestRead,
    tell: rejected(
      "OwnWriteOrSnapshot",
      showing("non-repeatable read", reads("reader", "new"))
    )
  },
  {
    name: "torn_commit",
    tells: "Of two keys that were committed at once a reader finds one only.",
    run: torn,
    tell: rejected(
      "OwnWriteOrSnapshot",
      showing(
        "lone anti-dependency",
        (event, position, all) =>
          by("reader", "Read")(event, position, all) &&
          event.choice?.["key"] === "y"
      )
    )
  },
  {
    name: "read_of_an_uncommitted_version",
    tells: "A reader finds what another has written, but not committed.",
    run: uncommitted,
    tell: (draft) =>
      rejected(
        "OwnWriteOrSnapshot",
        showing("dirty read", by("reader", "Read"))
      )(withEvents(draft, draft.events.map(readingDirt)))
  },
  {
    name: "own_write_not_found_logged_without_states",
    tells: "A transaction reads nothing where it has written, by the choice.",
    run: byItself,
    tell: (draft) => {
      const edit = changing((event) => ({
        ...event,
        choice: { key: "x", value: "absent" }
      }))
      const told = rejected("OwnWriteOrSnapshot", reads("t1", "a"), edit)(draft)
      return told && logging("seq", "actor", "action", "at", "choice")(told)
    }
  },
  {
    name: "commits_twice",
    tells: "A transaction that has committed commits once more.",
    run: byItself,
    tell: afterCommit("Open", "Commit")
  },
  {
    name: "reads_before_it_begins",
    tells: "A transaction reads, and by the log it has not begun.",
    run: byItself,
    tell: (draft) =>
      rejected("Open", by("t1", "Read"))(withoutBegin(draft, "t1"))
  },
  {
    name: "two_transactions_with_one_id",
    tells: "A transaction begins under the id of one that has ended.",
    run: byItself,
    tell: afterCommit("New", "Begin")
  },
  {
    name: "unknown_key",
    tells: "A transaction reads a key that is none of the constants.",
    run: byItself,
    tell: rejected(
      "choice",
      isAction("Read"),
      changing((event) => ({
        ...event,
        choice: { key: "z", value: "absent" }
      }))
    )
  },
  {
    name: "insert_of_what_is_there",
    tells: "A key that has a value is given one as if it had none.",
    run: snapshotRead,
    tell: rejected(
      "Missing",
      isAction("Update"),
      changing((event) => ({ ...event, action: "Insert" }))
    )
  },
  {
    name: "update_of_what_is_missing",
    tells: "A key that has no value is given another one.",
    run: byItself,
    tell: rejected(
      "Present",
      isAction("Insert"),
      changing((event) => ({ ...event, action: "Update" }))
    )
  },
  {
    name: "snapshot_of_the_future",
    tells: "A transaction says that its snapshot is one not yet committed.",
    run: snapshotRead,
    tell: rejected(
      "state.start",
      by("reader", "Begin"),
      changing((event) => ({ ...event, state: { ...event.state, start: 2 } }))
    )
  },
  {
    name: "read_that_left_no_record",
    tells: "A transaction reads another's write, but does not note it.",
    run: snapshotRead,
    tell: rejected(
      "state.reads",
      by("reader", "Read"),
      changing((event) => ({ ...event, state: { ...event.state, reads: [] } }))
    )
  }
]
