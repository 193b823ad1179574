/**
 * Other people's runs of etcd's Raft library: good ones, such with a bug put
 * back, and corrupted ones.
 */
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { describe, expect, test } from "vitest"
import { mutateFile } from "../mutate/mutate.ts"
import { logsIn, present } from "../validator/shared-logs.ts"
import { subjectFor } from "../validator/subjects.ts"
import { running, withFiles } from "../validator/testing.ts"
import { judged } from "./etcd-samples.ts"

const isLog = (name: string): boolean => name.endsWith(".ndjson")
const runs = [
  ...logsIn("etcd-raft", isLog),
  ...logsIn("etcd-raft/runs", isLog),
  ...logsIn("etcd-raft/runs/scripts", isLog)
]
const textOf = (path: string): ReadonlyArray<string> =>
  readFileSync(path, "utf8").trimEnd().split("\n")

/** The first line at which each bug shows, and what is said of it. */
const bugs: Readonly<Record<string, readonly [line: number, rule: string]>> = {
  "commit-prior-term-101": [435, "OwnTerm"],
  "leader-keeps-leading-104": [177, "LaterTermsAreEntered"],
  "learner-in-quorum-106": [102, "AdvanceCommitIndex"],
  "minority-election-109": [100, "Elected"],
  "minority-election-in-hunt-5-220": [106, "Elected"],
  "vote-not-persisted-102": [164, "AcknowledgedStays"],
  "vote-not-persisted-in-hunt-hs-220": [237, "AcknowledgedStays"]
}

describe.skipIf(!present)("runs of the library", () => {
  const good = runs.filter((path) => !path.includes("BUG-"))

  test("are there", () => {
    expect(good.length).toBeGreaterThan(30)
    expect(runs.length - good.length).toBe(Object.keys(bugs).length)
  })

  test.each(good.map((path) => [basename(path), path]))(
    "%s is accepted",
    (_name, path) => {
      const lines = textOf(path)
      const events = lines.length
      expect(judged(lines)).toMatchObject({ _tag: "Accepted", events })
    }
  )

  test.each(Object.entries(bugs))("%s is rejected", (name, [line, rule]) => {
    const path = runs.find((one) => one.endsWith(`BUG-${name}.ndjson`))!
    const verdict = judged(textOf(path))
    expect(verdict).toMatchObject({ _tag: "Rejected", line })
    expect(JSON.stringify(verdict)).toContain(rule)
  })
})

type State = Record<string, number>

type Corrupt = (event: {
  state: State
  log: number
  role: string
  msg: Record<string, unknown>
}) => void

/** Corruptions that etcd's own trace specification lets pass. */
const corrupted: ReadonlyArray<readonly [string, string, Corrupt]> = [
  ["Ready", "term + 1", (e) => (e.state["term"]! += 1)],
  ["Ready", "commit + 1", (e) => (e.state["commit"]! += 1)],
  ["Replicate", "log + 5", (e) => (e.log += 5)],
  ["Replicate", "another role", (e) => (e.role = "StateFollower")],
  [
    "BecomeCandidate",
    "another vote",
    (e) => Object.assign(e.state, { vote: "5" })
  ],
  [
    "SendAppendEntriesResponse",
    "index + 3",
    (e) => (e.msg["index"] = Number(e.msg["index"]) + 3)
  ],
  ["SendAppendEntriesResponse", "commit + 9", (e) => (e.msg["commit"] = 9)],
  [
    "SendRequestVoteResponse",
    "a flipped vote",
    (e) => (e.msg["reject"] = e.msg["reject"] === false)
  ],
  [
    "ReceiveRequestVoteResponse",
    "a flipped vote",
    (e) => (e.msg["reject"] = e.msg["reject"] === false)
  ]
]

describe.skipIf(!present)(
  "the first 800 lines of the library's own run",
  () => {
    const lines = present ? textOf(runs[0]!).slice(0, 800) : []

    test.each(corrupted)(
      "%s with %s is rejected there",
      (name, _what, corrupt) => {
        const places = lines.flatMap((text, i) =>
          text.includes(`"name":"${name}"`) ? [i] : []
        )
        expect(places.length).toBeGreaterThan(0)
        for (const i of places.slice(0, 40)) {
          const value = JSON.parse(lines[i]!) as {
            event: Parameters<Corrupt>[0]
          }
          corrupt(value.event)
          const verdict = judged(lines.with(i, JSON.stringify(value)))
          expect(verdict).toMatchObject({ _tag: "Rejected", line: i + 1 })
        }
      }
    )
  }
)

const isHigh = (rate: unknown): boolean =>
  typeof rate === "number" && rate >= 0.95

describe.skipIf(!present)("corrupted runs", () => {
  test("entries are not accepted where the log does not agree", () => {
    const path = runs[0]!
    const lines = textOf(path)
    const places = lines.flatMap((text, i) =>
      text.includes('"name":"SendAppendEntriesResponse"') &&
      text.includes('"reject":true')
        ? [i]
        : []
    )
    expect(places.length).toBeGreaterThan(3)
    for (const i of places.slice(0, 10)) {
      const text = lines[i]!.replace('"reject":true', '"reject":false')
      expect(judged(lines.with(i, text))).toMatchObject({
        _tag: "Rejected",
        line: i + 1,
        reason: { _tag: "Disabled", guard: "Matches" }
      })
    }
  })

  test("are found out in at least 95 of 100 cases", async () => {
    const text = `${textOf(runs[0]!).slice(0, 200).join("\n")}\n`
    const mutation = await withFiles({ "log.ndjson": text }, (folder) =>
      running(mutateFile(`${folder}/log.ndjson`, subjectFor, { max: 200 }))
    )
    expect(mutation).toMatchObject({ _tag: "Mutated", tried: 200 })
    expect(mutation).toHaveProperty("rate", expect.toSatisfy(isHigh))
  })
})
