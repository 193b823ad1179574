/** The project's own example traces, whose verdicts are known. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import type { Verdict as Told } from "../story.ts"
import { refusalOf, verdictOf } from "./testing.ts"
import type { Reason } from "./verdict.ts"

const folderOf = (protocol: string): string =>
  fileURLToPath(new URL(`../${protocol}`, import.meta.url))

const toldIn = (folder: string) =>
  Object.entries(
    JSON.parse(readFileSync(`${folder}/verdicts.json`, "utf8")) as Record<
      string,
      Told
    >
  )

/** The field or the guard that a reason is about. */
const about = (reason: Reason): string => {
  switch (reason._tag) {
    case "Disabled":
      return reason.guard
    case "Different": {
      const { actor, field } = reason.differences[0]!
      return actor === undefined ? field : `state.${field}`
    }
    case "SequenceGap":
      return "seq"
    case "Clock":
      return "at"
    case "NoSuchStep":
      return "action"
    case "NoChoice":
      return "choice"
    default:
      return "received"
  }
}

/** Fields that are wrong in any trace, whatever the protocol. */
const malformed = /^(action|actors?|note|sent\[.*|end|events)$/

/** The field alone does not tell that these are malformed. */
const alsoMalformed = [
  "line_written_twice.ndjson",
  "choice_of_who_chooses_nothing.ndjson",
  "timestamp_that_is_text.ndjson",
  "counter_below_zero.ndjson",
  "configuration_without_voters.ndjson",
  "term_below_zero.ndjson",
  "entry_without_a_term.ndjson"
]

const protocols = ["two-phase-commit", "snapshot-isolation", "hlc", "raft"]

describe.each(protocols)("the example traces of %s", (protocol) => {
  const folder = folderOf(protocol)

  test.each(toldIn(folder))("%s has its verdict", async (file, known) => {
    const path = `${folder}/${file}`
    if (known.verdict === "accepted") {
      expect(await verdictOf(path)).toMatchObject({ _tag: "Accepted" })
    } else if (malformed.test(known.reason) || alsoMalformed.includes(file)) {
      const refusal = await refusalOf(path)
      expect(refusal).toMatchObject({ file: path, line: known.line })
      expect(refusal.problem.split(": ")[0]).toBe(known.reason)
    } else {
      const verdict = await verdictOf(path)
      expect(verdict).toMatchObject({ _tag: "Rejected", line: known.line })
      if (verdict._tag === "Rejected") {
        expect(about(verdict.reason)).toBe(known.reason)
      }
    }
  })
})
