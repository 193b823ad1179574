import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { TwoPhaseCommit } from "../../../protocols/two-phase-commit/protocol.ts"
import type { Protocol } from "../../../protocols/kernel/protocol.ts"
import { prepare } from "../../explorer/explore.ts"
import { onlyTheGraph } from "../../explorer/properties.ts"
import { parseConfig } from "../../models/config.ts"
import * as Result from "effect/Result"
import { countEdges, firstDifference, type LabelledGraph } from "../graph.ts"
import { graphOfTwin } from "../parity.ts"

const constants = { RM: ["rm-0", "rm-1"], TMMayCrash: false }

const graphOf = (protocol: Protocol): LabelledGraph => {
  const config = Result.getOrThrow(parseConfig("CHECK_DEADLOCK FALSE"))
  const { twin, search } = prepare(
    { protocol, constants, config },
    onlyTheGraph,
    { limits: {}, cached: true },
    () => 0
  )
  while (!search.advance(1 << 10)) continue
  return graphOfTwin(twin, search)
}

const without = (action: string, guard: string): Protocol => {
  const { [guard]: _, ...guards } = TwoPhaseCommit.next[action]!.guards
  const next = {
    ...TwoPhaseCommit.next,
    [action]: { ...TwoPhaseCommit.next[action]!, guards }
  }
  return { ...TwoPhaseCommit, next }
}

const real = graphOf(TwoPhaseCommit)

const guards = Object.entries(TwoPhaseCommit.next).flatMap(([name, action]) =>
  Object.keys(action.guards).map((guard) => [name, guard] as const)
)

describe("two graphs", () => {
  it("of one protocol do not differ", () => {
    expect(countEdges(real)).toBeGreaterThan(100)
    expect(firstDifference(real, graphOf(TwoPhaseCommit))).toBeUndefined()
  })

  it.each(guards)("differ when %s loses its guard %s", (action, guard) => {
    const mutant = graphOf(without(action, guard))
    const spec = firstDifference(mutant, real)!
    const twin = firstDifference(real, mutant)!
    expect(spec.lone.map(({ side }) => side)).toContain("spec")
    expect(twin.lone.map(({ side }) => side)).toContain("twin")
    expect(spec.lone.map((step) => step.action)).toContain(action)
    expect(twin.path).toHaveLength(spec.path.length)
  })

  it("are told apart by the shortest way", () => {
    const { path, at, lone } = firstDifference(
      real,
      graphOf(without("TMCommit", "AllPrepared"))
    )!
    expect(path).toEqual([])
    expect(at).toContain('tmState = "init"')
    expect(lone).toHaveLength(1)
    expect(lone[0]).toMatchObject({ side: "twin", action: "TMCommit" })
    expect(lone[0]!.changes).toContainEqual({
      field: "tmState",
      before: "init",
      after: "committed"
    })
  })

  it("differ in any edge that is taken away or led elsewhere", () => {
    const states = [...real.states.keys()]
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.constantFrom(...states),
        fc.nat(),
        (from, to, pick) => {
          const actions = [...(real.steps.get(from) ?? [])]
          fc.pre(actions.length > 0)
          const [action, targets] = actions[pick % actions.length]!
          fc.pre(!targets.has(to))
          const steps = new Map(real.steps).set(
            from,
            new Map(real.steps.get(from)).set(action, new Set([to]))
          )
          const difference = firstDifference(real, { ...real, steps })
          expect(difference?.at).toBe(from)
          expect(new Set(difference?.lone.map(({ side }) => side))).toEqual(
            new Set(["spec", "twin"])
          )
        }
      )
    )
  })

  it("differ in their initial states", () => {
    const [first, other] = [...real.states.keys()]
    const difference = firstDifference(real, {
      ...real,
      initial: new Set([other!])
    })
    expect(real.initial.has(first!)).toBe(true)
    expect(difference?.lone).toMatchObject([
      { side: "spec", action: "Init" },
      { side: "twin", action: "Init" }
    ])
  })
})
