import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { report, reportData } from "./report.ts"
import { drawing, javaRun, javaText, participants } from "./samples.ts"
import { verdictOf, withFiles } from "./testing.ts"

const example = (name: string): string =>
  fileURLToPath(new URL(`../two-phase-commit/${name}.ndjson`, import.meta.url))

const told = async (name: string): Promise<string> =>
  report(await verdictOf(example(name)), {
    sentence: (action) =>
      action === "TMCommit" ? "With everyone prepared it commits." : undefined
  }).join("\n")

describe("a verdict reads well", () => {
  test("if the log is accepted", async () => {
    expect(await told("everyone_commits")).toBe(
      "accepted: all 10 events are steps of the protocol."
    )
    expect(await told("sixteen_commit_logged_by_actions_only")).toMatch(
      /^accepted: .* The log leaves things open: \d+ states looked at\.$/
    )
  })

  test("if a guard is false", async () => {
    expect(await told("commit_without_everyone_prepared")).toBe(
      `rejected at line 5: 3 of 8 events are steps of the protocol.

  tm takes TMCommit: sends Commit; tm.tmState = committed; tm.tmPrepared = [rm-1]

TMCommit by tm is not possible: AllPrepared is false.
  AllPrepared: RM.every((r) => self.tmPrepared.includes(r))
  TMCommit: With everyone prepared it commits.
  tm knows tmState = init, tmPrepared = [rm-1]

possible instead
  RMPrepare by rm-0
  RMChooseToAbort by rm-0
  TMRcvPrepared by tm of Prepared{rm: rm-1}, Prepared{rm: rm-2}
  TMAbort by tm

not possible
  TMCommit by tm: AllPrepared is false
  RMRcvCommitMsg: no such message is there
  RMRcvAbortMsg: no such message is there
  TMCrash by tm: MayCrash is false

before that
  line 3: TMRcvPrepared by tm of Prepared{rm: rm-1}`
    )
  })

  test.each([
    ["prepared_but_still_working", /rmState {2}log: working\n.*protocol: prep/],
    ["promise_not_sent", /sent {2}log: \[\]\n *protocol: \[Prepared\{rm: rm-1/],
    ["message_changed_on_its_way", /received: Prepared\{rm: rm-9\}\n.*sent: /],
    ["commit_message_that_nobody_sent", /It receives tm#1, but nobody has/],
    ["gap_in_the_numbers", /Lines are missing: this is step 3 .* step 2 comes/],
    ["clock_stands_still", /Its clock does not grow: it says 4, but was at 4/],
    ["received_before_it_was_sent", /It receives rm-1#1 at 1, but .* at 1/]
  ])("if something else is wrong: %s", async (name, why) => {
    expect(await told(name)).toMatch(why)
  })

  test("if nothing can be said", async () => {
    const text = javaText(
      javaRun({ participants: 12, commitsAt: 9 }, drawing(5)),
      "EA"
    )
    const verdict = await withFiles({ log: text }, (folder) =>
      verdictOf(`${folder}/log`, {
        constants: JSON.stringify({ RM: participants(12) }),
        budget: 50
      })
    )
    expect(report(verdict).join("\n")).toMatch(
      /^undecided: after 50 states .*\n.*\n\nWhat would help most: log the message/
    )
  })

  test("in 40 lines of 100 columns, coloured or not", async () => {
    const many = participants(60)
    const lines = many.map((rm) =>
      JSON.stringify({ event: "RMPrepare", event_args: [rm] })
    )
    const text = [...lines, '{"event":"TMCommit"}'].join("\n")
    const verdict = await withFiles({ log: text }, (folder) =>
      verdictOf(`${folder}/log`, { constants: JSON.stringify({ RM: many }) })
    )
    expect(verdict._tag).toBe("Rejected")
    const plain = report(verdict)
    expect(plain.length).toBeLessThanOrEqual(40)
    for (const line of plain) expect(line.length).toBeLessThanOrEqual(100)
    const loud = (text: string): string => `‹${text}›`
    const style = {
      bold: loud,
      dim: loud,
      red: loud,
      green: loud,
      yellow: loud
    }
    const coloured = report(verdict, { style }).join("\n")
    expect(coloured).toContain("‹rejected›")
    expect(coloured.replace(/[‹›]/g, "")).toBe(plain.join("\n"))
  })

  test("if there is one event only", async () => {
    const opens = '{"event":"OpenTx","event_args":["0"]}'
    const writes = '{"event":"Update","event_args":["0",1,"V1"]}'
    const first = async (text: string) =>
      withFiles({ log: `${text}\n` }, async (folder) => {
        return report(await verdictOf(`${folder}/log`))[0]
      })
    expect(await first(opens)).toBe(
      "accepted: the one event is a step of the protocol."
    )
    expect(await first(writes)).toBe(
      "rejected at line 1: the one event is no step of the protocol."
    )
  })

  test("as data", async () => {
    const verdict = await verdictOf(example("commit_without_everyone_prepared"))
    const data: unknown = JSON.parse(JSON.stringify(reportData(verdict)))
    expect(data).toMatchObject({
      verdict: "rejected",
      line: 5,
      reason: { _tag: "Disabled", guard: "AllPrepared" }
    })
  })
})
