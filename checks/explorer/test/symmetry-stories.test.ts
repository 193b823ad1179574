import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import type { Protocol } from "../../../protocols/kernel/protocol.ts"
import { key } from "../../../protocols/kernel/value.ts"
import { TwoPhaseCommit } from "../../../protocols/two-phase-commit/protocol.ts"
import { Constants } from "../../../protocols/two-phase-commit/state.ts"
import type { World } from "../../../protocols/two-phase-commit/properties.ts"
import { parseConfig, plain } from "../../models/config.ts"
import { modelsOf } from "../../models/models.ts"
import { explore } from "../explore.ts"
import { explorePlainly } from "./reference.ts"

const models = await Effect.runPromise(
  Effect.provide(
    modelsOf("two-phase-commit"),
    Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
  )
)
const symmetric = models.find(
  ({ name }) => name === "MCTwoPhaseCommit_Symmetry"
)!

const options = { limits: {}, onProgress: () => Effect.void }

/** The three participants, checked by a configuration with more lines. */
const check = (
  lines: string,
  change: Partial<Protocol> = {},
  {
    cached = true,
    constants = "RM = {rm0, rm1, rm2}\n TMMayCrash = FALSE"
  } = {}
) => {
  const text = `SYMMETRY ParticipantsAreAlike\nCONSTANTS ${constants}\n${lines}`
  const config = Result.getOrThrow(parseConfig(text))
  const values = Object.fromEntries(
    config.constants.map(({ name, value }) => [name, plain(value)])
  )
  const protocol = { ...TwoPhaseCommit, ...change }
  const model = { ...symmetric, config, protocol, constants: values }
  return Effect.runPromise(explore(model, { ...options, cached }))
}

const refusal = (...given: Parameters<typeof check>): Promise<string> =>
  check(...given).then(
    () => "accepted",
    (error: Error) => error.message.replace(/^.*\.cfg:/, "")
  )

const commits = (world: unknown, id: string): boolean =>
  (world as World).rm[id]?.rmState === "committed"

describe("a counter-example under a symmetry", () => {
  const all = explorePlainly(TwoPhaseCommit, symmetric.constants)
  const initial = all.worlds.keys().next().value!

  /** The worlds that a story can lead to, step by step, by its own names. */
  const told = (steps: ReadonlyArray<{ action: string; actor: string }>) =>
    steps.reduce<ReadonlyArray<string>>(
      (worlds, { action, actor }) =>
        all.edges
          .filter((edge) => edge.action === action && edge.actor === actor)
          .filter(({ from }) => worlds.includes(from))
          .map(({ to }) => to),
      [initial]
    )

  it.each([
    ["NobodyCommits", 8, true],
    ["NobodyCommits", 8, false],
    ["NobodyAborts", 1, true],
    ["NoPromiseInVain", 2, true]
  ])(
    "of %s has %i steps, each possible; cached: %s",
    async (name, n, cached) => {
      const { finding } = await check(`INVARIANT ${name}`, {}, { cached })
      if (finding._tag !== "Violated") throw new Error(finding._tag)
      expect(finding.property).toBe(name)
      const { steps } = finding.counterexample
      expect(steps.length).toBe(n)
      const ends = told(steps).map((world) => all.worlds.get(world)!)
      const holds = TwoPhaseCommit.witnesses[name]!
      expect(ends.length).toBeGreaterThan(0)
      for (const { actors, network } of ends) {
        expect(holds({ ...actors, network }, symmetric.constants)).toBe(false)
      }
    }
  )

  it("tells of a step that breaks a property who made it", async () => {
    const { finding } = await check("PROPERTY DecisionsAreFinal", {
      actionProperties: {
        DecisionsAreFinal: {
          actor: "rm",
          holds: (before: object, after: object) =>
            !(key(before).includes("prepared") && key(after).includes("abort"))
        }
      }
    })
    if (finding._tag !== "Violated") throw new Error(finding._tag)
    const last = finding.counterexample.steps.at(-1)!
    expect(last.action).toBe("RMRcvAbortMsg")
    expect(last.changes).toEqual([
      { field: `${last.actor}.rmState`, before: "prepared", after: "aborted" }
    ])
    expect(told(finding.counterexample.steps).length).toBeGreaterThan(0)
  })

  it("ends where nobody can go on", async () => {
    const { finding } = await check("CHECK_DEADLOCK TRUE", {
      next: { RMPrepare: TwoPhaseCommit.next["RMPrepare"]! }
    })
    if (finding._tag !== "Violated") throw new Error(finding._tag)
    expect(finding.kind).toBe("deadlock")
    const actors = finding.counterexample.steps.map(({ actor }) => actor)
    expect(actors.toSorted()).toEqual(["rm0", "rm1", "rm2"])
  })
})

