/** Logs that contradict themselves: no protocol is needed to refuse them. */
import { cutOff, endCountsOneMore, lineWrittenTwice } from "../malformed.ts"
import {
  changing,
  isAction,
  rejected,
  type Story,
  withEvents
} from "../story.ts"
import { byItself, snapshotRead } from "./runs.ts"

const run = byItself
const insert = isAction("Insert")

export const malformedStories: ReadonlyArray<Story> = [
  {
    name: "header_with_one_id_twice",
    tells: "Two transactions of the header have the same id.",
    run,
    tell: ({ header, ...rest }) => {
      const twice = ["t1", "t1"]
      const constants = { ...header.constants, Transaction: twice }
      const actors = { ...header.actors, transaction: twice }
      return {
        draft: { ...rest, header: { ...header, constants, actors } },
        verdict: { verdict: "rejected", line: 1, reason: "actors" }
      }
    }
  },
  {
    name: "clock_stands_still",
    tells: "A transaction's clock does not grow from one step to the next.",
    run,
    tell: rejected(
      "at",
      insert,
      changing((event) => ({ ...event, at: event.at - 1 }))
    )
  },
  {
    name: "gap_in_the_numbers",
    tells: "A line of a transaction is missing.",
    run: snapshotRead,
    tell: (draft) =>
      rejected(
        "seq",
        ({ actor, seq }) => actor === "reader" && seq === 3
      )(
        withEvents(
          draft,
          draft.events.filter(
            ({ actor, seq }) => actor !== "reader" || seq !== 2
          )
        )
      )
  },
  lineWrittenTwice(run, insert),
  {
    name: "choice_of_who_chooses_nothing",
    tells: "A transaction chooses a key when it begins.",
    run,
    tell: rejected(
      "choice",
      isAction("Begin"),
      changing((event) => ({ ...event, choice: { key: "x" } }))
    )
  },
  {
    name: "action_of_somebody_else",
    tells: "A key commits, where only transactions can.",
    run,
    tell: rejected(
      "action",
      isAction("Commit"),
      changing(({ state: _, ...event }) => ({ ...event, actor: "x", seq: 1 }))
    )
  },
  {
    name: "unknown_action",
    tells: "An action has a name that the protocol does not know.",
    run,
    tell: rejected(
      "action",
      insert,
      changing((event) => ({ ...event, action: "Add" }))
    )
  },
  {
    name: "unknown_transaction",
    tells: "A step is taken by somebody who is not among the actors.",
    run,
    tell: rejected(
      "actor",
      insert,
      changing((event) => ({ ...event, actor: "t9" }))
    )
  },
  {
    name: "unknown_field",
    tells: "A line has a field that the format does not know.",
    run,
    tell: rejected(
      "note",
      insert,
      changing((event) => ({ ...event, note: "inserted" }))
    )
  },
  cutOff(run),
  endCountsOneMore(run)
]
