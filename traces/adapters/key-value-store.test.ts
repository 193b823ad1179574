import { describe, expect, test } from "vitest"
import { basename } from "node:path"
import { present, storeLogs } from "../validator/shared-logs.ts"
import { refusalOf, verdictOf, withFiles } from "../validator/testing.ts"
import { type Line, logged, variablesOf, verdict } from "./key-value-samples.ts"

const filled: ReadonlyArray<Line> = [
  ["OpenTx", "0"],
  ["Add", "0", 1, "V1"],
  ["Add", "0", 2, "V2"],
  ["CloseTx", "0"]
]

const good: Readonly<Record<string, ReadonlyArray<Line>>> = {
  "a write and its rollback": [
    ...filled,
    ["OpenTx", "1"],
    ["Update", "1", 1, "V3"],
    ["RollbackTx", "1"]
  ],
  "an id that is used again": [
    ...filled,
    ["OpenTx", "0"],
    ["Update", "0", 1, "V3"],
    ["CloseTx", "0"]
  ],
  "two that write different keys": [
    ...filled,
    ["OpenTx", "1"],
    ["OpenTx", "2"],
    ["Update", "1", 1, "V3"],
    ["Update", "2", 2, "V3"],
    ["CloseTx", "1"],
    ["CloseTx", "2"]
  ],
  "a key that was removed and is added again": [
    ...filled,
    ["OpenTx", "1"],
    ["Remove", "1", 1],
    ["CloseTx", "1"],
    ["OpenTx", "1"],
    ["Add", "1", 1, "V3"],
    ["CloseTx", "1"]
  ]
}

/** Wrong at its last line: the guard that is false there. */
const bad: Readonly<Record<string, readonly [string, ReadonlyArray<Line>]>> = {
  "a lost update": [
    "FirstCommitter",
    [
      ...filled,
      ["OpenTx", "1"],
      ["OpenTx", "2"],
      ["Update", "1", 1, "V3"],
      ["Update", "2", 1, "V4"],
      ["CloseTx", "1"],
      ["CloseTx", "2"]
    ]
  ],
  "an update of what the snapshot does not have": [
    "Present",
    [["OpenTx", "1"], ...filled, ["Update", "1", 1, "V3"]]
  ],
  "a key that is added twice": [
    "Missing",
    [...filled, ["OpenTx", "1"], ["Add", "1", 1, "V3"]]
  ],
  "a transaction that commits twice": ["Open", [...filled, ["CloseTx", "0"]]],
  "a write before its transaction opens": [
    "Open",
    [...filled, ["Update", "7", 1, "V3"]]
  ],
  "two open transactions with one id": [
    "New",
    [...filled, ["OpenTx", "1"], ["OpenTx", "1"]]
  ]
}

describe("logs of the key-value store are accepted", () => {
  const all = Object.entries(good).flatMap(([name, lines]) =>
    (["E", "EA", "V", "VEA", "VpEA"] as const).map(
      (level) => [`${name} (${level})`, level, lines] as const
    )
  )
  test.each(all)("%s", async (_name, level, lines) => {
    expect(await verdict(level, lines)).toMatchObject({ _tag: "Accepted" })
  })
})

test("a log that leaves much open, and is long, is walked through once", async () => {
  const lines = Array.from({ length: 200 }, (_, i) => String(i % 4)).flatMap(
    (id): ReadonlyArray<Line> => [
      ["OpenTx", id],
      ["Remove", id, 1],
      ["CloseTx", id]
    ]
  )
  expect(await verdict("V", [...filled, ...lines])).toMatchObject({
    _tag: "Accepted",
    searched: filled.length + lines.length
  })
})

describe("logs of the key-value store are rejected", () => {
  const all = Object.entries(bad).flatMap(([name, [guard, lines]]) =>
    (["EA", "VEA"] as const).map(
      (level) => [`${name} (${level})`, level, guard, lines] as const
    )
  )
  test.each(all)("%s", async (_name, level, guard, lines) => {
    expect(await verdict(level, lines)).toMatchObject({
      _tag: "Rejected",
      line: lines.length,
      reason: { _tag: "Disabled", guard }
    })
  })

  test("where nobody can have done that", async () => {
    const nobody: ReadonlyArray<Line> = [
      ["OpenTx"],
      ["RollbackTx"],
      ["CloseTx"]
    ]
    expect(await verdict("E", nobody)).toMatchObject({
      _tag: "Rejected",
      line: 3,
      reason: { _tag: "AllEnded", begun: 1 }
    })
  })

  test("where the event is not what the variables say", async () => {
    const line = { ...variablesOf(["CloseTx", "1"]), event: "Update" }
    const text = [
      ...[...filled, ["OpenTx", "1"] as const].map((l) => logged("VEA", l)),
      JSON.stringify({ ...line, event_args: ["1", 1, "V3"] }),
      ""
    ].join("\n")
    await withFiles({ log: text }, async (folder) => {
      expect(await verdictOf(`${folder}/log`)).toMatchObject({
        _tag: "Rejected",
        line: 6,
        reason: { _tag: "Different" }
      })
    })
  })
})

const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
  "an unknown event": ['{"event":"Read"}', /event: "Read" is no event/],
  "an unknown variable": ['{"missed":[]}', /missed: is no variable/],
  "an operation that is not for the variable": [
    '{"tx":[{"op":"SetKey","path":["1"],"args":[1,"V1"]}]}',
    /tx: the operation "SetKey" is not for tx/
  ],
  "an operation with too many names": [
    '{"tx":[{"op":"AddElement","path":[],"args":["1","2"]}]}',
    /tx: AddElement takes 0 \+ 1 names/
  ],
  "a key that is no name": [
    '{"event":"Add","event_args":["1",{},"V1"]}',
    /event_args: expected a name, got \{\}/
  ],
  "a value that is none": [
    '{"event":"Add","event_args":["1",1,"absent"]}',
    /expected a value, got "absent"/
  ]
}

describe("a log of the key-value store is refused", () => {
  test.each(Object.entries(refused))("with %s", async (_name, [line, why]) => {
    const lines = filled.map((known) => logged("EA", known))
    const text = [...lines, line, ...lines, ""].join("\n")
    await withFiles({ log: text }, async (folder) => {
      const refusal = await refusalOf(`${folder}/log`)
      expect(refusal).toMatchObject({ line: lines.length + 1 })
      expect(refusal.problem).toMatch(why)
    })
  })

  test("with a key that the program's constants do not have", async () => {
    const text = filled.map((line) => `${logged("EA", line)}\n`).join("")
    await withFiles({ log: text }, async (folder) => {
      const constants = '{"Key":[1],"Val":["V1","V2"],"TxId":["0"]}'
      const refusal = await refusalOf(`${folder}/log`, { constants })
      expect(refusal).toMatchObject({ line: 3 })
      expect(refusal.problem).toMatch(/there is no key 2/)
    })
  })
})

describe.skipIf(!present)("logs of the Java program", () => {
  test("are there", () => expect(storeLogs.length).toBe(35))

  test.each(storeLogs.map((path) => [basename(path), path]))(
    "%s is accepted",
    async (_name, path) => {
      expect(await verdictOf(path)).toMatchObject({ _tag: "Accepted" })
    }
  )
})