describe("refused is", () => {
  it.each([
    [
      "liveness",
      "PROPERTY EveryoneDecides",
      "1: a symmetry forgets who is who along a behaviour: EveryoneDecides would not be decided"
    ],
    [
      "a refinement",
      "PROPERTY DecisionsAreFinal RefinesTransactionCommit",
      "1: a symmetry forgets who is who along a behaviour: RefinesTransactionCommit would not be decided"
    ]
  ])("%s", async (_, lines, message) => {
    expect(await refusal(lines)).toBe(message)
  })

  it("a symmetry that the twin does not know", async () => {
    const symmetries = {}
    expect(await refusal("INVARIANT TypeOK", { symmetries })).toBe(
      "1: ParticipantsAreAlike is not a symmetry of TwoPhaseCommit's twin"
    )
  })

  it("a set of strings, whose order could matter", async () => {
    const constants = 'RM = {"a", "b"}\n TMMayCrash = FALSE'
    expect(await refusal("INVARIANT TypeOK", {}, { constants })).toBe(
      "2: only model values are alike: RM needs names without quotes"
    )
  })

  it("a constant that names one of them", async () => {
    const constants = "RM = {a, b}\n TMMayCrash = FALSE\n Leader = b"
    const change = {
      constants: Schema.Struct({
        ...Constants.fields,
        Leader: Schema.String
      }) as unknown as Protocol["constants"]
    }
    expect(await refusal("INVARIANT TypeOK", change, { constants })).toBe(
      "4: Leader tells a and b apart, which are to be alike"
    )
  })

  it.each([
    ["rm0", "rm0 and rm1"],
    ["rm2", "rm1 and rm2"]
  ])("an invariant about %s", async (id, both) => {
    const invariants = { Consistent: (world: object) => !commits(world, id) }
    expect(await refusal("INVARIANT Consistent", { invariants })).toBe(
      `1: ParticipantsAreAlike is no symmetry: ${both} are not alike: Consistent tells them apart`
    )
  })

  it("an action that not everyone has", async () => {
    const RMPrepare = TwoPhaseCommit.next["RMPrepare"]!
    const guards = {
      ...RMPrepare.guards,
      Allowed: ({ id }: { readonly id: string }) => id !== "rm2"
    }
    const next = { ...TwoPhaseCommit.next, RMPrepare: { ...RMPrepare, guards } }
    expect(await refusal("INVARIANT TypeOK", { next })).toBe(
      "1: ParticipantsAreAlike is no symmetry: rm1 and rm2 are not alike: one of them only can do RMPrepare(rm1)"
    )
  })

  it("a beginning that is not the same for all", async () => {
    const rm = TwoPhaseCommit.actors["rm"]!
    const init: typeof rm.init = (id) => ({
      id,
      rmState: id === "rm1" ? "aborted" : "working"
    })
    const actors = { ...TwoPhaseCommit.actors, rm: { ...rm, init } }
    expect(await refusal("INVARIANT TypeOK", { actors })).toBe(
      "1: ParticipantsAreAlike is no symmetry: rm0 and rm1 are not alike: they begin differently"
    )
  })

  it("a network that keeps the messages of one of them apart", async () => {
    const part = (m: object) => (key(m).includes("rm0") ? "first" : "others")
    const network = { ...TwoPhaseCommit.network, part }
    expect(await refusal("INVARIANT TypeOK", { network })).toMatch(
      /rm0 and rm1 are not alike: they divide the network otherwise/u
    )
  })

  it("a bound that looks at one of them", async () => {
    const bounds = { Few: (world: object) => !commits(world, "rm1") }
    expect(
      await refusal("CONSTRAINT Few\nINVARIANT TypeOK", { bounds })
    ).toMatch(/rm[01] and rm[12] are not alike: .* only can do|a bound tells/u)
  })
})
