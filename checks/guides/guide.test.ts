/** A guide that is not true is found out. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { follower, stagesOf, steady } from "./follow.ts"
import { parseGuide, withOutputs } from "./guide.ts"
import { refreshed } from "./refresh.ts"
import { openWorkshop, type Workshop } from "./workshop.ts"

const fenced = (info: string, ...lines: ReadonlyArray<string>): string =>
  ["```" + info, ...lines, "```", ""].join("\n")

const file = fenced("js print.js", 'console.log("one")')
const print = fenced("console", "$ node print.js", "one")

describe("what a guide says", () => {
  test("its steps, in order", () => {
    const guide = `# Title\n${file}\ntext\n${print}${fenced("text", "$ no")}`
    expect(parseGuide(guide)).toEqual([
      {
        _tag: "File",
        path: "print.js",
        text: 'console.log("one")\n',
        line: 2
      },
      {
        _tag: "Session",
        commands: [{ command: "node print.js", output: "one" }],
        needsTlc: false,
        line: 7,
        body: [7, 9]
      }
    ])
  })

  test("an edit has two sides", () => {
    const edit = fenced("diff a.ts for now", " same", "-old", "+new", "+newer")
    expect(parseGuide(edit)).toMatchObject([
      {
        path: "a.ts",
        before: "same\nold\n",
        after: "same\nnew\nnewer\n",
        forNow: true
      }
    ])
  })

  test.each([
    "",
    "ts",
    "diff",
    "diff a.ts later",
    "ts a.ts b.ts",
    "console x y"
  ])("a block of %j is refused", (info) => {
    expect(() => parseGuide(fenced(info, "x"))).toThrow("line 1")
  })

  test("a block that does not end is refused", () => {
    expect(() => parseGuide("```text\nx\n")).toThrow("line 1 is not closed")
  })

  test("a file that nothing uses is refused", () => {
    expect(() => stagesOf(parseGuide(print + file))).toThrow("no commands")
  })

  test("times do not matter, other figures do", () => {
    expect(steady("56  8   0.01 s")).toBe(steady("56  8  1.20 s"))
    expect(steady("56  8   0.01 s")).not.toBe(steady("57  8  0.01 s"))
  })
})

describe("following it", () => {
  let workshop: Workshop
  beforeAll(() => {
    workshop = openWorkshop()
  })
  afterAll(() => {
    workshop.close()
  })

  const follow = async (...steps: ReadonlyArray<string>) => {
    const { take, restore } = follower(workshop, true)
    const outputs = []
    for (const stage of stagesOf(parseGuide(steps.join("\n")))) {
      outputs.push(await take(stage))
    }
    restore()
    return outputs
  }
  const other = (name: string) => fenced(`diff print.js${name}`, "-old", "+new")

  test("what is there for now is taken back", async () => {
    const forNow = fenced(
      "diff print.js for now",
      '-console.log("one")',
      '+console.log("two")'
    )
    expect(await follow(file, print, forNow, print, print)).toEqual([
      ["one"],
      ["two"],
      ["two"]
    ])
    expect(await follow(print)).toEqual([["one"]])
  })

  test("an edit of what is not there fails", async () => {
    await expect(follow(other(""), print)).rejects.toThrow("0 times")
  })

  test("a file that is there is not overwritten", async () => {
    const again = fenced("ts protocols/all.ts", "x")
    await expect(follow(again, print)).rejects.toThrow("there already")
  })

  test("a failure is shown by its exit code, or fails", async () => {
    const failing = ["$ node print.js", "$ npx bisim chekc"]
    const shown = fenced("console", ...failing, "$ echo $?")
    expect((await follow(shown))[0]?.at(-1)).toBe("64")
    await expect(follow(fenced("console", ...failing))).rejects.toThrow(
      "exit code 64"
    )
  })

  test("what is no command of ours is not run", async () => {
    const foreign = fenced("console", "$ rm -r x")
    await expect(follow(foreign)).rejects.toThrow("only npx and node")
  })

  test("commands that need TLC wait for it", async () => {
    const session = fenced("console TLC", "$ node print.js")
    expect(await follow(session)).toEqual([undefined])
  })
})

describe("refreshing it", () => {
  test("an output that is stale is renewed, and nothing else", async () => {
    const guide = `${file}\n${print}\nSo it is.\n`
    const stale = withOutputs(
      guide,
      new Map(
        parseGuide(guide).flatMap((step) =>
          step._tag === "Session" ? [[step, ["two"]]] : []
        )
      )
    )
    expect(stale).toBe(guide.replace("\none\n", "\ntwo\n"))
    expect(await refreshed(stale)).toBe(guide)
  })
})
