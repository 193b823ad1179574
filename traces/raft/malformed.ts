/** Logs that contradict themselves, or are none: nothing was run like this. */
import { cutOff, endCountsOneMore, lineWrittenTwice } from "../malformed.ts"
import { changing, isAction, rejected, type Story } from "../story.ts"
import { firstElection } from "./plots.ts"

const run = firstElection
const campaign = isAction("Timeout")

/** All that is there is the header, which says something impossible. */
const header = (
  name: string,
  tells: string,
  constants: object,
  reason: string
): Story => ({
  name,
  tells,
  run,
  tell: (draft) => ({
    draft: {
      ...draft,
      header: {
        ...draft.header,
        constants: { ...draft.header.constants, ...constants }
      }
    },
    verdict: { verdict: "rejected", line: 1, reason }
  })
})

export const malformedStories: ReadonlyArray<Story> = [
  header(
    "configuration_without_voters",
    "The header says that nobody's vote counts.",
    { InitialVoters: [] },
    "constants.InitialVoters"
  ),
  {
    name: "term_below_zero",
    tells: "A term is negative.",
    run,
    tell: rejected(
      "state.currentTerm",
      campaign,
      changing((e) => ({ ...e, state: { ...e.state, currentTerm: -1 } }))
    )
  },
  {
    name: "unknown_server",
    tells: "A step is taken by somebody who is not among the servers.",
    run,
    tell: rejected(
      "actor",
      campaign,
      changing((e) => ({ ...e, actor: "s9" }))
    )
  },
  {
    name: "unknown_action",
    tells: "An action has a name that the protocol does not know.",
    run,
    tell: rejected(
      "action",
      campaign,
      changing((e) => ({ ...e, action: "Campaign" }))
    )
  },
  {
    name: "entry_without_a_term",
    tells: "An entry of a log has no term.",
    run,
    tell: rejected(
      "state.log[0].term",
      isAction("ClientRequest"),
      changing((e) => ({ ...e, state: { ...e.state, log: [{ value: "x" }] } }))
    )
  },
  lineWrittenTwice(run, isAction("ClientRequest")),
  cutOff(run),
  endCountsOneMore(run)
]
