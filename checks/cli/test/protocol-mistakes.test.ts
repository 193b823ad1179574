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

/** Checks a model of a project with mistakes in it. */
const checkWith = async (
  edits: ReadonlyArray<Edit>,
  model = "MCTwoPhaseCommit"
) => {
  for (const [path, from, to] of edits) edit(path, from, to)
  const words = ["check", "--engine", "explorer", "--model", model]
  const ended = await bisim(words, { folder })
  for (const [path] of edits) restore(path)
  return ended
}

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
    expect(ended.code).toBe(70)
    expect(ended.err).toMatch(/ \(protocols\/two-phase-commit\/actions.ts:\d+/)
  })
})

describe("a model", () => {
  it("without a state is refused", async () => {
    const ended = await checkWith([
      [`${twin}/protocol.ts`, "bounds: {}", "bounds: { Never: () => false }"],
      [config, "INVARIANTS", "CONSTRAINT Never\nINVARIANTS"]
    ])
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
