import { readFileSync } from "node:fs"
import { open } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { refusalOf, verdictOf, withFiles } from "./testing.ts"

const good = readFileSync(
  fileURLToPath(
    new URL("../two-phase-commit/everyone_commits.ndjson", import.meta.url)
  ),
  "utf8"
)

const lines = good.trimEnd().split("\n")

/** The good trace with one line changed. */
const changed = (line: number, change: (line: string) => string): string =>
  lines.map((text, i) => (i === line - 1 ? change(text) : text)).join("\n")

interface Refused {
  readonly text: string
  readonly line: number
  readonly problem: RegExp
}

const ours: Readonly<Record<string, Refused>> = {
  "an empty file": { text: "", line: 0, problem: /file is empty/ },
  "an empty line": {
    text: changed(3, () => ""),
    line: 3,
    problem: /is empty/
  },
  "a line that is nested too deeply": {
    text: changed(3, () => "[".repeat(100_000) + "]".repeat(100_000)),
    line: 3,
    problem: /nested more than 100 levels/
  },
  "a first line that is nested too deeply": {
    text: `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}\n`,
    line: 1,
    problem: /nested more than 100 levels/
  },
  "two actors of one name": {
    text: changed(1, (line) => line.replaceAll('"rm-1"', '"rm-0"')),
    line: 1,
    problem: /actors: two actors have the id "rm-0"/
  },
  "constants that the spec excludes": {
    text: changed(1, (line) => line.replaceAll(/"rm-."[,]?/g, "")),
    line: 1,
    problem: /constants.RM: /
  },
  "no JSON": { text: "what is this\n", line: 1, problem: /not JSON: "what/ },
  "an unknown format": {
    text: '{"hello":"world"}\n',
    line: 1,
    problem:
      /unknown format; known are bisim-trace, etcd-raft, hlc-clock, key-value-/
  },
  "an unknown protocol": {
    text: changed(1, (line) => line.replace('"two-phase-commit"', '"paxos"')),
    line: 1,
    problem: /unknown protocol "paxos"/
  },
  "another module": {
    text: changed(1, (line) => line.replace('"TwoPhaseCommit"', '"Paxos"')),
    line: 1,
    problem: /module: .*Paxos/
  },
  "another version": {
    text: changed(1, (line) => line.replace('"version":1', '"version":2')),
    line: 1,
    problem: /version: /
  },
  "constants of the wrong type": {
    text: changed(1, (line) => line.replace(/"RM":\[.*?\]/, '"RM":"rm-0"')),
    line: 1,
    problem: /constants.RM: /
  },
  "actors that are not those of the constants": {
    text: changed(1, (line) => line.replace('{"rm":["rm-0",', '{"rm":[')),
    line: 1,
    problem: /actors: /
  },
  "a line that is no JSON": {
    text: changed(4, (line) => line.slice(0, -9)),
    line: 4,
    problem: /^is not JSON/
  },
  "a last line that is cut off": {
    text: good.slice(0, -40),
    line: lines.length - 1,
    problem: /last line is cut off/
  },
  "a second header": {
    text: [lines[0], ...lines].join("\n"),
    line: 2,
    problem: /format: is a second header/
  },
  "no end line": {
    text: lines.slice(0, -1).join("\n"),
    line: lines.length,
    problem: /end line is missing/
  },
  "lines after the end": {
    text: `${good}${lines[1]}\n`,
    line: lines.length + 1,
    problem: /after the end line/
  },
  "an end line that counts wrongly": {
    text: changed(lines.length, () => '{"end":true,"events":3}'),
    line: lines.length,
    problem: /events: .*counts 3/
  },
  "no events": {
    text: [lines[0], '{"end":true,"events":0}'].join("\n"),
    line: 2,
    problem: /no events/
  },
  "an unknown action": {
    text: changed(2, (line) => line.replace("RMPrepare", "RMSleep")),
    line: 2,
    problem: /action: "RMSleep"/
  },
  "an action of another kind of actor": {
    text: changed(2, (line) => line.replace("RMPrepare", "TMCommit")),
    line: 2,
    problem: /action: TMCommit is an action of tm/
  },
  "an unknown actor": {
    text: changed(2, (line) => line.replace('"actor":"rm-', '"actor":"rn-')),
    line: 2,
    problem: /actor: "rn-/
  },
  "an excess field": {
    text: changed(2, (line) => line.replace("{", '{"note":1,')),
    line: 2,
    problem: /note: /
  },
  "a value of the wrong type": {
    text: changed(2, (line) => line.replace('"prepared"', "7")),
    line: 2,
    problem: /state.rmState: /
  },
  "a step number that was there before": {
    text: [...lines.slice(0, 3), lines[2], ...lines.slice(3)].join("\n"),
    line: 4,
    problem: /seq: .* has taken step 1 before/
  },
  "a message id that was there before": {
    text: lines.map((line) => line.replace("tm#1", "rm-1#1")).join("\n"),
    line: 8,
    problem: /sent: two messages have the id rm-1#1/
  },
  "a message that is sent after it was received": {
    text: changed(2, (line) => line.replace(/"sent":.*?\],/, "")).replace(
      '"sent":[{"id":"rm-2#1"',
      '"sent":[{"id":"rm-1#1"'
    ),
    line: 4,
    problem: /sent: rm-1#1 was received in a line before/
  },
  "two messages received under one id": {
    text: lines
      .map((line) => line.replace(/"sent":.*?\],/, ""))
      .join("\n")
      .replace('"received":{"id":"rm-2#1"', '"received":{"id":"rm-1#1"'),
    line: 5,
    problem: /received.id: two messages have the id rm-1#1/
  },
  "text that is not UTF-8": {
    text: "",
    line: 1,
    problem: /not UTF-8/
  }
}

