import { describe, expect, test } from "vitest"
import { refusalOf, verdictOf, withFiles } from "../validator/testing.ts"
import { adapterNamed, recognise } from "./index.ts"

const conf = '{"RM":["rm-0","rm-1"]}\n{"TM":["tm"]}\n'
const prepare = '{"event":"RMPrepare","event_args":["rm-0"]}'

const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
  "an unknown event": ['{"event":"RMSleep"}', /event: "RMSleep" is no event/],
  "an event that is no name": ['{"event":7}', /event: 7 is no event/],
  "an unknown variable": [
    '{"rmStates":[],"event":"TMAbort"}',
    /rmStates: is no variable/
  ],
  "an unknown participant as argument": [
    '{"event":"RMPrepare","event_args":["rm-2"]}',
    /event_args: "rm-2" is no participant/
  ],
  "an argument too many": [
    '{"event":"TMCommit","event_args":["tm"]}',
    /TMCommit has 0 arguments/
  ],
  "arguments without an event": [
    '{"event_args":["rm-0"]}',
    /event_args: there is no event/
  ],
  "arguments that are no list": [
    '{"event":"RMPrepare","event_args":"rm-0"}',
    /expected a list/
  ],
  "a clock that is no number": ['{"event":"TMAbort","clock":"x"}', /clock: /],
  "a note that is no text": ['{"event":"TMAbort","desc":1}', /desc: /],
  "a note only": ['{"desc":"so"}', /says nothing/],
  "an unknown operation": [
    '{"tmPrepared":[{"op":"Append","path":[],"args":["rm-0"]}]}',
    /tmPrepared: the operation "Append" is not known/
  ],
  "an operation without arguments": [
    '{"tmPrepared":[{"op":"AddElement","path":[],"args":[]}]}',
    /AddElement takes 1 arguments, got 0/
  ],
  "an update with an excess field": [
    '{"tmPrepared":[{"op":"AddElement","path":[],"args":["rm-0"],"at":1}]}',
    /an update has no field "at"/
  ],
  "an update that is no list": [
    '{"tmPrepared":{"op":"AddElement"}}',
    /expected a list of updates/
  ],
  "an unknown participant in a path": [
    '{"rmState":[{"op":"Update","path":["rm-9"],"args":["prepared"]}]}',
    /rmState: "rm-9" is no participant/
  ],
  "a path too long": [
    '{"rmState":[{"op":"Update","path":["rm-0","x"],"args":["prepared"]}]}',
    /no place for the path/
  ],
  "an unknown state": [
    '{"rmState":[{"op":"Update","path":["rm-0"],"args":["asleep"]}]}',
    /rmState: "asleep" is none of working, prepared/
  ],
  "an unknown state of the coordinator": [
    '{"tmState":[{"op":"Update","path":[],"args":["gone"]}]}',
    /tmState: "gone" is none of init, done/
  ],
  "an operation that makes no sense for the variable": [
    '{"rmState":[{"op":"AddElement","path":[],"args":["rm-0"]}]}',
    /rmState: AddElement is not for/
  ],
  "an unknown message": [
    '{"msgs":[{"op":"AddElement","path":[],"args":[{"type":"Vote"}]}]}',
    /msgs: .*type "Vote"/
  ],
  "a message of nobody": [
    '{"msgs":[{"op":"AddElement","path":[],"args":[{"type":"Prepared","rm":"x"}]}]}',
    /msgs: "x" is no participant/
  ],
  "a message with an excess field": [
    '{"msgs":[{"op":"AddElement","path":[],"args":[{"type":"Commit","to":"x"}]}]}',
    /a message has no field "to"/
  ],
  "a message taken away": [
    '{"msgs":[{"op":"RemoveElement","path":[],"args":[{"type":"Commit"}]}]}',
    /once sent stays/
  ],
  "a line that says nothing": ["{}", /says nothing/],
  "a line that is no object": ["[]", /expected an object/],
  "an empty line": ["", /is empty/],
  "a line that is no JSON": ['{"event":', /is not JSON/]
}

describe("a log of the Java program is refused", () => {
  test.each(Object.entries(refused))("with %s", async (_name, [line, why]) => {
    const files = {
      "conf.2RM.ndjson": conf,
      "trace.ndjson.2RM.EA": [prepare, line, prepare, ""].join("\n")
    }
    await withFiles(files, async (folder) => {
      const path = `${folder}/trace.ndjson.2RM.EA`
      const refusal = await refusalOf(path)
      expect(refusal.problem).toMatch(why)
      expect(refusal).toMatchObject({ file: path, line: 2 })
    })
  })

  test("if its last line is cut off", async () => {
    const files = {
      "conf.2RM.ndjson": conf,
      "trace.ndjson.2RM.EA": `${prepare}\n${prepare.slice(0, 20)}`
    }
    await withFiles(files, async (folder) => {
      const refusal = await refusalOf(`${folder}/trace.ndjson.2RM.EA`)
      expect(refusal.line).toBe(2)
      expect(refusal.problem).toMatch(/last line is cut off/)
    })
  })

  test("if its constants are missing, and says where it looked", async () => {
    const files = { "trace.ndjson.2RM.EA": prepare, "trace.log": prepare }
    await withFiles(files, async (folder) => {
      expect(
        (await refusalOf(`${folder}/trace.ndjson.2RM.EA`)).problem
      ).toContain(`there is no ${folder}/conf.2RM.ndjson`)
      expect((await refusalOf(`${folder}/trace.log`)).problem).toMatch(
        /constants are missing: they were not given/
      )
      const constants = `${folder}/other.ndjson`
      expect(
        await refusalOf(`${folder}/trace.log`, { constants })
      ).toMatchObject({ file: constants })
    })
  })

  test.each([
    ['{"RM":[]}', /RM must be names/],
    ['{"RM":["a","a"]}', /RM must be names/],
    ['{"RM":["a"],"TM":["x","y"]}', /TM must be one name/],
    ['{"RM":["a"],"Keys":["x"]}', /Keys is no constant/],
    ['{"RM":["a"],"TMMayCrash":1}', /TMMayCrash must be/],
    ['{"RM":["a"]', /is not JSON/]
  ])("with the constants %s", async (constants, why) => {
    await withFiles({ "trace.log": prepare }, async (folder) => {
      const refusal = await refusalOf(`${folder}/trace.log`, { constants })
      expect(refusal.problem).toMatch(why)
    })
  })
})

