/** Logs with 12 and 16 participants, harder than those that others have made. */
import { describe, expect, test } from "vitest"
import { details, drawing, javaRun, javaText, participants } from "./samples.ts"
import { verdictOf, withFiles } from "./testing.ts"
import type { Verdict } from "./verdict.ts"

const judge = (text: string, size: number): Promise<Verdict> =>
  withFiles({ log: text }, (folder) =>
    verdictOf(`${folder}/log`, {
      constants: JSON.stringify({ RM: participants(size) })
    })
  )

const sizes = [12, 16]
const seeds = [1, 2, 3]
const cases = sizes.flatMap((size) =>
  Object.keys(details).flatMap((detail) =>
    seeds.map((seed) => [size, detail, seed] as const)
  )
)

describe("a run of the Java program is accepted", () => {
  test.each(cases)(
    "%d RM %s, committing, seed %d",
    async (size, detail, seed) => {
      const run = javaRun({ participants: size }, drawing(seed))
      expect(await judge(javaText(run, detail), size)).toMatchObject({
        _tag: "Accepted",
        events: run.length
      })
    }
  )

  test.each(cases)(
    "%d RM %s, aborting, seed %d",
    async (size, detail, seed) => {
      const runs = { participants: size, abortsAt: size - seed }
      const run = javaRun(runs, drawing(seed))
      expect(await judge(javaText(run, detail), size)).toMatchObject({
        _tag: "Accepted",
        events: run.length
      })
    }
  )
})

describe("a commit before everyone is prepared is rejected", () => {
  const named = cases.filter(([, detail]) => detail !== "V")
  test.each(named)("%d RM %s, seed %d", async (size, detail, seed) => {
    const runs = { participants: size, commitsAt: size - seed }
    const run = javaRun(runs, drawing(seed))
    const line = run.findIndex(({ event }) => event === "TMCommit") + 1
    expect(await judge(javaText(run, detail), size)).toMatchObject({
      _tag: "Rejected",
      line,
      consumed: line - 1,
      reason: { guard: "AllPrepared" }
    })
  })
})

describe("a line late in the log that is wrong is found", () => {
  const named = cases.filter(([, detail]) => detail !== "V")
  test.each(named)("%d RM %s, seed %d", async (size, detail, seed) => {
    const run = javaRun({ participants: size }, drawing(seed))
    const lines = javaText(run, detail).split("\n")
    const late = lines.length - 5
    lines[late] = lines[late]!.replaceAll("committed", "aborted").replaceAll(
      "RMRcvCommitMsg",
      "RMRcvAbortMsg"
    )
    expect(await judge(lines.join("\n"), size)).toMatchObject({
      _tag: "Rejected",
      line: late + 1
    })
  })

  // Without the event's name any step that changes nothing would do.
  test.each(named.filter(([, detail]) => detail !== "VpEA"))(
    "%d RM %s, seed %d: a participant prepares twice",
    async (size, detail, seed) => {
      const run = javaRun({ participants: size }, drawing(seed))
      const lines = javaText(run, detail).split("\n")
      const prepares = run.findLastIndex(({ event }) => event === "RMPrepare")
      lines.splice(prepares + 2, 0, lines[prepares]!)
      const verdict = await judge(lines.join("\n"), size)
      expect(verdict._tag).toBe("Rejected")
    }
  )
})

test("a log that is too hard is left undecided, with advice", async () => {
  const run = javaRun({ participants: 12, commitsAt: 9 }, drawing(5))
  const verdict = await withFiles({ log: javaText(run, "EA") }, (folder) =>
    verdictOf(`${folder}/log`, {
      constants: JSON.stringify({ RM: participants(12) }),
      budget: 50
    })
  )
  expect(verdict).toMatchObject({
    _tag: "Undecided",
    budget: 50,
    wanted: { field: "the message that was received" }
  })
})
