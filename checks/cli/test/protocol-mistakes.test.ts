/** Twins and models that are wrong in themselves, as a user meets them. */
import { rmSync } from "node:fs"
import { afterAll, describe, expect, it } from "vitest"
import { bisim } from "./command.ts"
import { copyOfProject } from "./copy.ts"

const { folder, edit, restore } = copyOfProject()
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const twin = "protocols/two-phase-commit"
const config = "spec/two-phase-commit/MCTwoPhaseCommit.cfg"

type Edit = readonly [path: string, from: string, to: string]

/** Runs a command in a project with mistakes in it. */
const runWith = async (
  edits: ReadonlyArray<Edit>,
  words: ReadonlyArray<string>
) => {
  for (const [path, from, to] of edits) edit(path, from, to)
  const ended = await bisim(words, { folder })
  for (const [path] of edits) restore(path)
  return ended
}

/** Checks a model of such a project. */
const checkWith = (edits: ReadonlyArray<Edit>, model = "MCTwoPhaseCommit") =>
  runWith(edits, ["check", "--engine", "explorer", "--model", model])

const actions = `${twin}/actions.ts`
const committing = '{ ...self, tmState: "committed" }, '

const refused: ReadonlyArray<
  readonly [what: string, edit: Edit, told: RegExp]
> = [
  [
    "actions throw",
    [actions, "(r) => self.tmPrepared", "(r) => self.tmPromised"],
    /actions.ts:\d+: TMCommit\(tm\) throws in its guard AllPrepared: Cannot /u
  ],
  [
    "actions write to what they are given",
    [actions, committing, 'Object.assign(self, { tmState: "committed" }), '],
    /actions.ts:\d+: TMCommit\(tm\) writes to what it was given in its step: /u
  ],
  [
    "actions are not deterministic",
    [
      actions,
      committing,
      '{ ...self, tmState: "committed", now: performance.now() }, '
    ],
    /commit: TMCommit\(tm\) is not deterministic: of the same parts it makes /u
  ],
  [
    "properties throw",
    [`${twin}/properties.ts`, "!Object.values(world.rm)", "!world.rms"],
    /properties.ts:\d+: Cannot read properties of undefined/u
  ]
]

describe("a protocol", () => {
  it.each(refused)("whose %s is refused", async (_, edit, told) => {
    const ended = await checkWith([edit])
    expect(ended.code).toBe(65)
    expect(ended.err).toMatch(/^error: protocols\/two-phase-commit/u)
    expect(ended.err).toMatch(told)
    expect(ended.out).not.toContain("ok")
  })

  it("whose code cannot be read is told with the place", async () => {
    const ended = await checkWith([[actions, "TMAbort = tm", "TMAbort = = tm"]])
    expect(ended.code).toBe(65)
    expect(ended.err).toMatch(
      /^error: protocols\/two-phase-commit\/actions.ts:\d+: .*expected/
    )
  })

  const log = "traces/two-phase-commit/everyone_commits.ndjson"

  it.each([
    ["graph", "MCTwoPhaseCommit", "/dev/null"],
    ["validate", "two-phase-commit", log],
    ["mutate", "two-phase-commit", log]
  ])("that throws is told as such by %s, too", async (...words) => {
    const ended = await runWith([refused[0]![1]], words)
    expect(ended).toMatchObject({ code: 65, out: "" })
    expect(ended.err).toMatch(
      /^error: protocols\/two-phase-commit\/actions.ts:60: .*Cannot read/
    )
  })
})

describe("a model", () => {
  it.each([
    ["check", "--engine", "explorer", "--model", "MCTwoPhaseCommit"],
    ["graph", "MCTwoPhaseCommit", "/dev/null"]
  ])("without a state is refused by %s", async (...words) => {
    const ended = await runWith(
      [
        [`${twin}/protocol.ts`, "bounds: {}", "bounds: { Never: () => false }"],
        [config, "INVARIANTS", "CONSTRAINT Never\nINVARIANTS"]
      ],
      words
    )
    expect(ended.code).toBe(65)
    expect(ended.err).toBe(
      `error: ${config}:6: there is no state: the initial one is out of bounds\n`
    )
  })

  it("with a property that says nothing is undecided", async () => {
    const vacuous = '{ _tag: "LeadsTo", from: () => false, to: () => false }'
    const ended = await checkWith(
      [
        [
          `${twin}/protocol.ts`,
          "{ EveryoneDecides }",
          `{ EveryoneDecides: ${vacuous} }`
        ]
      ],
      "MCTwoPhaseCommit_Liveness"
    )
    expect(ended.code).toBe(17)
    expect(ended.out).toContain(
      "EveryoneDecides is vacuous: its left side never holds"
    )
  })
})
