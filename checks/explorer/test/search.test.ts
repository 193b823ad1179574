import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { TwoPhaseCommit } from "../../../protocols/two-phase-commit/protocol.ts"
import { TransactionCommit } from "../../../protocols/two-phase-commit/transaction-commit.ts"
import type { Protocol } from "../../../protocols/kernel/protocol.ts"
import { key, setOf } from "../../../protocols/kernel/value.ts"
import type { Limits } from "../run.ts"
import { Search } from "../search.ts"
import type { Label } from "../attempt.ts"
import { Twin } from "../twin.ts"
import { explorePlainly } from "./reference.ts"
import { anyTable, constants, system } from "./systems.ts"

const participants = (n: number, TMMayCrash = false) => ({
  RM: Array.from({ length: n }, (_, i) => `rm-${i}`),
  TMMayCrash
})

const searchOf = (
  protocol: Protocol,
  given: object,
  { cached = true, limits = noLimits, deadlock = false } = {}
) => {
  const twin = new Twin(protocol, given)
  const search = new Search<Label>(
    twin,
    { ...nothing, deadlock },
    { ...unlimited, limits, cached }
  )
  return { twin, search }
}

const noLimits: Limits = {}

const nothing = {
  invariants: {},
  refinements: {},
  bounds: [],
  deadlock: false,
  initialBreaks: []
}

const unlimited = {
  limits: {},
  gauges: { memory: () => 0, elapsed: () => 0 },
  cached: true
}

interface Walkers {
  readonly walker: Readonly<Record<string, { readonly at: number }>>
}

interface Participants {
  readonly rm: Readonly<Record<string, { readonly rmState: string }>>
}

/** All states and labelled edges of a finished search, as sorted text. */
const graphOf = (protocol: Protocol, given: object, cached: boolean) => {
  const { twin, search } = searchOf(protocol, given, { cached })
  while (!search.advance(1 << 10)) continue
  expect(search.ending).toEqual({ _tag: "Complete" })
  const names = Array.from({ length: search.rows.count }, (_, row) => {
    const ids = search.idsOf(row)
    const parts = twin.cells.map((cell, i) => [cell, twin.value(i, ids[i]!)])
    // An empty part of the network is as good as none.
    return key(setOf(parts.filter(([, part]) => key(part) !== "[]")))
  })
  const edges: Array<string> = []
  names.forEach((from, row) =>
    search.edges(row, (outcome, to) => {
      const { action, actor } = search.steps.outcomes[outcome]!.label
      edges.push(`${from} ${action} ${actor} ${names[to]}`)
    })
  )
  return {
    names: [...names].sort(),
    edges: edges.sort(),
    generated: search.generated,
    depth: search.depth
  }
}

const sameAsPlain = (protocol: Protocol, given: object) => {
  const { search } = searchOf(protocol, given)
  while (!search.advance(1 << 10)) continue
  const plain = explorePlainly(protocol, given)
  expect({
    distinct: search.rows.count,
    generated: search.generated,
    depth: search.depth
  }).toEqual({
    distinct: plain.worlds.size,
    generated: plain.edges.length + 1,
    depth: plain.depth
  })
}

describe("the search", () => {
  it.each([
    [3, 288, 1_146, 11],
    [5, 8_832, 58_146, 17],
    [7, 296_448, 2_744_706, 23]
  ])("finds what others found for %i participants", (n, ...counts) => {
    const { search } = searchOf(TwoPhaseCommit, participants(n))
    while (!search.advance(1 << 16)) continue
    expect([search.rows.count, search.generated, search.depth]).toEqual(counts)
  })

  it.each([
    ["TransactionCommit", TransactionCommit, participants(4)],
    ["TransactionCommit of one", TransactionCommit, participants(1)],
    ["TwoPhaseCommit", TwoPhaseCommit, participants(3)],
    ["TwoPhaseCommit with a crash", TwoPhaseCommit, participants(3, true)]
  ])("finds in %s what a naive one finds", (_, protocol, given) => {
    sameAsPlain(protocol, given)
  })

  it("finds in random systems what a naive one finds", () => {
    fc.assert(
      fc.property(anyTable, (table) => sameAsPlain(system(table), constants)),
      { numRuns: 150 }
    )
  })

  it.each([
    ["TransactionCommit", TransactionCommit, participants(3)],
    ["TwoPhaseCommit", TwoPhaseCommit, participants(3)],
    ["TwoPhaseCommit with five", TwoPhaseCommit, participants(5)],
    ["TwoPhaseCommit with a crash", TwoPhaseCommit, participants(3, true)]
  ])("gives the same graph of %s without the cache", (_, protocol, given) => {
    expect(graphOf(protocol, given, true)).toEqual(
      graphOf(protocol, given, false)
    )
  })

  it("gives the same graph of random systems without the cache", () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const protocol = system(table)
        expect(graphOf(protocol, constants, true)).toEqual(
          graphOf(protocol, constants, false)
        )
      }),
      { numRuns: 100 }
    )
  })

  it.each([
    ["states", { states: 100 }],
    ["depth", { depth: 4 }],
    ["memory", { memory: -1 }],
    ["time", { time: -1 }]
  ] as const)("ends incomplete at the limit on %s", (limit, limits) => {
    const { search } = searchOf(TwoPhaseCommit, participants(6), { limits })
    while (!search.advance(1 << 16)) continue
    expect(search.ending).toEqual({ _tag: "Incomplete", limit })
  })

  it("calls a search complete that ends exactly at its limits", () => {
    const { search } = searchOf(TwoPhaseCommit, participants(3), {
      limits: { states: 288, depth: 11 }
    })
    while (!search.advance(1 << 16)) continue
    expect(search.ending).toEqual({ _tag: "Complete" })
  })

  it("generates states out of bounds, but goes no further", () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const protocol = system(table)
        const twin = new Twin(protocol, constants)
        const near = (world: object): boolean =>
          Object.values((world as Walkers).walker).every(({ at }) => at < 2)
        const search = new Search<Label>(
          twin,
          { ...nothing, bounds: [twin.formula(near)] },
          unlimited
        )
        while (!search.advance(1 << 10)) continue
        const plain = explorePlainly(protocol, constants, ({ actors }) =>
          near(actors)
        )
        expect([search.rows.count, search.generated]).toEqual([
          plain.worlds.size,
          plain.edges.length + 1
        ])
      }),
      { numRuns: 100 }
    )
  })

  it("checks invariants on states just out of bounds", () => {
    const twin = new Twin(TwoPhaseCommit, participants(2))
    const working = (world: object): boolean =>
      Object.values((world as Participants).rm).every(
        ({ rmState }) => rmState === "working"
      )
    const search = new Search<Label>(
      twin,
      {
        ...nothing,
        invariants: { AllWork: twin.formula(working) },
        bounds: [twin.formula(working)]
      },
      unlimited
    )
    while (!search.advance(1 << 10)) continue
    expect(search.ending).toMatchObject({ property: "AllWork", row: 0 })
  })

  it("reports a state without steps as a deadlock if asked to", () => {
    const { search } = searchOf(TransactionCommit, participants(2), {
      deadlock: true
    })
    while (!search.advance(1 << 16)) continue
    expect(search.ending).toMatchObject({
      _tag: "Violated",
      property: "deadlock"
    })
  })
})