describe("a trace of ours is refused", () => {
  test.each(Object.entries(ours))("with %s", async (name, refused) => {
    const bytes: Record<string, string> = { "t.ndjson": refused.text }
    await withFiles(bytes, async (folder) => {
      const path = `${folder}/t.ndjson`
      if (name.endsWith("UTF-8")) {
        const file = await open(path, "w")
        await file.write(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))
        await file.close()
      }
      const refusal = await refusalOf(path)
      expect(refusal.file).toBe(path)
      expect(refusal.problem).toMatch(refused.problem)
      expect(refusal.line).toBe(refused.line)
    })
  })

  test("if it is for other constants than those given", async () => {
    await withFiles({ "t.ndjson": good }, async (folder) => {
      const path = `${folder}/t.ndjson`
      const constants = '{"RM":["a"],"TMMayCrash":false}'
      expect((await refusalOf(path, { constants })).problem).toMatch(
        /trace for other constants: .*rm-0/
      )
      const same = /"constants":(\{.*?\})/.exec(lines[0]!)![1]!
      expect(await verdictOf(path, { constants: same })).toMatchObject({
        _tag: "Accepted"
      })
    })
  })

  test("if it is a folder", async () => {
    await withFiles({ "t.ndjson": good }, async (folder) => {
      expect((await refusalOf(folder)).problem).toBe("is a folder")
    })
  })

  test("if it is missing", async () => {
    const refusal = await refusalOf("/nowhere/t.ndjson")
    expect(refusal.message).toBe("/nowhere/t.ndjson: there is no such file")
  })

  test("if a line is huge, without reading it all", async () => {
    await withFiles({ "t.ndjson": `${lines[0]}\n` }, async (folder) => {
      const path = `${folder}/t.ndjson`
      const file = await open(path, "a")
      await file.truncate(200 * 1024 * 1024)
      await file.close()
      const before = process.memoryUsage().rss
      const refusal = await refusalOf(path)
      expect(refusal.line).toBe(2)
      expect(refusal.problem).toMatch(/longer than 16 MB/)
      expect(process.memoryUsage().rss - before).toBeLessThan(120 * 2 ** 20)
    })
  })

  test("if it is bad after a line that would be rejected", async () => {
    const text = changed(lines.length, () => '{"end":true,"events":3}').replace(
      '"prepared"',
      '"working"'
    )
    await withFiles({ "t.ndjson": text }, async (folder) => {
      const refusal = await refusalOf(`${folder}/t.ndjson`)
      expect(refusal.line).toBe(lines.length)
    })
  })

  test("if its format is another than that asked for", async () => {
    await withFiles({ "t.ndjson": good }, async (folder) => {
      const path = `${folder}/t.ndjson`
      const unknown = await refusalOf(path, { format: "etcd" })
      expect(unknown.problem).toMatch(/unknown format etcd/)
    })
  })
})

test("line ends of other systems are no problem", async () => {
  const text = lines.join("\r\n")
  await withFiles({ "t.ndjson": text }, async (folder) => {
    expect(await verdictOf(`${folder}/t.ndjson`)).toMatchObject({
      _tag: "Accepted"
    })
  })
})

test("a trace for another text of the spec is told to be one", async () => {
  const { subjectFor } = await import("./subjects.ts")
  const { running } = await import("./testing.ts")
  const { validateFile } = await import("./validate.ts")
  await withFiles({ "t.ndjson": good }, async (folder) => {
    const { verdict } = await running(
      validateFile(`${folder}/t.ndjson`, (name, module) => {
        const subject = subjectFor(name, module)
        return subject && { ...subject, spec: "sha256:another" }
      })
    )
    expect(verdict).toMatchObject({ _tag: "Accepted" })
    expect(verdict.warnings.join()).toMatch(/another text of TwoPhaseCommit/)
  })
})
