import { basename } from "node:path"
import { describe, expect, test } from "vitest"
import { javaLogs, present } from "./shared-logs.ts"
import { verdictOf } from "./testing.ts"

describe.skipIf(!present)("logs of the Java program", () => {
  const good = javaLogs.filter((path) => !path.includes("BUG"))
  const bad = javaLogs.filter((path) => path.includes("BUG"))

  test("are there", () => {
    expect(good.length).toBeGreaterThan(10)
    expect(bad.length).toBe(2)
  })

  test.each(good.map((path) => [basename(path), path]))(
    "%s is accepted",
    async (_name, path) => {
      expect(await verdictOf(path)).toMatchObject({ _tag: "Accepted" })
    }
  )

  test.each(bad.map((path) => [basename(path), path]))(
    "%s is rejected where the coordinator commits too early",
    async (_name, path) => {
      expect(await verdictOf(path)).toMatchObject({
        _tag: "Rejected",
        line: 8,
        action: "TMCommit",
        actor: "tm",
        consumed: 7,
        reason: { _tag: "Disabled", guard: "AllPrepared" }
      })
    }
  )
})
