import { describe, expect, test } from "vitest"
import { refusalOf, withFiles } from "../validator/testing.ts"
import {
  jump,
  type Line,
  logged,
  meta,
  now,
  recv,
  send
} from "./hlc-samples.ts"

const refusal = (text: string) =>
  withFiles({ log: text }, (folder) => refusalOf(`${folder}/log`))

const before: ReadonlyArray<Line> = [
  meta(50),
  now(1, 100, [100, 0]),
  send(1, 100, 1, [100, 1])
]

/** What is refused after these lines. */
const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
  "an unknown event": [
    '{"i":4,"ev":"sleep","n":1,"phys":100}',
    /ev: expected now, send, recv, jump, restart, got "sleep"/
  ],
  "a second first line": [
    JSON.stringify({ ...meta(50), i: 4 }),
    /ev: there is a second first line/
  ],
  "a wrong line number": [
    JSON.stringify({ i: 5, ...now(1, 100, [100, 2]) }),
    /i: is 5 in line 4/
  ],
  "an unknown node": [
    JSON.stringify({ i: 4, ...now(4, 100, [100, 0]) }),
    /n: there is no node 4 of 3/
  ],
  "a message from an unknown node": [
    JSON.stringify({ i: 4, ...recv(2, 100, [4, 1], [100, 1]) }),
    /n: there is no node 4 of 3/
  ],
  "a node 0": [
    JSON.stringify({ i: 4, ...now(0, 100, [100, 0]) }),
    /n: expected a value greater than 0, got 0/
  ],
  "a negative reading": [
    JSON.stringify({ i: 4, ...now(2, -1, [0, 0]) }),
    /phys: .*got -1/
  ],
  "a negative counter": [
    JSON.stringify({ i: 4, ...now(1, 100, [100, -1]) }),
    /res\[1\]: .*got -1/
  ],
  "a reading that is no whole number": [
    JSON.stringify({ i: 4, ...now(2, 100.5, [100, 0]) }),
    /phys: .*integer.*got 100.5/
  ],
  "a reading with more digits than a number has": [
    '{"i":4,"ev":"now","n":2,"phys":9007199254740993,"res":[1,0]}',
    /phys: .*integer/
  ],
  "a wall time that is text": [
    '{"i":4,"ev":"now","n":2,"phys":100,"res":["100",0]}',
    /res\[0\]: .*got "100"/
  ],
  "a timestamp of one number": [
    '{"i":4,"ev":"now","n":2,"phys":100,"res":[100]}',
    /res\[1\]: is missing/
  ],
  "an answer that is missing": [
    '{"i":4,"ev":"now","n":2,"phys":100}',
    /res: is missing/
  ],
  "a field that is none": [
    '{"i":4,"ev":"jump","n":2,"phys":100,"delta":1,"res":[100,0]}',
    /res: is no field here/
  ],
  "a message that is sent twice": [
    JSON.stringify({ i: 4, ...send(2, 100, 1, [100, 0]) }),
    /msg: two messages have the number 1/
  ],
  "no JSON": ["now", /is not JSON: "now"/]
}

describe("a log of clocks is refused", () => {
  test.each(Object.entries(refused))("with %s", async (_name, [line, why]) => {
    const found = await refusal(`${logged(before)}${line}\n`)
    expect(found).toMatchObject({ line: 4 })
    expect(found.problem).toMatch(why)
  })

  test("with a last line that is cut off", async () => {
    const found = await refusal(`${logged(before)}{"i":4,"ev":"no`)
    expect(found).toMatchObject({ line: 4 })
    expect(found.problem).toMatch(/the last line is cut off/)
  })

  test("without an answer", async () => {
    const found = await refusal(logged([meta(50), jump(1, 100)]))
    expect(found.problem).toBe("res: no clock has answered")
    const nothing = await refusal(logged([meta(50)]))
    expect(nothing.problem).toBe("res: no clock has answered")
  })

  test("with a first line that tells of a reading", async () => {
    const first = JSON.stringify({ i: 1, ...meta(50), phys: 1 })
    const found = await refusal(`${first}\n`)
    expect(found).toMatchObject({ line: 1 })
    expect(found.problem).toBe("phys: expected 0, got 1")
  })

  test("with a first line that tells of no nodes", async () => {
    const found = await refusal(logged([meta(50, 0), now(1, 1, [1, 0])]))
    expect(found).toMatchObject({ line: 1 })
    expect(found.problem).toMatch(/meta\.nodes: /)
  })
})