const accepts = (
  text: string,
  constants = '{"RM":["rm-0","rm-1"]}'
): Promise<unknown> =>
  withFiles({ log: text }, async (folder) => {
    const verdict = await verdictOf(`${folder}/log`, { constants })
    return verdict._tag
  })

const update = (variable: string, op: string, path: string, args: string) =>
  `{"${variable}":[{"op":"${op}","path":${path},"args":${args}}]}`

describe("an update of a variable", () => {
  const first = update("rmState", "Update", '["rm-0"]', '["prepared"]')

  test("constrains the steps that fit the line", async () => {
    expect(await accepts(first)).toBe("Accepted")
    expect(
      await accepts(update("rmState", "Update", '["rm-0"]', '["committed"]'))
    ).toBe("Rejected")
  })

  test("leaves other variables free", async () => {
    const lines = [
      first,
      update("tmPrepared", "AddElement", "[]", '["rm-0"]'),
      update("tmState", "Update", "[]", '["done"]'),
      update("rmState", "Update", '["rm-1"]', '["aborted"]')
    ]
    expect(await accepts(lines.join("\n"))).toBe("Accepted")
  })

  test("allows no other change of the variable", async () => {
    const both =
      '{"rmState":[{"op":"Update","path":["rm-0"],"args":["working"]}],"event":"RMPrepare","event_args":["rm-1"]}'
    expect(await accepts(both)).toBe("Rejected")
    const none = update("tmPrepared", "Clear", "[]", "[]")
    expect(await accepts([none, first].join("\n"))).toBe("Accepted")
  })

  test("of the coordinator's state says only that it has decided", async () => {
    const done =
      '{"tmState":[{"op":"Update","path":[],"args":["done"]}],"event":"TMAbort"}'
    expect(await accepts(done)).toBe("Accepted")
    expect(await accepts(done.replace("done", "init"))).toBe("Rejected")
    expect(await accepts(done.replace("done", "committed"))).toBe("Rejected")
  })

  test("may be told in several operations", async () => {
    const heard = '"event":"TMRcvPrepared","event_args":["rm-0"]'
    const ops = (list: string) => `{"tmPrepared":[${list}],${heard}}`
    const add = (rm: string) => `{"op":"AddElement","path":[],"args":["${rm}"]}`
    const remove = '{"op":"RemoveElement","path":[],"args":["rm-1"]}'
    const all = '{"op":"AddElements","path":[],"args":[["rm-0"]]}'
    const clear = '{"op":"Clear","path":[],"args":[]}'
    for (const [list, verdict] of [
      [add("rm-0"), "Accepted"],
      [`${add("rm-1")},${remove},${add("rm-0")}`, "Accepted"],
      [all, "Accepted"],
      [`${clear},${add("rm-0")}`, "Accepted"],
      [`${add("rm-0")},${clear}`, "Rejected"],
      [`${add("rm-0")},${add("rm-1")}`, "Rejected"]
    ] as const) {
      expect(await accepts([prepare, ops(list)].join("\n")), list).toBe(verdict)
    }
  })

  test("may set one key of a function", async () => {
    const set = '{"op":"SetKey","path":[],"args":["rm-0","prepared"]}'
    expect(await accepts(`{"rmState":[${set}]}`)).toBe("Accepted")
  })
})

test("notes and clocks say nothing about a step", async () => {
  const beside = (fields: string) => `${prepare.slice(0, -1)},${fields}}`
  expect(await accepts(beside('"desc":"so","clock":7'))).toBe("Accepted")
})

test("the argument of TMRcvPrepared names the participant", async () => {
  const heard = (rm: string) =>
    `{"event":"TMRcvPrepared","event_args":["${rm}"]}`
  expect(await accepts([prepare, heard("rm-0")].join("\n"))).toBe("Accepted")
  expect(await accepts([prepare, heard("rm-1")].join("\n"))).toBe("Rejected")
})

test("formats are recognised by their first line", () => {
  expect(recognise(JSON.parse(prepare))?.name).toBe("two-phase-commit-java")
  expect(recognise({ msgs: [] })?.name).toBe("two-phase-commit-java")
  expect(recognise({ format: "bisim-trace" })?.name).toBe("bisim-trace")
  expect(recognise({ tag: "trace" })?.name).toBe("etcd-raft")
  for (const other of [null, 7, [], {}, { tag: "metrics" }]) {
    expect(recognise(other)).toBe(undefined)
  }
  expect(adapterNamed("bisim-trace")?.folder).toBe(undefined)
})
