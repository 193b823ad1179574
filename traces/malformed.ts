/** What goes wrong with a log of any protocol. */
import { End, type Event } from "./format.ts"
import { rejected, replaced, type Story } from "./story.ts"

type Run = Story["run"]

export const lineWrittenTwice = (
  run: Run,
  isLine: (event: Event) => boolean
): Story => ({
  name: "line_written_twice",
  tells: "A line is there twice, with the same number.",
  run,
  tell: (draft) => {
    const position = draft.events.findIndex(isLine)
    const event = draft.events[position]
    return event === undefined
      ? null
      : rejected(
          "seq",
          (_event, i) => i === position + 1
        )(replaced(draft, position, event, event))
  }
})

export const cutOff = (run: Run): Story => ({
  name: "cut_off",
  tells: "The end line is missing: more may have happened.",
  run,
  tell: ({ header, events }) => ({
    draft: { header, events },
    verdict: { verdict: "rejected", line: events.length + 2, reason: "end" }
  })
})

export const endCountsOneMore = (run: Run): Story => ({
  name: "end_counts_one_more",
  tells: "The end line counts more events than there are.",
  run,
  tell: ({ header, events }) => ({
    draft: {
      header,
      events,
      end: End.make({ end: true, events: events.length + 1 })
    },
    verdict: { verdict: "rejected", line: events.length + 2, reason: "events" }
  })
})
